"""Thins outlines stretch by stretch between the points where shapes meet, so that neighbours keep one common line."""

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray

#: Rows of longitude and latitude, closed.
Ring = NDArray[np.float64]


def worth_keeping(rings: list[Ring], smallest: float) -> list[Ring]:
    """The rings of a shape that are no smaller than so many square degrees, and its largest in any case."""
    areas = [abs(_square_degrees(ring)) for ring in rings]
    return [ring for ring, area in zip(rings, areas, strict=True) if area >= smallest or area == max(areas)]


def thin(rings: list[Ring], tolerance: float) -> list[Ring]:
    """The rings thinned; a stretch that two rings have in common is thinned alike in both.

    Args:
        rings: Of all shapes.
        tolerance: Degrees: no thinned line lies farther than this from where it was.
    """
    n_rings_at: dict[tuple[float, float], set[int]] = defaultdict(set)
    for nth, ring in enumerate(rings):
        for vertex in map(tuple, ring.tolist()):
            n_rings_at[vertex].add(nth)
    return [_thin_ring(ring, n_rings_at, tolerance) for ring in rings]


def _square_degrees(ring: Ring) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _thin_ring(ring: Ring, rings_at: dict[tuple[float, float], set[int]], tolerance: float) -> Ring:
    vertices = [tuple(vertex) for vertex in ring[:-1].tolist()]
    here = [frozenset(rings_at[vertex]) for vertex in vertices]
    # A vertex is a node where the set of rings changes before or after it to something that is no larger.
    n = len(vertices)
    nodes = [i for i in range(n) if here[i] - here[i - 1] or here[i] - here[(i + 1) % n]]
    if not nodes:
        nodes = [min(range(n), key=lambda i: vertices[i])]
    if len(nodes) == 1:
        nodes.append((nodes[0] + n // 2) % n)
        nodes.sort()
    stretches = []
    for start, end in zip(nodes, [*nodes[1:], nodes[0] + n], strict=True):
        stretch = np.array([vertices[i % n] for i in range(start, end + 1)])
        stretches.append(_thin_stretch(stretch, tolerance)[:-1])
    return np.vstack([*stretches, stretches[0][:1]])


def _thin_stretch(stretch: Ring, tolerance: float) -> Ring:
    # Always from the same end, so that both neighbours get the same.
    turned = tuple(stretch[0]) > tuple(stretch[-1])
    line = stretch[::-1] if turned else stretch
    thin_line = shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), tolerance, preserve_topology=False))
    return np.asarray(thin_line[::-1] if turned else thin_line)
