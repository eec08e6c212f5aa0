"""Many zones at once: which points may lie in which.

For programs, where `vedette.geo.Zone` is for one zone. Nothing of a watch goes by it: `zone check --sites` wants the
one likeliest site of each event, in the memory of the events (`geo/sites.py`), a watch the distances to all its zones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vedette.geo import fast
from vedette.geo.cores import over_parts
from vedette.geo.ellipsoid import to_ecef, to_lat_lon
from vedette.geo.imprecision import CIRCLE_95, HALF_WIDTH_95
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import STATES, ZoneChecker, state_numbers, zone_checker
from vedette.model.zone import Zone

Ints = NDArray[np.int64]

#: Cells of the index, degrees: for a quarter of a degree a bit each stays within a core's second cache, and a quarter
#: fewer pairs are left to be measured than with half a degree.
_CELL = 0.25
_N_LAT, _N_LON = 720, 1440
#: Longest diagonal of half a cell, km.
_HALF_DIAGONAL_KM = 19.8
#: A zone's entry in a cell has a bit for each sixteenth of the cell, row by row: by these a quarter of the pairs fall.
_PER_SIDE, _EVERYWHERE = 4, np.uint16(0xFFFF)
#: Room for rounding in distances from cells' middles.
_ROOM = 1.001
#: Sigmas beyond which a place is taken not to be, as in `imprecision`.
_REACH = 4.5
#: An index is made for each of these reaches beyond the zones, km; farther than the last, any zone may hold the place.
_REACHES = (0.0, 10.0, 50.0, 200.0, 1000.0)
#: Every so many pieces of a line (2 km each) its surroundings are marked.
_EVERY, _EVERY_KM = 5, 10.0


@dataclass(frozen=True)
class Pairs:
    """Points and zones that belong together, one entry each; sorted by neither."""

    point: Ints
    zone: Ints


@dataclass(frozen=True)
class PairChecks:
    """How points stand to the zones that may hold them; a pair that is not there is outside."""

    point: Ints
    zone: Ints
    distance_km: Floats
    p_inside: Floats

    @property
    def state(self) -> NDArray[np.str_]:
        """`inside`, `possibly`, `outside`, `unknown`: made when asked for, since words take as long as the rest."""
        return np.asarray(STATES[state_numbers(self.p_inside)])


@dataclass(frozen=True)
class _Index:
    """Which zones each cell lists."""

    #: A bit for each cell that lists some, the lowest first.
    occupied: NDArray[np.uint8]
    #: Where the list of each cell begins in `listed`, and one more for the end.
    starts: NDArray[np.int32]
    listed: NDArray[np.int32]
    #: For each entry of `listed` the sixteenths of the cell that the zone can reach.
    reached: NDArray[np.uint16]


class ZoneSet:
    """Holds points against many zones through one index.

    The index is a grid of quarter degrees; each cell lists the zones that are no farther from its middle than they
    reach and half the cell's diagonal, so a zone that is not listed holds no point of the cell: distances change by no
    more than one moves. So it is with the sixteenths of a cell. Places are not held against sixteenths but against
    their circle, by the chord, which is never longer than the arc.

    >>> from vedette.geo import Zone
    >>> zones = [Zone.around(33.3, 44.4, km=30), Zone.out_from_border("IR", "IQ", km=40)]
    >>> found = ZoneSet([each.zone for each in zones]).check([33.4, 34.35, 0.0], [44.4, 45.4, 0.0])
    >>> found.point.tolist(), found.zone.tolist(), found.state.tolist()
    ([0, 1], [0, 1], ['inside', 'inside'])
    """

    def __init__(self, zones: Sequence[Zone]) -> None:
        self.zones = tuple(zones)
        self._checkers = [zone_checker(zone) for zone in self.zones]
        self._reach = np.array([_reach_km(zone, checker) for zone, checker in zip(zones, self._checkers, strict=True)])
        self._middles = np.zeros((len(self.zones), 3))
        self._is_place = np.array([zone.kind == "point" for zone in self.zones], bool)
        for nth in np.flatnonzero(self._is_place):
            self._middles[nth] = to_ecef(*self._checkers[nth].lines[0].T.astype(float))[:, 0]
        rules = {checker.rule: nth for nth, checker in enumerate(self._checkers)}
        #: A zone from which the chance of an exact place follows as from this one.
        self._rule = np.array([rules[checker.rule] for checker in self._checkers], np.int64)
        self._indexes: dict[float, _Index] = {}

    def find_pairs(self, lat: ArrayLike, lon: ArrayLike, radius_km: ArrayLike = 0.0) -> Pairs:
        """The points that may lie in zones: every pair with a chance above 0 is there, and few others.

        Args:
            lat: Degrees; NaN where not known: in no pair.
            lon: Degrees.
            radius_km: Radius of the circle that holds the true place with probability .95.
        """
        lat, lon = (np.atleast_1d(np.asarray(each, float)) for each in (lat, lon))
        beyond = np.nan_to_num(np.asarray(radius_km, float)) * (_REACH / CIRCLE_95)
        if not beyond.any():
            return Pairs(*self._pairs(lat, lon, 0.0))
        classes = np.searchsorted(_REACHES, np.broadcast_to(beyond, lat.shape))
        found = []
        for nth in np.unique(classes):
            chosen = np.flatnonzero(classes == nth)
            point, zone = self._pairs(lat[chosen], lon[chosen], _REACHES[nth] if nth < len(_REACHES) else np.inf)
            found.append((chosen[point], zone))
        return Pairs(np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found]))

    def check(self, lat: ArrayLike, lon: ArrayLike, radius_km: ArrayLike = 0.0) -> PairChecks:
        """Distance, chance and state of every pair that `find_pairs` gives, by zone.

        Args:
            lat: Degrees; NaN where not known.
            lon: Degrees.
            radius_km: As there.
        """
        lat, lon = (np.atleast_1d(np.asarray(each, float)) for each in (lat, lon))
        pairs = self.find_pairs(lat, lon, radius_km)
        order = np.argsort(pairs.zone.astype(np.int16 if len(self.zones) < 32_000 else np.int64), kind="stable")
        point, zone = pairs.point[order], pairs.zone[order]
        radius = np.nan_to_num(np.asarray(radius_km, float), posinf=np.inf)
        distance, p = np.empty(len(point)), np.empty(len(point))
        # Each zone has few points, all together have many: the compiler is loaded already, or worth it.
        with fast.for_parts(lat.size):
            self._check_exact(lat, lon, Pairs(point, zone), distance, p)
            if not radius.any():
                return PairChecks(point, zone, distance, p)
            radius = np.broadcast_to(radius, lat.shape)
            spread = np.flatnonzero(radius[point])
            for start, end in _runs(zone[spread]):
                these = spread[start:end]
                some = point[these]
                found = self._checkers[zone[these[0]]].measure(lat[some], lon[some], radius[some])
                distance[these], p[these] = found[:2]
        return PairChecks(point, zone, distance, p)

    def _check_exact(self, lat: Floats, lon: Floats, pairs: Pairs, distance: Floats, p: Floats) -> None:
        """Fills distance and chance of exact places: distances zone by zone, chances at once where the rule is one."""
        across, allowed = np.empty(len(distance)), np.empty(len(distance), bool)

        def check(part: slice) -> None:
            ecef, zone = to_ecef(lat[pairs.point[part]], lon[pairs.point[part]]), pairs.zone[part]
            filled = across[part], distance[part], allowed[part]
            rules: dict[int, list[slice]] = {}
            for start, end in _runs(zone):
                self._checkers[zone[start]].fill_across(ecef, slice(start, end), *filled)
                rules.setdefault(int(self._rule[zone[start]]), []).append(slice(part.start + start, part.start + end))
            for rule, some in rules.items():
                where = part if len(rules) == 1 else np.r_[tuple(some)]
                p[where] = self._checkers[rule].chance_exact(across[where], distance[where], allowed[where])

        over_parts(len(distance), check)

    def _pairs(self, lat: Floats, lon: Floats, beyond_km: float) -> tuple[Ints, Ints]:
        if not np.isfinite(beyond_km):
            known = np.flatnonzero((np.abs(lat) <= 90) & (np.abs(lon) <= 540))
            return np.repeat(known, len(self.zones)), np.tile(np.arange(len(self.zones)), len(known))
        index = self._index(beyond_km)
        limit2 = np.where(self._is_place, (self._reach + beyond_km) ** 2, np.inf)

        def find(part: slice) -> tuple[Ints, Ints]:
            compiled = fast.kernels(part.stop - part.start)
            if compiled is None:
                point, zone = self._pairs_plain(lat[part], lon[part], index, limit2)
            else:
                point, zone = self._pairs_compiled(compiled, lat[part], lon[part], index, limit2)
            return point + part.start, zone

        found = over_parts(len(lat), find) or [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        return np.concatenate([point for point, _ in found]), np.concatenate([zone for _, zone in found])

    def _pairs_compiled(
        self, compiled: Any, lat: Floats, lon: Floats, index: _Index, limit2: Floats
    ) -> tuple[Ints, Ints]:
        lat, lon = (np.require(each, float, ["C", "W"]) for each in (lat, lon))
        some, cell = np.empty(len(lat) + 1, np.uint32), np.empty(len(lat) + 1, np.uint32)
        n, n_listed = compiled.find_listed(lat, lon, index.occupied, index.starts, some, cell)
        point, zone = np.empty(n_listed + 1, np.int64), np.empty(n_listed + 1, np.int64)
        middles = self._middles if self._is_place.any() else self._middles[:0]
        lists = index.starts, index.listed, index.reached
        n = compiled.find_pairs(lat, lon, some[:n], cell[:n], *lists, middles, limit2, point, zone)
        return point[:n], zone[:n]

    def _pairs_plain(self, lat: Floats, lon: Floats, index: _Index, limit2: Floats) -> tuple[Ints, Ints]:
        starts, listed = index.starts, index.listed
        known = np.flatnonzero((np.abs(lat) <= 90) & (np.abs(lon) <= 540))
        i = np.minimum(((lat[known] + 90) * (_PER_SIDE / _CELL)).astype(np.int64), _N_LAT * _PER_SIDE - 1)
        j = np.floor((lon[known] + 900) * (_PER_SIDE / _CELL)).astype(np.int64)
        cell = i // _PER_SIDE * _N_LON + j // _PER_SIDE % _N_LON
        sixteenth = i % _PER_SIDE * _PER_SIDE + j % _PER_SIDE
        n = starts[cell + 1] - starts[cell]
        some = np.flatnonzero(n)
        known, cell, n = known[some], cell[some], n[some].astype(np.int64)
        point = np.repeat(known, n)
        nth = np.arange(len(point)) - np.repeat(np.cumsum(n) - n, n)
        entry = np.repeat(starts[cell], n) + nth
        zone = listed[entry].astype(np.int64)
        reached = (index.reached[entry] >> np.repeat(sixteenth[some], n)) & 1 > 0
        at = np.repeat(to_ecef(lat[known], lon[known]), n, axis=1)
        near = ((at - self._middles[zone].T) ** 2).sum(axis=0) <= limit2[zone]
        near &= reached
        return point[near], zone[near]

    def _index(self, beyond_km: float) -> _Index:
        if beyond_km not in self._indexes:
            cells, bits, zones = [np.zeros(0, np.int64)], [np.zeros(0, np.uint16)], [np.zeros(0, np.int32)]
            for nth, checker in enumerate(self._checkers):
                found, reached = _cells(checker, self._reach[nth] + beyond_km)
                cells.append(found)
                bits.append(reached)
                zones.append(np.full(len(found), nth, np.int32))
            cell, zone = np.concatenate(cells), np.concatenate(zones)
            starts = np.zeros(_N_LAT * _N_LON + 1, np.int32)
            np.cumsum(np.bincount(cell, minlength=_N_LAT * _N_LON), out=starts[1:])
            occupied = np.packbits(np.diff(starts) > 0, bitorder="little")
            order = np.argsort(cell, kind="stable")
            self._indexes[beyond_km] = _Index(occupied, starts, zone[order], np.concatenate(bits)[order])
        return self._indexes[beyond_km]


def _runs(zone: Ints) -> Iterator[tuple[int, int]]:
    """Where each zone begins and ends among sorted ones."""
    if len(zone):
        yield from pairwise([0, *(np.flatnonzero(np.diff(zone)) + 1).tolist(), len(zone)])


def _reach_km(zone: Zone, checker: ZoneChecker) -> float:
    """How far from the zone's line its chance can be above 0, for an exact place: the line may be off."""
    scale = CIRCLE_95 if zone.kind == "point" else HALF_WIDTH_95
    return zone.outer_km + _REACH * checker.accuracy_km / scale


def _cells(checker: ZoneChecker, reach_km: float) -> tuple[Ints, NDArray[np.uint16]]:
    """The cells in which a place may be so near to the zone, and in which sixteenths of each."""
    may = _around_line(checker, reach_km) if checker.zone.kind != "area" else np.arange(_N_LAT * _N_LON)
    i, j = np.divmod(may, _N_LON)
    distance = checker.distance(-90 + _CELL * (i + 0.5), -180 + _CELL * (j + 0.5))
    near = distance <= (reach_km + _HALF_DIAGONAL_KM) * _ROOM
    i, j, distance = i[near], j[near], distance[near]
    reached = np.full(len(i), _EVERYWHERE)
    if checker.zone.kind != "point":
        cut = np.flatnonzero(distance * _ROOM > reach_km - _HALF_DIAGONAL_KM)
        reached[cut] = _sixteenths(checker, i[cut], j[cut], reach_km)
    return may[near], reached


def _sixteenths(checker: ZoneChecker, i: Ints, j: Ints, reach_km: float) -> NDArray[np.uint16]:
    """The sixteenths of cells in which a place may be so near to the zone."""
    row, column = np.divmod(np.arange(_PER_SIDE**2), _PER_SIDE)
    lat, lon = (_CELL * (cell[:, None] + (part + 0.5) / _PER_SIDE) for cell, part in ((i, row), (j, column)))
    distance = checker.distance((lat - 90).ravel(), (lon - 180).ravel()).reshape(lat.shape)
    near = distance <= (reach_km + _HALF_DIAGONAL_KM / _PER_SIDE) * _ROOM
    return np.asarray((near << np.arange(_PER_SIDE**2)).sum(axis=1), np.uint16)


def _around_line(checker: ZoneChecker, reach_km: float) -> Ints:
    """Cells of boxes around every few pieces of the line."""
    lat, lon = to_lat_lon(checker.piece_starts[:, ::_EVERY])
    far = np.degrees((reach_km + _EVERY_KM) / 6350)
    south, north = lat - far, lat + far
    cosine = np.cos(np.radians(lat))
    ratio = np.where((south > -90) & (north < 90), np.sin(np.radians(min(far, 90))) / np.maximum(cosine, 1e-9), 1.0)
    wide = np.where(ratio < 1, np.degrees(np.arcsin(np.minimum(ratio, 1.0))), 180.0)
    first = np.clip(np.floor((south + 90) / _CELL), 0, _N_LAT - 1).astype(int)
    last = np.clip(np.floor((north + 90) / _CELL), 0, _N_LAT - 1).astype(int)
    west, east = (np.floor((lon + turn * wide + 180) / _CELL).astype(int) for turn in (-1, 1))
    marked = np.zeros((_N_LAT, _N_LON), bool)
    for a, b, c, d in np.unique(np.stack([first, last, west, np.minimum(east, west + _N_LON - 1)]), axis=1).T.tolist():
        marked[a : b + 1, np.arange(c, d + 1) % _N_LON] = True
    return np.flatnonzero(marked.ravel())
