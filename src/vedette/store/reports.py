"""Reports in the store: one row a report and version."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, RowMapping, select

from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.store.tables import reports, unreadable

#: Rows that are asked for by number in one question.
CHUNK = 500


def add_report(connection: Connection, report: Report, recorded_at: datetime) -> tuple[int, bool]:
    """Row of this version of the report, and whether it is new.

    Args:
        connection: A transaction that may write.
        report: The report.
        recorded_at: UTC instant at which we learnt it.
    """
    version = version_sha256(report)
    known = find_report_row(connection, report)
    if known is not None:
        return known, False
    inserted = connection.execute(
        reports.insert().values(
            report_id=report.id,
            version_sha256=version,
            text_sha256=report.text_sha256,
            source=report.source,
            title=report.title,
            url=report.url,
            language=report.language,
            reported_on=report.published,
            taken_from=report.taken_from,
            text=report.text,
            notes=json.dumps(report.notes),
            rights=report.rights,
            recorded_at=recorded_at,
        )
    )
    return new_row(inserted), True


def find_report_row(connection: Connection, report: Report) -> int | None:
    """Row of this very version of the report, None when it is not in the store."""
    known = select(reports.c.row).filter_by(report_id=report.id, version_sha256=version_sha256(report))
    return connection.execute(known).scalar()


def has_report(connection: Connection, report_id: str) -> bool:
    """Whether a report with this id is in the store."""
    return connection.execute(select(reports.c.row).where(reports.c.report_id == report_id)).first() is not None


def load_reports(connection: Connection, rows: Sequence[int]) -> Iterator[tuple[int, Report]]:
    """Row and report for each row number that there is, in the order asked."""
    for start in range(0, len(rows), CHUNK):
        asked = [int(row) for row in rows[start : start + CHUNK]]
        query = select(reports).where(reports.c.row.in_(asked))
        found = {row["row"]: row for row in connection.execute(query).mappings()}
        yield from ((row, report_from_row(found[row])) for row in asked if row in found)


def report_from_row(row: RowMapping) -> Report:
    """The report that a row holds."""
    return Report(
        id=row["report_id"],
        text=row["text"],
        title=row["title"],
        published=row["reported_on"],
        source=row["source"],
        url=row["url"],
        language=row["language"],
        text_sha256=row["text_sha256"],
        taken_from=row["taken_from"],
        notes=tuple(json.loads(row["notes"])),
        rights=row["rights"],
    )


def add_unreadable(connection: Connection, item: Unreadable, recorded_at: datetime) -> None:
    """Records that a report could not be read, once."""
    key = {"report_id": item.id, "code": item.code, "message": item.message}
    if connection.execute(select(unreadable.c.row).filter_by(**key)).first() is None:
        row = {**key, "source": item.source, "taken_from": item.taken_from, "recorded_at": recorded_at}
        connection.execute(unreadable.insert().values(**row))


def version_sha256(report: Report) -> str:
    """Hash of all that a reading depends on: a report whose text, title or date changed is another version."""
    day = report.published.isoformat() if report.published else None
    bound = () if report.rights is None else (report.rights,)
    return content_id(report.text_sha256, report.title, day, report.source, report.url, report.language, *bound)


def new_row(inserted: CursorResult[Any]) -> int:
    """Number of the row that was inserted."""
    key = inserted.inserted_primary_key
    assert key is not None
    return int(key[0])
