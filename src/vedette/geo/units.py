"""First-level units (provinces, states, governorates) with their shapes, and the regions and seas that have one."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.errors import GeometryError
from vedette.geo.countries import country_names
from vedette.geo.gazetteer_names import fold
from vedette.geo.outlines import ring_contains
from vedette.geo.wgs84 import Floats
from vedette.model.zone import Point
from vedette.vocab.load import load_table

#: 95 % half-width of a unit's edge, km: that of Natural Earth's lines (2 km, measured on Iran–Iraq) and that of their
#: thinning (0.01 degrees, 1.1 km), added as variances.
UNIT_ACCURACY_KM = 2.3


@dataclass(frozen=True, eq=False)
class Unit:
    """A first-level unit, or a part of one where Natural Earth has the second level; a region or a sea."""

    #: ISO 3166-2, else Natural Earth's code; `IT:Lombardia` where the first level is told by its
    #: members, `IT` for all of a country, `region:Darfur`, `water:Red Sea`.
    id: str
    name: str
    #: ISO 3166-1 alpha-2, "" where it has none.
    country: str
    #: Rows of latitude and longitude, closed; holes and members by the even-odd rule.
    rings: tuple[NDArray[np.float64], ...]

    def holds(self, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
        """Which places lie within, `UNIT_ACCURACY_KM` off."""
        lon = (lon + 180) % 360 - 180
        inside = np.zeros(lat.shape, bool)
        for ring in self.rings:
            (south, west), (north, east) = ring.min(axis=0), ring.max(axis=0)
            near = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
            if near.size:
                inside[near] ^= ring_contains(ring, lat[near], lon[near])
        return inside

    def outline(self) -> list[list[Point]]:
        """Its rings as `(lat, lon)`, to be drawn."""
        return [[(lat, lon) for lat, lon in ring.round(4).tolist()] for ring in self.rings]


@dataclass(frozen=True)
class _Table:
    rings: dict[str, tuple[NDArray[np.float64], ...]]
    #: Id → name, country.
    about: dict[str, tuple[str, str]]
    #: Id of a group → ids of its members.
    members: dict[str, tuple[str, ...]]
    by_geonameid: dict[int, str]
    by_name: dict[tuple[str, str], str]
    provenance: dict[str, Any]


@lru_cache(maxsize=256)
def get_unit(unit_id: str) -> Unit:
    """The unit of an id: ISO 3166-2 (`IQ-DI`), Natural Earth's code, GeoNames' id, a country's code, or as `Unit.id`.

    Raises:
        GeometryError: There is none.

    >>> get_unit("IQ-DI").name, get_unit("96965").id
    ('Diyala', 'IQ-DI')
    """
    table, key = _table(), unit_id.strip()
    key = table.by_geonameid.get(int(key), key) if key.isdecimal() else key
    if key not in table.about and ":" in key:
        country, name = key.split(":", 1)
        key = table.by_name.get((country.upper(), fold(name)), key)
    if key not in table.about:
        raise GeometryError(f"{unit_id!r} is no unit: give an ISO 3166-2 code such as IQ-DI, or a GeoNames id", unit_id)
    name, country = table.about[key]
    parts = table.members.get(key, (key,))
    return Unit(key, name, country, tuple(ring for part in parts for ring in table.rings[part]))


def find_unit(country: str | None, name: str, geonameid: int | None = None) -> str | None:
    """The id of a unit of the gazetteer, None where no shape is known.

    >>> find_unit("IQ", "Diyala"), find_unit("IT", "Lombardia"), find_unit("IQ", "Atlantis")
    ('IQ-DI', 'IT:Lombardia', None)
    """
    table = _table()
    found = table.by_geonameid.get(geonameid) if geonameid else None
    return found or table.by_name.get((country or "", fold(name)))


def find_area(kind: str, name: str) -> str | None:
    """The id of a region or water of the vocabulary that has a shape: units put together, or a part of the sea.

    >>> find_area("region", "Darfur"), find_area("water", "Red Sea"), find_area("region", "Sahel")
    ('region:Darfur', 'water:Red Sea', None)
    """
    return area_id if (area_id := f"{kind}:{name}") in _table().about else None


def has_units(country: str) -> bool:
    """Whether a country's units are known; its code is then the id of all of them together."""
    return country in _table().members


def provenance() -> dict[str, Any]:
    """Where the shapes of units are from and how they were thinned."""
    return dict(_table().provenance)


@cache
def _table() -> _Table:
    path = files("vedette.geo") / "data" / "units.npz"
    with np.load(str(path), allow_pickle=False) as packed:
        ids, countries, names, groups, geonameids = (
            packed[key].tolist() for key in ("id", "country", "name", "group", "geonameid")
        )
        rings, source = _rings(ids, packed), json.loads(str(packed["provenance"]))
    about = dict(zip(ids, zip(names, countries, strict=True), strict=True))
    members: dict[str, list[str]] = defaultdict(list)
    for one, country, group in zip(ids, countries, groups, strict=True):
        if group and country:
            members[f"{country}:{group}"].append(one)
    by_name = {(country, fold(name)): one for one, (name, country) in reversed(about.items()) if country}
    groups_found = list(members)
    for one, country in zip(ids, countries, strict=True):
        if country:
            members[country].append(one)
            about[country] = (country_names().get(country, country), country)
    for group in groups_found:
        country, name = group.split(":", 1)
        about[group] = (name, country)
        by_name[country, fold(name)] = group
    waters, regions = _waters(), _regions()
    about |= {f"water:{name}": (name, "") for name in waters}
    for name, (country, parts) in regions.items():
        about[f"region:{name}"] = (name, country)
        members[f"region:{name}"] = [one for part in parts for one in members.get(part, [part])]
    rings |= {f"water:{name}": parts for name, parts in waters.items()}
    return _Table(
        rings={one: tuple(parts) for one, parts in rings.items()},
        about=about,
        members={group: tuple(parts) for group, parts in members.items()},
        by_geonameid={gid: one for gid, one in zip(reversed(geonameids), reversed(ids), strict=True) if gid},
        by_name=by_name,
        provenance=source,
    )


def _waters() -> dict[str, list[NDArray[np.float64]]]:
    """Name of a sea → its rings."""
    with np.load(str(files("vedette.geo") / "data" / "waters.npz"), allow_pickle=False) as packed:
        return _rings(packed["name"].tolist(), packed)


def _regions() -> dict[str, tuple[str, list[str]]]:
    """Name of a region → its country ("" for several) and the units that make it up."""
    rows = load_table("places_regions")["region"]
    return {row["name"]: (row.get("country", ""), row["units"]) for row in rows if "units" in row}


def _rings(ids: list[str], packed: Any) -> dict[str, list[NDArray[np.float64]]]:
    """Id → the rings of a packed file that it owns, rows of latitude and longitude."""
    steps, grid = packed["steps"], float(packed["grid_degrees"])
    rings: dict[str, list[NDArray[np.float64]]] = {one: [] for one in ids}
    at = 0
    for n, who in zip(packed["n_points"].tolist(), packed["owner"].tolist(), strict=True):
        lon, lat = np.cumsum(steps[:, at : at + n], axis=1, dtype=np.int64) * grid
        rings[ids[who]].append(np.column_stack([lat, lon]))
        at += n
    return rings
