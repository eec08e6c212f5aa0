"""The store: what was read, when we learnt it, and what people judged of it."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, RowMapping, create_engine, event, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from vedette.errors import StoreError, UsageError
from vedette.model.case import Judgement
from vedette.model.event import Event
from vedette.model.ids import content_id
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.model.wire import reading_from_json, reading_to_json
from vedette.store import tables
from vedette.store.migrate import migrate


class Store:
    """One store, SQLite or PostgreSQL. Use it in a `with` block, or `close` it.

    Args:
        url: SQLAlchemy URL (`sqlite:///vedette.db`).

    Raises:
        UsageError: The URL cannot be understood.
        StoreError: The database cannot be opened or brought up to date.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
        except (ArgumentError, NoSuchModuleError) as error:
            shown = re.sub(r"//[^/]*@", "//…@", url)
            message = f"--store {shown}: no store that Vedette knows (sqlite:///FILE or postgresql://…)"
            raise UsageError(message) from error
        with self._begin() as connection:
            migrate(connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the database go."""
        self._engine.dispose()

    def add_reading(self, reading: Reading, reader_key: str, recorded_at: datetime) -> bool:
        """Whether the reading was new; one that is there already changes nothing.

        Args:
            reading: The reading, its report with it.
            reader_key: What read it, down to its rules: another key reads the report anew.
            recorded_at: UTC instant at which we learnt it.
        """
        with self._begin() as connection:
            report_row = _add_report(connection, reading.report, recorded_at)
            return _add_reading(connection, report_row, reading, reader_key, recorded_at)

    def add_unreadable(self, item: Unreadable, recorded_at: datetime) -> None:
        """Records that a report could not be read, once."""
        row = {
            "report_id": item.id,
            "code": item.code,
            "message": item.message,
            "source": item.source,
            "taken_from": item.taken_from,
        }
        with self._begin() as connection:
            known = select(tables.unreadable.c.row).filter_by(**{k: row[k] for k in ("report_id", "code", "message")})
            if connection.execute(known).first() is None:
                connection.execute(tables.unreadable.insert().values(**row, recorded_at=recorded_at))

    def add_judgement(self, judgement: Judgement, recorded_at: datetime) -> None:
        """Records somebody's verdict."""
        row = {
            "about": judgement.about,
            "verdict": judgement.verdict,
            "by": judgement.by,
            "why": judgement.why,
            "other": judgement.other,
        }
        with self._begin() as connection:
            connection.execute(tables.judgements.insert().values(**row, recorded_at=recorded_at))

    def find_reading(self, report: Report, reader_key: str) -> Reading | None:
        """The reading of this very report by this very reader, None when there is none."""
        query = _readings_query().where(
            tables.reports.c.report_id == report.id,
            tables.reports.c.version_sha256 == _version(report),
            tables.readings.c.reader_key == reader_key,
        )
        with self._begin() as connection:
            row = connection.execute(query).mappings().first()
        return reading_from_json(json.loads(row["wire"]), report) if row else None

    def readings(self, as_of: datetime | None = None) -> Iterator[Reading]:
        """The newest reading of each report's newest text, in the order first recorded; retracted reports left out.

        Args:
            as_of: UTC instant: what was known then; None: what is known now.
        """
        query = _readings_query().order_by(tables.readings.c.row)
        if as_of is not None:
            query = query.where(tables.readings.c.recorded_at <= as_of)
        with self._begin() as connection:
            rows = connection.execute(query).mappings().all()
        newest = {row["report_id"]: row for row in rows}
        gone = {judgement.about for judgement in self.judgements(as_of) if judgement.verdict == "retracted"}
        for report_id, row in newest.items():
            if report_id not in gone:
                yield reading_from_json(json.loads(row["wire"]), _report(row))

    def has_report(self, report_id: str) -> bool:
        """Whether a report with this id is in the store."""
        query = select(tables.reports.c.row).where(tables.reports.c.report_id == report_id)
        with self._begin() as connection:
            return connection.execute(query).first() is not None

    def judgements(self, as_of: datetime | None = None) -> Sequence[Judgement]:
        """All verdicts in the order given, up to a UTC instant."""
        query = select(tables.judgements).order_by(tables.judgements.c.row)
        if as_of is not None:
            query = query.where(tables.judgements.c.recorded_at <= as_of)
        with self._begin() as connection:
            rows = connection.execute(query).mappings().all()
        return [Judgement(r["about"], r["by"], r["verdict"], r["why"], r["other"]) for r in rows]

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        """A transaction: all of it or nothing.

        Raises:
            StoreError: The database refused (gone, full, locked, not a database).
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            shown = self._engine.url.render_as_string(hide_password=True)
            raise StoreError(f"the store {shown} could not be used: {cause}", shown) from error


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while one writes; foreign keys are off in SQLite unless asked for."""
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _add_report(connection: Connection, report: Report, recorded_at: datetime) -> int:
    version = _version(report)
    known = select(tables.reports.c.row).filter_by(report_id=report.id, version_sha256=version)
    row = connection.execute(known).scalar()
    if row is not None:
        return int(row)
    inserted = connection.execute(
        tables.reports.insert().values(
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
            recorded_at=recorded_at,
        )
    )
    return _new_row(inserted)


def _add_reading(
    connection: Connection, report_row: int, reading: Reading, reader_key: str, recorded_at: datetime
) -> bool:
    key = {"report_row": report_row, "reader_key": reader_key}
    if connection.execute(select(tables.readings.c.row).filter_by(**key)).first() is not None:
        return False
    wire = json.dumps(reading_to_json(reading, explain=True), ensure_ascii=False)
    inserted = connection.execute(tables.readings.insert().values(**key, wire=wire, recorded_at=recorded_at))
    rows = [_event_row(one, _new_row(inserted)) for one in reading.events]
    if rows:
        connection.execute(tables.events.insert(), rows)
    return True


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


def _readings_query() -> Any:
    return select(tables.reports, tables.readings.c.wire).join_from(tables.readings, tables.reports)


def _report(row: RowMapping) -> Report:
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
    )


def _version(report: Report) -> str:
    """Hash of all that a reading depends on: a report whose text, title or date changed is another version."""
    day = report.published.isoformat() if report.published else None
    return content_id(report.text_sha256, report.title, day, report.source, report.url, report.language)


def _new_row(inserted: CursorResult[Any]) -> int:
    key = inserted.inserted_primary_key
    assert key is not None
    return int(key[0])
