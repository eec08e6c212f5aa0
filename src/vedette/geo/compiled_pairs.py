"""The loops of `ZoneSet` for numba."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.compiled_ecef import sin_cos
from vedette.geo.ellipsoid import A_KM, E2, Floats


@njit(cache=True, nogil=True, error_model="numpy")
def count_listed(lat: Floats, lon: Floats, starts: NDArray[np.int32]) -> int:
    """How many zones the cells of all points list: room for `find_pairs`."""
    n = 0
    for k in range(lat.size):
        cell = _grid_cell(lat[k], lon[k])
        n += starts[cell + 1] - starts[cell]
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def find_pairs(
    lat: Floats,
    lon: Floats,
    starts: NDArray[np.int32],
    listed: NDArray[np.int32],
    middles: Floats,
    limit2: Floats,
    point: NDArray[np.int64],
    zone: NDArray[np.int64],
) -> int:
    """Fills the pairs of points and zones that `ZoneSet` may hold together; gives their number.

    Args:
        lat: Degrees.
        lon: Degrees.
        starts: Where the list of each cell begins.
        listed: The zones of the cells.
        middles: Place of each zone, `(n, 3)`.
        limit2: Longest squared chord to it, infinite where the zone is no place.
        point: Filled, as the next.
        zone: Filled.
    """
    n = 0
    for k in range(lat.size):
        cell = _grid_cell(lat[k], lon[k])
        first, end = starts[cell], starts[cell + 1]
        if first == end or not (abs(lat[k]) <= 90.0 and abs(lon[k]) <= 540.0):
            continue
        sin_phi, cos_phi = sin_cos(lat[k])
        sin_lam, cos_lam = sin_cos(lon[k])
        across = A_KM / math.sqrt(1.0 - E2 * sin_phi * sin_phi)
        x, y, z = across * cos_phi * cos_lam, across * cos_phi * sin_lam, across * (1.0 - E2) * sin_phi
        for nth in range(first, end):
            which = listed[nth]
            dx, dy, dz = x - middles[which, 0], y - middles[which, 1], z - middles[which, 2]
            point[n], zone[n] = k, which
            n += dx * dx + dy * dy + dz * dz <= limit2[which]
    return n


@njit(inline="always")
def _grid_cell(lat: float, lon: float) -> int:
    """The cell of half a degree; what is no place counts as the South Pole's first."""
    known = abs(lat) <= 90.0 and abs(lon) <= 540.0
    i = min(int((lat + 90.0) * 2.0), 359) if known else 0
    j = int((lon + 900.0) * 2.0) % 720 if known else 0
    return i * 720 + j
