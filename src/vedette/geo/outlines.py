"""Outlines of countries: to draw maps, and to tell in which country a place lies."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.geo import fast
from vedette.geo.wgs84 import Floats
from vedette.model.zone import Point

#: How far a thinned outline lies from Natural Earth's own, at most, km (0.02 degrees).
OUTLINE_ERROR_KM = 2.2

#: A country on a map: ISO code ("" where it has none), name, and rings of `(lat, lon)`.
Outline = tuple[str, str, list[list[Point]]]


@dataclass(frozen=True)
class _Ring:
    code: str
    name: str
    #: Rows of latitude and longitude, closed.
    points: NDArray[np.float64]
    #: South, west, north, east.
    box: tuple[float, float, float, float]


def outlines_within(lat_min: float, lon_min: float, lat_max: float, lon_max: float) -> list[Outline]:
    """The countries in a box with their rings cut to it and thinned for drawing, by name.

    A box may reach over the antimeridian: `lon_max` is then above 180 (or `lon_min` below -180), and rings come out in
    its turn of longitude.

    Args:
        lat_min: Degrees, as all four.
        lon_min: West.
        lat_max: North.
        lon_max: East.
    """
    box = (lat_min, lon_min, lat_max, lon_max)
    # A thousandth of the box is a pixel of a large map.
    tolerance = max(lat_max - lat_min, lon_max - lon_min) / 1000
    found: dict[tuple[str, str], list[list[Point]]] = {}
    for ring in _rings():
        for turn in (-360.0, 0.0, 360.0):
            if not _overlaps(ring.box, box, turn):
                continue
            cut = _cut_to_box(_thin(ring.points + np.array([0.0, turn]), tolerance), box)
            if len(cut) >= 4:
                found.setdefault((ring.code, ring.name), []).append([(lat, lon) for lat, lon in cut.round(4).tolist()])
    return [(code, name, rings) for (code, name), rings in sorted(found.items(), key=lambda item: item[0][1])]


def country_rings(code: str) -> list[list[Point]]:
    """The rings of a country's outline, none where it has no ISO code."""
    return [[(lat, lon) for lat, lon in ring.points.round(4).tolist()] for ring in _rings() if ring.code == code]


def countries_at(lat: Floats, lon: Floats) -> NDArray[np.str_]:
    """ISO code of the country in which each place lies, "" at sea and where there is none; `OUTLINE_ERROR_KM` off.

    Args:
        lat: Degrees.
        lon: Degrees.
    """
    lon = (lon + 180) % 360 - 180
    codes = np.full(lat.shape, "", "U2")
    inside = np.zeros(lat.shape, bool)
    by_country: dict[tuple[str, str], list[_Ring]] = {}
    bounds = (lat.min(initial=90), lon.min(initial=180), lat.max(initial=-90), lon.max(initial=-180))
    for ring in _rings():
        if _overlaps(ring.box, bounds, 0.0):
            by_country.setdefault((ring.code, ring.name), []).append(ring)
    for (code, _), rings in by_country.items():
        inside[:] = False
        for ring in rings:
            # Holes are rings too: a place within two rings is in none.
            south, west, north, east = ring.box
            near = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
            if near.size:
                inside[near] ^= ring_contains(ring.points, lat[near], lon[near])
        codes[inside] = code
    return codes


@cache
def _rings() -> tuple[_Ring, ...]:
    path = files("vedette.geo") / "data" / "outlines.npz"
    with np.load(str(path), allow_pickle=False) as packed:
        steps, n_points, owner = packed["steps"], packed["n_points"], packed["owner"].tolist()
        codes, names = packed["code"].tolist(), packed["name"].tolist()
        grid = float(packed["grid_degrees"])
    rings, start = [], 0
    for n, who in zip(n_points.tolist(), owner, strict=True):
        lon, lat = np.cumsum(steps[:, start : start + n], axis=1, dtype=np.int64) * grid
        start += n
        box = (float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max()))
        rings.append(_Ring(codes[who], names[who], np.column_stack([lat, lon]), box))
    return tuple(rings)


def _overlaps(one: tuple[float, ...], other: tuple[float, ...], turn: float) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] + turn <= other[3] and one[3] + turn >= other[1]


def ring_contains(ring: NDArray[np.float64], lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """Even-odd rule: whether a line to the east crosses the ring an odd number of times."""
    order = np.argsort(lat)
    sorted_lat, sorted_lon, sorted_odd = lat[order], lon[order], np.zeros(lat.shape, bool)
    lat_a, lat_b = ring[:-1, 0], ring[1:, 0]
    lows = np.searchsorted(sorted_lat, np.minimum(lat_a, lat_b), side="right")
    highs = np.searchsorted(sorted_lat, np.maximum(lat_a, lat_b), side="right")
    compiled = fast.kernels(lat.size)
    if compiled is not None:
        compiled.cross_edges(np.ascontiguousarray(ring), sorted_lat, sorted_lon, lows, highs, sorted_odd)
    else:
        for edge in np.flatnonzero(highs > lows):
            some = slice(lows[edge], highs[edge])
            (y0, x0), (y1, x1) = ring[edge], ring[edge + 1]
            sorted_odd[some] ^= sorted_lon[some] < x0 + (sorted_lat[some] - y0) / (y1 - y0) * (x1 - x0)
    odd = np.empty(lat.shape, bool)
    odd[order] = sorted_odd
    return odd


def _thin(ring: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    """The ring without vertices that lie within the tolerance of the last one kept."""
    cells = np.floor(ring / tolerance)
    keep = np.ones(len(ring), bool)
    keep[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
    return ring[keep]


def _cut_to_box(ring: NDArray[np.float64], box: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """The ring cut to the box, closed; empty if nothing is left. Source: Sutherland and Hodgman 1974."""
    south, west, north, east = box
    for axis, limit, sign in ((0, south, 1.0), (0, north, -1.0), (1, west, 1.0), (1, east, -1.0)):
        beyond = sign * (ring[:, axis] - limit)
        if len(ring) == 0 or (beyond < 0).all():
            return ring[:0]
        if (beyond >= 0).all():
            continue
        ring = _cut_at(ring, beyond)
    return ring if not len(ring) or np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])


def _cut_at(ring: NDArray[np.float64], beyond: Floats) -> NDArray[np.float64]:
    a, b, from_a, from_b = ring[:-1], ring[1:], beyond[:-1], beyond[1:]
    crosses = (from_a >= 0) != (from_b >= 0)
    share = np.where(crosses, from_a / np.where(crosses, from_a - from_b, 1.0), 0.0)
    at_limit = a + share[:, None] * (b - a)
    both: Any = np.stack([at_limit, b], axis=1).reshape(-1, 2)
    kept = both[np.column_stack([crosses, from_b >= 0]).ravel()]
    return np.asarray(np.vstack([kept, kept[:1]]) if len(kept) else kept)
