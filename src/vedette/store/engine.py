"""Connections to SQLite and PostgreSQL, set up so that both keep the same promises."""

import os
import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from vedette.errors import MissingExtraError, UsageError

#: Seconds that a transaction waits for its turn to write before it gives up.
WAIT_SECONDS = 60
#: Kibibytes of pages that each SQLite connection keeps: the upper levels of all indices of a million events.
_CACHE_KIB = 65_536
#: Pages (of 4 KiB) of the log after which SQLite writes them into the file: those changed again meanwhile, once.
_LOG_PAGES = 16_000
#: Key of the PostgreSQL lock that writers take in turn ("vedette" in ASCII).
_WRITER_LOCK = 0x76656465747465


def open_engine(url: str) -> Engine:
    """What opens connections to this store.

    Args:
        url: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.

    Raises:
        UsageError: The URL cannot be understood.
        MissingExtraError: PostgreSQL's driver is not installed.
    """
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
            return _open_postgresql(parsed)
        if parsed.get_backend_name() != "sqlite":
            raise ArgumentError("neither SQLite nor PostgreSQL")
        return _open_sqlite(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        shown = re.sub(r"//[^/]*@", "//…@", url)
        message = f"--store {shown}: no store that Vedette knows (sqlite:///FILE or postgresql://…)"
        raise UsageError(message) from error


def why_not_opened(url: URL) -> str | None:
    """Why SQLite cannot open its file, in words that name the folder or file; None where that cannot be told."""
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    if path.is_dir():
        return f"{path} is a folder: name a file in it"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}: make it first"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"{path if path.exists() else path.parent} cannot be written to by this user"
    return None


def bare(engine: Engine) -> Connection:
    """A connection outside of any transaction, for statements that stand alone (`VACUUM`)."""
    options: dict[str, Any] = {"vedette_bare": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "AUTOCOMMIT"
    return engine.execution_options(**options).connect()


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while one writes; foreign keys are off in SQLite unless asked for."""
    connection.isolation_level = None
    pragmas = (f"busy_timeout={WAIT_SECONDS * 1000}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL")
    sizes = (f"cache_size=-{_CACHE_KIB}", f"wal_autocheckpoint={_LOG_PAGES}")
    for pragma in (*pragmas, *sizes, "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first and writes later fails when another wrote in between."""
    options = connection.get_execution_options()
    if not options.get("vedette_bare", False):
        connection.exec_driver_sql("BEGIN" if options.get("vedette_reads", False) else "BEGIN IMMEDIATE")


def _open_postgresql(url: URL) -> Engine:
    try:
        import psycopg  # noqa: F401 (only whether it is there)
    except ImportError as error:
        message = "PostgreSQL needs its driver: pip install 'vedette[postgresql]'"
        raise MissingExtraError(message, "postgresql") from error
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "vedette"},
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    """One writer at a time, as in SQLite, so that rows are numbered in the order in which they are committed.

    Whoever remembers the last row it saw would else miss rows with lower numbers that are committed later.
    """
    options = connection.get_execution_options()
    if not options.get("vedette_reads", False) and not options.get("vedette_bare", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
