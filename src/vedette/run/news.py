"""What a store learnt, in order: readings that can matter to a watch, what superseded them, and people's verdicts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from vedette.model.case import Judgement
from vedette.model.reading import Reading
from vedette.model.watch import Watch
from vedette.run.preselect import ask_for, may_matter
from vedette.store.event_columns import event_columns
from vedette.store.messages import Verdict, find_verdicts
from vedette.store.readings import load_readings
from vedette.store.store import Store
from vedette.store.tables import judgements as judgements_table
from vedette.store.tables import readings, reports

#: `recorded`: when we learnt it. `reported`: the end of the day on which it was published, for archives that were
#: imported long after.
ClockName = Literal["recorded", "reported"]
#: Readings loaded at once.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class ReadingNews:
    """One reading of a report."""

    #: Row of the reading and of the report's version. A later version, or a later reading of it, takes its place.
    row: int
    report_row: int
    report_id: str
    #: UTC instant at which it was learnt.
    at: datetime
    #: Day that the window counts its report from.
    day: date
    #: Whether it tells of something that can matter to the watch.
    matters: bool


@dataclass(frozen=True, slots=True)
class VerdictNews:
    """One judgement."""

    row: int
    at: datetime
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class News:
    """What was learnt, each part in the order of its rows."""

    readings: tuple[ReadingNews, ...]
    verdicts: tuple[VerdictNews, ...]
    #: Last rows that were looked at.
    reading_row: int
    judgement_row: int
    #: Reports left out, since they have no day that the clock asked for goes by.
    n_undated: int = 0
    #: Reports left out, since they are under a licence and the watch does not say that they may raise alerts.
    n_licensed: int = 0


def load_news(
    connection: Connection,
    watch: Watch,
    *,
    after: tuple[int, int] = (0, 0),
    since: datetime | None = None,
    until: datetime | None = None,
    by: ClockName = "recorded",
) -> News:
    """What the store learnt.

    Args:
        connection: A transaction.
        watch: Only readings that can matter to it are told to, the others only where they superseded one.
        after: Only what stands after these rows of readings and judgements.
        since: Only reports that were recorded from this UTC instant on.
        until: Only what was recorded up to this UTC instant.
        by: The clock.
    """
    rows = list(_rows(connection, after[0], since, until, by))
    # A tick with nothing new must cost nothing: the events are not asked for.
    mattering = _mattering(connection, watch, rows, after[0]) if rows else set()
    bound = {row.row: row.report_id for row in rows if row.row in mattering and row.rights is not None}
    if not watch.alerts.licensed:
        mattering -= bound.keys()
    reports_of = {row.report_id for row in rows if row.row in mattering}
    found = [
        news
        for row in rows
        if (after[0] or row.report_id in reports_of) and (news := _news(row, row.row in mattering, by))
    ]
    verdicts = find_verdicts(connection, after=after[1], as_of=until)
    last = max((row.row for row in rows), default=after[0])
    return News(
        readings=tuple(sorted(found, key=lambda one: (one.at, one.row)) if by == "reported" else found),
        verdicts=tuple(_verdict(one) for one in verdicts),
        reading_row=last if rows or after[0] else _newest(connection),
        judgement_row=max((one.row for one in verdicts), default=after[1]),
        n_undated=sum(row.reported_on is None for row in rows if row.row in mattering) if by == "reported" else 0,
        n_licensed=0 if watch.alerts.licensed else len(set(bound.values())),
    )


def count_licensed(connection: Connection, watch: Watch, since: datetime) -> int:
    """Reports recorded from a UTC instant on that could matter, and raise no alert since they are under a licence."""
    held = select(reports.c.row).where(reports.c.rights.is_not(None), reports.c.recorded_at >= since).limit(1)
    if watch.alerts.licensed or connection.execute(held).first() is None:
        return 0
    return load_news(connection, watch, since=since).n_licensed


def _rows(
    connection: Connection, after: int, since: datetime | None, until: datetime | None, by: ClockName
) -> Iterator[Any]:
    query = select(
        readings.c.row,
        readings.c.report_row,
        reports.c.report_id,
        readings.c.recorded_at,
        reports.c.recorded_at.label("report_recorded_at"),
        reports.c.reported_on,
        reports.c.rights,
    ).join_from(readings, reports)
    query = query.where(readings.c.row > after).order_by(readings.c.row)
    if by == "recorded":
        query = query.where(reports.c.recorded_at >= since) if since else query
        query = query.where(readings.c.recorded_at <= until) if until else query
    else:
        query = query.where(reports.c.reported_on >= since.date()) if since else query
        query = query.where(reports.c.reported_on <= until.date()) if until else query
    yield from connection.execute(query)


def _mattering(
    connection: Connection,
    watch: Watch,
    rows: Sequence[Any],
    after: int,
) -> set[int]:
    """Rows of the readings that can matter."""
    found: set[int] = set()
    first = max(after, rows[0].row - 1)
    for events in event_columns(connection, ask_for(watch, after_reading=first)):
        found.update(events.reading_row[may_matter(events, watch)].tolist())
    return found


def _news(row: Any, matters: bool, by: ClockName) -> ReadingNews | None:
    if by == "recorded":
        return ReadingNews(
            row.row, row.report_row, row.report_id, row.recorded_at, row.report_recorded_at.date(), matters
        )
    if row.reported_on is None:
        return None
    at = datetime.combine(row.reported_on + timedelta(days=1), time())
    return ReadingNews(row.row, row.report_row, row.report_id, at, row.reported_on, matters)


def _verdict(found: Verdict) -> VerdictNews:
    return VerdictNews(found.row, found.at, found.judgement)


def _newest(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(readings.c.row), 0))).scalar_one())


def newest_rows_of(connection: Connection) -> tuple[int, int]:
    """The last rows of readings and judgements that the store has; 0 where it has none."""
    last = connection.execute(select(func.coalesce(func.max(judgements_table.c.row), 0))).scalar_one()
    return _newest(connection), int(last)


class ReadingLoader:
    """Gives readings by row, loaded some hundreds at a time in the order in which they will be asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead: list[int] = []
        self._held: dict[int, Reading] = {}

    def expect(self, rows: Sequence[int]) -> None:
        """Sets which rows will be asked for, in that order."""
        self._ahead, self._held = list(reversed(rows)), {}

    def get(self, row: int) -> Reading | None:
        """The reading, None where its words were erased since."""
        if row not in self._held:
            wanted = [row]
            while self._ahead and len(wanted) < CHUNK:
                one = self._ahead.pop()
                if one != row:
                    wanted.append(one)
            with self._store.look() as connection:
                self._held.update(load_readings(connection, wanted))
        return self._held.pop(row, None)
