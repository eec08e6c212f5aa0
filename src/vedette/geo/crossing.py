"""Whether a polygon crosses itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.model.zone import Point

#: A ring: rows of latitude and longitude, degrees, closed.
Ring = NDArray[np.float64]

#: Pairs of edges looked at together.
_AT_ONCE = 2_000_000


def find_crossing(rings: Sequence[Ring]) -> Point | None:
    """Where two edges of a polygon cross, None if none do; edges that only touch do not cross.

    Edges are sorted along the axis on which fewer of them overlap, and held only against those that overlap there.

    Args:
        rings: The outer ring and the holes, longitudes running on over the antimeridian within each.
    """
    start = np.concatenate([_running_on(ring)[:-1] for ring in rings])
    end = np.concatenate([_running_on(ring)[1:] for ring in rings])
    low, high = np.minimum(start, end), np.maximum(start, end)
    orders = [np.argsort(low[:, axis], kind="stable") for axis in (0, 1)]
    lasts = [np.searchsorted(low[order, axis], high[order, axis], side="right") for axis, order in enumerate(orders)]
    axis = int(np.argmin([last.sum() for last in lasts]))
    order, n_after = orders[axis], lasts[axis] - np.arange(len(start)) - 1
    start, end = start[order], end[order]
    done = np.concatenate([[0], np.cumsum(n_after)])
    first = 0
    while first < len(start):
        last = max(first + 1, int(np.searchsorted(done, done[first] + _AT_ONCE, side="right")) - 1)
        crossing = _crossing_of(start, end, np.arange(first, last), n_after[first:last])
        if crossing is not None:
            return crossing
        first = last
    return None


def _crossing_of(start: Ring, end: Ring, edges: NDArray[np.int64], n_after: NDArray[np.int64]) -> Point | None:
    """The first crossing of these edges with those that follow each of them."""
    one = np.repeat(edges, n_after)
    begun = np.cumsum(n_after) - n_after
    other = one + 1 + np.arange(len(one)) - np.repeat(begun, n_after)
    a, b, c, d = start[one], end[one], start[other], end[other]
    crosses = (_turn(a, b, c) * _turn(a, b, d) < 0) & (_turn(c, d, a) * _turn(c, d, b) < 0)
    if not crosses.any():
        return None
    at = int(crosses.argmax())
    from_c, from_d = _turn(a, b, c)[at], _turn(a, b, d)[at]
    lat, lon = (c[at] + from_c / (from_c - from_d) * (d[at] - c[at])).tolist()
    return lat, (lon + 180) % 360 - 180


def _turn(a: Ring, b: Ring, c: Ring) -> NDArray[np.float64]:
    """Above 0 where the way from a over b to c turns left."""
    return np.asarray((b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]) - (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]))


def _running_on(ring: Ring) -> Ring:
    return np.column_stack([ring[:, 0], np.unwrap(ring[:, 1], period=360.0)])
