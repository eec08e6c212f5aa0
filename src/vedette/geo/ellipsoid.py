"""Points, directions and arcs on the ellipsoid in earth-centred coordinates, in kilometres."""

import numpy as np

from vedette.geo import fast
from vedette.geo.wgs84 import A_KM, E2, E2_PRIME, Floats


def to_ecef(lat: Floats, lon: Floats) -> Floats:
    """Earth-centred km of points on the ellipsoid, shape `(3, n)`.

    Args:
        lat: Geodetic latitude, degrees.
        lon: Longitude, degrees, any turn.
    """
    compiled = fast.kernels(lat.size)
    if compiled is not None:
        out = np.empty((3, lat.size))
        # What is read-only or has strides would be compiled once more.
        lat, lon = (np.require(each, float, ["C", "W"]) for each in (lat, lon))
        compiled.to_ecef(lat, lon, out)
        return out
    phi, lam = np.radians(lat), np.radians(lon)
    sin_phi, cos_phi = np.sin(phi), np.cos(phi)
    n = A_KM / np.sqrt(1 - E2 * sin_phi * sin_phi)
    across = n * cos_phi
    return np.stack([across * np.cos(lam), across * np.sin(lam), n * (1 - E2) * sin_phi])


def to_lat_lon(ecef: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude in degrees of points on (or a little off) the ellipsoid, from shape `(3, n)`."""
    x, y, z = ecef
    lat = np.degrees(np.arctan2(z, (1 - E2) * np.hypot(x, y)))
    return lat, np.degrees(np.arctan2(y, x))


def up(ecef: Floats) -> Floats:
    """Unit vectors that stand on the ellipsoid at these points, shape `(3, n)`."""
    normal = ecef * np.array([[1.0], [1.0], [1 / (1 - E2)]])
    return np.asarray(normal / np.linalg.norm(normal, axis=0))


def onto_ellipsoid(ecef: Floats) -> Floats:
    """The points moved along their radius onto the ellipsoid, shape `(3, n)`."""
    x, y, z = ecef / A_KM
    return np.asarray(ecef / np.sqrt(x * x + y * y + z * z / (1 - E2)))


def arc_of_chord(chord2: Floats, rise2: Floats, sin2_lat: Floats) -> Floats:
    """Kilometres along the ellipsoid between points that are a chord apart.

    The arc of the circle with the curvature that the normal section in the chord's direction has at the chord's middle
    (Euler's theorem, written for the quadric: 1/R = w (1 + e'^2 u_z^2) / a with w = sqrt(1 - e^2 sin^2 lat) and u the
    chord's direction). Curvature changes by less than 0.3 % over 300 km, and the arc exceeds its chord there by 28 m,
    so that what is left out is centimetres; tests and `benchmarks/zones.py` hold it against Karney's solution.

    Args:
        chord2: Square of the chord, km².
        rise2: Square of the chord's part along the earth's axis, km².
        sin2_lat: Square of the sine of the latitude at its middle.
    """
    w = np.sqrt(1 - E2 * sin2_lat)
    slope2 = rise2 / np.maximum(chord2, 1e-30)
    radius = A_KM / (w * (1 + E2_PRIME * slope2))
    return np.asarray(2 * radius * np.arcsin(np.minimum(np.sqrt(chord2) / (2 * radius), 1.0)))
