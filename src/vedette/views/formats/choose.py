"""Which format a file is in, by its ending or by name."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal, get_args

from vedette.errors import OutputError, UsageError
from vedette.views.formats.batch import EventBatch, EventWriter
from vedette.views.formats.csv_table import CsvWriter, JsonLinesWriter, read_csv
from vedette.views.formats.geojson_read import read_geojson, read_sequence
from vedette.views.formats.geojson_write import GeoJsonWriter
from vedette.views.formats.geopackage_read import read_geopackage
from vedette.views.formats.geopackage_write import GeoPackageWriter
from vedette.views.formats.kml_read import read_kml
from vedette.views.formats.kml_write import KmlWriter
from vedette.views.formats.parquet_read import read_parquet
from vedette.views.formats.parquet_write import ParquetWriter

Format = Literal["csv", "jsonl", "parquet", "geoparquet", "geojson", "geojsonl", "gpkg", "kml"]
FORMATS: tuple[Format, ...] = get_args(Format)

#: Ending → format; others are CSV.
_ENDINGS: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".geoparquet": "geoparquet",
    ".geojson": "geojson",
    ".geojsonl": "geojsonl",
    ".geojsons": "geojsonl",
    ".ndgeojson": "geojsonl",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".gpkg": "gpkg",
    ".kml": "kml",
}
_READERS: dict[Format, Callable[[Path], Iterator[EventBatch]]] = {
    "jsonl": read_sequence,
    "parquet": read_parquet,
    "geoparquet": read_parquet,
    "geojson": read_geojson,
    "geojsonl": read_sequence,
    "gpkg": read_geopackage,
    "kml": read_kml,
}
#: Formats that are no text, so that they cannot go to a terminal or a pipe.
_NO_TEXT = ("parquet", "geoparquet", "gpkg")


def check_format(name: str | None, option: str) -> Format | None:
    """The format of that name, None for None.

    Raises:
        UsageError: There is no such format.
    """
    for known in FORMATS:
        if name is not None and name.lower() == known:
            return known
    if name is None:
        return None
    raise UsageError(f"{option} {name}: the formats are {', '.join(FORMATS)}")


def read_events(path: Path, told: Format | None = None) -> Iterator[EventBatch]:
    """The table's rows in batches; one batch without rows where there are none.

    Args:
        path: `-` is CSV from standard input.
        told: Its format; None: by its ending, CSV where that says nothing.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is not what it was taken for.
        MissingExtraError: Parquet without pyarrow.
    """
    if str(path) == "-":
        if told not in (None, "csv"):
            raise UsageError(f"standard input is read as CSV only: give a file for {told}")
        yield from read_csv(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline=""), "standard input")
        return
    if not path.is_file():
        what = "is a folder, not a file" if path.is_dir() else "there is no such file"
        raise UsageError(f"{path}: {what}", str(path))
    ending = path.suffix.lower()
    # What is read as JSON can only be a collection; as a result `.json` has always been JSON lines.
    found = told or ("geojson" if ending == ".json" else _ENDINGS.get(ending, "csv"))
    if ending == ".kmz" and told is None:
        raise UsageError(f"{path}: is a packed KML: unzip it and give the .kml within", str(path))
    if found in _READERS:
        yield from _READERS[found](path)
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from read_csv(lines, str(path))


def result_format(out: Path | None, told: Format | None, *, as_json: bool) -> Format:
    """The format of a result: as told, by its ending, else CSV (JSON lines with `--json` on standard output).

    Raises:
        UsageError: It can only go to a file, and none is named.
    """
    if out is None:
        found = told or ("jsonl" if as_json else "csv")
        if found in _NO_TEXT:
            raise UsageError(f"--format {found}: name a file with -o")
        return found
    ending = out.suffix.lower()
    return told or ("jsonl" if ending == ".json" else _ENDINGS.get(ending, "csv"))


@contextmanager
def event_writer(out: Path | None, told: Format) -> Iterator[EventWriter]:
    """A writer for a file, or for standard output. The file is there only if everything was written.

    Raises:
        OutputError: It could not be written.
    """
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        writer = _text_writer(sys.stdout, told)
        yield writer
        writer.finish()
        sys.stdout.flush()
        return
    temporary: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        os.close(handle)
        temporary = Path(name)
        temporary.chmod(0o644)
        with _file_writer(temporary, told) as writer:
            yield writer
            writer.finish()
        temporary.replace(out)
    except OSError as error:
        raise OutputError(f"{out}: could not be written: {error.strerror or error}", str(out)) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


@contextmanager
def _file_writer(path: Path, told: Format) -> Iterator[EventWriter]:
    if told in ("parquet", "geoparquet"):
        with closing(ParquetWriter(path, geo=told == "geoparquet")) as parquet:
            yield parquet
    elif told == "gpkg":
        with closing(GeoPackageWriter(path)) as package:
            yield package
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            yield _text_writer(file, told)


def _text_writer(file: io.TextIOBase | object, told: Format) -> EventWriter:
    lines: io.TextIOWrapper = file  # type: ignore[assignment]
    if told == "kml":
        return KmlWriter(lines)
    if told in ("geojson", "geojsonl"):
        return GeoJsonWriter(lines, sequence=told == "geojsonl")
    return JsonLinesWriter(lines) if told == "jsonl" else CsvWriter(lines)
