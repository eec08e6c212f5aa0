"""`vedette zone show`: a zone and its events as a picture."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from vedette.geo.zones import STATES, zone_checker
from vedette.model.place_shape import PlaceShape
from vedette.model.zone import Zone
from vedette.views.formats.batch import EventBatch, Found, find_column
from vedette.views.formats.choose import read_events
from vedette.views.picture_file import check_picture_name, write_picture
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
    make_zone,
)

if TYPE_CHECKING:
    from vedette.views.zone_picture import EventMark

#: Marks of each state on one picture: more would hide one another.
_MOST_MARKS = 5_000
#: Columns that can name an event, the first that there is.
_NAMES = ("name", "title", "id")


def show(
    events: Annotated[
        Path | None,
        typer.Argument(metavar="[EVENTS]", help="A table of events, as for zone check; none: the zone alone."),
    ] = None,
    border: Border = None,
    around: Around = None,
    line: Line = None,
    area: AreaFile = None,
    out_to_km: OutToKm = None,
    from_km: FromKm = 0.0,
    side: Side = None,
    line_accuracy_km: Accuracy = None,
    view: View = None,
    borders: BordersFile = None,
    out: Annotated[
        Path, typer.Option("-o", metavar="FILE", help="The picture: .svg, .png or .html, whole or not at all.")
    ] = Path("zone.svg"),
) -> None:
    """Draw a zone and its events, each with the circle that holds its place.

    Rows without a usable place are named on stderr, and make the exit status 1.

    Example: [bold]vedette zone show EVENTS.csv --border IR:IQ --out-to-km 40 -o zone.png[/bold]
    """
    # Late, so that whoever checks a table does not wait for what draws.
    from vedette.views.zone_picture import zone_picture

    check_picture_name(out)
    zone = make_zone(border, around, line, area, out_to_km, from_km, side, line_accuracy_km, view, borders)
    zone_checker(zone)
    marks, counts, n_bad = _marks(zone, events) if events is not None else ([], None, 0)
    n_placed = sum(counts.values()) - counts["unknown"] if counts is not None else 0
    write_picture(out, zone_picture(zone, marks, counts, n_placed - len(marks)), f"Zone {zone.name}")
    typer.echo(str(out))
    if n_bad:
        raise typer.Exit(1)


def _marks(zone: Zone, events: Path) -> tuple[list["EventMark"], Counter[str], int]:
    problems = Problems(str(events))
    checking = BatchChecker(zone_checker(zone), problems)
    marks: list[EventMark] = []
    n_marks = np.zeros(len(STATES), int)
    for nth, batch in enumerate(show_progress(read_events(events), "checking")):
        if nth == 0:
            check_columns(batch, str(events))
        found = checking.check(batch)
        for state in range(1, len(STATES)):
            chosen = np.flatnonzero(found.state == state)[: _MOST_MARKS - n_marks[state]]
            n_marks[state] += len(chosen)
            marks += [_mark(batch, found, row, checking.shapes.get(row)) for row in chosen.tolist()]
    problems.finish()
    return marks, checking.counts, problems.n


def _mark(batch: EventBatch, found: Found, row: int, shape: PlaceShape | None) -> "EventMark":
    from vedette.views.zone_picture import EventMark

    at = next((at for at in (find_column(batch.names, name) for name in _NAMES) if at is not None), None)
    name = "" if at is None else str(_cell(batch, at, row) or "")[:80]
    return EventMark(
        place=(float(found.lat[row]), float(found.lon[row])),
        radius_km=float(found.radius_km[row]),
        state=STATES[found.state[row]].item(),
        p_inside=float(found.p_inside[row]),
        distance_km=float(found.distance_km[row]),
        name=name,
        shape=shape,
    )


def _cell(batch: EventBatch, column: int, row: int) -> object:
    return batch.rows[row][column] if batch.arrow is None else batch.arrow.column(column)[row].as_py()
