"""The loop of `ring_contains` for numba."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator"

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.wgs84 import Floats


@njit(cache=True, nogil=True, error_model="numpy")
def cross_edges(
    ring: Floats,
    lat: Floats,
    lon: Floats,
    lows: NDArray[np.int64],
    highs: NDArray[np.int64],
    odd: NDArray[np.bool_],
) -> None:
    """Turns `odd` of each point as often as a line from it to the east crosses an edge.

    Args:
        ring: Rows of latitude and longitude, closed.
        lat: Degrees, rising.
        lon: Degrees.
        lows: The first point of each edge's span of latitude.
        highs: The one after the last.
        odd: Turned.
    """
    for edge in range(lows.size):
        y0, x0, y1, x1 = ring[edge, 0], ring[edge, 1], ring[edge + 1, 0], ring[edge + 1, 1]
        for k in range(lows[edge], highs[edge]):
            odd[k] ^= lon[k] < x0 + (lat[k] - y0) / (y1 - y0) * (x1 - x0)
