"""Reports in the store: one row a report and version."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, RowMapping, Table, select

from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.store.search_index import index_reports
from vedette.store.tables import erasures, reports, unreadable

#: Rows that are asked for by number in one question.
CHUNK = 500


def add_reports(connection: Connection, given: Sequence[Report], recorded_at: datetime) -> list[tuple[int, bool]]:
    """For each report the row of this version of it, and whether it is new, in the order given.

    A report whose words were erased is not taken in again, in whatever version: its row is given and is not new.

    Args:
        connection: A transaction that may write.
        given: The reports.
        recorded_at: UTC instant at which we learnt them.
    """
    keys = [(report.id, version_sha256(report)) for report in given]
    known, erased = _known_rows(connection, {report.id for report in given})
    missing = {
        key: report for key, report in zip(keys, given, strict=True) if key not in known and report.id not in erased
    }
    if missing:
        rows = _insert(connection, list(missing.items()), recorded_at)
        known.update(zip(missing, rows, strict=True))
        index_reports(connection, rows)
    return [(known.get(key) or erased[key[0]], missing.pop(key, None) is not None) for key in keys]


def _known_rows(connection: Connection, ids: set[str]) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """Rows of the versions of these reports that are there, and of those that are erased."""
    asked, known, erased = list(ids), {}, {}
    query = select(reports.c.row, reports.c.report_id, reports.c.version_sha256, erasures.c.row.label("erased"))
    query = query.outerjoin_from(reports, erasures, erasures.c.report_row == reports.c.row).order_by(reports.c.row)
    for start in range(0, len(asked), CHUNK):
        chunk = query.where(reports.c.report_id.in_(asked[start : start + CHUNK]))
        for row, report_id, version, erasure in connection.execute(chunk):
            known[report_id, version] = row
            if erasure is not None:
                erased[report_id] = row
    return known, erased


def _insert(
    connection: Connection, keyed: Sequence[tuple[tuple[str, str], Report]], recorded_at: datetime
) -> list[int]:
    rows = [
        {
            "report_id": report.id,
            "version_sha256": version,
            "text_sha256": report.text_sha256,
            "source": report.source,
            "title": report.title,
            "url": report.url,
            "language": report.language,
            "reported_on": report.published,
            "taken_from": report.taken_from,
            "text": report.text,
            "notes": json.dumps(report.notes),
            "rights": report.rights,
            "recorded_at": recorded_at,
        }
        for (_, version), report in keyed
    ]
    return insert_rows(connection, reports, rows)


def has_report(connection: Connection, report_id: str) -> bool:
    """Whether a report with this id is in the store."""
    return connection.execute(select(reports.c.row).where(reports.c.report_id == report_id)).first() is not None


def load_reports(connection: Connection, rows: Sequence[int]) -> Iterator[tuple[int, Report]]:
    """Row and report for each row number that there is, in the order asked; erased reports are left out."""
    for start in range(0, len(rows), CHUNK):
        asked = [int(row) for row in rows[start : start + CHUNK]]
        gone = select(erasures.c.report_row).where(erasures.c.report_row.in_(asked))
        query = select(reports).where(reports.c.row.in_(asked), reports.c.row.not_in(gone))
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


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Numbers of the rows that are inserted, in the order given."""
    inserted = connection.execute(table.insert().returning(table.c.row, sort_by_parameter_order=True), rows)
    return [row for (row,) in inserted]
