"""Rings around where a field on a grid is not negative."""

import numpy as np
from numpy.typing import NDArray

from vedette.geo.wgs84 import Floats

#: Corners of a cell: bit 1 lower left, 2 lower right, 4 upper right, 8 upper left; its edges: 0 bottom, 1 right, 2 top,
#: 3 left. For each combination of corners within, the pairs of edges that the contour enters and leaves by, with the
#: region on its left. Cells with two opposite corners within are taken as joined.
_CROSSINGS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),),
    2: ((1, 0),),
    3: ((1, 3),),
    4: ((2, 1),),
    5: ((0, 1), (2, 3)),
    6: ((2, 0),),
    7: ((2, 3),),
    8: ((3, 2),),
    9: ((0, 2),),
    10: ((1, 2), (3, 0)),
    11: ((1, 2),),
    12: ((3, 1),),
    13: ((0, 1),),
    14: ((3, 0),),
}


def contour_rings(field: Floats, rows: Floats, columns: Floats) -> list[NDArray[np.float64]]:
    """Closed rings of `(row value, column value)` around where `field >= 0`, which lies left of them.

    Args:
        field: `(rows, columns)`; values between nodes are interpolated along the edges.
        rows: The value of each row, rising.
        columns: The value of each column, rising.

    Source: marching squares (Lorensen and Cline 1987, in two dimensions).
    """
    inside = np.pad(field >= 0, 1)
    field = np.pad(field, 1, constant_values=-1.0)
    # The rim lies a hair outside, so that regions that reach the edge of the grid end there.
    rows, columns = (np.concatenate([axis[:1], axis, axis[-1:]]) for axis in (rows, columns))
    corners = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    width = field.shape[1]
    goes_on: dict[int, int] = {}
    for kind, pairs in _CROSSINGS.items():
        i, j = np.nonzero(corners == kind)
        for enters, leaves in pairs:
            goes_on.update(zip(_edge_ids(i, j, enters, width), _edge_ids(i, j, leaves, width), strict=True))
    rings = []
    while goes_on:
        first, after = goes_on.popitem()
        ring = [first]
        while after != first:
            ring.append(after)
            after = goes_on.pop(after)
        places = _places(np.array([*ring, first]), field, rows, columns)
        rings.append(places[np.r_[True, (np.diff(places, axis=0) != 0).any(axis=1)]])
    return [ring for ring in rings if len(ring) >= 4]


def _edge_ids(i: NDArray[np.int64], j: NDArray[np.int64], edge: int, width: int) -> list[int]:
    """Twice the number of the node that an edge starts from; one more for an upright edge."""
    node = (i + (edge == 2)) * width + j + (edge == 1)
    ids: list[int] = (2 * node + (edge in (1, 3))).tolist()
    return ids


def _places(edges: NDArray[np.int64], field: Floats, rows: Floats, columns: Floats) -> NDArray[np.float64]:
    node, upright = edges // 2, edges % 2
    i, j = node // field.shape[1], node % field.shape[1]
    i2, j2 = i + upright, j + 1 - upright
    a, b = field[i, j], field[i2, j2]
    share = a / np.where(a == b, 1.0, a - b)
    return np.column_stack([rows[i] + share * (rows[i2] - rows[i]), columns[j] + share * (columns[j2] - columns[j])])
