"""The outlines of places with shapes, to be drawn: what holds the true place with probability .95."""

from functools import lru_cache

import numpy as np
from pyproj import Geod

from vedette.geo.contour import contour_rings
from vedette.geo.outlines import country_rings
from vedette.geo.units import get_unit
from vedette.geo.wgs84 import Floats
from vedette.geo.zone_outline import zone_outline
from vedette.geo.zones import zone_checker
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape
from vedette.model.zone import Point, Zone

#: Corners of a drawn arc, and steps of the grid on which border land is drawn.
_ARC, _STEPS = 48, 140
#: Kilometres of a degree of latitude.
_KM_PER_DEGREE = 111.2

_GEOD = Geod(ellps="WGS84")


@lru_cache(maxsize=1024)
def shape_outline(shape: PlaceShape) -> tuple[tuple[Point, ...], ...]:
    """Closed rings of `(lat, lon)` around the shape; fill them even-odd.

    Raises:
        GeometryError: The shape names no known unit or border.
    """
    if isinstance(shape, UnitShape):
        rings = country_rings(shape.unit) if len(shape.unit) == 2 else get_unit(shape.unit).outline()
    elif isinstance(shape, SectorShape):
        rings = _sector(shape)
    elif isinstance(shape, CorridorShape):
        rings = zone_outline(Zone("way", "way", "line", 0.0, shape.width_km, points=shape.points))
    else:
        rings = _border(shape)
    return tuple(tuple(ring) for ring in rings)


def _sector(shape: SectorShape) -> list[list[Point]]:
    if shape.bearing is None or shape.spread_deg >= 180:
        around = np.linspace(0, 360, 2 * _ARC + 1)
        return [_arc(shape, around, shape.high_km), _arc(shape, around[::-1], shape.low_km)]
    azimuth = np.linspace(shape.bearing - shape.spread_deg, shape.bearing + shape.spread_deg, _ARC)
    ring = [*_arc(shape, azimuth, shape.high_km), *_arc(shape, azimuth[::-1], shape.low_km)]
    return [[*ring, ring[0]]]


def _arc(shape: SectorShape, azimuth: Floats, km: float) -> list[Point]:
    n = len(azimuth)
    lon, lat, _ = _GEOD.fwd(np.full(n, shape.lon), np.full(n, shape.lat), azimuth, np.full(n, km * 1000))
    return [(y, x) for y, x in np.column_stack([lat, lon]).round(5).tolist()]


def _border(shape: BorderShape) -> list[list[Point]]:
    zone = Zone("band", "band", "border", 0.0, shape.depth_km, shape.border, shape.side, line_accuracy_km=0.0)
    if shape.unit is None and shape.near is None:
        return zone_outline(zone)
    checker = zone_checker(zone)
    low, high = _box(shape, np.concatenate(checker.lines))
    lat, lon = (np.linspace(low[axis], high[axis], _STEPS) for axis in (0, 1))
    at_lat, at_lon = (each.ravel() for each in np.meshgrid(lat, lon, indexing="ij"))
    field = checker.depth(at_lat, at_lon)
    if shape.near is not None:
        n = len(at_lat)
        metres = _GEOD.inv(at_lon, at_lat, np.full(n, shape.near[1]), np.full(n, shape.near[0]))[2]
        field = np.minimum(field, shape.near[2] - np.asarray(metres) / 1000)
    if shape.unit is not None:
        field = np.where(get_unit(shape.unit).holds(at_lat, at_lon), field, np.minimum(field, -1e-3))
    rings = contour_rings(field.reshape(_STEPS, _STEPS), lat, lon)
    return [[(y, x) for y, x in ring.round(5).tolist()] for ring in rings]


def _box(shape: BorderShape, line: Floats) -> tuple[Floats, Floats]:
    """Least and greatest latitude and longitude that can hold the shape."""
    reach = np.array([1.0, 1.0 / max(np.cos(np.radians(np.abs(line[:, 0]).max())), 0.05)]) / _KM_PER_DEGREE
    low, high = line.min(axis=0) - shape.depth_km * reach, line.max(axis=0) + shape.depth_km * reach
    if shape.near is not None:
        middle = np.array(shape.near[:2])
        low, high = (
            np.maximum(low, middle - shape.near[2] * 1.05 * reach),
            np.minimum(high, middle + shape.near[2] * 1.05 * reach),
        )
    if shape.unit is not None:
        corners = np.vstack(get_unit(shape.unit).rings)
        low, high = np.maximum(low, corners.min(axis=0)), np.minimum(high, corners.max(axis=0))
    return low, np.maximum(high, low + 1e-6)
