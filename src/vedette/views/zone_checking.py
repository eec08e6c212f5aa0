"""Holds batches of events against a zone, or against sites, and says what is wrong with which row."""

import math
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np

from vedette.errors import BadInputError
from vedette.geo.sites import SiteChecker
from vedette.geo.zones import STATES, ZoneChecker
from vedette.model.place_shape import PlaceShape
from vedette.views.formats.batch import EventBatch, Floats, Found, find_column
from vedette.views.zone_options import place_problem
from vedette.views.zone_shapes import ShapeReader, has_shapes, overlay

#: Problems printed one by one; the rest is counted, so that a wrong file does not bury its own message.
_MOST_PROBLEMS = 1000
#: Rows of a batch that are tried with latitude and longitude swapped.
_N_TRIED_SWAPPED = 1000
#: Kilometres beyond the zone within which swapped coordinates would make more sense.
_SWAP_KM = 500.0


class Problems:
    """Says on stderr what is wrong with which row."""

    def __init__(self, events: str) -> None:
        self._events, self.n = events, 0

    def add(self, line: int, what: str) -> None:
        """Says what is wrong with a row."""
        self.n += 1
        if self.n <= _MOST_PROBLEMS:
            print(f"{self._events}, line {line}: {what}", file=sys.stderr)

    def note(self, what: str) -> None:
        """Says something about the whole table."""
        print(f"{self._events}: {what}", file=sys.stderr)

    def finish(self) -> None:
        """Says how many rows were not named."""
        if self.n > _MOST_PROBLEMS:
            print(f"{self._events}: {self.n - _MOST_PROBLEMS} more rows like these", file=sys.stderr)


class BatchChecker:
    """Holds batches of one table against a zone or sites."""

    def __init__(self, checker: ZoneChecker | SiteChecker, problems: Problems) -> None:
        self._checker, self._problems = checker, problems
        self._n_batches = 0
        self._reader = ShapeReader()
        #: The shapes of the last batch, by row.
        self.shapes: dict[int, PlaceShape] = {}
        self._tells_status = isinstance(checker, ZoneChecker) and bool(checker.disputed)
        #: How many events have each state.
        self.counts = Counter[str]()

    def check(self, batch: EventBatch) -> Found:
        """How the batch's events stand to the zone; rows that cannot be used are said."""
        shapes, wrong = self._reader.read(batch) if has_shapes(batch) else ({}, {})
        self.shapes = shapes
        places = read_places(_told(batch, wrong), self._problems, frozenset(shapes))
        site: list[str | None] | None = None
        if isinstance(self._checker, SiteChecker):
            distance, p, state, names = self._checker.measure(*places)
            site = names
        else:
            distance, p, state = self._checker.measure(*places)
            if self._n_batches == 0:
                _look_for_swap(self._checker, places, distance, self._problems)
        if shapes:
            overlay(self._checker, shapes, (distance, p, state), site)
        self._n_batches += 1
        self.counts.update(dict(zip(STATES.tolist(), np.bincount(state, minlength=4).tolist(), strict=True)))
        lat, lon, radius = places
        status = None
        if isinstance(self._checker, ZoneChecker) and self._tells_status:
            status = self._checker.line_status(lat, lon, distance, np.where(np.isnan(lat), 0.0, p))
        return Found(lat, lon, radius, distance, p, state, site, status)


def check_columns(batch: EventBatch, events: str) -> None:
    """Nothing where a table has places.

    Raises:
        BadInputError: Neither a geometry nor columns `lat` and `lon`.
    """
    names = batch.names
    missing = [name for name in ("lat", "lon") if batch.points is None and find_column(names, name) is None]
    if missing and not has_shapes(batch):
        raise BadInputError(
            f"{events}: column {' and '.join(missing)} missing: lat and lon are needed, there are {', '.join(names)}",
            events,
        )


def _told(batch: EventBatch, wrong: dict[int, str]) -> EventBatch:
    return replace(batch, misfits={**wrong, **batch.misfits}) if wrong else batch


def read_places(batch: EventBatch, problems: Problems, shaped: frozenset[int] = frozenset()) -> Floats:
    """Latitude, longitude and radius of each row, NaN where it cannot be used, which is said.

    Args:
        batch: The rows.
        problems: Says what is wrong.
        shaped: Rows whose place has a shape: these need no coordinates.
    """
    n = len(batch.lines)
    columns = (
        [batch.points[0], batch.points[1]] if batch.points is not None else [batch.column("lat"), batch.column("lon")]
    )
    columns.append(batch.column("radius_km"))
    places = np.zeros((3, n))
    sure = np.ones(n, bool)
    for nth, column in enumerate(columns):
        if column is None and nth < 2:
            sure[:] = False
        elif column is not None:
            places[nth], read = _numbers(column, empty=0.0 if nth == 2 else np.nan)
            sure &= read
    lat, lon, radius = places
    good = sure & (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & (radius >= 0) & np.isfinite(radius)
    good[list(batch.misfits)] = False
    for row in np.flatnonzero(~good).tolist():
        cells = [None if column is None else _cell(column, row) for column in columns]
        place, what = _read_place(*cells)
        what = batch.misfits.get(row) or what
        places[:, row] = np.nan if what else place
        if what and row not in shaped:
            problems.add(batch.lines[row], what)
    return places


def _numbers(column: Any, empty: float) -> tuple[Floats, Any]:
    """A column as numbers, and which of them are sure; the others are to be looked at one by one."""
    if isinstance(column, np.ndarray):
        return column, np.ones(len(column), bool)
    if isinstance(column, list):
        try:
            return np.array([empty if cell is None or cell == "" else float(cell) for cell in column]), True
        except (TypeError, ValueError, OverflowError):
            return np.full(len(column), np.nan), False
    import pyarrow as arrow

    if not (arrow.types.is_integer(column.type) or arrow.types.is_floating(column.type)):
        return np.full(len(column), np.nan), False
    numbers = column.cast(arrow.float64(), safe=False)
    return (numbers.fill_null(empty) if numbers.null_count else numbers).to_numpy(zero_copy_only=False), True


def _cell(column: Any, row: int) -> Any:
    cell = column[row]
    return cell.as_py() if hasattr(cell, "as_py") else cell


def _read_place(lat: Any, lon: Any, radius_km: Any) -> tuple[tuple[float, float, float], str | None]:
    """The three numbers, or what is wrong with them."""
    nothing = (math.nan,) * 3
    numbers = []
    for name, cell in (("lat", lat), ("lon", lon), ("radius_km", radius_km)):
        empty = cell is None or (isinstance(cell, str) and not cell.strip())
        if empty and name == "radius_km":
            numbers.append(0.0)
            continue
        if empty:
            return nothing, f"{name} is empty"
        try:
            numbers.append(float(cell))
        except (TypeError, ValueError, OverflowError):
            return nothing, f"{name} {str(cell)[:40]!r} is no number"
    if problem := place_problem(numbers[0], numbers[1]):
        return nothing, problem
    if not (math.isfinite(numbers[2]) and numbers[2] >= 0):
        return nothing, f"radius_km {numbers[2]} is no distance"
    return (numbers[0], numbers[1], numbers[2]), None


def _look_for_swap(checker: ZoneChecker, places: Floats, distance: Floats, problems: Problems) -> None:
    """Says so when most rows are far from the zone, and near it with latitude and longitude swapped."""
    lat, lon, _ = places[:, :_N_TRIED_SWAPPED]
    could = np.isfinite(lat) & (np.abs(lon) <= 90)
    if not could.any():
        return
    limit = checker.zone.outer_km + _SWAP_KM
    far = distance[: len(lat)][could] > limit
    near_swapped = checker.distance(lon[could], lat[could]) <= limit
    if (far & near_swapped).mean() > 0.5:
        problems.note(
            "latitude and longitude are probably swapped: most rows would be near the zone the other way round"
        )
