"""Readings in the store, and their events as columns."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.report import Report
from vedette.model.wire import reading_from_json, reading_to_json
from vedette.store.reports import CHUNK, add_report, new_row, report_from_row, version_sha256
from vedette.store.tables import events, judgements, readings, reports


def add_reading(connection: Connection, reading: Reading, reader_key: str, recorded_at: datetime) -> int | None:
    """Row of the reading, None when it was there already; its report is added when it is not there.

    Args:
        connection: A transaction that may write.
        reading: The reading, its report with it.
        reader_key: What read it, down to its rules: another key reads the report anew.
        recorded_at: UTC instant at which we learnt it.
    """
    report_row, _ = add_report(connection, reading.report, recorded_at)
    key = {"report_row": report_row, "reader_key": reader_key}
    if connection.execute(select(readings.c.row).filter_by(**key)).first() is not None:
        return None
    wire = json.dumps(reading_to_json(reading, explain=True), ensure_ascii=False)
    row = new_row(connection.execute(readings.insert().values(**key, wire=wire, recorded_at=recorded_at)))
    if reading.events:
        connection.execute(events.insert(), [_event_row(one, row) for one in reading.events])
    return row


def add_readings(connection: Connection, keyed: Sequence[tuple[Reading, str]], recorded_at: datetime) -> int:
    """How many of the readings were new.

    Args:
        connection: A transaction that may write.
        keyed: Each reading and what read it.
        recorded_at: UTC instant at which we learnt them.
    """
    return sum(add_reading(connection, reading, key, recorded_at) is not None for reading, key in keyed)


def find_reading(connection: Connection, report: Report, reader_key: str) -> Reading | None:
    """The reading of this very report by this very reader, None when there is none."""
    query = (
        select(readings.c.wire)
        .join_from(readings, reports)
        .where(
            reports.c.report_id == report.id,
            reports.c.version_sha256 == version_sha256(report),
            readings.c.reader_key == reader_key,
        )
    )
    wire = connection.execute(query).scalar()
    return reading_from_json(json.loads(wire), report) if wire else None


def newest_rows(connection: Connection, as_of: datetime | None = None) -> list[int]:
    """Rows of the newest reading of each report's newest text, in the order first recorded; retracted reports left out.

    Args:
        connection: A transaction.
        as_of: UTC instant: what was known then; None: what is known now.
    """
    return [row for (row,) in connection.execute(_newest(as_of))]


def load_readings(connection: Connection, rows: Sequence[int]) -> Iterator[tuple[int, Reading]]:
    """Row and reading for each row number that there is, in the order asked."""
    for start in range(0, len(rows), CHUNK):
        asked = [int(row) for row in rows[start : start + CHUNK]]
        query = select(reports, readings.c.row.label("reading_row"), readings.c.wire).join_from(readings, reports)
        found = {r["reading_row"]: r for r in connection.execute(query.where(readings.c.row.in_(asked))).mappings()}
        for row in asked:
            if row in found:
                yield row, reading_from_json(json.loads(found[row]["wire"]), report_from_row(found[row]))


def readings_since(connection: Connection, row: int, limit: int = CHUNK) -> list[tuple[int, Reading]]:
    """The readings recorded after the one in this row, at most so many, in the order recorded.

    Rows are numbered in the order of their transactions, so that none is missed by who remembers the last one it saw.
    """
    after = select(readings.c.row).where(readings.c.row > row).order_by(readings.c.row).limit(limit)
    return list(load_readings(connection, list(connection.execute(after).scalars())))


def _newest(as_of: datetime | None) -> Select[tuple[int]]:
    version = (
        select(func.max(readings.c.report_row).label("report_row"), func.min(readings.c.row).label("first"))
        .join_from(readings, reports)
        .group_by(reports.c.report_id)
    )
    gone = select(judgements.c.about).where(judgements.c.verdict == "retracted")
    if as_of is not None:
        version = version.where(readings.c.recorded_at <= as_of)
        gone = gone.where(judgements.c.recorded_at <= as_of)
    newest = version.where(reports.c.report_id.not_in(gone)).subquery()
    query = (
        select(func.max(readings.c.row))
        .join_from(readings, newest, readings.c.report_row == newest.c.report_row)
        .group_by(readings.c.report_row, newest.c.first)
        .order_by(newest.c.first)
    )
    return query if as_of is None else query.where(readings.c.recorded_at <= as_of)


def _event_row(one: Event, reading_row: int) -> dict[str, Any]:
    return {
        "reading_row": reading_row,
        "event_id": one.id,
        "kind": one.kind,
        "stage": one.stage.value if one.stage else None,
        "reality": one.reality.value,
        "background": one.background,
        "happened_from": one.when.start if one.when else None,
        "happened_to": one.when.end if one.when else None,
        "country": one.where.country if one.where else None,
        "lat": one.where.lat if one.where else None,
        "lon": one.where.lon if one.where else None,
        "radius_km": one.where.radius_km if one.where else None,
    }
