"""`vedette occasion export` and `import`: occasions as iCalendar files."""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from vedette.calendars.ics_read import ImportedOccasions, read_ics
from vedette.calendars.ics_write import write_ics
from vedette.calendars.occasions import find_occasions
from vedette.errors import BadInputError, UsageError
from vedette.model.counted import counted
from vedette.model.occasion import OccasionRule
from vedette.views.occasion_choice import IdOption, chosen_rules, day_given, stretch_given
from vedette.views.output import write_whole

#: Days before and after today over which a calendar is read when nothing else is asked for.
_DAYS_BEFORE, _DAYS_AFTER = 366, 5 * 366
#: Problems of a calendar that are named one by one.
_PROBLEMS_NAMED = 20

FileOut = Annotated[Path | None, typer.Option("-o", metavar="FILE", help="Write here, whole or not at all.")]


def export(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day; default: today.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day; default: a year on.")] = None,
    ids: IdOption = None,
    out: FileOut = None,
) -> None:
    """Write the dates as an iCalendar file; those that may move are tentative.

    Written over an earlier export, events keep their UID, and SEQUENCE counts up where a date changed.

    Example: [bold]vedette occasion export --from 2027-01-01 --to 2027-12-31 --id ashura -o OCCASIONS.ics[/bold]
    """
    start, end = stretch_given(from_, to)
    found = find_occasions(chosen_rules(ids), start, end)
    before = _written_before(out)
    try:
        written = write_ics(found, datetime.now().astimezone(), before).decode("utf-8")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadInputError(f"{out}: stands there and is no iCalendar file: give another -o", str(out)) from error
    if out is None:
        sys.stdout.write(written)
    else:
        write_whole(out, written)
        print(f"{counted(len(found), 'occasion', 'occasions')}: {out}")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.ics", help="The calendar; - reads standard input.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day; default: a year ago.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day; default: five years on.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Where times told in UTC are counted to days; default: the calendar's own."),
    ] = None,
    out: FileOut = None,
) -> None:
    """Print a calendar as [[occasions]] of a watch: TOML to paste into WATCH.toml.

    Events that cannot be used are named on stderr, and make the exit status 1.

    Example: [bold]vedette occasion import FEASTS.ics --from 2026-01-01 --to 2028-12-31[/bold]
    """
    today = datetime.now().astimezone().date()
    first = day_given(from_, "--from") if from_ else today - timedelta(_DAYS_BEFORE)
    last = day_given(to, "--to") if to else max(first, today) + timedelta(_DAYS_AFTER)
    if last < first:
        raise UsageError(f"--to {last} lies before --from {first}")
    found = read_ics(_bytes_of(file), str(file), first, last, timezone)
    text = watch_toml(found.rules)
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
    _say(found, first, last)
    if found.problems:
        raise typer.Exit(1)


def watch_toml(rules: tuple[OccasionRule, ...]) -> str:
    """The occasions as tables of a watch file."""
    return "\n".join(_table(rule) for rule in rules)


def _table(rule: OccasionRule) -> str:
    lines = ["[[occasions]]", f"id = {_words(rule.id)}", f"name = {_words(rule.name)}", 'calendar = "listed"']
    lines += ["dates = [", *(f'    "{run}",' for run in _runs(rule.dates)), "]"]
    if rule.days_uncertain:
        lines.append(f"days_uncertain = {rule.days_uncertain}")
    if rule.countries:
        lines.append(f"countries = {json.dumps(list(rule.countries))}")
    if rule.note:
        lines.append(f"# where: {rule.note}")
    return "\n".join([*lines, ""])


def _words(words: str) -> str:
    """A TOML string: JSON's escapes are TOML's, its lone surrogates are not."""
    return json.dumps(words.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False)


def _runs(days: tuple[date, ...]) -> list[str]:
    """Neighbouring days as "first/last"."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][1]).days == 1 and (day - runs[-1][0]).days < 366:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [str(first) if first == last else f"{first}/{last}" for first, last in runs]


def _say(found: ImportedOccasions, first: date, last: date) -> None:
    for problem in found.problems[:_PROBLEMS_NAMED]:
        print(problem, file=sys.stderr)
    if (more := len(found.problems) - _PROBLEMS_NAMED) > 0:
        print(f"and {more} more events that cannot be used", file=sys.stderr)
    occasions = counted(len(found.rules), "occasion", "occasions")
    left_out = counted(found.left_out, "event", "events")
    summary = f"{occasions} from {first} to {last}; {left_out} outside or cancelled"
    print(summary, file=sys.stderr)


def _written_before(out: Path | None) -> bytes | None:
    return _bytes_of(out) if out is not None and out.is_file() else None


def _bytes_of(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be opened: {error.strerror}", str(file)) from error
