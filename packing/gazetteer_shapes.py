"""Measures shapes: centre, radius and which one holds a point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Degrees to radians, and the Earth's mean radius in kilometres.
_RADIANS, _EARTH_KM = np.pi / 180, 6371.0088
#: Points a side of the grid laid over a shape: enough to have its .95 radius within a few per cent.
_GRID = 28


@dataclass(frozen=True)
class Extent:
    """Where a shape's middle is and how far it reaches."""

    lat: float
    lon: float
    #: Kilometres: the circle around the middle that holds 95 % of the area.
    radius_km: float


class Shape:
    """A polygon or several, by their rings (holes count by the even-odd rule)."""

    def __init__(self, rings: list[Floats]) -> None:
        self.rings = rings
        corners = np.concatenate(rings)
        self.low, self.high = corners.min(axis=0), corners.max(axis=0)

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Which of the points (lon, lat in rows) lie within."""
        inside = np.zeros(len(points), dtype=bool)
        near = np.flatnonzero(((points >= self.low) & (points <= self.high)).all(axis=1))
        if len(near):
            x, y = points[near, 0], points[near, 1]
            odd = np.zeros(len(near), dtype=bool)
            for ring in self.rings:
                odd ^= _crossings_are_odd(ring, x, y)
            inside[near] = odd
        return inside

    def extent(self) -> Extent:
        """The middle (pulled to the shape's largest body) and the .95 radius."""
        points = self._points_inside()
        weights = np.cos(points[:, 1] * _RADIANS)
        middle = _from_unit((_unit(points) * weights[:, None]).sum(axis=0))
        away = distance_km(middle, points)
        order = np.argsort(away)
        share = np.cumsum(weights[order]) / weights.sum()
        radius = float(away[order][min(int(np.searchsorted(share, 0.95)), len(order) - 1)])
        return Extent(round(float(middle[1]), 4), round(float(middle[0]), 4), round(max(radius, 1.0), 1))

    def _points_inside(self) -> Floats:
        grids = [np.linspace(self.low[axis], self.high[axis], _GRID * 2 + 1)[1::2] for axis in (0, 1)]
        points = np.stack(np.meshgrid(*grids), axis=-1).reshape(-1, 2)
        inside = points[self.holds(points)]
        return inside if len(inside) >= 4 else np.concatenate(self.rings)


def shape_of(geometry: dict[str, Any]) -> Shape:
    """The shape of a GeoJSON polygon or multipolygon."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return Shape([np.asarray(ring, dtype=float)[:, :2] for part in parts for ring in part])


def distance_km(point: Floats, points: Floats) -> Floats:
    """Great circle distances (sphere) from one point to others, lon and lat in degrees."""
    lon, lat = point[..., 0] * _RADIANS, point[..., 1] * _RADIANS
    lons, lats = points[:, 0] * _RADIANS, points[:, 1] * _RADIANS
    h = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def _crossings_are_odd(ring: Floats, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Even-odd rule: whether a ray to the east crosses the ring an odd number of times."""
    x0, y0 = ring[:-1, 0], ring[:-1, 1]
    x1, y1 = ring[1:, 0], ring[1:, 1]
    odd = np.zeros(len(x), dtype=bool)
    step = max(1, 2_000_000 // max(len(x0), 1))
    for start in range(0, len(x), step):
        px, py = x[start : start + step, None], y[start : start + step, None]
        spans = (y0 > py) != (y1 > py)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x0 + (py - y0) * (x1 - x0) / (y1 - y0)
        odd[start : start + step] = (spans & (px < at)).sum(axis=1) % 2 == 1
    return odd


def _unit(points: Floats) -> Floats:
    lon, lat = points[:, 0] * _RADIANS, points[:, 1] * _RADIANS
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _from_unit(vector: Floats) -> Floats:
    x, y, z = vector
    return np.array([np.arctan2(y, x) / _RADIANS, np.arctan2(z, np.hypot(x, y)) / _RADIANS])
