"""Rows of tables: CSV and tab-separated files, Parquet, JSON lines; streamed, with the line of each row."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from vedette.errors import BadInputError, MissingExtraError, UsageError
from vedette.sources.datasets.row import RefusedRow, Row, RowSaid
from vedette.sources.datasets.values import ValueRefusedError

#: Characters that one value may have: GDELT's longest lists stay far below it.
MAX_VALUE = 1_000_000
#: Bytes of a JSON file that is read at once.
MAX_JSON_BYTES = 500_000_000


def read_rows(
    path: Path, header: Sequence[str] | None = None, separator: str = ",", needed: Sequence[str] = ()
) -> Iterator[Row | RefusedRow]:
    """The rows of a file in order; a row that is none is refused with its line, and the rest go on.

    Args:
        path: `.parquet`, `.json`, `.jsonl`, else text with separators.
        header: Names of the columns where the file has no header line of its own.
        separator: What stands between values of a text file.
        needed: Columns that the header of a text file must have, also where no row follows.

    Raises:
        UsageError: The file cannot be opened.
        BadInputError: The file as a whole is not what its name says.
    """
    try:
        if path.suffix.lower() == ".parquet":
            yield from _parquet(path)
        elif path.suffix.lower() in (".json", ".jsonl"):
            yield from _json(path)
        else:
            yield from _separated(path, header, separator, needed)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: not valid UTF-8 (byte {error.start}): save it as UTF-8", str(path)) from error


def require_columns(path: Path, columns: Iterable[str], wanted: Sequence[str]) -> None:
    """Nothing, when every wanted column is there.

    Raises:
        BadInputError: Names those that are missing and those that are there.
    """
    there = set(columns)
    missing = [column for column in wanted if column not in there]
    if missing:
        message = f"{path}: column {missing[0]!r} is missing; the file has {', '.join(sorted(there)[:12])}"
        raise BadInputError(message, str(path))


def coded_rows(
    path: Path, needed: Sequence[str], wanted: Sequence[str], code: Callable[[Row], RowSaid]
) -> Iterator[RowSaid | RefusedRow]:
    """The rows of a table with a header, each coded; what cannot be is refused with its line.

    Args:
        path: The file.
        needed: Columns without which the file is none of its kind; the first holds a row's id.
        wanted: Columns that no row may leave empty.
        code: Codes a row; raises `ValueRefusedError` for one that cannot be.

    Raises:
        BadInputError: A needed column is missing.
    """
    checked = False
    for row in read_rows(path, needed=needed):
        if isinstance(row, RefusedRow):
            yield row
            continue
        if not checked:
            require_columns(path, row.columns, needed)
            checked = True
        empty = next((column for column in wanted if row[column] is None), None)
        try:
            if empty is not None:
                raise ValueRefusedError(f"{empty} is empty")
            yield code(row)
        except ValueRefusedError as error:
            yield RefusedRow(row.line, row[needed[0]], str(error))


def _separated(
    path: Path, header: Sequence[str] | None, separator: str, needed: Sequence[str]
) -> Iterator[Row | RefusedRow]:
    csv.field_size_limit(MAX_VALUE)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        whole = (line.replace("\0", "") for line in lines)
        as_served = header is not None and separator == "\t"
        rows = csv.reader(whole, delimiter=separator, quoting=csv.QUOTE_NONE if as_served else csv.QUOTE_MINIMAL)
        names = list(header) if header else [name.strip() for name in next(rows, [])]
        if not names:
            raise BadInputError(f"{path}: the file is empty", str(path))
        require_columns(path, names, needed)
        while True:
            try:
                values = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield RefusedRow(rows.line_num, None, f"not a row of the table: {error}")
                continue
            if len(values) == len(names):
                yield Row(rows.line_num, _full(zip(names, values, strict=True)), names)
            elif values:
                yield RefusedRow(rows.line_num, None, f"{len(values)} values where there are {len(names)} columns")


def _parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import parquet
        from pyarrow.lib import ArrowInvalid
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'vedette[parquet]'") from error
    try:
        line = 0
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=5000):
            for values in batch.to_pylist():
                line += 1
                yield Row(line, _full(values.items()), tuple(values))
    except ArrowInvalid as error:
        raise BadInputError(f"{path}: not a Parquet file: {error}", str(path)) from error


def _json(path: Path) -> Iterator[Row | RefusedRow]:
    """JSON lines; or one object whose `Result`, `data` or `results` (the APIs' words) is the list; or a list."""
    if path.suffix.lower() == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _json_line(number, line)
        return
    if path.stat().st_size > MAX_JSON_BYTES:
        raise BadInputError(f"{path}: over 500 MB of JSON: convert it to JSON lines or CSV", str(path))
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInputError(f"{path}: not valid JSON: {error}", str(path)) from error
    rows = found
    if isinstance(found, dict):
        rows = next((found[key] for key in ("Result", "data", "results") if isinstance(found.get(key), list)), None)
    if not isinstance(rows, list):
        raise BadInputError(f"{path}: no list of rows in it (Result, data, results, or a list)", str(path))
    for number, row in enumerate(rows, 1):
        yield _object(number, row)


def _json_line(number: int, line: str) -> Row | RefusedRow:
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return RefusedRow(number, None, f"not valid JSON: {error}")
    return _object(number, found)


def _object(number: int, found: Any) -> Row | RefusedRow:
    if not isinstance(found, dict):
        return RefusedRow(number, None, "not an object")
    return Row(number, _full(found.items()), tuple(str(column) for column in found))


def _full(values: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """The columns that hold something, as text; `nan` of data frames counts as nothing."""
    found = {}
    for column, value in values:
        if value is None or isinstance(value, list | dict):
            continue
        words = value.strip() if isinstance(value, str) else f"{value:.10g}" if isinstance(value, float) else str(value)
        if words and words.lower() != "nan":
            found[str(column)] = words
    return found
