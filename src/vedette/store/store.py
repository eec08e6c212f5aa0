"""The store: what was read, when we learnt it, and what people judged of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from vedette.errors import StoreError
from vedette.model.case import Judgement
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.store import readings, reports
from vedette.store.engine import open_engine, why_not_opened
from vedette.store.erasure import Erasure, compact, list_erasures
from vedette.store.migrate import is_up_to_date, migrate
from vedette.store.search import Hit, search
from vedette.store.tables import judgements


class Store:
    """One store, SQLite or PostgreSQL. Use it in a `with` block, or `close` it.

    Each of its methods is a transaction of its own. Several things that must hold together go into one transaction:
    `begin` gives the connection that the functions of the store's other modules take.

    Args:
        url: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.

    Raises:
        UsageError: The URL cannot be understood.
        MissingExtraError: PostgreSQL's driver is not installed.
        StoreError: The database cannot be opened or brought up to date.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        # A store that is up to date is opened without waiting for whoever writes to it.
        with self.look() as connection:
            behind = not is_up_to_date(connection)
        if behind:
            with self.begin() as connection:
                migrate(connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the database go."""
        self._engine.dispose()

    @property
    def url(self) -> str:
        """What the store is, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that may write: all of it or nothing. Only one is under way at a time, so keep it short.

        Raises:
            StoreError: The database refused (gone, full, locked, not a database).
        """
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A transaction that only reads: it sees one state of the store and keeps no writer waiting.

        Raises:
            StoreError: The database refused (gone, not a database).
        """
        options: dict[str, Any] = {"vedette_reads": True}
        if self._engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._told(), self._engine.execution_options(**options).begin() as connection:
            yield connection

    def add_reading(self, reading: Reading, reader_key: str, recorded_at: datetime) -> bool:
        """Whether the reading was new; one that is there already changes nothing.

        Args:
            reading: The reading, its report with it.
            reader_key: What read it, down to its rules: another key reads the report anew.
            recorded_at: UTC instant at which we learnt it.
        """
        with self.begin() as connection:
            return readings.add_reading(connection, reading, reader_key, recorded_at) is not None

    def add_unreadable(self, item: Unreadable, recorded_at: datetime) -> None:
        """Records that a report could not be read, once."""
        with self.begin() as connection:
            reports.add_unreadable(connection, item, recorded_at)

    def add_judgement(self, judgement: Judgement, recorded_at: datetime) -> None:
        """Records somebody's verdict."""
        row = {
            "about": judgement.about,
            "verdict": judgement.verdict,
            "by": judgement.by,
            "why": judgement.why,
            "other": judgement.other,
        }
        with self.begin() as connection:
            connection.execute(judgements.insert().values(**row, recorded_at=recorded_at))

    def find_reading(self, report: Report, reader_key: str) -> Reading | None:
        """The reading of this very report by this very reader, None when there is none."""
        with self.look() as connection:
            return readings.find_reading(connection, report, reader_key)

    def readings(self, as_of: datetime | None = None) -> Iterator[Reading]:
        """The newest reading of each report's newest text, in the order first recorded; retracted reports left out.

        They are loaded some hundreds at a time, so that a store of any size can be gone through.

        Args:
            as_of: UTC instant: what was known then; None: what is known now.
        """
        with self.look() as connection:
            rows = readings.newest_rows(connection, as_of)
        for start in range(0, len(rows), reports.CHUNK):
            with self.look() as connection:
                chunk = list(readings.load_readings(connection, rows[start : start + reports.CHUNK]))
            yield from (reading for _, reading in chunk)

    def has_report(self, report_id: str) -> bool:
        """Whether a report with this id is in the store."""
        with self.look() as connection:
            return reports.has_report(connection, report_id)

    def judgements(self, as_of: datetime | None = None) -> Sequence[Judgement]:
        """All verdicts in the order given, up to a UTC instant."""
        query = select(judgements).order_by(judgements.c.row)
        if as_of is not None:
            query = query.where(judgements.c.recorded_at <= as_of)
        with self.look() as connection:
            rows = connection.execute(query).mappings().all()
        return [Judgement(r["about"], r["by"], r["verdict"], r["why"], r["other"]) for r in rows]

    def search(self, words: str, limit: int = 20, as_of: datetime | None = None) -> list[Hit]:
        """The reports that hold all the words, best first. See `vedette.store.search.search`."""
        with self.look() as connection:
            return search(connection, words, limit, as_of)

    def erasures(self, as_of: datetime | None = None) -> Sequence[Erasure]:
        """Whose words were deleted, by whom, when and why; of what was known at a UTC instant: deleted since."""
        with self.look() as connection:
            return list_erasures(connection, as_of)

    def compact(self) -> bool:
        """Whether nothing of erased words is left in the files. See `vedette.store.erasure.compact`."""
        with self._told():
            return compact(self._engine)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the database says into a StoreError."""
        try:
            yield
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            why = why_not_opened(self._engine.url) if "unable to open" in str(cause) else None
            raise StoreError(f"the store {self.url} could not be used: {why or cause}", self.url) from error
