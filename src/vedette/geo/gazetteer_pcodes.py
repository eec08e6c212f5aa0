"""Adds the P-codes of a table of administrative units (COD-AB) to a user's gazetteer."""

import csv
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from vedette.errors import BadInputError, OutputError, UsageError
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_names import fold
from vedette.geo.gazetteer_schema import COUNTRIES, INSERT_ENTRY, PCODES
from vedette.geo.gazetteer_spellings import spellings

#: Columns for coordinates and days, in the spellings that tables are published with.
_LAT, _LON = ("center_lat", "lat", "latitude"), ("center_lon", "lon", "longitude")
_FROM, _TO = ("validOn", "date"), ("validTo",)
#: Entries without a GeoNames id are numbered from here: above all of GeoNames' own.
_OWN_IDS = 1 << 40
_KIND = {1: "province", 2: "district", 3: "district", 4: "district"}
#: Best of name first. A unit below the first level must lie in the first-level unit of its line.
_TWINS = """SELECT e.id, n.rank FROM name n JOIN entry e ON e.id = n.entry
  WHERE n.folded = ? AND e.country = ? AND e.kind = ? AND (? OR e.admin1 = ?) ORDER BY n.rank, e.id"""


@dataclass(slots=True)
class Imported:
    """What an import did."""

    #: Units whose place was known already, and units added with their coordinates.
    n_matched: int = 0
    n_added: int = 0
    #: One a line that could not be used: its number and why.
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Unit:
    level: int
    name: str
    pcode: str
    #: Name and P-code of the first-level unit that it lies in, or is.
    first_level: tuple[str, str]
    #: Degrees; None where the line gives no middle, or gives that of a smaller unit.
    point: tuple[float, float] | None
    days: tuple[str | None, str | None]


def import_pcodes(table: Path, out: Path) -> Imported:
    """Adds the units of a COD-AB table to the gazetteer `out`; without one there, to a copy of the one in use.

    Args:
        table: CSV with ADM1_EN and ADM1_PCODE, then ADM2_EN and ADM2_PCODE and so on to level 4; optionally the unit's
            middle (center_lat, center_lon) and days (validOn or date, validTo).
        out: A gazetteer; replaced whole or not at all.

    Raises:
        UsageError: There is no such table.
        BadInputError: The table has not the columns, or is not UTF-8.
        OutputError: It could not be written.
    """
    base = out if out.is_file() else Gazetteer.open().path
    if not table.is_file():
        raise UsageError(f"{table}: there is no such file", str(table))
    Gazetteer.open(base)
    temporary: str | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        os.close(handle)
        shutil.copyfile(base, temporary)
        Path(temporary).chmod(0o644)
        with closing(sqlite3.connect(temporary)) as connection, connection:
            imported = _add(connection, table)
        Path(temporary).replace(out)
        temporary = None
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"{out}: could not be written: {error}", str(out)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    return imported


def _add(base: sqlite3.Connection, table: Path) -> Imported:
    base.execute(PCODES)
    base.execute(COUNTRIES)
    done = Imported()
    seen: set[str] = set()
    for number, row, levels in _rows(table):
        try:
            units = [_unit(row, level, levels) for level in range(1, levels + 1)]
            if any(not unit.name or not unit.pcode for unit in units):
                raise ValueError("a name or P-code is empty")
        except ValueError as error:
            done.problems.append(f"{table.name}, line {number}: {error}")
            continue
        for unit in units:
            if unit.pcode not in seen and _keep(base, unit, done):
                seen.add(unit.pcode)
            elif unit.pcode not in seen:
                seen.add(unit.pcode)
                why = f"{unit.name} ({unit.pcode}) is no place of the gazetteer, and the table gives no middle of it"
                done.problems.append(f"{table.name}, line {number}: {why}")
    return done


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str], int]]:
    """Line number, cells and how many levels the table has."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            levels = _levels(table, [name.strip() for name in reader.fieldnames or ()])
            for row in reader:
                yield reader.line_num, {str(key).strip(): str(cell).strip() for key, cell in row.items()}, levels
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInputError(f"{table}: not a CSV in UTF-8 ({error})", str(table)) from error


def _levels(table: Path, columns: list[str]) -> int:
    present = set(columns)
    deepest = max((level for level in _KIND if present & {f"ADM{level}_EN", f"ADM{level}_PCODE"}), default=1)
    wanted = [f"ADM{level}_{what}" for level in range(1, deepest + 1) for what in ("EN", "PCODE")]
    missing = [name for name in wanted if name not in present]
    if missing:
        raise BadInputError(
            f"{table}: no column {', '.join(missing)}; it has {', '.join(columns) or 'none'}", str(table)
        )
    if any(name in present for name in _LAT) != any(name in present for name in _LON):
        raise BadInputError(f"{table}: a latitude needs a longitude (center_lat, center_lon)", str(table))
    return deepest


def _unit(row: dict[str, str], level: int, levels: int) -> _Unit:
    name, pcode = row[f"ADM{level}_EN"], row[f"ADM{level}_PCODE"]
    if pcode and not (pcode[:2].isascii() and pcode[:2].isalpha() and pcode.isalnum()):
        raise ValueError(f"{pcode} is no P-code: it begins with the country's two letters")
    point = _point(row) if level == levels else None
    first_level = row["ADM1_EN"], row["ADM1_PCODE"]
    return _Unit(level, name, pcode, first_level, point, (_cell(row, _FROM) or None, _cell(row, _TO) or None))


def _point(row: dict[str, str]) -> tuple[float, float] | None:
    lat, lon = _cell(row, _LAT), _cell(row, _LON)
    if not lat and not lon:
        return None
    try:
        point = float(lat), float(lon)
    except ValueError as error:
        raise ValueError(f"no coordinates: {lat}, {lon}") from error
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise ValueError(f"no place on Earth: {lat}, {lon}")
    return point


def _cell(row: dict[str, str], columns: tuple[str, ...]) -> str:
    return next((row[name] for name in columns if row.get(name)), "")


def _keep(base: sqlite3.Connection, unit: _Unit, done: Imported) -> bool:
    """Whether the unit has a place now: one that was known, else one at the middle that the table gives."""
    country, kind = unit.pcode[:2].upper(), _KIND[unit.level]
    known = _known(base, unit, country, kind)
    if known is None and unit.point is None:
        return False
    entry = _add_entry(base, unit, country, kind) if known is None else known
    base.execute("INSERT OR REPLACE INTO pcode VALUES (?,?,?,?,?)", (unit.pcode, entry, unit.level, *unit.days))
    done.n_matched += known is not None
    done.n_added += known is None
    return True


def _known(base: sqlite3.Connection, unit: _Unit, country: str, kind: str) -> int | None:
    """The entry that has its P-code, else the one that has its name and lies where it should; None among equals."""
    coded = base.execute("SELECT entry FROM pcode WHERE pcode = ?", (unit.pcode,)).fetchone()
    if coded:
        return int(coded[0])
    free, within = unit.level == 1, _first_level_id(base, unit)
    twins = base.execute(_TWINS, (fold(unit.name), country, kind, free, within)).fetchall()
    if not twins or (len(twins) > 1 and twins[0][1] == twins[1][1]):
        return None
    return int(twins[0][0])


def _first_level_id(base: sqlite3.Connection, unit: _Unit) -> int | None:
    sql = "SELECT e.admin1 FROM pcode p JOIN entry e ON e.id = p.entry WHERE p.pcode = ?"
    found = base.execute(sql, (unit.first_level[1],)).fetchone()
    return found[0] if found else None


def _add_entry(base: sqlite3.Connection, unit: _Unit, country: str, kind: str) -> int:
    first = _first_level_id(base, unit)
    if first is None:
        name = unit.first_level[0]
        base.execute("INSERT OR IGNORE INTO unit SELECT COALESCE(MAX(id), 0) + 1, ? FROM unit", (name,))
        (first,) = base.execute("SELECT id FROM unit WHERE name = ?", (name,)).fetchone()
    (number,) = base.execute("SELECT MAX(COALESCE(MAX(id), 0) + 1, ?) FROM entry", (_OWN_IDS,)).fetchone()
    place = (number, unit.name, kind, country, first, *(unit.point or ()), None, 0, None)
    base.execute(INSERT_ENTRY, place)
    names = spellings(kind, (unit.name,), ()).items()
    base.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", ((name, number, rank) for name, rank in names))
    return int(number)
