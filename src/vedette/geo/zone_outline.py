"""The shape of a zone, to be drawn: contours of the very field that events are held against."""

import numpy as np
from pyproj import Geod

from vedette.geo.contour import contour_rings
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import ZoneChecker, zone_checker
from vedette.model.zone import Point, Zone

#: Steps of the grid across the zone's reach, and along its box at most.
_STEPS_ACROSS, _MOST_STEPS = 16, 400
#: Corners of a drawn circle.
_CIRCLE_CORNERS = 96
#: Kilometres of a degree of latitude, at the least.
_KM_PER_DEGREE = 110.5

_GEOD = Geod(ellps="WGS84")


def zone_outline(zone: Zone) -> list[list[Point]]:
    """Closed rings of `(lat, lon)` around the zone, good to about a twentieth of its reach; fill them even-odd.

    Longitudes run on over the antimeridian: they may lie beyond ±180.

    Raises:
        GeometryError: The zone is no zone.
    """
    checker = zone_checker(zone)
    if zone.kind == "point":
        return [_circle(zone.points[0], km) for km in (zone.outer_km, zone.inner_km) if km > 0]
    if zone.kind == "area" and zone.outer_km == 0:
        return [list(ring) for polygon in zone.rings for ring in polygon]
    if zone.outer_km <= zone.inner_km:
        return []
    lat, lon = _grid(checker)
    field = checker.depth(*(each.ravel() for each in np.meshgrid(lat, lon, indexing="ij"))).reshape(len(lat), len(lon))
    rings = contour_rings(field, lat, lon)
    return [[(y, x) for y, x in ring.round(5).tolist()] for ring in rings]


def border_lines(zone: Zone) -> list[list[Point]]:
    """The line that a zone is measured from (a border's stretches, a route, an area's edge), to be drawn."""
    return [[(lat, lon) for lat, lon in line.tolist()] for line in zone_checker(zone).lines]


def _circle(centre: Point, km: float) -> list[Point]:
    azimuth = np.linspace(0, 360, _CIRCLE_CORNERS + 1)
    lat, lon = np.full(azimuth.shape, centre[0]), np.full(azimuth.shape, centre[1])
    lon, lat, _ = _GEOD.fwd(lon, lat, azimuth, np.full(azimuth.shape, km * 1000))
    lon = _running_on(np.asarray(lon), centre[1])
    return [(y, x) for y, x in np.column_stack([lat, lon]).round(5).tolist()]


def _grid(checker: ZoneChecker) -> tuple[Floats, Floats]:
    """Latitudes and longitudes that cover the zone."""
    vertices = np.concatenate(checker.lines)
    reach = checker.zone.outer_km * 1.02 + 0.01
    south, north = vertices[:, 0].min() - reach / _KM_PER_DEGREE, vertices[:, 0].max() + reach / _KM_PER_DEGREE
    south, north = max(south, -90.0), min(north, 90.0)
    narrow = np.cos(np.radians(max(abs(south), abs(north))))
    reach_lon = min(reach / _KM_PER_DEGREE / max(narrow, 1e-6), 180.0)
    lon = _running_on(vertices[:, 1], float(vertices[0, 1]))
    west, east = lon.min() - reach_lon, lon.max() + reach_lon
    if east - west >= 360:
        west, east = -180.0, 180.0
    step = checker.zone.outer_km / _STEPS_ACROSS / _KM_PER_DEGREE
    n_lat, n_lon = (
        int(np.clip(np.ceil(span / step), 16, _MOST_STEPS)) for span in (north - south, (east - west) * narrow)
    )
    return np.linspace(south, north, n_lat + 1), np.linspace(west, east, n_lon + 1)


def _running_on(lon: Floats, near: float) -> Floats:
    """Longitudes in the turn that lies nearest to one of them."""
    return np.asarray(near + (lon - near + 180) % 360 - 180)
