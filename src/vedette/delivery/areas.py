"""Zones as the circles and polygons that warnings carry."""

from functools import lru_cache

from vedette.geo.zone_outline import zone_outline
from vedette.model.zone import Point, Zone

#: Corners that a polygon has at most: receivers draw it, they do not measure by it.
MOST_CORNERS = 120


@lru_cache(maxsize=64)
def polygons_of(zone: Zone) -> tuple[tuple[Point, ...], ...]:
    """Closed rings around the zone, without the holes in them, each of at most `MOST_CORNERS` corners.

    Longitudes lie within ±180; a ring over the antimeridian keeps its order.
    """
    rings = sorted((ring for ring in zone_outline(zone) if len(ring) >= 4), key=_extent, reverse=True)
    outer: list[list[Point]] = []
    for ring in rings:
        if not any(_holds(other, ring[0]) for other in outer):
            outer.append(ring)
    return tuple(tuple((lat, _wrapped(lon)) for lat, lon in _thinned(ring)) for ring in outer)


def circle_of(zone: Zone) -> tuple[Point, float] | None:
    """Middle and kilometres of a zone that is a full circle, None for others."""
    return (zone.points[0], zone.outer_km) if zone.kind == "point" and zone.inner_km == 0 else None


def _extent(ring: list[Point]) -> float:
    lat, lon = [point[0] for point in ring], [point[1] for point in ring]
    return (max(lat) - min(lat)) * (max(lon) - min(lon))


def _holds(ring: list[Point], point: Point) -> bool:
    """Whether a point lies in a ring (even-odd)."""
    lat, lon = point
    inside = False
    for (y0, x0), (y1, x1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def _thinned(ring: list[Point]) -> list[Point]:
    open_ring = ring[:-1] if ring[0] == ring[-1] else ring
    step = max(1, -(-len(open_ring) // MOST_CORNERS))
    kept = open_ring[::step] if len(open_ring[::step]) >= 3 else open_ring
    return [*kept, kept[0]]


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else round((lon + 180) % 360 - 180, 5)
