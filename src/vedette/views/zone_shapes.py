"""Shapes of places in a table of events: columns `shape` (JSON, or a unit's id) and `unit` (a unit's id)."""

import re
from typing import Any

import numpy as np

from vedette.errors import GeometryError
from vedette.geo.shape_chance import chance_of_shape
from vedette.geo.shape_text import read_shape
from vedette.geo.sites import SiteChecker
from vedette.geo.zones import ZoneChecker, state_numbers
from vedette.model.place_shape import PlaceShape
from vedette.views.formats.batch import EventBatch, Floats

#: What an id of a unit looks like: a column of this name may hold something else altogether.
_UNIT_ID = re.compile(r"(?:region|water):.+|[A-Z]{2}|[A-Z]{2}-[A-Z0-9]{1,3}|[A-Z]{3}[-+]\w+|[A-Z]{2}:.+|\d{3,}")


class ShapeReader:
    """Reads the shapes of batches of one table; each distinct cell is read once."""

    def __init__(self) -> None:
        self._read: dict[str, PlaceShape | str | None] = {}

    def read(self, batch: EventBatch) -> tuple[dict[int, PlaceShape], dict[int, str]]:
        """By row: the shape, and what is wrong with one that is none; rows without a shape are in neither."""
        shapes: dict[int, PlaceShape] = {}
        wrong: dict[int, str] = {}
        for name in ("unit", "shape"):
            column = batch.column(name)
            if column is None:
                continue
            for row, cell in enumerate(_values(column)):
                found = self._shape(name, cell)
                if isinstance(found, str):
                    wrong[row] = found
                elif found is not None:
                    shapes[row] = found
        return {row: shape for row, shape in shapes.items() if row not in wrong}, wrong

    def _shape(self, name: str, cell: Any) -> PlaceShape | str | None:
        text = "" if cell is None else (str(cell).strip() if not isinstance(cell, dict) else repr(cell))
        if not text or (name == "unit" and not _UNIT_ID.fullmatch(text)):
            return None
        if text not in self._read:
            try:
                self._read[text] = read_shape(cell if isinstance(cell, dict) else text)
            except GeometryError as error:
                self._read[text] = error.message
        return self._read[text]


def has_shapes(batch: EventBatch) -> bool:
    """Whether a table has a column of shapes or of units."""
    return batch.column("shape") is not None or batch.column("unit") is not None


def overlay(
    checker: ZoneChecker | SiteChecker,
    shapes: dict[int, PlaceShape],
    found: tuple[Floats, Floats, Any],
    site: list[str | None] | None,
) -> None:
    """Puts how the shapes stand to the zone in the place of what their circles gave.

    Args:
        checker: Of the zone, or of the sites.
        shapes: By row.
        found: Distance, chance and state number of all rows.
        site: Name of the site of each row, for sites.
    """
    distance, p, state = found
    for row, shape in shapes.items():
        if isinstance(checker, SiteChecker):
            distance[row], p[row], name = checker.measure_shape(shape)
            if site is not None:
                site[row] = name
        else:
            distance[row], p[row] = chance_of_shape(checker, shape)
    rows = np.fromiter(shapes, np.int64, len(shapes))
    state[rows] = state_numbers(p[rows])


def _values(column: Any) -> Any:
    return column.to_pylist() if hasattr(column, "to_pylist") else column
