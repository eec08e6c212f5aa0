"""Some rows of a table of events, whatever file they come from, and what was found about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from vedette.geo.zones import STATES

#: Rows held at once as Python values, and as Arrow columns.
BATCH_ROWS, ARROW_ROWS = 50_000, 262_144
#: What `zone check` adds.
ADDED = ("distance_km", "state", "p_inside")

Floats = NDArray[np.float64]
#: What a column holds, for formats that declare it.
Kind = Literal["int", "float", "bool", "text", "bytes"]
#: Kinds of the added columns.
ADDED_KINDS: dict[str, Kind] = {
    "site": "text",
    "distance_km": "float",
    "state": "text",
    "p_inside": "float",
    "line_status": "text",
}


@dataclass(frozen=True)
class EventBatch:
    """Some rows of a table, every column as it was."""

    #: Columns, the geometry not among them.
    names: list[str]
    #: Where each row stands: its first line in a text file, its number in any other.
    lines: Sequence[int]
    #: Rows of cells; None where `arrow` has them.
    cells: list[list[Any]] | None = None
    #: Why a row cannot be used, by its place.
    misfits: dict[int, str] = field(default_factory=dict)
    #: What columns hold; those that are not told hold text.
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    #: The same columns as pyarrow has them, types and all.
    arrow: Any = None
    #: Latitudes and longitudes of a geometry, `(2, rows)`, NaN where there is no point; None for formats without one.
    points: Floats | None = None
    #: Name of an encoding (`geojson`, `wkb`) and the geometries in it, to be passed on as they were.
    geometry: tuple[str, Any] | None = None

    @cached_property
    def rows(self) -> list[list[Any]]:
        """Rows of Python values."""
        if self.cells is not None:
            return self.cells
        columns = [column.to_pylist() for column in self.arrow.columns]
        return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in self.lines]

    def column(self, name: str) -> Any | None:
        """The column's cells (Arrow's or a list), None if there is no such column."""
        at = find_column(self.names, name)
        if at is None:
            return None
        return [row[at] for row in self.rows] if self.arrow is None else self.arrow.column(at)

    def as_table(self) -> "EventBatch":
        """The batch with its geometry in columns `lat` and `lon`, for formats without a geometry."""
        if self.points is None:
            return self
        kinds: dict[str, Kind] = {"lat": "float", "lon": "float"}
        values = {
            name: [None if np.isnan(at) else at for at in self.points[nth].tolist()] for nth, name in enumerate(kinds)
        }
        names = [*self.names, *(name for name in values if name not in self.names)]
        width = len(names) - len(self.names)
        rows = [[*row, *[None] * width] for row in self.rows]
        for name, column in values.items():
            at = names.index(name)
            for row, value in zip(rows, column, strict=True):
                row[at] = value
        return EventBatch(names, self.lines, rows, self.misfits, {**self.kinds, **kinds})


@dataclass(frozen=True)
class Found:
    """How the events of a batch stand to a zone (or to the site where the chance is highest), one entry each."""

    #: Degrees; NaN where the row has no usable place.
    lat: Floats
    lon: Floats
    radius_km: Floats
    #: NaN where the state is unknown.
    distance_km: Floats
    p_inside: Floats
    #: Numbers in `STATES`.
    state: NDArray[np.int8]
    #: Name of the site, None where zones have no names.
    site: list[str | None] | None = None
    #: Class of the border's nearest stretch where it is disputed, empty elsewhere; None for zones without such.
    line_status: NDArray[np.str_] | None = None

    @property
    def names(self) -> list[str]:
        """Names of the added columns."""
        return [
            *(() if self.site is None else ("site",)),
            *ADDED,
            *(() if self.line_status is None else ("line_status",)),
        ]

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """The added columns as Python values, None where the place is not known."""
        unknown = (self.state == 0).tolist()
        found: dict[str, list[Any]] = {} if self.site is None else {"site": self.site}
        for name, numbers in (("distance_km", self.distance_km), ("p_inside", self.p_inside)):
            found[name] = [None if out else number for out, number in zip(unknown, numbers.tolist(), strict=True)]
        found["state"] = STATES[self.state].tolist()
        if self.line_status is not None:
            found["line_status"] = [status or None for status in self.line_status.tolist()]
        return {name: found[name] for name in self.names}

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Whether each row has a usable place."""
        return ~np.isnan(self.lat)


class EventWriter(Protocol):
    """Takes batches with what was found about them."""

    def write(self, batch: EventBatch, found: Found) -> None:
        """Appends the batch's rows and the added columns."""

    def finish(self) -> None:
        """Ends the file; not called when something failed."""


def find_column(names: Sequence[str], wanted: str) -> int | None:
    """Where a column stands: by its exact name, else in other case or with spaces around it."""
    if wanted in names:
        return names.index(wanted)
    plain = [name.strip().lower() for name in names]
    return plain.index(wanted) if wanted in plain else None


def with_found(batch: EventBatch, found: Found) -> tuple[list[str], list[list[Any]]]:
    """Names and rows with the added columns: a table that was checked before is written over."""
    added = found.columns
    names = [*batch.names, *(name for name in added if name not in batch.names)]
    width = len(names) - len(batch.names)
    rows = [[*row, *[None] * width] for row in batch.rows]
    for name, column in added.items():
        at = names.index(name)
        for row, value in zip(rows, column, strict=True):
            row[at] = value
    return names, rows
