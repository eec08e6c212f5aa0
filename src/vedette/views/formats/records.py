"""Rows that come one by one, each with its own properties: GeoJSON, JSON lines, KML."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from vedette.views.formats.batch import BATCH_ROWS, EventBatch, Kind
from vedette.views.formats.wkb import PointOrWhy


@dataclass(frozen=True, slots=True)
class Record:
    """One feature."""

    line: int
    properties: dict[str, Any]
    #: None for a record without a geometry of its own (its place is in `lat` and `lon`).
    place: PointOrWhy | None
    #: The geometry as it was.
    geometry: Any = None


def read_records(read: Callable[[], Iterable[Record]], encoding: str | None) -> Iterator[EventBatch]:
    """Batches of records; the file is read twice, for columns can appear anywhere in it.

    Args:
        read: Begins to read the file anew.
        encoding: Name of the geometries' encoding, None where they are not passed on.
    """
    kinds: dict[str, Kind] = {}
    for record in read():
        for name, value in record.properties.items():
            if value is not None or name not in kinds:
                kinds[name] = _wider(kinds.get(name), value)
    names = list(kinds)
    told: dict[str, Kind] = {name: kind or "text" for name, kind in kinds.items()}
    records = iter(read())
    n = 0
    while some := list(islice(records, BATCH_ROWS)):
        yield _batch(some, names, told, encoding)
        n += len(some)
    if not n:
        yield EventBatch(names, [], [], points=np.empty((2, 0)) if encoding else None)


def _batch(records: list[Record], names: list[str], kinds: dict[str, Kind], encoding: str | None) -> EventBatch:
    rows = [[record.properties.get(name) for name in names] for record in records]
    lines = [record.line for record in records]
    misfits = {nth: record.place for nth, record in enumerate(records) if isinstance(record.place, str)}
    if all(record.place is None for record in records):
        return EventBatch(names, lines, rows, misfits, kinds)
    points = np.array(
        [record.place if isinstance(record.place, tuple) else (np.nan, np.nan) for record in records]
    ).T.reshape(2, -1)
    geometry = (encoding, [record.geometry for record in records]) if encoding else None
    return EventBatch(names, lines, rows, misfits, kinds, None, points, geometry)


def _wider(kind: Kind | None, value: Any) -> Any:
    """The kind that holds what was there before, and this value."""
    if value is None:
        return kind
    own: Kind = "text"
    if isinstance(value, bool):
        own = "bool"
    elif isinstance(value, int):
        # Larger ones fit no column of 64 bits.
        own = "int" if abs(value) < 2**63 else "text"
    elif isinstance(value, float):
        own = "float"
    if kind is None or kind == own:
        return own
    return "float" if {kind, own} == {"int", "float"} else "text"
