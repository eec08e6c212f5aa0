"""Where an imprecisely told place may be: samples with shares, each blurred a little, from the place's shape.

A unit is covered with about 1,500 equal cells; half of its share lies evenly on its land, half on its towns by the
square root of their people (`docs/decisions/0012-places-as-shapes.md` says why). A border's land is covered alike,
thinning out with the distance from the line. A sector is covered along distance and direction, a corridor along its
way.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from scipy.special import ndtri

from vedette.errors import GeometryError
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import radius_of
from vedette.geo.imprecision import CIRCLE_95, HALF_WIDTH_95
from vedette.geo.outlines import ring_contains
from vedette.geo.units import UNIT_ACCURACY_KM, Unit, get_unit
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import zone_checker
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape
from vedette.model.zone import Zone

#: Share of a unit's events that follow its towns, and the power of their people by which they do. Fitted on events of
#: UCDP GED in half of the countries and held against the other half (decision 0012).
TOWN_SHARE, TOWN_POWER = 0.5, 0.5
#: Towns whose people are not known count as the gazetteer's smallest.
_FEWEST_PEOPLE = 500
#: Cells that cover a shape, and points along each side of one by which its land is measured.
_N_CELLS, _FINE = 1500, 2
#: Cells that cover a border's land, and the largest towns of a unit that are samples of their own.
_N_BORDER_CELLS, _MOST_TOWNS = 600, 400
#: Kilometres of a degree of latitude.
_KM_PER_DEGREE = 111.2
#: Steps across the distance of a sector, its direction when told, and all around.
_N_DISTANCE, _N_BEARING, _N_AROUND = 16, 25, 36
#: Fewest and most samples along a corridor.
_N_WAY = (12, 200)
#: Sigmas up to which the tails of a sector are covered.
_TAIL = 2.6
#: A border's land thins out as exp(-3 distance / depth): .95 lies within the depth; beyond this many depths none.
_DECAY, _MOST_DEPTHS = 3.0, 1.5

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False)
class Spread:
    """Samples of where a place may be."""

    #: Degrees.
    lat: Floats
    lon: Floats
    #: Of the probability; they add up to 1.
    share: Floats
    #: Km: the circle around each that holds what it stands for with probability .95.
    radius_km: Floats


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells of about a square, by their land."""

    lat: Floats
    lon: Floats
    #: Land of each, in fine points weighted with the cosine of their latitude.
    land: Floats
    side_km: float
    #: Which cell a fine point `(row, column)` lies in, as one number, rising.
    key: NDArray[np.int64]
    km_per_degree_east: float

    def find(self, lat: Floats, lon: Floats) -> NDArray[np.int64]:
        """The number of the cell of each place, -1 where there is none."""
        key = _key(lat, lon, self.side_km, self.km_per_degree_east)
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[at] == key, at, -1)

    def spread(self, share: Floats, accuracy_km: float) -> Spread:
        """The cells as samples, those without a share left out."""
        kept = share > 0
        if not kept.any():
            raise GeometryError("the place has no land: its shape holds nothing")
        sigma = np.hypot(self.side_km / np.sqrt(12), accuracy_km / HALF_WIDTH_95)
        lat, lon, share = self.lat[kept], self.lon[kept], share[kept] / share.sum()
        return Spread(lat, lon, share, np.full(lat.shape, CIRCLE_95 * sigma))


@lru_cache(maxsize=4096)
def spread_of(shape: PlaceShape) -> Spread:
    """Where the place of a shape may be, the same samples when asked again.

    Raises:
        GeometryError: An unknown unit or border, or a shape that holds nothing.
    """
    if isinstance(shape, UnitShape):
        return _unit_spread(get_unit(shape.unit))
    if isinstance(shape, SectorShape):
        return _sector_spread(shape)
    if isinstance(shape, CorridorShape):
        return _corridor_spread(shape)
    return _border_spread(shape)


def density_over_land(unit_id: str, lat: Floats, lon: Floats, town_share: float, town_power: float) -> Floats:
    """How many times as likely as on even land the unit's share is in the cell of each place; 0 where there is none.

    Args:
        unit_id: Of the unit.
        lat: Degrees.
        lon: Degrees.
        town_share: Share that follows the towns.
        town_power: The power of their people by which it does.
    """
    unit = get_unit(unit_id)
    cells = _unit_cells(unit)
    even = cells.land / cells.land.sum()
    town_lat, town_lon, people = _towns_in(unit, cells)
    share = even
    if len(people):
        by_town = np.bincount(cells.find(town_lat, town_lon), people**town_power, minlength=len(even))
        share = (1 - town_share) * even + town_share * by_town / by_town.sum()
    at = cells.find(lat, lon)
    return np.asarray(np.where(at >= 0, (share / even)[at], 0.0))


def _unit_spread(unit: Unit) -> Spread:
    cells = _unit_cells(unit)
    land = cells.spread(cells.land / cells.land.sum(), UNIT_ACCURACY_KM)
    lat, lon, people = _towns_in(unit, cells)
    if not len(people):
        return land
    share = people**TOWN_POWER
    # The many small ones stand in their cells.
    large = np.argsort(-share)[:_MOST_TOWNS]
    small = np.setdiff1d(np.arange(len(share)), large)
    by_cell = np.bincount(cells.find(lat[small], lon[small]), share[small], minlength=len(land.share))
    radius = np.array([radius_of("town", int(one)) for one in people[large]])
    return Spread(
        np.concatenate([land.lat, lat[large]]),
        np.concatenate([land.lon, lon[large]]),
        np.concatenate(
            [
                (1 - TOWN_SHARE) * land.share + TOWN_SHARE * by_cell / share.sum(),
                TOWN_SHARE * share[large] / share.sum(),
            ]
        ),
        np.concatenate([land.radius_km, radius]),
    )


def _towns_in(unit: Unit, cells: _Cells) -> tuple[Floats, Floats, Floats]:
    """Latitude, longitude and people of a unit's towns."""
    lat, lon, people, names = _towns_of(unit.country)
    # By the shape, or by the gazetteer's own word: a port may lie a little off a thinned coast.
    own = np.ones(len(lat), bool) if unit.id == unit.country else unit.holds(lat, lon) | (names == unit.name)
    own &= cells.find(lat, lon) >= 0
    return lat[own], lon[own], np.maximum(people[own], _FEWEST_PEOPLE)


def _unit_cells(unit: Unit) -> _Cells:
    rings = unit.rings
    square_metres = sum(_GEOD.polygon_area_perimeter(ring[:, 1], ring[:, 0])[0] for ring in rings)
    side = float(np.sqrt(max(abs(square_metres) / 1e6, 1.0) / _N_CELLS))
    middle = float(np.vstack([rings[0].min(axis=0), rings[0].max(axis=0)]).mean(axis=0)[0])
    east = _KM_PER_DEGREE * max(np.cos(np.radians(middle)), 0.01)
    # Each ring has its own box, since islands may lie far off; holes and parts count by the even-odd rule.
    points = []
    for ring in rings:
        lat, lon = _lattice(ring.min(axis=0), ring.max(axis=0), side / _FINE, east)
        points.append(np.column_stack([lat, lon])[ring_contains(ring, lat, lon)])
    distinct, times = np.unique(np.vstack(points), axis=0, return_counts=True)
    inside = distinct[times % 2 == 1]
    if not len(inside):
        inside = max(rings, key=len).mean(axis=0, keepdims=True)
    return _cells(inside[:, 0], inside[:, 1], side, east)


def _lattice(low: Floats, high: Floats, step_km: float, east: float) -> tuple[Floats, Floats]:
    """Points of the one lattice of all boxes, row by row."""
    axes = []
    for axis, scale in ((0, _KM_PER_DEGREE), (1, east)):
        first, last = np.floor(low[axis] * scale / step_km), np.ceil(high[axis] * scale / step_km)
        axes.append((np.arange(first, last) + 0.5) * step_km / scale)
    lat, lon = np.meshgrid(*axes, indexing="ij")
    return lat.ravel(), lon.ravel()


def _key(lat: Floats, lon: Floats, side_km: float, east: float) -> NDArray[np.int64]:
    row, column = np.floor(lat * _KM_PER_DEGREE / side_km), np.floor(lon * east / side_km)
    return np.asarray(row * 10_000_000 + column, np.int64)


def _cells(lat: Floats, lon: Floats, side_km: float, east: float, weight: Floats | None = None) -> _Cells:
    key, cell = np.unique(_key(lat, lon, side_km, east), return_inverse=True)
    land = np.cos(np.radians(lat)) * (1.0 if weight is None else weight)
    total = np.bincount(cell, land).astype(float)
    middle = [np.bincount(cell, land * each) / np.maximum(total, 1e-300) for each in (lat, lon)]
    return _Cells(middle[0], middle[1], total, side_km, key, east)


@lru_cache(maxsize=32)
def _towns_of(country: str) -> tuple[Floats, Floats, Floats, NDArray[np.str_]]:
    """Latitude, longitude, people and unit of a country's towns, always from the gazetteer that ships."""
    sql = """SELECT e.lat, e.lon, e.population, coalesce(u.name, '') FROM entry e LEFT JOIN unit u ON u.id = e.admin1
      WHERE e.kind = 'town' AND e.country = ?"""
    rows = Gazetteer.open_shipped().rows(sql, (country,))
    numbers = np.array([row[:3] for row in rows], float).reshape(-1, 3)
    return numbers[:, 0], numbers[:, 1], numbers[:, 2], np.array([row[3] for row in rows], str)


def _border_spread(shape: BorderShape) -> Spread:
    reach = shape.depth_km * _MOST_DEPTHS
    checker = zone_checker(Zone("band", "band", "border", 0.0, reach, shape.border, shape.side, line_accuracy_km=0.0))
    line = np.concatenate(checker.lines)
    if shape.near is not None:
        line = line[_km_from(line[:, 0], line[:, 1], shape.near) <= shape.near[2] + reach]
    unit = get_unit(shape.unit) if shape.unit else None
    if unit is not None:
        corners = np.vstack(unit.rings)
        beyond = reach / _KM_PER_DEGREE
        low, high = corners.min(axis=0) - beyond, corners.max(axis=0) + beyond
        line = line[((line >= low) & (line <= high)).all(axis=1)]
    if not len(line):
        raise GeometryError(f"no stretch of the border {'–'.join(shape.border)} is where the place is said to be")
    length = np.hypot(np.ptp(line[:, 0]), np.ptp(line[:, 1])) * _KM_PER_DEGREE * 1.5 + 2 * reach
    side = float(np.sqrt(length * reach * (1 if shape.side else 2) / _N_BORDER_CELLS))
    cosine = max(float(np.cos(np.radians(np.abs(line[:, 0]).max()))), 0.05)
    east = _KM_PER_DEGREE * max(float(np.cos(np.radians(line[:, 0].mean()))), 0.05)
    margin = np.array([reach / _KM_PER_DEGREE, reach / _KM_PER_DEGREE / cosine])
    lat, lon = _lattice(line.min(axis=0) - margin, line.max(axis=0) + margin, side / 2, east)
    within = (checker.depth(lat, lon) > 0) & (np.abs(lat) < 90)
    if unit is not None:
        within[within] = unit.holds(lat[within], lon[within])
    if shape.near is not None:
        within &= _km_from(lat, lon, shape.near) <= shape.near[2]
    lat, lon = lat[within], lon[within]
    weight = np.exp(-_DECAY * checker.distance(lat, lon) / shape.depth_km)
    cells = _cells(lat, lon, side, east, weight)
    return cells.spread(cells.land / max(cells.land.sum(), 1e-300), 0.0)


def _km_from(lat: Floats, lon: Floats, near: tuple[float, float, float]) -> Floats:
    n = len(lat)
    return np.asarray(_GEOD.inv(lon, lat, np.full(n, near[1]), np.full(n, near[0]))[2]) / 1000


def _sector_spread(shape: SectorShape) -> Spread:
    low, high = max(shape.low_km, 0.01), max(shape.high_km, 0.02)
    middle, sigma = np.log(low * high) / 2, np.log(high / low) / (2 * HALF_WIDTH_95)
    edges, means = _equal_parts(_N_DISTANCE)
    km, deep = np.exp(middle + sigma * means), np.diff(np.exp(middle + sigma * edges))
    if shape.bearing is None:
        bearing = np.arange(_N_AROUND) * 360.0 / _N_AROUND
        wide = np.full(_N_AROUND, 360.0 / _N_AROUND)
    else:
        edges, means = _equal_parts(_N_BEARING)
        bearing, wide = (
            shape.bearing + means * shape.spread_deg / HALF_WIDTH_95,
            np.diff(edges) * shape.spread_deg / HALF_WIDTH_95,
        )
    r, azimuth = (each.ravel() for each in np.meshgrid(km, bearing, indexing="ij"))
    dr, dazimuth = (each.ravel() for each in np.meshgrid(deep, wide, indexing="ij"))
    n = len(r)
    lon, lat, _ = _GEOD.fwd(np.full(n, shape.lon), np.full(n, shape.lat), azimuth, r * 1000)
    # A cell that is no square is blurred as one of the same mean variance.
    variance = (dr**2 + (r * np.radians(dazimuth)) ** 2) / 24 + (shape.radius_km / CIRCLE_95) ** 2
    return Spread(np.asarray(lat), np.asarray(lon), np.full(n, 1 / n), CIRCLE_95 * np.sqrt(variance))


def _equal_parts(n: int) -> tuple[Floats, Floats]:
    """Edges of `n` parts of a standard normal distribution with the same probability, tails cut, and their means."""
    edges = np.clip(ndtri(np.arange(n + 1) / n), -_TAIL, _TAIL)
    density = np.exp(-(edges**2) / 2) / np.sqrt(2 * np.pi)
    density[[0, -1]] = 0.0
    return np.asarray(edges), np.asarray(-np.diff(density) * n)


def _corridor_spread(shape: CorridorShape) -> Spread:
    points = np.array(shape.points, float)
    if len(points) < 2:
        raise GeometryError("a way needs two places")
    azimuth, _, metres = _GEOD.inv(points[:-1, 1], points[:-1, 0], points[1:, 1], points[1:, 0])
    begun = np.concatenate([[0.0], np.cumsum(metres)])
    sigma = max(shape.width_km, 0.1) / HALF_WIDTH_95
    n = int(np.clip(np.ceil(begun[-1] / 1000 / sigma), *_N_WAY))
    along = (np.arange(n) + 0.5) / n * begun[-1]
    leg = np.clip(np.searchsorted(begun, along, side="right") - 1, 0, len(points) - 2)
    lon, lat, _ = _GEOD.fwd(points[leg, 1], points[leg, 0], np.asarray(azimuth)[leg], along - begun[leg])
    radius = CIRCLE_95 * np.hypot(sigma, begun[-1] / 1000 / n / np.sqrt(12))
    return Spread(np.asarray(lat), np.asarray(lon), np.full(n, 1 / n), np.full(n, radius))
