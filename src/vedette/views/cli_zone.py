"""`vedette zone …`: events held against a zone."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.geo import fast
from vedette.geo.site_list import read_sites
from vedette.geo.sites import SiteChecker
from vedette.geo.zones import ZoneChecker, zone_checker
from vedette.model.counted import counted
from vedette.views.cli_preview import PREVIEW_HELP, preview_zones
from vedette.views.cli_zone_borders import import_borders_command
from vedette.views.cli_zone_show import show
from vedette.views.formats.ahead import read_ahead, write_behind
from vedette.views.formats.batch import EventBatch
from vedette.views.formats.choose import Format, check_format, event_writer, read_events, result_format
from vedette.views.progress import show_progress
from vedette.views.zone_checking import BatchChecker, Problems, check_columns
from vedette.views.zone_options import (
    Accuracy,
    AreaFile,
    Around,
    Border,
    BordersFile,
    FromKm,
    Line,
    OutToKm,
    Side,
    View,
    border_notes,
    check_distances,
    make_zone,
)

app = typer.Typer(
    help="Hold events against a zone: a border, a place, a line or an area.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: A first batch of so many rows promises more of them: then the compiler is worth its while, batch by batch.
_MANY_ROWS = 50_000

app.command("show")(show)
app.command("import-borders")(import_borders_command)
app.command("preview", help=PREVIEW_HELP)(preview_zones)

_EVENTS_HELP = "CSV, Parquet, GeoParquet, GeoJSON, GeoPackage, KML: points, or columns lat, lon; optional radius_km."


@app.callback()
def _zone() -> None:
    """Hold events against a zone: a border, a place, a line or an area."""


@app.command("check")
def check(
    events: Annotated[Path, typer.Argument(metavar="EVENTS", help=_EVENTS_HELP)],
    border: Border = None,
    around: Around = None,
    line: Line = None,
    area: AreaFile = None,
    sites: Annotated[
        Path | None,
        typer.Option(metavar="SITES.csv", help="Places (name, lat, lon, km): adds the site with the highest chance."),
    ] = None,
    out_to_km: OutToKm = None,
    from_km: FromKm = 0.0,
    side: Side = None,
    line_accuracy_km: Accuracy = None,
    view: View = None,
    borders: BordersFile = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", metavar="FILE", help="Write here, in the format of its ending, whole or not at all."),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="Of the result: csv, jsonl, parquet, geoparquet, geojson, geojsonl, gpkg, kml.",
        ),
    ] = None,
    in_format: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of EVENTS, where its ending does not tell.")
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="JSON lines instead of CSV; with -o a summary of counts as one object.")
    ] = False,
) -> None:
    """Add distance_km, state (inside, possibly, outside, unknown) and p_inside to a table of events.

    Rows without a usable place come out as unknown, are named on stderr, and make the exit status 1.

    Example: [bold]vedette zone check EVENTS.csv --border IR:IQ --out-to-km 40 --side IQ -o CHECKED.csv[/bold]
    """
    told = check_format(in_format, "--in-format")
    result = result_format(out, check_format(format_, "--format"), as_json=json_)
    checker: ZoneChecker | SiteChecker
    if sites is not None:
        if any(given is not None for given in (border, around, line, area, side, view, borders)):
            raise UsageError("--sites stands alone: leave out --border and its options, --around, --line and --area")
        check_distances(out_to_km, from_km, line_accuracy_km)
        checker = SiteChecker(read_sites(sites, out_to_km))
    else:
        limits = (out_to_km, from_km, side, line_accuracy_km)
        checker = zone_checker(zone := make_zone(border, around, line, area, *limits, view, borders))
        for note in border_notes(zone):
            print(f"vedette: {note}", file=sys.stderr)
    n_bad, counts = _run(events, told, checker, out, result)
    if out is not None:
        _say_counts(counts, out, as_json=json_)
    if n_bad:
        raise typer.Exit(1)


def _run(
    events: Path, told: Format | None, checker: ZoneChecker | SiteChecker, out: Path | None, result: Format
) -> tuple[int, Counter[str]]:
    """Reads, checks and writes; how many rows could not be used, and how many have each state."""
    problems = Problems(str(events))
    batches = read_events(events, told)
    first = next(batches)
    check_columns(first, str(events))
    checking = BatchChecker(checker, problems)
    with ExitStack() as stack:
        writer = stack.enter_context(event_writer(out, result))
        items: Iterator[EventBatch] = chain([first], batches)
        if first.arrow is not None:
            # Python's own formats hold the interpreter's lock: threads would only wait for one another.
            items, writer = read_ahead(items), stack.enter_context(write_behind(writer))
            if len(first.lines) >= _MANY_ROWS:
                stack.enter_context(fast.using("numba"))
        for batch in show_progress(items, "checking"):
            writer.write(batch, checking.check(batch))
    problems.finish()
    return problems.n, checking.counts


def _say_counts(counts: Counter[str], out: Path, *, as_json: bool) -> None:
    states = {state: counts[state] for state in ("inside", "possibly", "outside", "unknown")}
    if as_json:
        print(
            json.dumps({"n_events": sum(states.values()), **{f"n_{k}": v for k, v in states.items()}, "file": str(out)})
        )
    else:
        print(
            f"{counted(sum(states.values()), 'event', 'events')}: "
            + ", ".join(f"{n} {state}" for state, n in states.items())
            + f"; {out}"
        )


if __name__ == "__main__":
    app()
