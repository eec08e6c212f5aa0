"""Brute force: distances by Karney's solution to every place of a line, and chances by drawing places."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from vedette.geo.zones import ZoneChecker

GEOD = Geod(ellps="WGS84")
Floats = NDArray[np.float64]


def geodesic_distance_km(lines: list[Floats], lat: Floats, lon: Floats) -> Floats:
    """Distance of each point to lines of `(lat, lon)` rows: the nearest of many places of each edge, closed in on."""
    edges = np.concatenate([np.hstack([line[:-1], line[1:]]) for line in lines])
    azimuth, _, metres = GEOD.inv(edges[:, 1], edges[:, 0], edges[:, 3], edges[:, 2])
    found = np.empty(lat.shape)
    for nth, (y, x) in enumerate(zip(lat, lon, strict=True)):
        low, high = np.zeros(len(edges)), np.ones(len(edges))
        for _ in range(6):
            shares = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, 11)
            d = _to_places(edges, azimuth, metres, shares, y, x)
            best = d.argmin(axis=1)
            step = (high - low) / 10
            middle = shares[np.arange(len(edges)), best]
            low, high = np.maximum(middle - step, 0), np.minimum(middle + step, 1)
        found[nth] = d.min() / 1000
    return found


def _to_places(edges: Floats, azimuth: Floats, metres: Floats, shares: Floats, lat: float, lon: float) -> Floats:
    n = shares.shape[1]
    start_lat, start_lon, azimuth = (np.repeat(each, n) for each in (edges[:, 0], edges[:, 1], azimuth))
    x, y, _ = GEOD.fwd(start_lon, start_lat, azimuth, (metres[:, None] * shares).ravel())
    _, _, d = GEOD.inv(np.full(x.shape, lon), np.full(x.shape, lat), x, y)
    return np.asarray(d).reshape(shares.shape)


def around(rng: np.random.Generator, vertices: Floats, km: float, n: int) -> tuple[Floats, Floats]:
    """Random places within some km of random vertices."""
    chosen = vertices[rng.integers(len(vertices), size=n)]
    far = km * 1000 * np.sqrt(rng.uniform(0, 1, n))
    lon, lat, _ = GEOD.fwd(chosen[:, 1], chosen[:, 0], rng.uniform(0, 360, n), far)
    return np.asarray(lat), np.asarray(lon)


def drawn_chance(checker: ZoneChecker, lat: float, lon: float, radius_km: float, n: int = 40_000) -> float:
    """Share of places drawn around a reported one that lie in a zone whose line is exact."""
    rng = np.random.default_rng(11)
    east, north = rng.normal(0, radius_km / 2.4477468, (2, n))
    x, y, _ = GEOD.fwd(
        np.full(n, lon), np.full(n, lat), np.degrees(np.arctan2(east, north)), np.hypot(east, north) * 1000
    )
    _, p, _ = checker.check(np.asarray(y), np.asarray(x), 0.0)
    return float(p.mean())
