"""The loops of `ZoneSet` for numba."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.compiled_ecef import sin_cos
from vedette.geo.wgs84 import A_KM, E2, Floats

#: Points of one round: their cells stay in a core's nearest cache.
_ROUND = 2048


@njit(cache=True, nogil=True, error_model="numpy")
def find_listed(
    lat: Floats,
    lon: Floats,
    occupied: NDArray[np.uint8],
    starts: NDArray[np.int32],
    point: NDArray[np.uint32],
    cell: NDArray[np.uint32],
) -> tuple[np.int64, np.int64]:
    """Fills the points whose cell lists zones, and that cell; gives their number, and how many zones are listed in all.

    Most points end here, at one bit for each cell, which all together fit into a core's second cache.

    Args:
        lat: Degrees.
        lon: Degrees.
        occupied: A bit for each cell that lists zones, the lowest first.
        starts: Where the list of each cell begins.
        point: Filled, as the next; one longer than the points.
        cell: Filled.
    """
    n, n_listed = np.int64(0), np.int64(0)
    cells = np.empty(_ROUND, np.int32)
    for begin in range(0, lat.size, _ROUND):
        n_round = min(_ROUND, lat.size - begin)
        north, east = lat[begin : begin + n_round], lon[begin : begin + n_round]
        for k in range(n_round):
            cells[k] = _grid_cell(north[k], east[k])
        for k in range(n_round):
            where = np.uint32(cells[k])
            point[np.uint64(n)], cell[np.uint64(n)] = begin + k, where
            n += cells[k] >= 0 and (occupied[where >> np.uint32(3)] >> (where & np.uint32(7))) & 1
    for nth in range(n):
        n_listed += starts[cell[nth] + np.uint32(1)] - starts[cell[nth]]
    return n, n_listed


@njit(inline="always")
def _grid_cell(lat: float, lon: float) -> np.int32:
    """The cell of a quarter of a degree, -1 for what is no place; without a branch, so that it runs on vectors."""
    known = (abs(lat) <= 90.0) & (abs(lon) <= 540.0)
    i = min(np.int32((lat + 90.0) * 4.0), np.int32(719))
    j = np.int32((lon + 900.0) * 4.0)
    # Three turns at the most.
    for _ in range(4):
        j -= np.int32(1440) * np.int32(j >= 1440)
    return i * np.int32(1440) + j if known else np.int32(-1)


@njit(cache=True, nogil=True, error_model="numpy")
def find_pairs(
    lat: Floats,
    lon: Floats,
    some: NDArray[np.uint32],
    cell: NDArray[np.uint32],
    starts: NDArray[np.int32],
    listed: NDArray[np.int32],
    reached: NDArray[np.uint16],
    middles: Floats,
    limit2: Floats,
    point: NDArray[np.int64],
    zone: NDArray[np.int64],
) -> np.int64:
    """Fills the pairs of points and zones that `ZoneSet` may hold together; gives their number.

    Args:
        lat: Degrees.
        lon: Degrees.
        some: The points that `find_listed` found.
        cell: Their cells.
        starts: Where the list of each cell begins.
        listed: The zones of the cells.
        reached: For each of them the sixteenths of the cell that it can reach, a bit each.
        middles: Place of each zone, `(n, 3)`; empty where no zone is a place.
        limit2: Longest squared chord to it, infinite where the zone is no place.
        point: Filled, as the next.
        zone: Filled.
    """
    n = np.int64(0)
    x = y = z = 0.0
    for nth in range(some.size):
        if middles.size > 0:
            sin_phi, cos_phi = sin_cos(lat[some[nth]])
            sin_lam, cos_lam = sin_cos(lon[some[nth]])
            across = A_KM / math.sqrt(1.0 - E2 * sin_phi * sin_phi)
            x, y, z = across * cos_phi * cos_lam, across * cos_phi * sin_lam, across * (1.0 - E2) * sin_phi
        sixteenth = _sixteenth(lat[some[nth]], lon[some[nth]])
        for item in range(starts[cell[nth]], starts[cell[nth] + np.uint32(1)]):
            which = np.uint32(listed[item])
            point[np.uint64(n)], zone[np.uint64(n)] = some[nth], which
            may = (reached[item] >> sixteenth) & 1
            if middles.size > 0:
                dx, dy, dz = x - middles[which, 0], y - middles[which, 1], z - middles[which, 2]
                may &= dx * dx + dy * dy + dz * dz <= limit2[which]
            n += may
    return n


@njit(inline="always")
def _sixteenth(lat: float, lon: float) -> np.uint32:
    """Which sixteenth of its cell a place lies in, row by row."""
    i = min(np.int32((lat + 90.0) * 16.0), np.int32(2879))
    j = np.int32((lon + 900.0) * 16.0)
    return np.uint32((i & 3) * 4 + (j & 3))
