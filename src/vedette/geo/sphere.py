"""Distances on the mean sphere, where half a per cent is no matter."""

from math import asin, cos, radians, sin, sqrt

#: Mean radius of the earth (IUGG), km.
EARTH_KM = 6371.0088


def kilometres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two places, at most .6 % off.

    Args:
        lat: Degrees, as all four.
        lon: Of the first place.
        other_lat: Of the second place.
        other_lon: Of the second place.

    >>> round(kilometres_between(33.31, 44.37, 34.35, 45.40))
    150
    """
    here, there = radians(lat), radians(other_lat)
    across = cos(here) * cos(there) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, sin((there - here) / 2) ** 2 + across)))
