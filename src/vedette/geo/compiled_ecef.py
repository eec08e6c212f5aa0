"""The loop of `to_ecef` for numba."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import math

import numpy as np
from numba import njit

from vedette.geo.wgs84 import A_KM, E2, Floats


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "reassoc", "arcp", "nsz"})
def to_ecef(lat: Floats, lon: Floats, out: Floats) -> None:
    """Earth-centred km into `out`, `(3, n)`; polynomials instead of library sines, so that it runs on vectors."""
    for k in range(lat.size):
        sin_phi, cos_phi = sin_cos(lat[k])
        sin_lam, cos_lam = sin_cos(lon[k])
        n = A_KM / math.sqrt(1.0 - E2 * sin_phi * sin_phi)
        out[0, k] = n * cos_phi * cos_lam
        out[1, k] = n * cos_phi * sin_lam
        out[2, k] = n * (1.0 - E2) * sin_phi


@njit(inline="always")
def sin_cos(degrees: float) -> tuple[float, float]:
    """Sine and cosine by Taylor's series within 45 degrees of a multiple of 90: the first terms left out are 1e-16."""
    quarter = np.rint(degrees * (1.0 / 90.0))
    r = (degrees - 90.0 * quarter) * (math.pi / 180.0)
    s = r * r
    sine = r * (
        1 + s * (-1 / 6 + s * (1 / 120 + s * (-1 / 5040 + s * (1 / 362880 + s * (-1 / 39916800 + s / 6227020800)))))
    )
    cosine = 1 + s * (
        -1 / 2
        + s * (1 / 24 + s * (-1 / 720 + s * (1 / 40320 + s * (-1 / 3628800 + s * (1 / 479001600 - s / 87178291200)))))
    )
    odd = quarter - 2.0 * np.floor(quarter * 0.5)
    half = quarter - 4.0 * np.floor(quarter * 0.25)
    sin_sign = 1.0 if half < 2.0 else -1.0
    cos_sign = 1.0 if half < 1.0 or half > 2.0 else -1.0
    return sin_sign * (cosine if odd == 1.0 else sine), cos_sign * (sine if odd == 1.0 else cosine)
