"""The loop for numba that builds `CandidateCubes`."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.wgs84 import Floats


@njit(cache=True, nogil=True, error_model="numpy")
def list_candidates(
    corner: Floats,
    side: float,
    first: NDArray[np.int64],
    end: NDArray[np.int64],
    listed: NDArray[np.int64],
    ends: Floats,
    length2: Floats,
    rounding: float,
    counts: NDArray[np.int64],
    found: NDArray[np.int64],
) -> int:
    """Fills the pieces that can be nearest somewhere in each cube (`CandidateCubes`); gives their number in all.

    Args:
        corner: Lowest corner of each cube, `(n, 3)` km.
        side: Of the cubes, km.
        first: Where the candidates of each cube begin in `listed`.
        end: Where they end.
        listed: Candidates of the cubes around them.
        ends: Both ends of each piece, `(2, pieces, 3)`.
        length2: Squared length of each piece, km².
        rounding: Allowed for rounding, km².
        counts: Filled: how many each cube keeps.
        found: Filled: those that the cubes keep, one list after the other.
    """
    longest = 0
    for i in range(len(first)):
        longest = max(longest, end[i] - first[i])
    to_start, least = np.empty((longest, 8)), np.empty((longest, 8))
    rival = np.empty(9, np.int64)
    n = 0
    for i in range(len(first)):
        m = end[i] - first[i]
        _squares(corner[i], side, listed[first[i] : end[i]], ends, length2, rounding, to_start, least)
        _rivals(to_start, m, rival)
        before = n
        for c in range(m):
            if _may_be_nearest(least[c], to_start, rival):
                found[n] = listed[first[i] + c]
                n += 1
        counts[i] = n - before
    return n


@njit(inline="always")
def _squares(
    corner: Floats,
    side: float,
    listed: NDArray[np.int64],
    ends: Floats,
    length2: Floats,
    rounding: float,
    to_start: Floats,
    least: Floats,
) -> None:
    """Fills the squared distances from the eight corners to each piece's start, and the least to any of its points."""
    for c in range(len(listed)):
        piece = listed[c]
        for k in range(8):
            x = corner[0] + side * (k >> 2)
            y = corner[1] + side * ((k >> 1) & 1)
            z = corner[2] + side * (k & 1)
            ax, ay, az = x - ends[0, piece, 0], y - ends[0, piece, 1], z - ends[0, piece, 2]
            bx, by, bz = x - ends[1, piece, 0], y - ends[1, piece, 1], z - ends[1, piece, 2]
            a, b = ax * ax + ay * ay + az * az, bx * bx + by * by + bz * bz
            to_start[c, k] = a
            least[c, k] = min(a, b) - length2[piece] / 4 - rounding


@njit(inline="always")
def _rivals(to_start: Floats, m: int, rival: NDArray[np.int64]) -> None:
    """Fills the pieces whose start is nearest to each corner, and the one nearest to all of them together."""
    for k in range(8):
        rival[k] = 0
        for c in range(m):
            if to_start[c, k] < to_start[rival[k], k]:
                rival[k] = c
    best = np.inf
    for c in range(m):
        total = to_start[c].sum()
        if total < best:
            best, rival[8] = total, c


@njit(inline="always")
def _may_be_nearest(least: Floats, to_start: Floats, rival: NDArray[np.int64]) -> bool:
    for r in range(9):
        nearer = False
        for k in range(8):
            nearer |= least[k] < to_start[rival[r], k]
        if not nearer:
            return False
    return True
