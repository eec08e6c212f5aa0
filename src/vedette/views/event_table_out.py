"""Writes checked events as CSV, JSON lines or Parquet, a file only when it is whole."""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from vedette.errors import OutputError
from vedette.views.event_table import ADDED, EventBatch, arrow_module, is_parquet

#: Distance, state, chance; None where the place is not known.
Checked = tuple[float | None, str, float | None]


class EventWriter(Protocol):
    """Takes batches with what was found about them."""

    def write(self, batch: EventBatch, found: list[Checked]) -> None:
        """Appends the batch's rows with `distance_km`, `state` and `p_inside`."""


@contextmanager
def event_writer(out: Path | None, *, as_json: bool) -> Iterator[EventWriter]:
    """A writer for `out` by its ending (`.parquet`, `.jsonl`, else CSV), or for standard output.

    The file is there only if everything was written.

    Raises:
        OutputError: It could not be written.
    """
    if out is None:
        yield _JsonLines(sys.stdout) if as_json else _Csv(sys.stdout)
        sys.stdout.flush()
        return
    temporary: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        os.close(handle)
        temporary = Path(name)
        temporary.chmod(0o644)
        if is_parquet(out):
            with _Parquet(temporary) as writer:
                yield writer
        else:
            with temporary.open("w", encoding="utf-8", newline="") as file:
                yield _JsonLines(file) if out.suffix.lower() in (".jsonl", ".json") else _Csv(file)
        temporary.replace(out)
    except OSError as error:
        raise OutputError(f"{out}: could not be written: {error.strerror or error}", str(out)) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _with_found(batch: EventBatch) -> tuple[list[str], list[int]]:
    """The output's columns and where the added ones stand in it: a table that was checked before is written over."""
    names = [*batch.names, *(name for name in ADDED if name not in batch.names)]
    return names, [names.index(name) for name in ADDED]


class _Csv:
    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._begun = False

    def write(self, batch: EventBatch, found: list[Checked]) -> None:
        names, places = _with_found(batch)
        if not self._begun:
            self._writer.writerow(names)
            self._begun = True
        n_more = len(names) - len(batch.names)
        for row, values in zip(batch.rows, found, strict=True):
            cells = ["" if cell is None else cell for cell in row] + [""] * n_more
            for place, value in zip(places, values, strict=True):
                cells[place] = _as_text(value)
            self._writer.writerow(cells)


class _JsonLines:
    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, batch: EventBatch, found: list[Checked]) -> None:
        for row, values in zip(batch.rows, found, strict=True):
            record = dict(zip(batch.names, row, strict=True)) | dict(zip(ADDED, values, strict=True))
            self._file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


class _Parquet:
    """A Parquet file; the columns of a CSV table go in as the text they were."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None
        self._arrow, self._parquet = arrow_module("pyarrow"), arrow_module("pyarrow.parquet")

    def __enter__(self) -> "_Parquet":
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()

    def write(self, batch: EventBatch, found: list[Checked]) -> None:
        arrow = self._arrow
        if batch.arrow is not None:
            columns = dict(zip(batch.names, batch.arrow.columns, strict=True))
        else:
            cells = zip(*batch.rows, strict=True) if batch.rows else ([] for _ in batch.names)
            columns = {
                name: arrow.array(list(column), arrow.string()) for name, column in zip(batch.names, cells, strict=True)
            }
        kinds = (arrow.float64(), arrow.string(), arrow.float64())
        for nth, (name, kind) in enumerate(zip(ADDED, kinds, strict=True)):
            columns[name] = arrow.array([values[nth] for values in found], kind)
        table = arrow.table(columns)
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._path, table.schema)
        self._writer.write_table(table)


def _as_text(value: Any) -> str:
    # Micro-kilometres: a millimetre, below what the engine and any data can tell.
    return "" if value is None else f"{value:.6f}" if isinstance(value, float) else str(value)
