"""`vedette zone preview`: what other distances would have made of the store's past."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.progress import show_progress

PREVIEW_HELP = """Say how many alerts a week other distances would have made of the reports in the store.

Each zone of the watch is tried as it is set and at 5, 10, 20, 40, 80 and 150 km, for all kinds and for each kind.

Example: [bold]vedette zone preview WATCH.toml --from 2024-01-01 --to 2024-06-30[/bold]"""


def preview_zones(
    watch: Annotated[Path, typer.Argument(metavar="WATCH.toml", help="The watch whose zones are tried.")],
    store: StoreUrl = DEFAULT_STORE,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day; by default of the reports.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day; by default of the reports.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Prints a table a zone, or one JSON object."""
    # The store, the linking and the watch take half a second to import, which `zone check` should not wait for.
    from vedette.run.preview import find_period, n_rows, preview
    from vedette.views.preview_tables import preview_json, print_tables, read_store
    from vedette.watching.watch_file import load_watch

    watched = load_watch(watch)
    start, end = _day(from_, "--from"), _day(to, "--to")
    if start and end and end < start:
        raise UsageError(f"--to {to}: lies before --from {from_}")
    readings = read_store(store)
    period = find_period(readings, start, end)
    if period is None:
        raise UsageError("nothing in the store has a day: give --from and --to")
    rows = list(show_progress(preview(readings, watched, period), "counting", n_rows(readings, watched)))
    if json_:
        print(json.dumps(preview_json(watched, readings, period, rows), ensure_ascii=False))
    else:
        print_tables(watched, readings, period, rows)


def _day(given: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError(f"{option} {given}: give a day as YYYY-MM-DD") from error
