"""Shapes of imprecise places: a unit, a distance and direction from a place, a way between places, a border's land.

A disc has no shape of its own: `lat`, `lon` and `radius_km` of the place say it.
"""

from dataclasses import dataclass

from vedette.model.zone import Point


@dataclass(frozen=True, slots=True)
class UnitShape:
    """Somewhere in a first-level unit, a country, a region or a sea."""

    #: ISO 3166-2, or another id that `vedette.geo.units` knows (`IQ`, `region:Darfur`, `water:Red Sea`).
    unit: str


@dataclass(frozen=True, slots=True)
class SectorShape:
    """So far from a place, in a direction or in any."""

    lat: float
    lon: float
    #: Km: the distance lies between these with probability .95, evenly on both sides of their geometric mean.
    low_km: float
    high_km: float
    #: Degrees from north, clockwise; None: any direction.
    bearing: float | None = None
    #: Degrees to either side of the bearing that hold the true direction with probability .95.
    spread_deg: float = 180.0
    #: Km: the circle that holds the place that distances are from with probability .95.
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class CorridorShape:
    """Somewhere on the way along these places."""

    points: tuple[Point, ...]
    #: Km to either side that hold the true place with probability .95.
    width_km: float


@dataclass(frozen=True, slots=True)
class BorderShape:
    """Somewhere along a border, the likelier the nearer to it."""

    #: Two ISO 3166-1 alpha-2 codes.
    border: tuple[str, str]
    #: Km from the line that hold the true place with probability .95.
    depth_km: float
    #: Code of the country whose side it is on, None for both.
    side: str | None = None
    #: Only in this unit, None for all along.
    unit: str | None = None
    #: Only the stretch near a place: latitude, longitude, and km from it; None for all along.
    near: tuple[float, float, float] | None = None


PlaceShape = UnitShape | SectorShape | CorridorShape | BorderShape
