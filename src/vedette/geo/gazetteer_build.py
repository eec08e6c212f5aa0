"""Builds a gazetteer from GeoNames' dump, batch by batch, so that a stopped build goes on where it was.

Memory is bounded: places and names go, as they are read, to a file of their own and are sorted from there into the
gazetteer by SQLite, which spills to disk. Entries are numbered by name: those that have one lie side by side in the
file, and are found together.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from vedette.errors import BadInputError, OutputError
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_names import fold
from vedette.geo.gazetteer_schema import COUNTRIES, FORMAT, TABLES
from vedette.geo.gazetteer_spellings import is_kept, spellings
from vedette.geo.geonames_dump import (
    BATCH_BYTES,
    DumpedPlace,
    open_dump,
    read_other_name,
    read_place,
    read_unit_names,
    role_of,
)

Read = TypeVar("Read")
#: Shows progress over batches: the batches, what is done, how many there are.
Shown = Callable[[Iterable[list[bytes]], str, int | None], Iterator[list[bytes]]]
#: Pages of the two files kept in memory, kB: numbers are looked up in the second for every name.
_CACHE_KB = {"main": 65_536, "raw": 262_144}
_WORKING = """
CREATE TABLE raw.entry (geonameid INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 INTEGER, lat REAL,
  lon REAL, radius_km REAL, population INTEGER, folded TEXT);
CREATE TABLE raw.name (folded TEXT, entry INTEGER, rank INTEGER);
CREATE TABLE raw.progress (inputs TEXT, file INTEGER, offset INTEGER, line INTEGER, n_bad INTEGER, first_bad TEXT);
"""
_KEEP_PLACE = "INSERT OR REPLACE INTO raw.entry VALUES (?,?,?,?,?,?,?,?,?,?)"
_SORT_ENTRIES = """INSERT INTO main.entry
  SELECT NULL, name, kind, country, admin1, lat, lon, radius_km, population, geonameid FROM raw.entry
  ORDER BY folded, population DESC, geonameid"""
_NUMBER = """CREATE TABLE raw.number (geonameid INTEGER PRIMARY KEY, entry INTEGER);
INSERT INTO raw.number SELECT geonameid, id FROM main.entry ORDER BY geonameid"""
_SORT_NAMES = """INSERT INTO main.name SELECT n.folded, r.entry, MIN(n.rank) FROM raw.name n
  CROSS JOIN raw.number r ON r.geonameid = n.entry GROUP BY n.folded, r.entry ORDER BY n.folded, r.entry"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, and what it could not read."""

    entries: int
    names: int
    n_bad: int
    #: File, line and reason of the first line that could not be read.
    first_bad: str | None
    #: Whether it went on from a build that had been stopped.
    resumed: bool


@dataclass(slots=True)
class _At:
    """Where the build stands: bytes and lines of the current file are behind it."""

    file: int = 0
    offset: int = 0
    line: int = 0
    n_bad: int = 0
    first_bad: str | None = None


def build_gazetteer(inputs: list[Path], out: Path, show: Shown = lambda batches, doing, total: iter(batches)) -> Built:
    """Builds the gazetteer `out` from GeoNames' files; it is there whole or not at all.

    Args:
        inputs: Dumps of places, and if wanted `alternateNamesV2` and `admin1CodesASCII`; plain, .zip or .gz.
        out: Where it goes. Beside it `.part` files lie until it is whole; a second run goes on from them.
        show: Shows progress.

    Raises:
        BadInputError: No line of the inputs is one of the dump's.
        OutputError: It could not be written.
    """
    files = [path for role in ("places", "names") for path in inputs if role_of(path) == role]
    if not any(role_of(path) == "places" for path in files):
        raise BadInputError("name a dump of places, such as allCountries.txt or IQ.txt")
    part, raw = (out.with_name(f"{out.name}{ending}") for ending in (".part", ".names.part"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(part, isolation_level=None)) as base:
            base.execute("ATTACH ? AS raw", (str(raw),))
            built = _Build(base, inputs, files).run(show)
        part.replace(out)
        raw.unlink()
    except _NoDumpError as error:
        for begun in (part, raw):
            begun.unlink(missing_ok=True)
        raise BadInputError(error.message, error.about) from error
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for broken in (part, raw):
                broken.unlink(missing_ok=True)
        raise OutputError(f"{out}: could not be written: {error}", str(out)) from error
    return built


class _NoDumpError(BadInputError):
    """All was read and nothing was a place: what was begun is of no use."""


class _Build:
    def __init__(self, base: sqlite3.Connection, inputs: list[Path], files: list[Path]) -> None:
        self._base = base
        self._files = files
        self._signature = _signature(inputs)
        self._given = [path for path in inputs if role_of(path) == "units"]
        self._known = _units_that_ship()
        self._unit_ids: dict[str, int] = {}
        self._units: dict[str, int] = {}

    def run(self, show: Shown) -> Built:
        """What was built, once all is in its tables."""
        at, resumed = self._begin()
        self._name_units()
        while at.file < len(self._files):
            self._read_file(at, show)
        n_entries = self._base.execute("SELECT COUNT(*) FROM raw.entry").fetchone()[0]
        if n_entries <= len(_countries()):
            why = f"{self._files[0]}: nothing in it is a place of GeoNames' dump ({at.first_bad or 'no line'})"
            raise _NoDumpError(why, str(self._files[0]))
        n_names = self._finish(n_entries)
        return Built(n_entries, n_names, at.n_bad, at.first_bad, resumed)

    def _begin(self) -> tuple[_At, bool]:
        for schema, kb in _CACHE_KB.items():
            self._base.execute(f"PRAGMA {schema}.cache_size = -{kb}")
        self._base.execute("PRAGMA temp_store = FILE")
        if self._base.execute("SELECT 1 FROM raw.sqlite_master WHERE name = 'progress'").fetchone():
            inputs, *where = self._base.execute("SELECT * FROM raw.progress").fetchone()
            if inputs == self._signature:
                return _At(*where), True
        for schema in ("main", "raw"):
            tables = self._base.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")  # noqa: S608
            for (table,) in tables.fetchall():
                self._base.execute(f"DROP TABLE {schema}.{table}")
        self._base.executescript(f"BEGIN;{TABLES}{_WORKING}")
        self._base.executemany(_KEEP_PLACE, _countries())
        self._base.execute("INSERT INTO raw.progress VALUES (?,0,0,0,0,NULL)", (self._signature,))
        self._base.execute("COMMIT")
        return _At(), False

    def _name_units(self) -> None:
        """Names of first-level units by code: those given, those of the dump, those that ship."""
        named: dict[str, str] = {}
        for path in self._files:
            if role_of(path) == "places":
                with open_dump(path) as (file, _):
                    for line in file:
                        if b"\tADM1\t" in line:
                            named |= self._unit_of_line(line)
        for path in self._given:
            named = read_unit_names(path) | named
        for code, name in named.items():
            self._units[code] = self._unit_ids.setdefault(name, len(self._unit_ids) + 1)

    def _unit_of_line(self, line: bytes) -> dict[str, str]:
        try:
            place = read_place(line)
        except ValueError:
            return {}
        if place is None or place.kind != "province":
            return {}
        return {place.unit: self._known[place.geonameid][0] if place.geonameid in self._known else place.name}

    def _read_file(self, at: _At, show: Shown) -> None:
        path = self._files[at.file]
        take = self._take_places if role_of(path) == "places" else self._take_names
        with open_dump(path, at.offset) as (file, size):
            total = None if size is None else -(-(size - at.offset) // BATCH_BYTES)
            for lines in show(iter(lambda: file.readlines(BATCH_BYTES), []), f"reading {path.name}", total):
                self._base.execute("BEGIN")
                take(lines, path, at)
                at.offset += sum(map(len, lines))
                at.line += len(lines)
                self._keep(at)
                self._base.execute("COMMIT")
        at.file, at.offset, at.line = at.file + 1, 0, 0
        self._keep(at)

    def _keep(self, at: _At) -> None:
        where = (at.file, at.offset, at.line, at.n_bad, at.first_bad)
        self._base.execute("UPDATE raw.progress SET file=?, offset=?, line=?, n_bad=?, first_bad=?", where)

    def _take_places(self, lines: list[bytes], path: Path, at: _At) -> None:
        entries: list[tuple[object, ...]] = []
        names: list[tuple[str, int, int]] = []
        for place in _read(lines, read_place, path, at):
            entries.append(self._entry(place))
            ranked = spellings(place.kind, (place.name, place.ascii_name), place.others)
            names.extend((folded, place.geonameid, rank) for folded, rank in ranked.items())
        self._base.executemany(_KEEP_PLACE, entries)
        self._base.executemany("INSERT INTO raw.name VALUES (?,?,?)", names)

    def _entry(self, place: DumpedPlace) -> tuple[object, ...]:
        """Units that ship bring the middle and the circle of their shape, which the dump's point has not."""
        name, lat, lon, radius = place.name, place.lat, place.lon, place.radius_km
        if place.geonameid in self._known and place.kind in ("province", "district"):
            name, lat, lon, radius = self._known[place.geonameid]
        unit, number = self._units.get(place.unit), place.geonameid
        return number, name, place.kind, place.country, unit, lat, lon, radius, place.population, fold(name)

    def _take_names(self, lines: list[bytes], path: Path, at: _At) -> None:
        found = [other for other in _read(lines, read_other_name, path, at) if is_kept(other[1])]
        names = ((folded, n, rank + 1) for n, name in found for folded, rank in spellings("", (name,), ()).items())
        self._base.executemany("INSERT INTO raw.name VALUES (?,?,MIN(?,2))", names)

    def _finish(self, n_entries: int) -> int:
        if self._base.execute("SELECT 1 FROM about").fetchone():
            return int(self._base.execute("SELECT COUNT(*) FROM name").fetchone()[0])
        self._base.execute("BEGIN")
        self._base.execute(_SORT_ENTRIES)
        for statement in _NUMBER.split(";"):
            self._base.execute(statement)
        n_names = self._base.execute(_SORT_NAMES).rowcount
        self._base.executemany("INSERT INTO unit VALUES (?,?)", ((n, name) for name, n in self._unit_ids.items()))
        about = {"format": FORMAT, "entries": str(n_entries), "source": "GeoNames, CC BY 4.0"}
        self._base.executemany("INSERT INTO about VALUES (?,?)", about.items())
        self._base.execute(COUNTRIES)
        self._base.execute("COMMIT")
        return n_names


def _read(lines: list[bytes], read: Callable[[bytes], Read | None], path: Path, at: _At) -> Iterator[Read]:
    for number, line in enumerate(lines, start=at.line + 1):
        try:
            found = read(line)
        except ValueError as error:
            at.n_bad += 1
            at.first_bad = at.first_bad or f"{path.name}, line {number}: {error}"
            continue
        if found is not None:
            yield found


def _signature(inputs: list[Path]) -> str:
    """What tells that the inputs, and the tables it works with, are those of the build that was stopped."""
    stats = [(str(path.resolve()), path.stat()) for path in inputs if path.is_file()]
    return json.dumps([_WORKING, *((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)])


def _units_that_ship() -> dict[int, tuple[str, float, float, float]]:
    rows = Gazetteer.open_shipped().rows(
        "SELECT geonameid, name, lat, lon, radius_km FROM entry"
        " WHERE kind IN ('province', 'district') AND geonameid > 0 AND radius_km IS NOT NULL"
    )
    return {number: (name, lat, lon, radius) for number, name, lat, lon, radius in rows}


def _countries() -> list[tuple[object, ...]]:
    """Countries as they ship, under their GeoNames ids; names of theirs are the vocabulary's."""
    sql = "SELECT geonameid, name, kind, country, NULL, lat, lon, radius_km, population, '' FROM entry"
    return Gazetteer.open_shipped().rows(f"{sql} WHERE kind = 'country' AND geonameid > 0")
