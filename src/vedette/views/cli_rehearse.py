"""`vedette rehearse`: what a watch would have done."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from vedette.errors import BadInputError, UsageError
from vedette.model.plain import to_plain
from vedette.run.news import ClockName
from vedette.run.read import now
from vedette.run.rehearsal import Rehearsed
from vedette.run.rehearsal import rehearse as rehearse_watch
from vedette.views.open_store import open_there, parse_instant
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.rehearsal_words import print_comparison, print_outcome
from vedette.watching.mattered import Mattered, read_mattered
from vedette.watching.outcome import Outcome, measure
from vedette.watching.watch_file import load_watch

REHEARSE_HELP = """Replay a watch over the store as it was known at each moment, and say what it would have done.

Alerts a week, what made the noise, and, against a list of events that mattered, hits, misses and lead time. Nothing is
sent and nothing is written. Days are UTC.

Example: vedette rehearse WATCH.toml --from 2025-01-01 --to 2025-12-31 --events mattered.csv"""


def rehearse(
    watch: Annotated[Path, typer.Argument(metavar="WATCH.toml", help="The watch.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="First day; 90 days ago unless given.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day; until now unless given.")] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="OTHER.toml", help="Another watch, to be held beside it.")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Events that mattered: date, name, and lat, lon (radius_km) or zone."),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="CLOCK",
            help="recorded: when this store learnt of a report. reported: the end of the day it was published, for "
            "archives that were taken in long after.",
        ),
    ] = "recorded",
    store: StoreUrl = DEFAULT_STORE,
    messages: Annotated[bool, typer.Option("--messages", help="Print each message too.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prints the outcome, of two watches side by side."""
    begin, end = _period(from_, to)
    clock = _clock(by)
    outcomes: list[tuple[Path, Rehearsed, Outcome]] = []
    for path in [watch, *([compare] if compare else [])]:
        loaded = load_watch(path)
        mattered = _mattered(events, loaded.zones) if events else ()
        with open_there(store) as opened:
            done = rehearse_watch(opened, loaded, begin, end, clock)
        outcomes.append((path, done, measure(loaded, done.messages, begin, end, mattered)))
    if json_:
        found = [_to_json(path, done, outcome, with_messages=messages) for path, done, outcome in outcomes]
        print(json.dumps({**found[0], "compared": found[1] if compare else None}))
        return
    for path, done, outcome in outcomes:
        print_outcome(str(path), done, outcome, with_messages=messages)
    if compare:
        print_comparison([(str(path), done) for path, done, _ in outcomes])


def _period(begin: str | None, end: str | None) -> tuple[datetime, datetime]:
    """First and last instant."""
    last = parse_instant(end, "--to") or now()
    first = parse_instant(begin, "--from") or last - timedelta(days=90)
    if begin is not None and len(begin) <= len("2021-05-14"):
        first = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if first >= last:
        raise UsageError(f"--from {begin} --to {end}: the first day must come before the last")
    return first, min(last, now())


def _clock(by: str) -> ClockName:
    if by == "recorded":
        return "recorded"
    if by == "reported":
        return "reported"
    raise UsageError(f"--by {by}: choose recorded or reported")


def _mattered(path: Path, zones: Sequence[Any]) -> tuple[Mattered, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: not valid UTF-8 (byte {error.start}): save it as UTF-8", str(path)) from error
    return read_mattered(text, zones, str(path))


def _to_json(path: Path, done: Rehearsed, outcome: Outcome, *, with_messages: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"watch": str(path), "n_readings": done.n_readings}
    found |= {"n_undated": done.n_undated, "n_licensed": done.n_licensed}
    found |= to_plain(outcome)
    found["n_events_that_mattered"] = len(outcome.met)
    found["n_hits"] = sum(one.alert_id is not None for one in outcome.met)
    found["n_misses"] = len(outcome.met) - found["n_hits"]
    if with_messages:
        found["messages"] = to_plain(done.messages)
    return found
