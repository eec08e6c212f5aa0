"""Makes a store of a backup, in SQLite or PostgreSQL, whichever the backup was made of."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, MetaData, Table, func, inspect, select, text

from vedette.errors import BadInputError, StoreError, UsageError
from vedette.store.all_tables import metadata
from vedette.store.backup import Backup, Progress, backup_lines, read_backup
from vedette.store.migrate import NEWEST, migrate
from vedette.store.search_index import drop_index, index_all
from vedette.store.words import hold

#: Rows that are inserted at once.
_BATCH = 1000
#: The migration that made the index of words.
_FIRST_WITH_INDEX = "0002"


def restore_backup(
    connection: Connection, path: Path, *, force: bool = False, progress: Progress = lambda rows, _: rows
) -> Backup:
    """What was restored. The backup is read to its end before the store is touched, and all of it is one transaction.

    A backup made by an older Vedette is restored into the tables of its time, which are then brought up to date.

    Args:
        connection: A transaction that may write, of a store that is up to date.
        path: The backup.
        force: Whether what the store holds may be lost.
        progress: Shows how far it is.

    Raises:
        BadInputError: It is no backup, it is damaged, or a newer Vedette wrote it.
        UsageError: The store holds something.
        StoreError: The store does not hold the same afterwards.
    """
    backup = read_backup(path)
    if backup.version > NEWEST:
        raise BadInputError(f"{path}: was written by a newer Vedette: update this one first", str(path))
    if not force and (full := _find_filled(connection)):
        raise UsageError(f"the store is not empty ({full}): restore into another one, or lose what it holds by --force")
    _drop_all(connection)
    migrate(connection, backup.version)
    _load(connection, path, progress)
    if backup.version >= _FIRST_WITH_INDEX:
        index_all(connection)
    _check(connection, backup)
    migrate(connection)
    return backup


def _find_filled(connection: Connection) -> str | None:
    """A table that holds something, None when none does."""
    filled = (t.name for t in metadata.sorted_tables if connection.execute(select(t).limit(1)).first() is not None)
    return next(filled, None)


def _drop_all(connection: Connection) -> None:
    drop_index(connection)
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _load(connection: Connection, path: Path, progress: Progress) -> None:
    there = MetaData()
    there.reflect(connection, only=[t for t in inspect(connection).get_table_names() if t in metadata.tables])
    lines = backup_lines(path)
    next(lines)
    table = _Table(there, json.loads(next(lines)))
    while table:
        tail: list[dict[str, Any]] = []
        rows = iter(progress(_rows_until(lines, tail), table.table.name))
        while batch := list(islice(rows, _BATCH)):
            connection.execute(table.table.insert(), [table.values(row) for row in batch])
        _go_on_counting(connection, table.table)
        if "table" not in tail[0]:
            return
        table = _Table(there, tail[0])


class _Table:
    """One table of a backup, and how its values are read."""

    def __init__(self, there: MetaData, head: dict[str, Any]) -> None:
        try:
            self.table: Table = there.tables[head["table"]]
            columns = [self.table.columns[name] for name in head["columns"]]
        except KeyError as error:
            raise BadInputError(f"the backup names a table or column that its version has not: {error}") from error
        self._readers: list[tuple[str, Callable[[Any], Any]]] = [(c.name, _reader(c.type)) for c in columns]

    def values(self, row: list[Any]) -> dict[str, Any]:
        """The row as it is inserted."""
        given = zip(self._readers, row, strict=True)
        return {name: None if value is None else read(value) for (name, read), value in given}


def _reader(kind: object) -> Callable[[Any], Any]:
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, LargeBinary):
        return b64decode
    return lambda value: hold(value) if isinstance(value, str) else value


def _rows_until(lines: Iterable[bytes], tail: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """The rows of a table; the line that ends it goes to `tail`."""
    for line in lines:
        found = json.loads(line)
        if isinstance(found, dict):
            tail.append(found)
            return
        yield found


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Makes PostgreSQL number new rows after those that brought their number; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
        last = connection.execute(select(func.max(column))).scalar()
        if sequence and last is not None:
            connection.execute(select(func.setval(sequence, last)))


def _check(connection: Connection, backup: Backup) -> None:
    for name, expected in backup.n_rows.items():
        held = connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar()
        if held != expected:
            raise StoreError(f"{name}: {expected} rows were restored and {held} are there: nothing was changed", name)
