"""CSV and JSON lines."""

import csv
import json
from collections.abc import Iterator
from typing import IO, Any

from vedette.errors import BadInputError
from vedette.views.formats.batch import BATCH_ROWS, EventBatch, Found, with_found

#: A cell of CSV may be a whole article.
_LONGEST_CELL = 50_000_000


def read_csv(lines: IO[str], name: str) -> Iterator[EventBatch]:
    """The rows of a CSV file with comma, semicolon or tab; one batch without rows where there is only a header.

    Raises:
        BadInputError: It is not UTF-8, or has no header.
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        head = lines.readline()
        names = next(csv.reader([head], delimiter=_delimiter(head)), [])
        if not names:
            raise BadInputError(f"{name}: is empty: the first line must name the columns", name)
        yield from _batches(names, csv.reader(lines, delimiter=_delimiter(head)))
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name}: is not UTF-8 text ({error.reason} at byte {error.start})", name) from error
    except csv.Error as error:
        raise BadInputError(f"{name}: cannot be read as CSV: {error}", name) from error


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _batches(names: list[str], reader: Any) -> Iterator[EventBatch]:
    rows: list[list[str]] = []
    lines: list[int] = []
    misfits: dict[int, str] = {}
    line, n_batches, width = 2, 0, len(names)
    for row in reader:
        if row:
            if len(row) != width:
                misfits[len(rows)] = f"{len(row)} cells under {width} columns"
                row = (row + [""] * width)[:width]
            rows.append(row)
            lines.append(line)
        line = reader.line_num + 2
        if len(rows) >= BATCH_ROWS:
            yield EventBatch(names, lines, rows, misfits)
            rows, lines, misfits, n_batches = [], [], {}, n_batches + 1
    if rows or not n_batches:
        yield EventBatch(names, lines, rows, misfits)


class _Lines:
    """Ends rows with a line feed alone. Told so, Python's writer would leave carriage returns in cells unquoted."""

    def __init__(self, file: IO[str]) -> None:
        self._write = file.write

    def write(self, row: str) -> int:
        return self._write(row[:-2] + "\n")


class CsvWriter:
    """CSV with commas."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(_Lines(file), lineterminator="\r\n")
        self._names: list[str] | None = None

    def write(self, batch: EventBatch, found: Found) -> None:
        names, rows = with_found(batch.as_table(), found)
        if self._names is None:
            self._names = names
            self._writer.writerow(names)
        kept = set(found.names) - {"site", "state", "line_status"}
        rounded = [nth for nth, name in enumerate(names) if name in kept]
        for row in rows:
            for nth in rounded:
                # Micro-kilometres: a millimetre, below what the engine and any data can tell.
                row[nth] = "" if row[nth] is None else f"{row[nth]:.6f}"
        self._writer.writerows(rows if batch.cells is not None and batch.points is None else map(_texts, rows))

    def finish(self) -> None:
        pass


def _texts(row: list[Any]) -> list[Any]:
    return [
        json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, dict | list) else cell for cell in row
    ]


class JsonLinesWriter:
    """One JSON object a row."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, batch: EventBatch, found: Found) -> None:
        names, rows = with_found(batch.as_table(), found)
        for row in rows:
            record = dict(zip(names, row, strict=True))
            self._file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")

    def finish(self) -> None:
        pass
