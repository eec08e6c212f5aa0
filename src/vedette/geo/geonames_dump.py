"""Reads GeoNames' own files: the dump of places, other names, and names of first-level units."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from vedette.errors import BadInputError, UsageError
from vedette.vocab.load import load_table

#: Bytes of a batch: some 25,000 places.
BATCH_BYTES = 4 << 20
#: Other "names" that are links, codes or transcriptions for the ear.
_NO_NAMES = {"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon", "abbr", "fr_1793"}


@dataclass(frozen=True, slots=True)
class DumpedPlace:
    """One line of the dump that is kept."""

    geonameid: int
    name: str
    ascii_name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    kind: str
    #: Kilometres; None: by kind and population.
    radius_km: float | None
    country: str | None
    #: Code of its first-level unit, such as `IQ.07`.
    unit: str
    population: int


def role_of(path: Path) -> str:
    """What a file of GeoNames holds, by its name: `places`, `names`, `units`, or `countries` (not needed)."""
    stem = path.name.casefold()
    for start, role in (("alternatename", "names"), ("admin1codes", "units"), ("countryinfo", "countries")):
        if stem.startswith(start):
            return role
    return "places"


@contextmanager
def open_dump(path: Path, offset: int = 0) -> Iterator[tuple[BinaryIO, int | None]]:
    """The file, unpacked as it is read, at a byte of its text; with the text's bytes, None where they are not known.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is no archive, or a damaged one.
    """
    try:
        with path.open("rb") as raw:
            file, size = _unpacked(raw, path)
            file.seek(offset)
            yield cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", file), 1 << 20)), size
    except (FileNotFoundError, IsADirectoryError) as error:
        raise UsageError(f"{path}: there is no such file", str(path)) from error
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError) as error:
        raise BadInputError(f"{path}: damaged archive ({error}): fetch it again", str(path)) from error


def _unpacked(raw: BinaryIO, path: Path) -> tuple[BinaryIO, int | None]:
    ending = path.suffix.casefold()
    if ending == ".zip":
        archive = zipfile.ZipFile(raw)
        texts = [member for member in archive.infolist() if member.filename.endswith(".txt")]
        if not texts:
            raise BadInputError(f"{path}: no .txt file in it", str(path))
        largest = max(texts, key=lambda member: member.file_size)
        return cast("BinaryIO", archive.open(largest)), largest.file_size
    if ending == ".gz":
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw)), None
    return raw, path.stat().st_size


def read_place(line: bytes) -> DumpedPlace | None:
    """The place of one line; None where its feature is not kept.

    Raises:
        ValueError: The line is not one of the dump; says why.
    """
    cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    if len(cells) != 19:
        raise ValueError(f"{len(cells)} columns, not 19")
    lat, lon = float(cells[4]), float(cells[5])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"no place on Earth: {cells[4]}, {cells[5]}")
    number, name = int(cells[0]), cells[1].strip()
    feature = _feature(cells[6], cells[7])
    if number <= 0 or not name:
        raise ValueError("no id or no name")
    if feature is None:
        return None
    others = tuple(cells[3].split(",")) if cells[3] else ()
    unit, people = f"{cells[8]}.{cells[10]}", int(cells[14] or 0)
    return DumpedPlace(number, name, cells[2], others, lat, lon, *feature, cells[8] or None, unit, people)


@cache
def _feature(class_: str, code: str) -> tuple[str, float | None] | None:
    table = load_table("geonames_features")
    said = table["code"].get(code) or table["class"].get(class_)
    return (said["kind"], said.get("radius_km")) if said else None


def read_other_name(line: bytes) -> tuple[int, str] | None:
    """GeoNames id and name of one line of `alternateNamesV2`; None where it is a link or a code.

    Raises:
        ValueError: The line is not one of that table; says why.
    """
    cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    if not 8 <= len(cells) <= 10:
        raise ValueError(f"{len(cells)} columns, not 8 to 10")
    return None if cells[2] in _NO_NAMES else (int(cells[1]), cells[3])


def read_unit_names(path: Path) -> dict[str, str]:
    """Names of first-level units by code (`IQ.07`), from `admin1CodesASCII`."""
    with open_dump(path) as (file, _):
        rows = [line.decode("utf-8").rstrip("\r\n").split("\t") for line in file]
    if any(len(row) != 4 for row in rows):
        raise BadInputError(f"{path}: not GeoNames' admin1CodesASCII, whose lines have 4 columns", str(path))
    return {row[0]: row[1] for row in rows}
