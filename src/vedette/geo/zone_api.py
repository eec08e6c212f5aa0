"""Zones for programs: made in one call, held against arrays of events in another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from vedette.errors import GeometryError
from vedette.geo.own_borders import with_borders
from vedette.geo.shape_chance import measure_places
from vedette.geo.shape_text import read_shape
from vedette.geo.zone_outline import zone_outline
from vedette.geo.zones import STATES, ZoneChecks, zone_checker
from vedette.model import zone as model
from vedette.model.place_shape import PlaceShape

#: `(lat, lon)` in degrees.
Point = model.Point


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that events can be held against.

    >>> zone = Zone.out_from_border("IR", "IQ", km=40, side="IQ")
    >>> found = zone.check([34.35, 33.31, 91], [45.40, 44.37, 0], radius_km=[6, 0, 0])
    >>> found.state.tolist()
    ['inside', 'outside', 'unknown']
    >>> found.distance_km.round(1).tolist()
    [4.6, 119.1, nan]
    >>> Zone.around(33.31, 44.37, km=20).check(33.4, 44.4).state.item()
    'inside'
    """

    #: The zone as the rest of Vedette has it.
    zone: model.Zone

    @classmethod
    def out_from_border(
        cls,
        one: str,
        other: str,
        km: float,
        from_km: float = 0.0,
        side: str | None = None,
        line_accuracy_km: float | None = None,
        view: str | None = None,
        borders: str | Path | None = None,
    ) -> "Zone":
        """The zone out from the land border between two countries.

        Args:
            one: ISO 3166-1 alpha-2 code.
            other: The other country's.
            km: Where the zone ends.
            from_km: Where it begins.
            side: The country to which it is restricted, None for both.
            line_accuracy_km: 95 % half-width of the line; 0: exact; None: the data's own, about 2 km.
            view: `de_facto` (as None): who holds the ground; `claimed:IN`: as that state draws its maps.
            borders: A file that `vedette zone import-borders` made; None: the one that `VEDETTE_BORDERS` names, if it
                has the two countries, else the lines that ship.

        Raises:
            GeometryError: An unknown country, no common border, a distance that is none.
        """
        pair = (one.strip().upper(), other.strip().upper())
        ours = side and side.strip().upper()
        made = model.Zone(
            "border",
            "border",
            "border",
            float(from_km),
            float(km),
            pair,
            ours,
            line_accuracy_km=line_accuracy_km,
            view=view,
        )
        made = with_borders(made, borders)
        zone_checker(made)
        return cls(made)

    @classmethod
    def around(cls, lat: float, lon: float, km: float, from_km: float = 0.0) -> "Zone":
        """The zone around a place.

        Args:
            lat: Degrees.
            lon: Degrees.
            km: Where the zone ends.
            from_km: Where it begins.

        Raises:
            GeometryError: No place on earth, or a distance that is none.
        """
        return cls._made("point", from_km, km, None, points=_points([(lat, lon)]))

    @classmethod
    def along(
        cls, points: Iterable[Sequence[float]], km: float, from_km: float = 0.0, line_accuracy_km: float | None = None
    ) -> "Zone":
        """The zone along a line, such as a road or a pipeline.

        Args:
            points: Vertices `(lat, lon)`, degrees; an array of shape `(vertices, 2)` will do.
            km: Where the zone ends.
            from_km: Where it begins.
            line_accuracy_km: 95 % half-width of the line; None or 0: exact.

        Raises:
            GeometryError: Fewer than two places, one that is none, or a distance that is none.
        """
        vertices = _points(points)
        if len(vertices) < 2:
            raise GeometryError(f"a line needs two points, not {len(vertices)}")
        return cls._made("line", from_km, km, line_accuracy_km, points=vertices)

    @classmethod
    def area(
        cls,
        rings: Iterable[Iterable[Sequence[float]]],
        km: float = 0.0,
        from_km: float = 0.0,
        line_accuracy_km: float | None = None,
    ) -> "Zone":
        """A polygon, and what lies within `km` of its edge.

        Args:
            rings: The outer ring, then its holes, each of vertices `(lat, lon)` in degrees.
            km: How far beyond the edge the zone ends.
            from_km: How far beyond the edge it begins; 0 for the area itself, too.
            line_accuracy_km: 95 % half-width of the edge; None or 0: exact.

        Raises:
            GeometryError: A ring without three corners or that crosses itself, or a distance that is none.

        >>> square = [(33, 44), (33, 45), (34, 45), (34, 44)]
        >>> Zone.area([square]).check([33.5, 35], [44.5, 44.5]).state.tolist()
        ['inside', 'outside']
        """
        return cls._made("area", from_km, km, line_accuracy_km, rings=(tuple(_points(ring) for ring in rings),))

    @classmethod
    def _made(cls, kind: str, from_km: float, km: float, accuracy: float | None, **shape: object) -> "Zone":
        made = model.Zone(kind, kind, kind, float(from_km), float(km), line_accuracy_km=accuracy, **shape)  # type: ignore[arg-type]
        # Errors belong to the call that made the zone, not to the first check.
        zone_checker(made)
        return cls(made)

    def check(
        self,
        lat: ArrayLike,
        lon: ArrayLike,
        radius_km: ArrayLike | None = None,
        shape: Sequence[PlaceShape | str | None] | None = None,
    ) -> ZoneChecks:
        """How events stand to the zone: distance, chance and state, one entry each.

        Args:
            lat: Degrees; NaN where the place is not known.
            lon: Degrees.
            radius_km: Radius of the circle that holds the true place with probability .95; None, 0 or NaN: exact.
            shape: Where a place has one, the shape or the id of a unit; it then counts, and the circle does not: the
                chance is the share of it that lies inside, the distance its median. None: the circle.

        Raises:
            GeometryError: A shape that is none, or an unknown unit.

        >>> zone = Zone.out_from_border("IR", "IQ", km=40)
        >>> zone.check([33.5, 33.5], [45.0, 45.0], [100, 100], shape=["IQ-DI", None]).p_inside.round(1).tolist()
        [0.4, 0.3]
        """
        checker = zone_checker(self.zone)
        if shape is not None:
            return self._check_shapes(lat, lon, 0.0 if radius_km is None else radius_km, shape)
        distance, p, state = checker.check(lat, lon, 0.0 if radius_km is None else radius_km)
        lat, lon, _ = np.broadcast_arrays(np.atleast_1d(np.asarray(lat, float)), np.asarray(lon, float), distance)
        return ZoneChecks(distance, p, state, checker.line_status(lat, lon, distance, p))

    def _check_shapes(
        self, lat: ArrayLike, lon: ArrayLike, radius: ArrayLike, shape: Sequence[PlaceShape | str | None]
    ) -> ZoneChecks:
        checker = zone_checker(self.zone)
        lat, lon, radius = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, float)) for each in (lat, lon, radius)))
        if len(shape) != len(lat):
            raise GeometryError(f"{len(lat)} places and {len(shape)} shapes: give None where a place has none")
        read = {said: read_shape(said) for said in dict.fromkeys(shape) if isinstance(said, str)}
        shapes = [read[said] if isinstance(said, str) else said for said in shape]
        distance, p, state = measure_places(checker, lat, lon, radius, shapes)
        # A shape may lie along several stretches: of which class the nearest is, is told for circles alone.
        plain = np.array([one is None for one in shapes], bool)
        status = np.full(lat.shape, "", "U40")
        status[plain] = checker.line_status(lat[plain], lon[plain], distance[plain], p[plain])
        return ZoneChecks(distance, p, STATES[state], status)

    def outline(self) -> list[list[Point]]:
        """Closed rings of `(lat, lon)` around the zone, to be drawn."""
        return zone_outline(self.zone)


def _points(points: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    try:
        rows = np.array([tuple(point) for point in points], float)
    except (TypeError, ValueError) as error:
        raise GeometryError(f"points must be (latitude, longitude) in degrees: {error}") from error
    if rows.ndim != 2 or rows.shape[1] != 2:
        raise GeometryError("points must be (latitude, longitude) in degrees, at least one")
    wrong = ~((np.abs(rows[:, 0]) <= 90) & (np.abs(rows[:, 1]) <= 540))
    if wrong.any():
        lat, lon = rows[wrong][0].tolist()
        raise GeometryError(f"latitude {lat}, longitude {lon} is no place on earth: latitude comes first")
    return tuple((lat, lon) for lat, lon in rows.tolist())
