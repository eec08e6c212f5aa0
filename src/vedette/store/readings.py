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
from vedette.store.reports import CHUNK, add_reports, insert_rows, report_from_row, version_sha256
from vedette.store.tables import erasures, events, judgements, readings, reports


def add_reading(connection: Connection, reading: Reading, reader_key: str, recorded_at: datetime) -> int | None:
    """Row of the reading, None when it was there already. See `add_readings`."""
    return add_readings(connection, [(reading, reader_key)], recorded_at)[0]


def add_readings(
    connection: Connection, keyed: Sequence[tuple[Reading, str]], recorded_at: datetime
) -> list[int | None]:
    """For each reading its row, None when it was there already; reports that are not there are added.

    The readings of erased reports are not taken in.

    Args:
        connection: A transaction that may write.
        keyed: Each reading, its report with it, and what read it, down to its rules: another key reads the report anew.
        recorded_at: UTC instant at which we learnt them.
    """
    report_rows = [row for row, _ in add_reports(connection, [reading.report for reading, _ in keyed], recorded_at)]
    keys = [(row, key) for row, (_, key) in zip(report_rows, keyed, strict=True)]
    seen = _taken(connection, report_rows, {key for _, key in keys})
    new: dict[tuple[int, str], Reading] = {}
    for key, (reading, _) in zip(keys, keyed, strict=True):
        if key not in seen and (key[0], None) not in seen:
            new.setdefault(key, reading)
    rows = dict(zip(new, _insert(connection, new, recorded_at), strict=True))
    return [rows.pop(key, None) for key in keys]


def _taken(connection: Connection, report_rows: Sequence[int], reader_keys: set[str]) -> set[tuple[int, str | None]]:
    """Report and reader of the readings that are there; report and None for reports that are erased."""
    found: set[tuple[int, str | None]] = set()
    for start in range(0, len(report_rows), CHUNK):
        asked = report_rows[start : start + CHUNK]
        there = select(readings.c.report_row, readings.c.reader_key)
        there = there.where(readings.c.report_row.in_(asked), readings.c.reader_key.in_(reader_keys))
        found.update((row, key) for row, key in connection.execute(there))
        gone = select(erasures.c.report_row).where(erasures.c.report_row.in_(asked))
        found.update((row, None) for (row,) in connection.execute(gone))
    return found


def _insert(connection: Connection, new: dict[tuple[int, str], Reading], recorded_at: datetime) -> list[int]:
    if not new:
        return []
    drafts = [
        {
            "report_row": report_row,
            "reader_key": key,
            "wire": json.dumps(reading_to_json(reading, explain=True), ensure_ascii=False),
            "recorded_at": recorded_at,
        }
        for (report_row, key), reading in new.items()
    ]
    rows = insert_rows(connection, readings, drafts)
    found = [_event_row(one, row) for row, reading in zip(rows, new.values(), strict=True) for one in reading.events]
    if found:
        connection.execute(events.insert(), found)
    return rows


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


def newest_of_reports(
    connection: Connection, report_ids: Sequence[str], as_of: datetime | None = None
) -> list[Reading]:
    """The newest reading of each of these reports that has one and is not retracted."""
    ids = select(reports.c.report_id).where(reports.c.report_id.in_(report_ids))
    rows = list(connection.execute(_newest(as_of, ids)).scalars())
    return [reading for _, reading in load_readings(connection, rows)]


def readings_since(connection: Connection, row: int, limit: int = CHUNK) -> list[tuple[int, Reading]]:
    """The readings recorded after the one in this row, at most so many, in the order recorded.

    Rows are numbered in the order of their transactions, so that none is missed by who remembers the last one it saw.
    """
    after = select(readings.c.row).where(readings.c.row > row).order_by(readings.c.row).limit(limit)
    return list(load_readings(connection, list(connection.execute(after).scalars())))


def keep_newest(connection: Connection, rows: Sequence[int], as_of: datetime | None = None) -> list[int]:
    """Those of the readings that `newest_rows` would give, in the order given: no superseded and no retracted ones.

    It takes as long as there are rows asked about, however many the store holds.
    """
    kept: set[int] = set()
    asked = [int(row) for row in rows]
    for start in range(0, len(asked), CHUNK):
        ids = select(reports.c.report_id).join_from(readings, reports)
        ids = ids.where(readings.c.row.in_(asked[start : start + CHUNK]))
        kept.update(connection.execute(_newest(as_of, ids)).scalars())
    return [row for row in asked if row in kept]


def _newest(as_of: datetime | None, report_ids: Select[str] | None = None) -> Select[int]:
    version = (
        select(func.max(readings.c.report_row).label("report_row"), func.min(readings.c.row).label("first"))
        .join_from(readings, reports)
        .group_by(reports.c.report_id)
    )
    gone = select(judgements.c.about).where(judgements.c.verdict == "retracted")
    if report_ids is not None:
        version = version.where(reports.c.report_id.in_(report_ids))
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
