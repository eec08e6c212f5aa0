"""Borders out of the outlines of countries: the edges that two of them share."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.pieces import cut
from vedette.geo.wgs84 import Floats

#: Vertices that round to the same whole number of this many degrees (1 cm) are one.
_SAME_DEGREES = 1e-7

Points = NDArray[np.float64]
#: Polygons, each its outer ring and its holes, of `(lat, lon)` rows, the first point repeated at the end.
Polygons = Sequence[Sequence[Points]]


@dataclass(frozen=True)
class SharedLine:
    """A line between two countries."""

    left: str
    right: str
    points: Points
    #: 95 % of its vertices lie no farther than this from the other country's own outline, km; 0 where they share it.
    gap_km: float = 0.0


def shared_lines(countries: Mapping[str, Polygons]) -> tuple[list[SharedLine], int]:
    """The lines along which outlines share their vertices, and how many edges two countries both claim.

    Both lie on the same side of such an edge: their areas overlap there, and it is no line between them.

    Args:
        countries: ISO code → polygons.
    """
    edges, owner, names = _directed_edges(countries)
    order = np.lexsort(np.sort(edges, axis=1).T)
    sorted_ends = np.sort(edges, axis=1)[order]
    twin = np.flatnonzero((np.diff(sorted_ends, axis=0) == 0).all(axis=1))
    one, other = order[twin], order[twin + 1]
    apart = owner[one] != owner[other]
    opposite = (edges[one] == edges[other][:, ::-1]).all(axis=1)
    one, other = one[apart & opposite], other[apart & opposite]
    chains = defaultdict(list)
    for edge, twin_of in zip(one.tolist(), other.tolist(), strict=True):
        # Each is directed with its own country on the left: the first in the alphabet gives the direction.
        edge, twin_of = sorted((edge, twin_of), key=lambda at: names[owner[at]])
        chains[names[owner[edge]], names[owner[twin_of]]].append((int(edges[edge, 0]), int(edges[edge, 1])))
    found = [
        SharedLine(left, right, _vertices(chain))
        for (left, right), pairs in sorted(chains.items())
        for chain in _joined(pairs)
    ]
    return found, int((apart & ~opposite).sum())


def near_lines(one: tuple[str, Polygons], other: tuple[str, Polygons], gap_km: float) -> list[SharedLine]:
    """The stretches of a country's outline that run within some distance of another's: where they share no vertices.

    Args:
        one: ISO code and polygons; the lines are its outline.
        other: The country beyond.
        gap_km: Farther apart they are no border: sea, or a third country.
    """
    outline = DistanceToLine(cut([ring for polygon in other[1] for ring in polygon]))
    found = []
    for polygon in one[1]:
        for nth, ring in enumerate(polygon):
            ring = ring if _is_left(ring, hole=nth > 0) else ring[::-1]
            km = outline.distance_km(to_ecef(ring[:, 0], ring[:, 1]))
            for start, end in _runs(km <= gap_km):
                gap = float(np.quantile(km[start:end], 0.95))
                found.append(SharedLine(one[0], other[0], ring[start:end], gap))
    return found


def _runs(near: NDArray[np.bool_]) -> list[tuple[int, int]]:
    bounds = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    return [(start, end) for start, end in bounds.reshape(-1, 2).tolist() if end - start > 1]


def _directed_edges(countries: Mapping[str, Polygons]) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Edges as codes of both ends, the owner on their left; who owns each; the owners' names."""
    names, edges, owner = list(countries), [], []
    for nth, polygons in enumerate(countries.values()):
        for polygon in polygons:
            for n_ring, ring in enumerate(polygon):
                codes = _codes(ring if _is_left(ring, hole=n_ring > 0) else ring[::-1])
                codes = codes[np.append(True, np.diff(codes) != 0)]
                edges.append(np.column_stack([codes[:-1], codes[1:]]))
                owner.append(np.full(len(codes) - 1, nth))
    return np.concatenate(edges), np.concatenate(owner), names


def _codes(ring: Points) -> NDArray[np.int64]:
    """Each vertex as one number: latitude and longitude in steps of `_SAME_DEGREES`."""
    lat, lon = np.round(ring / _SAME_DEGREES).astype(np.int64).T
    return np.asarray((lat << 33) + lon)


def _vertices(codes: list[int]) -> Points:
    told = np.array(codes, np.int64)
    lat = (told + (1 << 32)) >> 33
    return np.column_stack([lat, told - (lat << 33)]) * _SAME_DEGREES


def _is_left(ring: Points, *, hole: bool) -> bool:
    """Whether the polygon lies left of its ring as it runs."""
    lat, lon = ring.T
    anticlockwise = bool((lon[:-1] * lat[1:] - lon[1:] * lat[:-1]).sum() > 0)
    return anticlockwise != hole


def _joined(edges: list[tuple[int, int]]) -> list[list[int]]:
    """Edges that run on from one another as chains of vertices."""
    after: dict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        after[start].append(end)
    ends = {end for _, end in edges}
    chains = []
    for start in [*(start for start in after if start not in ends), *after]:
        while after[start]:
            chain = [start]
            while after[chain[-1]]:
                chain.append(after[chain[-1]].pop())
            chains.append(chain)
    return chains


def km_of(points: Floats) -> float:
    """Kilometres along a line, as straight pieces through the earth: good to a thousandth."""
    at = to_ecef(points[:, 0], points[:, 1])
    return float(np.linalg.norm(np.diff(at, axis=1), axis=0).sum())
