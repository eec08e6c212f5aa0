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
#: Below this share of the diameter, arcsine by its series to the ninth power is good to 2e-13.
_SMALL = 0.1


@njit(cache=True, nogil=True, fastmath={"contract", "reassoc", "arcp", "nsz"})
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


@njit(cache=True, nogil=True, fastmath={"contract", "nsz"})
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
    for k in range(at.shape[1]):
        x, y, z = at[0, k], at[1, k], at[2, k]
        leaf = _leaf(x, y, z, top, blocks)
        if leaf < 0:
            distance[k] = -1.0
            n_missing += 1
            continue
        best, which, best_share = np.inf, 0, 0.0
        for c in range(starts[leaf], starts[leaf + 1]):
            piece = candidates[c]
            px, py, pz = x - pieces[piece, 0], y - pieces[piece, 1], z - pieces[piece, 2]
            rx, ry, rz = pieces[piece, 3], pieces[piece, 4], pieces[piece, 5]
            share = min(max((px * rx + py * ry + pz * rz) * pieces[piece, 6], 0.0), 1.0)
            px, py, pz = px - share * rx, py - share * ry, pz - share * rz
            square = px * px + py * py + pz * pz
            if square < best:
                best, which, best_share = square, piece, share
        ox = x - pieces[which, 0] - best_share * pieces[which, 3]
        oy = y - pieces[which, 1] - best_share * pieces[which, 4]
        oz = z - pieces[which, 2] - best_share * pieces[which, 5]
        sag = best_share * (1.0 - best_share) * pieces[which, 7] / (2.0 * A_KM)
        chord2 = max(best * (1.0 + sag / A_KM) - sag * sag, 0.0)
        mx, my, mz = x - ox / 2, y - oy / 2, z - oz / 2
        distance[k] = _arc(chord2, oz * oz, mz * mz / max(mx * mx + my * my + mz * mz, 1.0))
        at_start, at_end = best_share <= 0.0, best_share >= 1.0
        first = 0 if at_start else (6 if at_end else 3)
        across = ox * sides[which, first] + oy * sides[which, first + 1] + oz * sides[which, first + 2]
        side[k] = 1.0 if across > 0 else (-1.0 if across < 0 else 0.0)
        beyond_end[k] = (at_start and loose[which, 0]) or (at_end and loose[which, 1])
    return n_missing


@njit(inline="always")
def _leaf(x: float, y: float, z: float, top: NDArray[np.int32], blocks: NDArray[np.int32]) -> int:
    """The leaf of the cube that a point lies in, -1 where it has not been built."""
    i, j, k = int((x + HALF_KM) * _PER_FINEST), int((y + HALF_KM) * _PER_FINEST), int((z + HALF_KM) * _PER_FINEST)
    entry = top[((i >> 6) * 64 + (j >> 6)) * 64 + (k >> 6)]
    if entry < 0:
        entry = blocks[-entry - 1, (((i >> 3) & 7) * 8 + ((j >> 3) & 7)) * 8 + ((k >> 3) & 7)]
        if entry < 0:
            entry = blocks[-entry - 1, ((i & 7) * 8 + (j & 7)) * 8 + (k & 7)]
    return int(entry) - 1


@njit(inline="always")
def _arc(chord2: float, rise2: float, sin2_lat: float) -> float:
    w = math.sqrt(1.0 - E2 * sin2_lat)
    radius = A_KM / (w * (1.0 + E2_PRIME * rise2 / max(chord2, 1e-30)))
    share = min(math.sqrt(chord2) / (2.0 * radius), 1.0)
    if share < _SMALL:
        s = share * share
        return 2.0 * radius * share * (1.0 + s * (1 / 6 + s * (3 / 40 + s * (15 / 336 + s * (105 / 3456)))))
    return 2.0 * radius * math.asin(share)
