"""A store in one file, which SQLite and PostgreSQL can both be restored from: gzipped lines of JSON.

The first line says what it is; for each table follow one line with its name and columns and one line a row; the last
line holds the number of rows of each table and the SHA-256 of all lines before it.
"""

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, select

from vedette.errors import BadInputError, OutputError
from vedette.store.all_tables import metadata
from vedette.store.migrate import NEWEST

#: What the first line begins with, and the number of this format.
_KIND, _FORMAT = "vedette backup", 1
#: Rows that are read at once.
_BATCH = 1000
#: Longest line that is read: a report of a million characters, all of them escaped, and what was read in it.
_LONGEST_LINE = 256 * 1024 * 1024
#: Shows how far it is: the rows, and the table that they are of.
Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    #: The newest migration that the store had seen.
    version: str
    #: UTC instant.
    made_at: datetime
    #: Rows by table.
    n_rows: dict[str, int]
    #: SHA-256 of the lines.
    sha256: str


def write_backup(
    connection: Connection,
    path: Path,
    made_at: datetime,
    progress: Progress = lambda rows, _: rows,
    finishing: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Backup:
    """What was written: the file is there whole and has been read back, or not at all.

    Args:
        connection: A transaction that only reads: it sees one state, whatever others write meanwhile.
        path: The file.
        made_at: UTC instant, to be told.
        progress: Shows how far it is.
        finishing: Within what it gives the file takes its name; where that fails the file is not there.

    Raises:
        OutputError: It could not be written (disk full, no such folder); a file that was there is untouched.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            written = _write(connection, file, made_at, progress)
            file.flush()
            os.fsync(file.fileno())
        if read_backup(temporary) != written:
            raise OutputError(f"{path}: what was written does not read back the same: is the disk sound?", str(path))
        with finishing():
            temporary.replace(path)
    except (OSError, BadInputError) as error:
        raise OutputError(f"{path}: the backup could not be written: {error}", str(path)) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
    return written


def read_backup(path: Path) -> Backup:
    """What a backup holds, after reading all of it against its hash.

    Raises:
        BadInputError: It is no backup, or it is damaged.
    """
    digest, head, last = hashlib.sha256(), b"", b""
    counts: dict[str, int] = {}
    table: str | None = None
    for line in backup_lines(path):
        digest.update(last)
        if last:
            table, counts = _count(last, table, counts)
        head, last = head or line, line
    told, tail = _loaded(path, head), _loaded(path, last)
    if tail.get("sha256") != digest.hexdigest() or tail.get("rows") != counts:
        raise BadInputError(f"{path}: the backup is damaged or was cut off", str(path))
    return Backup(told["version"], datetime.fromisoformat(told["made_at"]), counts, tail["sha256"])


def backup_lines(path: Path) -> Iterator[bytes]:
    """The lines of a backup.

    Raises:
        BadInputError: It is no backup, or it is damaged.
    """
    try:
        with gzip.open(path, "rb") as file:
            first = file.readline(_LONGEST_LINE)
            if _loaded(path, first).get("kind") != _KIND:
                raise BadInputError(f"{path}: is no backup of a store", str(path))
            if _loaded(path, first)["format"] != _FORMAT:
                raise BadInputError(f"{path}: was written by a newer Vedette", str(path))
            yield first
            while line := file.readline(_LONGEST_LINE):
                yield line
    except FileNotFoundError as error:
        raise BadInputError(f"{path}: there is no such file", str(path)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInputError(f"{path}: is no backup of a store, or it is damaged: {error}", str(path)) from error


def _write(connection: Connection, file: BinaryIO, made_at: datetime, progress: Progress) -> Backup:
    digest = hashlib.sha256()
    counts: dict[str, int] = {}
    # The time stays out of the gzip header: the same store gives the same bytes, but for the time that it tells.
    with gzip.GzipFile("", "wb", compresslevel=5, fileobj=file, mtime=0) as packed:

        def put(found: Any) -> None:
            line = json.dumps(found, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            packed.write(line)

        put({"kind": _KIND, "format": _FORMAT, "version": NEWEST, "made_at": made_at.isoformat()})
        for table in metadata.sorted_tables:
            put({"table": table.name, "columns": [column.name for column in table.columns]})
            counts[table.name] = 0
            for row in progress(_rows(connection, table), table.name):
                put([_plain(value) for value in row])
                counts[table.name] += 1
        sha256 = digest.hexdigest()
        put({"rows": counts, "sha256": sha256})
    return Backup(NEWEST, made_at, counts, sha256)


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    yield from connection.execution_options(yield_per=_BATCH).execute(query)


def _plain(value: Any) -> Any:
    """A value as JSON holds it; bytes in base 64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _count(line: bytes, table: str | None, counts: dict[str, int]) -> tuple[str | None, dict[str, int]]:
    if line.startswith(b'{"table":'):
        table = str(json.loads(line)["table"])
        return table, {**counts, table: 0}
    if table is not None:
        counts[table] += 1
    return table, counts


def _loaded(path: Path, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"{path}: is no backup of a store, or it was cut off", str(path)) from error
    return found if isinstance(found, dict) else {}
