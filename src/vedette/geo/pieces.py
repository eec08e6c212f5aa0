"""Lines on the ellipsoid as short straight pieces in earth-centred coordinates."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo.ellipsoid import to_ecef, up
from vedette.geo.wgs84 import A_KM, Floats

#: Longest piece, km. A straight piece of 2 km lies at most 2² / 8R = 8 cm below the ellipsoid (and that is allowed
#: for).
MAX_PIECE_KM = 2.0
#: Most pieces of one geometry; a line of 400,000 km, and about 300 MB of index.
MAX_PIECES = 2_000_000

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Pieces:
    """Straight pieces from `start` along `run`, each `(3, n)` in km.

    `left_*` point to the left of the line, tangent to the ellipsoid: within the piece, and at its ends, where they are
    the mean of those of the two pieces that meet (so the side of a point nearest to a vertex is right: Bærentzen and
    Aanæs 2005, "Signed distance computation using the angle weighted pseudonormal").
    """

    start: Floats
    run: Floats
    #: Square of the length, km².
    length2: Floats
    left: Floats
    left_at_start: Floats
    left_at_end: Floats
    #: Whether the line ends here: no other piece goes on.
    loose_start: NDArray[np.bool_]
    loose_end: NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.length2.size)


def cut(lines: Iterable[NDArray[np.float64]], *, rings: bool = False) -> Pieces:
    """The pieces of lines whose edges are geodesics.

    Args:
        lines: Each `(n, 2)` rows of latitude and longitude, degrees. One row is a point: a piece without length.
        rings: Whether they are rings of polygons: edges that two polygons share are then no edges of the area.

    Raises:
        GeometryError: No vertex at all, a vertex that is no place, or far too much line.
    """
    starts, ends = [], []
    for line in lines:
        _check_vertices(line)
        a, b = (line[:1], line[:1]) if len(line) == 1 else (line[:-1], line[1:])
        starts.append(a)
        ends.append(b)
    if not starts:
        raise GeometryError("the geometry has no vertex: give at least one point")
    a, b = np.concatenate(starts), np.concatenate(ends)
    if rings:
        a, b = _drop_shared_edges(a, b)
    return _pieces(*_cut_edges(a, b))


def _check_vertices(line: NDArray[np.float64]) -> None:
    if line.ndim != 2 or line.shape[1:] != (2,) or not len(line):
        raise GeometryError("a line needs at least one vertex of latitude and longitude")
    bad = ~(np.isfinite(line).all(axis=1) & (np.abs(line[:, 0]) <= 90) & (np.abs(line[:, 1]) <= 540))
    if bad.any():
        lat, lon = line[bad][0]
        raise GeometryError(
            f"the vertex latitude {lat}, longitude {lon} is no place on earth: latitude goes from -90 to 90"
        )


def _drop_shared_edges(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Edges without those that are also there the other way round: where two polygons touch, the area has no edge."""
    ends = np.concatenate([a, b], axis=1)
    ends[:, 1::2] %= 360
    keys = np.round(ends * 1e9).astype(np.int64).tolist()
    there = {tuple(key) for key in keys}
    lone = np.array([(key[2], key[3], key[0], key[1]) not in there for key in keys])
    if not lone.any():
        raise GeometryError("the area has no edge: its rings cancel each other")
    return a[lone], b[lone]


def _cut_edges(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The start and end of every piece, `(3, n)` each in km."""
    azimuth, _, metres = _GEOD.inv(a[:, 1], a[:, 0], b[:, 1], b[:, 0])
    metres = np.asarray(metres)
    keep = metres > 0
    if not keep.any():
        keep[:1] = True
    a, b, azimuth, metres = a[keep], b[keep], np.asarray(azimuth)[keep], metres[keep]
    n = np.maximum(np.ceil(metres / (1000 * MAX_PIECE_KM)), 1).astype(np.int64)
    if n.sum() > MAX_PIECES:
        raise GeometryError(
            f"the geometry is {metres.sum() / 1000:,.0f} km long: at most {MAX_PIECES * MAX_PIECE_KM:,.0f}"
        )
    edge = np.repeat(np.arange(len(n)), n)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(n) - n, n)
    first, last = nth == 0, nth == n[edge] - 1
    lon, lat, _ = _GEOD.fwd(a[edge, 1], a[edge, 0], azimuth[edge], metres[edge] * nth / n[edge])
    # The edges' own vertices are kept as they are, so that lines that meet there still do.
    starts = to_ecef(np.where(first, a[edge, 0], lat), np.where(first, a[edge, 1], lon))
    ends = np.empty_like(starts)
    ends[:, ~last] = starts[:, np.flatnonzero(~last) + 1]
    ends[:, last] = to_ecef(b[:, 0], b[:, 1])
    return starts, ends


def _pieces(starts: Floats, ends: Floats) -> Pieces:
    run = ends - starts
    length2 = (run * run).sum(axis=0)
    left = np.cross(up((starts + ends) / 2), run, axis=0)
    left = left / np.maximum(np.linalg.norm(left, axis=0), 1e-30)
    before, after = _neighbours(starts, ends)
    at_start = np.where(before >= 0, left + left[:, before], left)
    at_end = np.where(after >= 0, left + left[:, after], left)
    return Pieces(starts, run, length2, left, at_start, at_end, before < 0, after < 0)


def _neighbours(starts: Floats, ends: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which piece comes before and after each; -1 where none does, or it is not clear which.

    First the next one in order; what then is left (ends of lines, and of rings) meets where only one can.
    """
    start_keys, end_keys = _keys(starts), _keys(ends)
    n = len(start_keys)
    after = np.full(n, -1, np.int64)
    in_order = np.array([end_keys[i] == start_keys[i + 1] for i in range(n - 1)], bool)
    after[:-1][in_order] = np.flatnonzero(in_order) + 1
    free_starts = np.setdiff1d(np.arange(n), after)
    free_ends = np.flatnonzero(after < 0)
    begins_at = _only_ones(start_keys, free_starts)
    ends_at = _only_ones(end_keys, free_ends)
    for end in free_ends.tolist():
        key = end_keys[end]
        if ends_at[key] >= 0:
            after[end] = begins_at.get(key, -1)
    before = np.full(n, -1, np.int64)
    before[after[after >= 0]] = np.flatnonzero(after >= 0)
    return before, after


def _keys(points: Floats) -> list[tuple[int, ...]]:
    # Tenths of a metre: vertices that are meant to be the same agree to far less.
    return [tuple(key) for key in np.round(points.T * 1e4).astype(np.int64).tolist()]


def _only_ones(keys: list[tuple[int, ...]], pieces: NDArray[np.int64]) -> dict[tuple[int, ...], int]:
    """Piece by key, -1 where several have the key."""
    where: dict[tuple[int, ...], int] = {}
    for piece in pieces.tolist():
        where[keys[piece]] = -1 if keys[piece] in where else piece
    return where


def sag_km(t: Floats, length2: Floats) -> Floats:
    """How far below the ellipsoid a piece lies at its share `t`, km."""
    return np.asarray(t * (1 - t) * length2 / (2 * A_KM))
