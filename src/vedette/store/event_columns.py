"""Events as columns, for choosing among a million of them before any reading is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, func, or_, select

from vedette.store.tables import events, readings

#: Events a batch: about 10 MB.
BATCH = 50_000
_COLUMNS = (
    events.c.row,
    events.c.reading_row,
    events.c.kind,
    events.c.stage,
    events.c.reality,
    events.c.background,
    events.c.happened_from,
    events.c.happened_to,
    events.c.country,
    events.c.lat,
    events.c.lon,
    events.c.radius_km,
)


@dataclass(frozen=True)
class EventFilter:
    """Which events are asked for; what is None or empty does not choose."""

    #: PLOVER kinds, and stages; an event whose stage is not known is of no stage.
    kinds: Sequence[str] = ()
    stages: Sequence[str] = ()
    #: ISO 3166-1 alpha-2.
    countries: Sequence[str] = ()
    #: South, west, north, east in degrees; west > east crosses the date line. The place's own circle is not counted,
    #: and events without a place are not in it.
    box: tuple[float, float, float, float] | None = None
    #: First and last day: events that may have happened on one of them. Where an event has no day at all, it is open.
    days: tuple[date, date] | None = None
    #: Whether events without any day belong to `days`.
    undated: bool = True
    #: Only readings after this row.
    after_reading: int | None = None
    #: UTC instants: only what was recorded from then on, and up to then.
    recorded_from: datetime | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class EventColumns:
    """Some events, one place in each array an event. They come in the order recorded."""

    #: Shape (events,), whole numbers: the event's row and that of its reading.
    row: np.ndarray[Any, np.dtype[np.int64]]
    reading_row: np.ndarray[Any, np.dtype[np.int64]]
    #: Shape (events,), words; an empty word: not known.
    kind: np.ndarray[Any, np.dtype[np.str_]]
    stage: np.ndarray[Any, np.dtype[np.str_]]
    reality: np.ndarray[Any, np.dtype[np.str_]]
    #: Shape (events,).
    background: np.ndarray[Any, np.dtype[np.bool_]]
    #: Shape (events,), days; NaT: open or not known.
    happened_from: np.ndarray[Any, np.dtype[np.datetime64]]
    happened_to: np.ndarray[Any, np.dtype[np.datetime64]]
    #: Shape (events,), ISO 3166-1 alpha-2; an empty word: not known.
    country: np.ndarray[Any, np.dtype[np.str_]]
    #: Shape (events,), degrees and km; NaN: not known.
    lat: np.ndarray[Any, np.dtype[np.float64]]
    lon: np.ndarray[Any, np.dtype[np.float64]]
    radius_km: np.ndarray[Any, np.dtype[np.float64]]

    def __len__(self) -> int:
        return len(self.row)


def event_columns(connection: Connection, asked: EventFilter, batch: int = BATCH) -> Iterator[EventColumns]:
    """The events asked for, in batches. Those of superseded readings are among them: see `readings.keep_newest`.

    Args:
        connection: A transaction; it must last until the last batch is taken.
        asked: Which events.
        batch: Events a batch at most.
    """
    found = connection.execution_options(yield_per=batch).execute(_query(asked).order_by(events.c.row))
    for rows in found.partitions(batch):
        yield _columns(rows)


def _query(asked: EventFilter) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(*_COLUMNS)
    # What is new is few. SQLite would rather go by the kind's index, through all events of the kind: this keeps it off.
    is_new = asked.after_reading is not None or asked.recorded_from is not None
    kind = func.coalesce(events.c.kind, "") if is_new else events.c.kind
    for column, words in ((kind, asked.kinds), (events.c.stage, asked.stages)):
        query = query.where(column.in_(words)) if words else query
    if asked.countries:
        query = query.where(events.c.country.in_(asked.countries))
    if asked.after_reading is not None:
        query = query.where(events.c.reading_row > asked.after_reading)
    return _within_box(_within_days(_recorded(query, asked), asked), asked)


def _recorded(query: Select[*tuple[Any, ...]], asked: EventFilter) -> Select[*tuple[Any, ...]]:
    if asked.recorded_from is None and asked.as_of is None:
        return query
    query = query.join_from(events, readings)
    if asked.recorded_from is not None:
        query = query.where(readings.c.recorded_at >= asked.recorded_from)
    return query if asked.as_of is None else query.where(readings.c.recorded_at <= asked.as_of)


def _within_days(query: Select[*tuple[Any, ...]], asked: EventFilter) -> Select[*tuple[Any, ...]]:
    if asked.days is None:
        return query
    first, last = asked.days
    # By the index of last days: what is asked for is nearly always of late. A beginning needs no index beside it.
    begun = func.coalesce(events.c.happened_from, last) <= last
    not_over = or_(events.c.happened_to >= first, events.c.happened_to.is_(None))
    query = query.where(begun, not_over)
    if asked.undated:
        return query
    return query.where(or_(events.c.happened_from.is_not(None), events.c.happened_to.is_not(None)))


def _within_box(query: Select[*tuple[Any, ...]], asked: EventFilter) -> Select[*tuple[Any, ...]]:
    if asked.box is None:
        return query
    south, west, north, east = asked.box
    query = query.where(events.c.lat.between(south, north))
    if west <= east:
        return query.where(events.c.lon.between(west, east))
    return query.where(or_(events.c.lon >= west, events.c.lon <= east))


def _columns(rows: Sequence[Any]) -> EventColumns:
    row, reading, kind, stage, reality, background, first, last, country, lat, lon, radius = zip(*rows, strict=True)
    return EventColumns(
        row=np.array(row, dtype=np.int64),
        reading_row=np.array(reading, dtype=np.int64),
        kind=_words(kind),
        stage=_words(stage),
        reality=_words(reality),
        background=np.array(background, dtype=np.bool_),
        happened_from=np.array(first, dtype="datetime64[D]"),
        happened_to=np.array(last, dtype="datetime64[D]"),
        country=_words(country),
        lat=np.array(lat, dtype=np.float64),
        lon=np.array(lon, dtype=np.float64),
        radius_km=np.array(radius, dtype=np.float64),
    )


def _words(found: Sequence[str | None]) -> np.ndarray[Any, np.dtype[np.str_]]:
    return np.array([word or "" for word in found], dtype=np.str_)
