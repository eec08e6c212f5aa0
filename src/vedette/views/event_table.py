"""Tables of events, CSV or Parquet, read and written in batches so that memory stays bounded."""

import csv
import importlib
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from vedette.errors import BadInputError, MissingExtraError, UsageError

#: Rows held at once.
BATCH_ROWS = 50_000
#: What `zone check` adds.
ADDED = ("distance_km", "state", "p_inside")

#: A cell of CSV may be a whole article.
_LONGEST_CELL = 50_000_000


@dataclass(frozen=True)
class EventBatch:
    """Some rows of a table, every column as it was."""

    names: list[str]
    rows: list[list[Any]]
    #: Where each row stands: its first line in a CSV file, its number in a Parquet file.
    lines: list[int]
    #: Why a row does not fit the header, by its place in `rows`.
    misfits: dict[int, str]
    #: The same rows as pyarrow has them, types and all; None for CSV.
    arrow: Any = None

    def column(self, name: str) -> list[Any] | None:
        """The column's cells, None if there is no such column."""
        at = find_column(self.names, name)
        return None if at is None else [row[at] for row in self.rows]


def find_column(names: Sequence[str], wanted: str) -> int | None:
    """Where a column stands: by its exact name, else in other case or with spaces around it."""
    if wanted in names:
        return names.index(wanted)
    plain = [name.strip().lower() for name in names]
    return plain.index(wanted) if wanted in plain else None


def read_events(path: Path) -> Iterator[EventBatch]:
    """The table's rows in batches; one batch without rows where there is only a header.

    Args:
        path: `.parquet` or `.pq` is Parquet, anything else CSV; `-` is CSV from standard input.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is no table in UTF-8, or has no header.
        MissingExtraError: Parquet without pyarrow.
    """
    if str(path) == "-":
        yield from _read_csv(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline=""), "standard input")
        return
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file", str(path))
    if is_parquet(path):
        yield from _read_parquet(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from _read_csv(lines, str(path))


def is_parquet(path: Path) -> bool:
    """Whether the name says Parquet."""
    return path.suffix.lower() in (".parquet", ".pq")


def _read_csv(lines: IO[str], name: str) -> Iterator[EventBatch]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        head = lines.readline()
        names = next(csv.reader([head], delimiter=_delimiter(head)), [])
        if not names:
            raise BadInputError(f"{name}: is empty: the first line must name the columns", name)
        reader = csv.reader(lines, delimiter=_delimiter(head))
        yield from _batches(names, reader)
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name}: is not UTF-8 text ({error.reason} at byte {error.start})", name) from error
    except csv.Error as error:
        raise BadInputError(f"{name}: cannot be read as CSV: {error}", name) from error


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _batches(names: list[str], reader: Any) -> Iterator[EventBatch]:
    batch = EventBatch(names, [], [], {})
    line, n_batches = 2, 0
    for row in reader:
        if row:
            if len(row) != len(names):
                batch.misfits[len(batch.rows)] = f"{len(row)} cells under {len(names)} columns"
                row = (row + [""] * len(names))[: len(names)]
            batch.rows.append(row)
            batch.lines.append(line)
        line = reader.line_num + 2
        if len(batch.rows) >= BATCH_ROWS:
            yield batch
            batch, n_batches = EventBatch(names, [], [], {}), n_batches + 1
    if batch.rows or not n_batches:
        yield batch


def _read_parquet(path: Path) -> Iterator[EventBatch]:
    parquet = arrow_module("pyarrow.parquet")
    arrow = arrow_module("pyarrow")
    try:
        with parquet.ParquetFile(path) as file:
            names, n_done = list(file.schema_arrow.names), 0
            for part in file.iter_batches(batch_size=BATCH_ROWS):
                columns = [column.to_pylist() for column in part.columns]
                rows = [list(row) for row in zip(*columns, strict=True)]
                yield EventBatch(names, rows, list(range(n_done + 1, n_done + len(rows) + 1)), {}, part)
                n_done += len(rows)
            if not n_done:
                yield EventBatch(names, [], [], {}, arrow.RecordBatch.from_pylist([], schema=file.schema_arrow))
    except (arrow.ArrowInvalid, OSError) as error:
        raise BadInputError(f"{path}: cannot be read as Parquet: {error}", str(path)) from error


def arrow_module(name: str) -> Any:
    """pyarrow or a module of it.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'vedette[parquet]'") from error
