"""The loops of `to_ecef` and `DistanceToLine.measure` for numba; `tests/geo/test_fast.py` holds them together."""

# Numba gives no types to what it compiles.
# mypy: disable-error-code="untyped-decorator,no-untyped-call"

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.geo.ellipsoid import A_KM, E2, E2_PRIME, Floats
from vedette.geo.nearest import HALF_KM, SIDES_KM

_PER_FINEST = 1 / SIDES_KM[2]
#: Points of one round: their work arrays stay in a core's nearest cache.
_ROUND = 2048
#: Lists longer than this are taken as equally long.
_LENGTHS = 15


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "reassoc", "arcp", "nsz"})
def to_ecef(lat: Floats, lon: Floats, out: Floats) -> None:
    """Earth-centred km into `out`, `(3, n)`; polynomials instead of library sines, so that it runs on vectors."""
    for k in range(lat.size):
        sin_phi, cos_phi = _sin_cos(lat[k])
        sin_lam, cos_lam = _sin_cos(lon[k])
        n = A_KM / math.sqrt(1.0 - E2 * sin_phi * sin_phi)
        out[0, k] = n * cos_phi * cos_lam
        out[1, k] = n * cos_phi * sin_lam
        out[2, k] = n * (1.0 - E2) * sin_phi


@njit(inline="always")
def _sin_cos(degrees: float) -> tuple[float, float]:
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


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "nsz"})
def measure(
    at: Floats,
    top: NDArray[np.int32],
    blocks: NDArray[np.int32],
    starts: NDArray[np.int64],
    candidates: NDArray[np.int32],
    pieces: Floats,
    sides: Floats,
    loose: NDArray[np.bool_],
    distance: Floats,
    side: Floats,
    beyond_end: NDArray[np.bool_],
) -> int:
    """Distance, side and whether the foot is an end, of each point; -1 km where a cube is missing. Gives their number.

    The work goes in rounds over a few thousand points, each a plain loop: looking up lists, feet, arcs. Points with
    lists of the same length go together, so that the processor guesses the loops' ends right and overlaps their fetches
    from memory; measured, that halves the time.

    Args:
        at: Points, `(3, n)`.
        top: Tables of `CandidateCubes`, as the next three.
        blocks: As there.
        starts: As there.
        candidates: As there.
        pieces: Start, run, 1 / length², length² of each piece, `(n, 8)`.
        sides: Left at start, within, at end of each piece, `(n, 9)`.
        loose: Whether each piece's start and end are ends of the line, `(n, 2)`.
        distance: Filled, as the next two.
        side: Filled.
        beyond_end: Filled.
    """
    n_missing = 0
    leaf = np.empty(_ROUND, np.int32)
    order = np.empty(_ROUND, np.int32)
    off = np.empty((3, _ROUND))
    chord2 = np.empty(_ROUND)
    for begin in range(0, at.shape[1], _ROUND):
        n = min(_ROUND, at.shape[1] - begin)
        found = _order(at, begin, n, top, blocks, starts, leaf, order)
        n_missing += n - found
        for nth in range(found):
            k = order[nth]
            chord2[k] = _foot(at, begin, k, leaf[k], starts, candidates, pieces, sides, loose, off, side, beyond_end)
        for k in range(n):
            mx = at[0, begin + k] - off[0, k] / 2
            my = at[1, begin + k] - off[1, k] / 2
            mz = at[2, begin + k] - off[2, k] / 2
            sin2_lat = mz * mz / max(mx * mx + my * my + mz * mz, 1.0)
            distance[begin + k] = _arc(chord2[k], off[2, k] * off[2, k], sin2_lat)
        if found < n:
            for k in range(n):
                if leaf[k] < 0:
                    distance[begin + k] = -1.0
    return n_missing


@njit(inline="always")
def _order(
    at: Floats,
    begin: int,
    n: int,
    top: NDArray[np.int32],
    blocks: NDArray[np.int32],
    starts: NDArray[np.int64],
    leaf: NDArray[np.int32],
    order: NDArray[np.int32],
) -> int:
    """Fills the leaf of each point of a round, and the points that have one by the length of its list; their number."""
    _leaves(at, begin, n, top, blocks, leaf, order)
    n_of_length = np.zeros(_LENGTHS + 1, np.int32)
    for k in range(n):
        where = leaf[k]
        if where >= 0:
            n_of_length[min(starts[where + 1] - starts[where], _LENGTHS)] += 1
    found = 0
    for length in range(_LENGTHS + 1):
        found, n_of_length[length] = found + n_of_length[length], found
    for k in range(n):
        where = leaf[k]
        if where >= 0:
            length = min(starts[where + 1] - starts[where], _LENGTHS)
            order[n_of_length[length]] = k
            n_of_length[length] += 1
    return found


@njit(inline="always")
def _foot(
    at: Floats,
    begin: int,
    k: int,
    leaf: int,
    starts: NDArray[np.int64],
    candidates: NDArray[np.int32],
    pieces: Floats,
    sides: Floats,
    loose: NDArray[np.bool_],
    off: Floats,
    side: Floats,
    beyond_end: NDArray[np.bool_],
) -> float:
    """Fills what lies between a point and its foot, the side and whether it is an end; gives the squared chord, km²."""
    x, y, z = at[0, begin + k], at[1, begin + k], at[2, begin + k]
    best, which, best_share = np.inf, 0, 0.0
    for c in range(starts[leaf], starts[leaf + 1]):
        piece = candidates[c]
        px, py, pz = x - pieces[piece, 0], y - pieces[piece, 1], z - pieces[piece, 2]
        rx, ry, rz = pieces[piece, 3], pieces[piece, 4], pieces[piece, 5]
        share = min(max((px * rx + py * ry + pz * rz) * pieces[piece, 6], 0.0), 1.0)
        px, py, pz = px - share * rx, py - share * ry, pz - share * rz
        square = px * px + py * py + pz * pz
        nearer = square < best
        best = square if nearer else best
        which = piece if nearer else which
        best_share = share if nearer else best_share
    ox = x - pieces[which, 0] - best_share * pieces[which, 3]
    oy = y - pieces[which, 1] - best_share * pieces[which, 4]
    oz = z - pieces[which, 2] - best_share * pieces[which, 5]
    off[0, k], off[1, k], off[2, k] = ox, oy, oz
    at_start, at_end = best_share <= 0.0, best_share >= 1.0
    first = 0 if at_start else (6 if at_end else 3)
    across = ox * sides[which, first] + oy * sides[which, first + 1] + oz * sides[which, first + 2]
    side[begin + k] = (1.0 if across > 0 else 0.0) - (1.0 if across < 0 else 0.0)
    beyond_end[begin + k] = (at_start & loose[which, 0]) | (at_end & loose[which, 1])
    sag = best_share * (1.0 - best_share) * pieces[which, 7] / (2.0 * A_KM)
    chord2: float = max(best * (1.0 + sag / A_KM) - sag * sag, 0.0)
    return chord2


@njit(inline="always")
def _leaves(
    at: Floats,
    begin: int,
    n: int,
    top: NDArray[np.int32],
    blocks: NDArray[np.int32],
    leaf: NDArray[np.int32],
    divided: NDArray[np.int32],
) -> None:
    """Fills the leaf of the cube that each point of a round lies in, -1 where it has not been built, level by level.

    `divided` is work space.
    """
    n_divided = 0
    for k in range(n):
        i, j, m = _cell(at[0, begin + k]), _cell(at[1, begin + k]), _cell(at[2, begin + k])
        entry = top[((i >> 6) * 64 + (j >> 6)) * 64 + (m >> 6)]
        leaf[k] = entry - 1
        divided[n_divided] = k
        n_divided += entry < 0
    for shift in (3, 0):
        n_now, n_divided = n_divided, 0
        for nth in range(n_now):
            k = divided[nth]
            i, j, m = _cell(at[0, begin + k]), _cell(at[1, begin + k]), _cell(at[2, begin + k])
            within = (((i >> shift) & 7) * 8 + ((j >> shift) & 7)) * 8 + ((m >> shift) & 7)
            entry = blocks[-(leaf[k] + 1) - 1, within]
            leaf[k] = entry - 1
            divided[n_divided] = k
            n_divided += entry < 0


@njit(inline="always")
def _cell(km: float) -> int:
    return int((km + HALF_KM) * _PER_FINEST)


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
        sin_phi, cos_phi = _sin_cos(lat[k])
        sin_lam, cos_lam = _sin_cos(lon[k])
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
