"""Whether an occasion is kept where something happened, and at what hours."""

from datetime import datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from vedette.model.occasion import Occasion

#: Mean radius of the earth, km: its flattening errs by half a percent, far less than a crowd's edge is known to.
_EARTH_KM = 6371.0


def is_kept_at(
    occasion: Occasion,
    country: str | None,
    lat: float | None = None,
    lon: float | None = None,
    radius_km: float | None = None,
) -> bool:
    """Whether an occasion may be kept at a place: its countries, whose date it is, and the place of its crowd.

    A place that is not known is not counted in: False where the occasion needs what is None.

    Args:
        occasion: One date.
        country: ISO code of the place's country.
        lat: Latitude of the place, degrees.
        lon: Longitude of the place, degrees.
        radius_km: How far the true place may lie from that, km; None: exact.
    """
    if occasion.countries and country not in occasion.countries:
        return False
    if (occasion.only_in and country not in occasion.only_in) or country in occasion.not_in:
        return False
    if occasion.lat is None or occasion.lon is None:
        return True
    if lat is None or lon is None:
        return False
    reach = (occasion.radius_km or 0.0) + (radius_km or 0.0)
    return distance_km(occasion.lat, occasion.lon, lat, lon) <= reach


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance in km on a sphere, for crowds; zones are held against an ellipsoid in `vedette.geo`.

    Args:
        lat: Degrees, as all.
        lon: Degrees.
        other_lat: Degrees.
        other_lon: Degrees.
    """
    a, b = radians(lat), radians(other_lat)
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def gathering(occasion: Occasion, timezone: str | None = None) -> tuple[datetime, datetime] | None:
    """When its crowd gathers and leaves, in the zone's time; None where its hours or the zone are not known.

    Args:
        occasion: One date; of one that lasts, the hours of its first day.
        timezone: IANA name of the zone of the place in question, where the occasion does not name its own.
    """
    name = occasion.timezone or timezone
    if occasion.hours is None or name is None:
        return None
    zone = ZoneInfo(name)
    start, end = (time.fromisoformat(hour) for hour in occasion.hours)
    last = occasion.start_on + timedelta(days=1 if end <= start else 0)
    return datetime.combine(occasion.start_on, start, zone), datetime.combine(last, end, zone)
