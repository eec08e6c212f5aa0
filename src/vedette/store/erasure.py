"""Real deletion: the words of a report go; who, when, why and hashes stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, text

from vedette.store.engine import bare
from vedette.store.erasure_rooms import erase_in_rooms
from vedette.store.search_index import compact_index, unindex_reports
from vedette.store.tables import erasures, events, readings, reports, unreadable

_WRITE_ANEW = "VACUUM (FULL, ANALYZE)"
#: Whether another connection to this PostgreSQL database holds a state older than now (`backend_xmin`).
_OLD_STATE_IS_READ = """SELECT count(*) > 0 FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND age(backend_xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)"""


@dataclass(frozen=True)
class Erasure:
    """One version of a report whose words were deleted."""

    report_id: str
    #: Hashes of the version and of its text: they tell what it was to who still has it.
    version_sha256: str
    text_sha256: str
    #: Who had it deleted, as they signed, and why.
    by: str
    why: str
    #: UTC instant.
    erased_at: datetime


def erase_reports(
    connection: Connection, report_ids: Sequence[str], by: str, why: str, erased_at: datetime
) -> set[str]:
    """The reports of which there was anything to erase: all versions lose their words, and so does what came of them.

    Their rows stay with their hashes, so that they are not taken in again. The bytes are gone from the files once
    `compact` has run. Captured pages lie outside the database: `run.capturing.erase_report_content`.

    Args:
        connection: A transaction that may write.
        report_ids: The reports, some hundreds at most.
        by: Who wants it, as they sign.
        why: The reason, in words. It is kept.
        erased_at: UTC instant.
    """
    asked = (reports.c.row, reports.c.report_id, reports.c.version_sha256, reports.c.text_sha256)
    here = reports.c.row.not_in(select(erasures.c.report_row))
    found = connection.execute(select(*asked).where(reports.c.report_id.in_(report_ids), here)).mappings().all()
    # The reason why it could not be read may quote it.
    refused = unreadable.delete().where(unreadable.c.report_id.in_(report_ids)).returning(unreadable.c.report_id)
    erased = {*connection.execute(refused).scalars(), *(row["report_id"] for row in found)}
    if found:
        rows = [row["row"] for row in found]
        erase_in_rooms(connection, erased, rows)
        _erase_words(connection, rows)
        signed = {"by": by, "why": why, "recorded_at": erased_at}
        hashes = [{"report_row": row["row"], **{c.name: row[c.name] for c in asked[1:]}} for row in found]
        connection.execute(erasures.insert(), [{**signed, **one} for one in hashes])
    return erased


def find_older(connection: Connection, before: datetime) -> list[str]:
    """Ids of the reports whose versions were all recorded before a UTC instant and are not erased, oldest first."""
    gone = select(erasures.c.report_id)
    query = select(reports.c.report_id).where(reports.c.report_id.not_in(gone)).group_by(reports.c.report_id)
    query = query.having(func.max(reports.c.recorded_at) < before).order_by(func.min(reports.c.row))
    return list(connection.execute(query).scalars())


def list_erasures(connection: Connection, as_of: datetime | None = None) -> list[Erasure]:
    """What was erased, in that order.

    Args:
        connection: A transaction.
        as_of: UTC instant: erased since, of what was known then; None: all.
    """
    query = select(erasures).order_by(erasures.c.row)
    if as_of is not None:
        query = query.join_from(erasures, reports).where(reports.c.recorded_at <= as_of)
    return [
        Erasure(row["report_id"], row["version_sha256"], row["text_sha256"], row["by"], row["why"], row["recorded_at"])
        for row in connection.execute(query).mappings()
    ]


def newest_erasure(connection: Connection) -> int:
    """Row of the last erasure, 0 where there is none: another one than before says that words went since."""
    return int(connection.execute(select(func.coalesce(func.max(erasures.c.row), 0))).scalar_one())


def compact(engine: Engine) -> bool:
    """Whether nothing of erased words is left in the files; False where another program still reads an older state.

    The tables are written anew, which takes as much free space as they have, and keeps writers waiting meanwhile.
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            compact_index(connection)
        with bare(engine) as connection:
            connection.execute(text("VACUUM"))
            busy, *_ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        return not busy
    with bare(engine) as connection:
        # PostgreSQL keeps erased rows for whoever looks at a state of before, and says nothing of it.
        is_read = connection.execute(text(_OLD_STATE_IS_READ)).scalar_one()
        connection.execute(text(_WRITE_ANEW))
        connection.execute(text("CHECKPOINT"))
    return not is_read


def _erase_words(connection: Connection, report_rows: Sequence[int]) -> None:
    unindex_reports(connection, report_rows)
    read = select(readings.c.row).where(readings.c.report_row.in_(report_rows))
    connection.execute(events.delete().where(events.c.reading_row.in_(read)))
    connection.execute(readings.delete().where(readings.c.report_row.in_(report_rows)))
    nothing = {"title": None, "url": None, "taken_from": None, "text": "", "notes": "[]"}
    connection.execute(reports.update().where(reports.c.row.in_(report_rows)).values(**nothing))
