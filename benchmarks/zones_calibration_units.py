"""Events known exactly, with the first-level unit that a report would have named: the unit's shape against its disc."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from vedette.geo.countries import find_country
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.shape_chance import chance_of_shape
from vedette.geo.spread import density_over_land
from vedette.geo.unit_names import unit_entry
from vedette.geo.units import get_unit
from vedette.geo.zone_set import ZoneSet
from vedette.geo.zones import zone_checker
from vedette.model.place_shape import UnitShape
from vedette.model.zone import Zone

Floats = NDArray[np.float64]

#: Shares of towns and powers of their people that are tried.
SHARES, POWERS = (0.0, 0.25, 0.5, 0.75), (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class UnitPlaces:
    """The distinct exact places that are said to lie in one unit."""

    unit: str
    entry: Entry
    lat: Floats
    lon: Floats
    #: Events at each place.
    n_events: Floats


@dataclass(frozen=True)
class Pairs:
    """Places and zones in doubt: what was said of them, and what held."""

    #: Chance by the shape, by the disc, and whether the middle lies inside.
    shape: Floats
    disc: Floats
    middle: Floats
    truth: Floats
    n_events: Floats
    country: NDArray[np.str_]


def read_unit_places(files: list[Path]) -> tuple[list[UnitPlaces], int]:
    """The places by the unit that they are said to lie in, and how many name one that the gazetteer has not."""
    counts: Counter[tuple[str, str, float, float]] = Counter()
    for path in files:
        counts.update(_exact_places(path))
    by_unit: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    entries: dict[str, Entry] = {}
    n_unknown = 0
    for (country, name, lat, lon), n in sorted(counts.items()):
        found = unit_entry(country, name)
        if found is None:
            n_unknown += 1
            continue
        unit, entry = found
        by_unit[unit].append((lat, lon, n))
        entries[unit] = entry
    return [UnitPlaces(unit, entries[unit], *np.array(rows, float).T) for unit, rows in by_unit.items()], n_unknown


def _exact_places(path: Path) -> Iterator[tuple[str, str, float, float]]:
    for row in pq.read_table(path, columns=["where_prec", "latitude", "longitude", "adm_1", "country"]).to_pylist():
        country = find_country(str(row["country"]).split(" (")[0])
        if row["where_prec"] == 1 and row["adm_1"] and country:
            yield country, row["adm_1"], row["latitude"], row["longitude"]


def share_within(places: list[UnitPlaces]) -> float:
    """How many of the places lie in the shape of the unit that they are said to lie in."""
    held = [get_unit(one.unit).holds(one.lat, one.lon) for one in places]
    return float(np.concatenate(held).mean())


def hold_against(places: list[UnitPlaces], zones: list[Zone], in_doubt: float) -> Pairs:
    """What shape, disc and middle say of each place and zone whose edge lies within so many radii of the middle."""
    lat, lon, radius = (np.array([getattr(one.entry, key) for one in places]) for key in ("lat", "lon", "radius_km"))
    rows: dict[str, list[NDArray[Any]]] = defaultdict(list)
    found = ZoneSet(zones).check(lat, lon, radius)
    for nth, zone in enumerate(zones):
        some = found.zone == nth
        doubt = some & (np.abs(found.distance_km - zone.outer_km) < in_doubt * radius[found.point])
        for at in np.flatnonzero(doubt):
            one = places[found.point[at]]
            n = len(one.lat)
            shape = chance_of_shape(zone_checker(zone), UnitShape(one.unit))[1]
            rows["shape"].append(np.full(n, shape))
            rows["disc"].append(np.full(n, found.p_inside[at]))
            rows["middle"].append(np.full(n, float(found.distance_km[at] <= zone.outer_km)))
            rows["truth"].append(zone_checker(zone).check(one.lat, one.lon)[1])
            rows["n_events"].append(one.n_events)
            rows["country"].append(np.full(n, one.entry.country))
    return Pairs(**{key: np.concatenate(parts) for key, parts in rows.items()})


def density_gains(
    places: list[UnitPlaces], fitted_on: frozenset[str]
) -> dict[tuple[float, float], tuple[float, float]]:
    """By share of towns and power of people: mean log density of an event over that of even land, fitted and held out.

    Places and events weigh alike: the mean of both means.
    """
    gains = {}
    for share in SHARES:
        for power in POWERS if share else (0.0,):
            logs, weights, fitted = [], [], []
            for one in places:
                density = density_over_land(one.unit, one.lat, one.lon, share, power)
                known = density > 0
                logs.append(np.log(density[known]))
                weights.append(one.n_events[known])
                fitted.append(np.full(known.sum(), one.entry.country in fitted_on))
            log, n, there = (np.concatenate(each) for each in (logs, weights, fitted))
            pair = tuple(
                float((log[part].mean() + np.average(log[part], weights=n[part])) / 2) for part in (there, ~there)
            )
            gains[share, power] = (pair[0], pair[1])
    return gains
