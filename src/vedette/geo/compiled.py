"""The loops of distances for numba; `tests/geo/test_fast.py` holds them and those of numpy together."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.compiled_ecef import to_ecef
from vedette.geo.compiled_lists import list_candidates
from vedette.geo.compiled_pairs import find_listed, find_pairs
from vedette.geo.compiled_rings import cross_edges
from vedette.geo.cube_sizes import HALF_KM, SIDES_KM
from vedette.geo.wgs84 import A_KM, E2, E2_PRIME, Floats

__all__ = ["cross_edges", "find_listed", "find_pairs", "list_candidates", "measure", "to_ecef"]

_PER_FINEST = 1 / SIDES_KM[2]
#: Points of one round: their work arrays stay in a core's nearest caches.
_ROUND = 2048
#: Lists longer than this are taken as equally long.
_LENGTHS = np.uint32(15)


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz"})
def measure(
    at: Floats,
    first: int,
    end: int,
    top: NDArray[np.int32],
    blocks: NDArray[np.int32],
    lists: NDArray[np.uint32],
    pieces: Floats,
    sides: Floats,
    distance: Floats,
    side: Floats,
    beyond_end: NDArray[np.bool_],
) -> int:
    """Distance, side and whether the foot is an end, of each point; -1 km where a cube is missing. Gives their number.

    The work goes in rounds over a few thousand points, each a plain loop: looking up lists, feet, arcs. Points with
    lists of the same length go together, so that the processor guesses the loops' ends right and overlaps their fetches
    from memory; measured, that halves the time. Which foot is nearest cannot be guessed, so nothing branches on it.
    Indexes are unsigned: numba then need not ask whether they count from the end.

    Args:
        at: Points, `(3, n)`.
        first: The first of the points that are measured.
        end: The one after the last.
        top: Tables of `CandidateCubes`, as the next two; what others add to them meanwhile counts as missing.
        blocks: As there, one row after the other.
        lists: As there.
        pieces: Start, run, 1 / length², length² of each piece, one after the other.
        sides: Left at start, and whether the line ends there; left within, 0; left at end, and whether it ends there.
        distance: Filled, as the next two.
        side: Filled, unless it is empty.
        beyond_end: Filled, unless it is empty.
    """
    n_missing = 0
    sided = side.size > 0
    leaf = np.empty(_ROUND, np.int32)
    order = np.empty(_ROUND, np.uint32)
    cells = np.empty((3, _ROUND), np.int32)
    work = np.empty((4, _ROUND))
    for begin in range(first, end, _ROUND):
        n = min(_ROUND, end - begin)
        x, y, z = at[0, begin : begin + n], at[1, begin : begin + n], at[2, begin : begin + n]
        _leaves(x, y, z, n, top, blocks, lists.size, cells, leaf, order)
        found = _order(n, lists, leaf, order)
        for nth in range(found):
            k = order[nth]
            which, ox, oy, oz, share = _foot(x[k], y[k], z[k], leaf[k], lists, pieces)
            _keep(k, x[k], y[k], z[k], ox, oy, oz, share * (1.0 - share) * pieces[which * _8 + _7], work)
            if sided:
                _tell_side(np.uint64(begin) + np.uint64(k), which, ox, oy, oz, share, sides, side, beyond_end)
        _arcs(begin, n, work, leaf, distance)
        n_missing += n - found
    return n_missing


_1, _2, _3, _4, _5, _6, _7, _8 = (np.uint64(number) for number in range(1, 9))


@njit(inline="always")
def _order(n: int, lists: NDArray[np.uint32], leaf: NDArray[np.int32], order: NDArray[np.uint32]) -> int:
    """Fills the points of a round that have a leaf, by the length of its list; gives their number."""
    n_of_length = np.zeros(_LENGTHS + 1, np.uint32)
    for k in range(n):
        if leaf[k] >= 0:
            n_of_length[min(lists[np.uint32(leaf[k])], _LENGTHS)] += np.uint32(1)
    found = np.uint32(0)
    for length in range(_LENGTHS + 1):
        found, n_of_length[length] = found + n_of_length[length], found
    for k in range(n):
        if leaf[k] >= 0:
            length = min(lists[np.uint32(leaf[k])], _LENGTHS)
            order[n_of_length[length]] = k
            n_of_length[length] += np.uint32(1)
    return int(found)


@njit(inline="always")
def _foot(
    x: float,
    y: float,
    z: float,
    leaf: int,
    lists: NDArray[np.uint32],
    pieces: Floats,
) -> tuple[np.uint64, float, float, float, float]:
    """The nearest piece of a point, what lies between it and its foot, and the share of the piece where that stands."""
    best, which = np.inf, np.uint32(0)
    listed = np.uint64(leaf)
    for _ in range(lists[listed]):
        listed += _1
        piece = lists[listed]
        ox, oy, oz, _share = _off(x, y, z, np.uint64(piece), pieces)
        square = ox * ox + oy * oy + oz * oz
        # Only a number is chosen, which needs no branch; the foot itself is worked out again.
        which = piece if square < best else which
        best = min(best, square)
    nearest = np.uint64(which)
    ox, oy, oz, share = _off(x, y, z, nearest, pieces)
    return nearest, ox, oy, oz, share


@njit(inline="always")
def _off(x: float, y: float, z: float, piece: np.uint64, pieces: Floats) -> tuple[float, float, float, float]:
    row = piece * _8
    px, py, pz = x - pieces[row], y - pieces[row + _1], z - pieces[row + _2]
    rx, ry, rz = pieces[row + _3], pieces[row + _4], pieces[row + _5]
    share = min(max((px * rx + py * ry + pz * rz) * pieces[row + _6], 0.0), 1.0)
    return px - share * rx, py - share * ry, pz - share * rz, share


@njit(inline="always")
def _keep(k: int, x: float, y: float, z: float, ox: float, oy: float, oz: float, depth: float, work: Floats) -> None:
    """Fills what the arc needs: squares of the chord, of its rise, and of its middle's z and length."""
    sag = depth * (0.5 / A_KM)
    square = ox * ox + oy * oy + oz * oz
    mx, my, mz = x - 0.5 * ox, y - 0.5 * oy, z - 0.5 * oz
    work[0, k] = max(square * (1.0 + sag * (1.0 / A_KM)) - sag * sag, 0.0)
    work[1, k] = oz * oz
    work[2, k] = mz * mz
    work[3, k] = mx * mx + my * my + mz * mz


@njit(inline="always")
def _tell_side(
    k: np.uint64,
    piece: np.uint64,
    ox: float,
    oy: float,
    oz: float,
    share: float,
    sides: Floats,
    side: Floats,
    beyond_end: NDArray[np.bool_],
) -> None:
    row = (piece * _3 + np.uint64(share > 0.0) + np.uint64(share >= 1.0)) * _4
    across = ox * sides[row] + oy * sides[row + _1] + oz * sides[row + _2]
    side[k] = (1.0 if across > 0 else 0.0) - (1.0 if across < 0 else 0.0)
    beyond_end[k] = sides[row + _3] != 0.0


@njit(inline="always")
def _arcs(begin: int, n: int, work: Floats, leaf: NDArray[np.int32], distance: Floats) -> None:
    """Fills the distances of a round, -1 where there is no leaf.

    All arcs of a round go to work arrays first: written to the result directly, they ran on vectors or not (half as
    fast) by where it lay.
    """
    for k in range(n):
        work[0, k] = _arc(work[0, k], work[1, k], work[2, k] / max(work[3, k], 1.0))
    for k in range(n):
        distance[begin + k] = work[0, k] if leaf[k] >= 0 else -1.0


@njit(inline="always")
def _leaves(
    x: Floats,
    y: Floats,
    z: Floats,
    n: int,
    top: NDArray[np.int32],
    blocks: NDArray[np.int32],
    n_listed: int,
    cells: NDArray[np.int32],
    leaf: NDArray[np.int32],
    divided: NDArray[np.uint32],
) -> None:
    """Fills the leaf of the cube that each point of a round lies in, -1 where it has not been built, level by level.

    `cells` and `divided` are work space.
    """
    for k in range(n):
        i, j, m = _cell(x[k]), _cell(y[k]), _cell(z[k])
        cells[0, k] = ((i >> 6) << 12) | ((j >> 6) << 6) | (m >> 6)
        cells[1, k] = (((i >> 3) & 7) << 6) | (((j >> 3) & 7) << 3) | ((m >> 3) & 7)
        cells[2, k] = ((i & 7) << 6) | ((j & 7) << 3) | (m & 7)
    n_divided = np.int64(0)
    for k in range(n):
        entry = np.int32(top[np.uint32(cells[0, k])])
        leaf[k] = entry - 1 if entry <= n_listed else -1
        divided[np.uint32(n_divided)] = k
        n_divided += entry < 0
    for level in (1, 2):
        n_now, n_divided = n_divided, np.int64(0)
        for nth in range(n_now):
            which = divided[nth]
            row = np.uint64(-leaf[which] - 2) * np.uint64(512)
            entry = np.int32(0)
            if row < np.uint64(blocks.size):
                entry = blocks[row + np.uint64(cells[level, which])]
            leaf[which] = entry - 1 if entry <= n_listed else -1
            divided[np.uint32(n_divided)] = which
            n_divided += entry < 0


@njit(inline="always")
def _cell(km: float) -> np.int32:
    return np.int32((km + HALF_KM) * _PER_FINEST)


@njit(inline="always")
def _arc(chord2: float, rise2: float, sin2_lat: float) -> float:
    w = math.sqrt(1.0 - E2 * sin2_lat)
    radius = A_KM / (w * (1.0 + E2_PRIME * rise2 / max(chord2, 1e-30)))
    return 2.0 * radius * _arcsine(min(math.sqrt(chord2) / (2.0 * radius), 1.0))


@njit(inline="always")
def _arcsine(x: float) -> float:
    """Arcsine of 0 to 1 without a branch, so that it runs on vectors. Source: fdlibm, `e_asin.c`."""
    near_one = x > 0.5
    t = 0.5 * (1.0 - x) if near_one else x * x
    s = math.sqrt(t) if near_one else x
    above = 0.16666666666666666 + t * (
        -0.3255658186224009
        + t * (0.20121253213486293 + t * (-0.04005553450067941 + t * (7.915349942898145e-4 + t * 3.479331075960212e-5)))
    )
    below = 1.0 + t * (
        -2.403394911734414 + t * (2.0209457602335057 + t * (-0.6882839716054533 + t * 0.07703815055590194))
    )
    y = s + s * t * above / below
    return math.pi / 2 - 2.0 * y if near_one else y
