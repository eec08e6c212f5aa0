"""Zones: so many kilometres out from a border, a place, a line or an area."""

from dataclasses import dataclass
from typing import Literal

#: `(lat, lon)` in degrees, WGS 84.
Point = tuple[float, float]

#: `inside` from p ≥ .95, `outside` up to .05, else `possibly`; `unknown` where the event has no coordinates.
State = Literal["inside", "possibly", "outside", "unknown"]


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the watch looks. Exactly one of `border`, `points` (kind point or line) and `rings` is filled."""

    id: str
    name: str
    kind: Literal["border", "point", "line", "area"]
    #: Kilometres from the line, point or edge where the zone begins; 0 for all within `outer_km`.
    inner_km: float
    #: Kilometres from the line, point or edge where the zone ends; 0 for an area itself.
    outer_km: float
    #: Two ISO 3166-1 alpha-2 codes, for a border.
    border: tuple[str, str] | None = None
    #: ISO code of the side that the zone is restricted to, None for both.
    side: str | None = None
    #: The point (one) or the vertices of a line.
    points: tuple[Point, ...] = ()
    #: Rings of an area: polygons, each its outer ring first and then its holes. Of a border: lines of the user's own,
    #: the first country on their left; empty for those that ship.
    rings: tuple[tuple[tuple[Point, ...], ...], ...] = ()
    #: Kilometres: standard accuracy (the 95 % half-width) of the line; None: the data's own; 0: exact.
    line_accuracy_km: float | None = None
    #: Whose view of a border: None for who holds the ground, `claimed:IN` for that state's own maps.
    view: str | None = None


@dataclass(frozen=True, slots=True)
class ZoneCheck:
    """How an event stands to a zone."""

    zone_id: str
    #: Geodesic kilometres to the line (0 within an area), None without coordinates.
    distance_km: float | None
    state: State
    #: Chance that the true place lies inside, None without coordinates.
    p_inside: float | None
    #: Class of the nearest stretch of the border where it is disputed (`Line of control`), for events not outside.
    line_status: str | None = None
