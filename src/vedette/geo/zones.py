"""Zones: how events stand to them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vedette.errors import GeometryError
from vedette.geo import fast
from vedette.geo.area import Area
from vedette.geo.border_file import BorderLine
from vedette.geo.borders import BORDER_ACCURACY_KM, find_border
from vedette.geo.cores import over_parts
from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.imprecision import (
    CIRCLE_95,
    HALF_WIDTH_95,
    P_INSIDE,
    P_OUTSIDE,
    Band,
    chance_across,
    chance_around_point,
)
from vedette.geo.pieces import cut
from vedette.geo.sides import across_border
from vedette.geo.wgs84 import Floats
from vedette.model.zone import Zone

#: Rows of latitude and longitude, degrees.
Vertices = NDArray[np.float64]


@dataclass(frozen=True)
class ZoneChecks:
    """How many events stand to a zone, one entry each."""

    #: Geodesic km to the line (0 within an area), NaN without coordinates.
    distance_km: Floats
    #: Chance that the true place lies inside, NaN without coordinates.
    p_inside: Floats
    #: `inside`, `possibly`, `outside`, `unknown`.
    state: NDArray[np.str_]
    #: Class of the border's nearest stretch where it is disputed and the event not outside, else empty.
    line_status: NDArray[np.str_]


#: A place may be anywhere on earth: larger radii say no more.
_HALF_WAY_ROUND_KM = 20_000.0

#: Kilometres by which distances to one stretch may differ, measured with others or alone.
_SAME_KM = 1e-4

#: An edge near the line bends as the line does: it is no straighter than one around a zone of this width, km. Measured
#: on places drawn at random: from .036 off to what decision 0012 tells.
_BENDS_KM = 30.0
#: An inner edge turns round the line's corners the more sharply the nearer it is; finer than this costs too much.
_SHARPEST_KM = 8.0

#: A sample's sigma over the zone's width up to which its edge is taken as straight.
_STRAIGHT = 0.35

#: The states by their number in `ZoneChecker.measure`.
STATES = np.array(["unknown", "outside", "possibly", "inside"])


class ZoneChecker:
    """Holds events against one zone. Made once: it keeps the index of the zone's line."""

    def __init__(self, zone: Zone) -> None:
        _check_zone(zone)
        self.zone = zone
        accuracy = zone.line_accuracy_km
        if accuracy is None:
            accuracy = BORDER_ACCURACY_KM if zone.kind == "border" else 0.0
        #: 95 % half-width of the line's place, km.
        self.accuracy_km = accuracy
        self._area = Area(zone.rings, f"zone {zone.id!r}") if zone.kind == "area" else None
        self._border = _border_of(zone)
        #: The line that distances are to: rows of latitude and longitude.
        self.lines = self._area.rings if self._area else _lines_of(zone, self._border)
        self._line = DistanceToLine(cut(self.lines))
        self._band = Band(
            low=-np.inf if zone.kind == "area" and zone.inner_km == 0 else zone.inner_km,
            high=zone.outer_km,
            both_sides=zone.kind != "area" and zone.side is None,
            line_sigma=accuracy / HALF_WIDTH_95,
            width=_width(zone, self._area),
        )

    @property
    def piece_starts(self) -> Floats:
        """Earth-centred points along the line, `(3, n)` km, no more than 2 km apart."""
        return self._line.pieces.start

    def check(
        self, lat: ArrayLike, lon: ArrayLike, radius_km: ArrayLike = 0.0
    ) -> tuple[Floats, Floats, NDArray[np.str_]]:
        """Distance, chance of being inside, and state of each event.

        Args:
            lat: Degrees; NaN (or what is no latitude) where the place is not known.
            lon: Degrees, any turn.
            radius_km: Radius of the circle that holds the true place with probability .95; 0 or NaN: exact.

        Returns:
            `distance_km` and `p_inside`, NaN where the place is not known, and `state`, `unknown` there.
        """
        distance, p, number = self.measure(lat, lon, radius_km)
        return distance, p, STATES[number]

    def measure(
        self, lat: ArrayLike, lon: ArrayLike, radius_km: ArrayLike = 0.0
    ) -> tuple[Floats, Floats, NDArray[np.int8]]:
        """What `check` gives, each state as its number in `STATES`: millions of numbers are faster than words."""
        lat, lon, radius = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(each, float)) for each in (lat, lon, radius_km))
        )
        distance, p, state = np.empty(lat.shape), np.empty(lat.shape), np.empty(lat.shape, np.int8)

        def measure(some: slice) -> None:
            distance[some], p[some] = self._check_any(lat[some], lon[some], radius[some])
            state[some] = state_numbers(p[some])

        self._over_parts(len(lat), measure)
        return distance, p, state

    def measure_samples(self, lat: Floats, lon: Floats, radius_km: Floats) -> tuple[Floats, Floats]:
        """Distance and chance of samples of one wider place: known points, each with a small circle.

        The edge is taken as straight as far as a sample's circle reaches, unless that is wide against the zone: over
        hundreds of samples on all sides of an edge such errors cancel out.
        """
        ecef = to_ecef(lat, lon)
        sigma = radius_km / CIRCLE_95
        if self.zone.kind == "point" or sigma.max(initial=0.0) > _STRAIGHT * self._band.width:
            return self._check_known(ecef, radius_km)
        across, distance, allowed = self.across(ecef)
        return distance, np.where(allowed, self._band.chance(across, np.hypot(sigma, self._band.line_sigma)), 0.0)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The classes of disputed stretches that the border has, none where it has none."""
        return tuple(sorted({line.status for line in self._border if line.is_disputed}))

    def line_status(self, lat: Floats, lon: Floats, distance_km: Floats, p_inside: Floats) -> NDArray[np.str_]:
        """The class of the border's nearest stretch where it is disputed, for events not outside; else empty.

        Args:
            lat: Degrees.
            lon: Degrees.
            distance_km: As `check` gave it; NaN where the place is not known.
            p_inside: As `check` gave it.
        """
        told = np.full(lat.shape, "", "U40")
        near = np.flatnonzero(p_inside > P_OUTSIDE)
        if near.size and self.disputed:
            ecef = to_ecef(lat[near], lon[near])
            for class_, line in self._disputed_lines.items():
                nearest = line.distance_km(ecef) <= distance_km[near] + _SAME_KM
                told[near[nearest]] = class_
        return told

    @cached_property
    def _disputed_lines(self) -> dict[str, DistanceToLine]:
        return {
            class_: DistanceToLine(cut([line.points for line in self._border if line.status == class_]))
            for class_ in self.disputed
        }

    def distance(self, lat: Floats, lon: Floats) -> Floats:
        """Geodesic km from known points to the zone's line, 0 within an area."""
        distance = np.empty(lat.shape)

        def measure(some: slice) -> None:
            distance[some] = self.across(to_ecef(lat[some], lon[some]))[1]

        self._over_parts(len(lat), measure)
        return distance

    def depth(self, lat: Floats, lon: Floats) -> Floats:
        """Kilometres that known points lie within the zone, negative outside: what `zone_outline` draws."""
        across, _, allowed = self.across(to_ecef(lat, lon))
        depth = self._band.high - across
        if self._band.low > 0 or (not self._band.both_sides and np.isfinite(self._band.low)):
            depth = np.minimum(depth, across - self._band.low)
        return np.where(allowed, depth, np.minimum(depth, -1e-6))

    def across(self, ecef: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """The coordinate across the edge, the distance, and whether the place may be in the zone at all.

        Args:
            ecef: Known points, `(3, n)` km.
        """
        allowed = np.ones(ecef.shape[1], bool)
        if self._area is not None:
            across = self._area.across(ecef)
            return across, np.maximum(across, 0.0), allowed
        if self.zone.border is None or self.zone.side is None:
            distance = self._line.distance_km(ecef)
            return distance, distance, allowed
        nearest = self._line.measure(ecef)
        reach = 2 * self.zone.outer_km + 20
        across, allowed = across_border(nearest, ecef, self.zone.border, self.zone.side, reach)
        return across, nearest.distance_km, allowed

    def fill_across(
        self, ecef: Floats, some: slice, across: Floats, distance: Floats, allowed: NDArray[np.bool_]
    ) -> None:
        """Fills what `across` gives for some of the points: a thousand zones of a few hundred points each are fast.

        Args:
            ecef: As there.
            some: Which of the points, in order.
            across: A number for each of all points, as the next two.
            distance: Likewise.
            allowed: Likewise.
        """
        if self._area is None and self.zone.side is None:
            self._line.fill_distance(ecef, some, distance)
            across[some], allowed[some] = distance[some], True
        else:
            across[some], distance[some], allowed[some] = self.across(np.ascontiguousarray(ecef[:, some]))

    @property
    def rule(self) -> tuple[object, ...]:
        """What `chance_exact` follows from, beside the place: zones of one rule give the same."""
        return self.zone.kind == "point", self.zone.inner_km, self.zone.outer_km, self.accuracy_km, self._band

    def chance_exact(self, across: Floats, distance_km: Floats, allowed: NDArray[np.bool_]) -> Floats:
        """Chance of being inside of exact places, from what `across` gave."""
        if self.zone.kind == "point":
            sigma = np.full(across.shape, self.accuracy_km / CIRCLE_95)
            return chance_around_point(self.zone.inner_km, self.zone.outer_km, distance_km, sigma)
        return self._band.chance_exact(across, allowed)

    def _over_parts(self, n: int, work: Callable[[slice], None]) -> None:
        if self.zone.side is None or fast.kernels(n) is not None:
            over_parts(n, work)
        else:
            # In numpy countries go edge by edge, as long for a part as for all.
            work(slice(0, n))

    def _check_any(self, lat: Floats, lon: Floats, radius: Floats) -> tuple[Floats, Floats]:
        """Distance and chance, NaN where what is given is no place."""
        radius = np.where(np.isnan(radius), 0.0, radius)
        radius = np.where(np.isfinite(radius), np.minimum(radius, _HALF_WAY_ROUND_KM), radius)
        known = (np.abs(lat) <= 90) & (np.abs(lon) <= 540) & (radius >= 0) & np.isfinite(radius)
        if lat.ndim == 1 and known.all():
            return self._check_known(to_ecef(lat, lon), radius)
        distance, p = np.full(lat.shape, np.nan), np.full(lat.shape, np.nan)
        if known.any():
            distance[known], p[known] = self._check_known(to_ecef(lat[known], lon[known]), radius[known])
        return distance, p

    def _check_known(self, ecef: Floats, radius: Floats) -> tuple[Floats, Floats]:
        if self.zone.kind == "point":
            distance = self._line.distance_km(ecef)
            sigma = np.hypot(radius, self.accuracy_km) / CIRCLE_95
            return distance, chance_around_point(self.zone.inner_km, self.zone.outer_km, distance, sigma)
        across, distance, allowed = self.across(ecef)
        if not radius.any():
            return distance, self._band.chance_exact(across, allowed)
        first = [(across, allowed)]

        def field(at: Floats) -> tuple[Floats, NDArray[np.bool_]]:
            if at is ecef:
                return first[0]
            coordinate, _, may = self.across(at)
            return coordinate, may

        return distance, chance_across(self._band, field, ecef, radius)


def state_numbers(p_inside: Floats) -> NDArray[np.int8]:
    """The number in `STATES` of each chance, that of `unknown` for NaN."""
    # A comparison with NaN is false.
    known = ~np.isnan(p_inside)
    return np.where(known, 1 + (p_inside > P_OUTSIDE) + (p_inside >= P_INSIDE), 0).astype(np.int8)


def zone_checker(zone: Zone) -> ZoneChecker:
    """The checker of a zone, the same one when asked again.

    Raises:
        GeometryError: The zone is no zone: says why.
    """
    return _checker_of_place(zone) if zone.kind == "point" else _checker_of_line(zone)


@lru_cache(maxsize=4096)
def _checker_of_place(zone: Zone) -> ZoneChecker:
    """Many are kept: a watch may have a site in each town, and the checker of a place is small."""
    return ZoneChecker(zone)


@lru_cache(maxsize=512)
def _checker_of_line(zone: Zone) -> ZoneChecker:
    """As many as the world has borders, each up to 3 MB where events lie all over the earth, 0.2 MB before any."""
    return ZoneChecker(zone)


def _check_zone(zone: Zone) -> None:
    for name, value in (
        ("begins at", zone.inner_km),
        ("ends at", zone.outer_km),
        ("line accuracy", zone.line_accuracy_km),
    ):
        if value is not None and not (np.isfinite(value) and 0 <= value <= 20_000):
            raise GeometryError(f"zone {zone.id!r}: {name} {value} km: give a distance from 0 to 20000", zone.id)
    if zone.outer_km < zone.inner_km:
        raise GeometryError(
            f"zone {zone.id!r} ends at {zone.outer_km} km, before it begins at {zone.inner_km} km", zone.id
        )
    if zone.view is not None and zone.kind != "border":
        raise GeometryError(f"zone {zone.id!r}: a view ({zone.view}) belongs to a border", zone.id)
    if zone.side is not None and (zone.border is None or zone.side not in zone.border):
        raise GeometryError(
            f"zone {zone.id!r}: the side {zone.side!r} must be one of the border's two countries ({zone.border})",
            zone.id,
        )


def _border_of(zone: Zone) -> tuple[BorderLine, ...]:
    """The stretches of a border that ships; none for other zones, and where the zone has lines of its own."""
    if zone.kind != "border" or zone.rings:
        return ()
    if zone.border is None:
        raise GeometryError(f"zone {zone.id!r} is a border but names no two countries", zone.id)
    return find_border(*zone.border, zone.view)


def _lines_of(zone: Zone, border: tuple[BorderLine, ...]) -> list[Vertices]:
    if border:
        return [line.points for line in border]
    lines = [zone.points] if zone.points else [line for lines in zone.rings for line in lines]
    if not lines or (zone.kind == "point" and [len(line) for line in lines] != [1]):
        raise GeometryError(f"zone {zone.id!r}: a {zone.kind} with {sum(map(len, lines))} points", zone.id)
    return [np.array(line, float) for line in lines]


def _width(zone: Zone, area: Area | None) -> float:
    """Kilometres across what an edge bends round: the zone, the hole in its middle, or the bends of its own line."""
    if area is not None and zone.inner_km == 0:
        return zone.outer_km + area.width_km()
    width = zone.outer_km - zone.inner_km
    if area is not None:
        width = min(width, zone.inner_km + area.width_km())
    if zone.inner_km > 0:
        width = min(width, max(4 * zone.inner_km, _SHARPEST_KM))
    return min(width, _BENDS_KM) if zone.inner_km > 0 or zone.side is not None else width
