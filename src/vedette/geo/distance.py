"""Distance from many points to a line, an edge or a place on the ellipsoid."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.geo import fast
from vedette.geo.ellipsoid import arc_of_chord
from vedette.geo.nearest import CandidateCubes, Ints
from vedette.geo.pieces import Pieces, sag_km
from vedette.geo.wgs84 import A_KM, Floats

#: Points measured at once: the work arrays stay in a core's cache.
_PORTION = 16_384


@dataclass(frozen=True)
class Nearest:
    """How points stand to a line."""

    #: Geodesic km to the line.
    distance_km: Floats
    #: 1 left of the line, -1 right of it, 0 on it.
    side: Floats
    #: Whether the nearest point is an end of the line, where its side is that of its straight continuation.
    beyond_end: NDArray[np.bool_]


class DistanceToLine:
    """Geodesic distances to a line, at most 1 m off within 300 km.

    The argument. The line's edges are cut along their geodesics into pieces of at most 2 km, whose straight chords lie
    at most 8 cm deep; the depth at the foot is allowed for. Cubes give the few pieces that can be nearest
    (`CandidateCubes`), the nearest foot among them is found in space, and the chord to it is turned into an arc with
    the curvature of its own direction (`arc_of_chord`). Nearest in space and nearest along the ellipsoid differ only as
    far as arcs over equal chords do: up to 0.2 m at 300 km, where the candidates lie in different directions.

    Farther out the error grows with the cube of the distance; measured against Karney's solution: see
    `docs/decisions/0002-zones-and-imprecision.md`.
    """

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.cubes = CandidateCubes(pieces)
        self._inverse_length2 = 1 / np.maximum(pieces.length2, 1e-30)

    def measure(self, ecef: Floats) -> Nearest:
        """How each point stands to the line.

        Args:
            ecef: Points on the ellipsoid, `(3, n)` in km, all finite.
        """
        n = ecef.shape[1]
        return self._measure(ecef, Nearest(np.empty(n), np.empty(n), np.empty(n, bool)))

    def distance_km(self, ecef: Floats) -> Floats:
        """The distances that `measure` gives; where nobody asks for sides, a tenth of the time is saved."""
        return self._measure(ecef, Nearest(np.empty(ecef.shape[1]), np.empty(0), np.empty(0, bool))).distance_km

    def fill_distance(self, ecef: Floats, some: slice, distance_km: Floats) -> None:
        """Fills the distances of some of the points; without a copy of those where the loop is compiled.

        Args:
            ecef: As for `measure`.
            some: Which ones, in order.
            distance_km: A number for each of all points.
        """
        compiled = fast.kernels(some.stop - some.start)
        if compiled is None:
            distance_km[some] = self.distance_km(ecef[:, some])
        else:
            self._measure_compiled(compiled, ecef, some, Nearest(distance_km, np.empty(0), np.empty(0, bool)))

    def _measure(self, ecef: Floats, result: Nearest) -> Nearest:
        """Fills the result, without sides where it has no room for them."""
        compiled = fast.kernels(ecef.shape[1])
        if compiled is not None:
            self._measure_compiled(compiled, ecef, slice(0, ecef.shape[1]), result)
            return result
        leaves = self.cubes.leaves(ecef)
        for start in range(0, ecef.shape[1], _PORTION):
            part = slice(start, start + _PORTION)
            self._measure_portion(ecef[:, part], leaves[part], result, part)
        return result

    def _measure_compiled(self, compiled: Any, ecef: Floats, some: slice, result: Nearest) -> None:
        found = (result.distance_km, result.side, result.beyond_end)
        if not compiled.measure(ecef, some.start, some.stop, *self.cubes.tables(), *self._rows, *found):
            return
        missing = some.start + np.flatnonzero(result.distance_km[some] < 0)
        rest = np.ascontiguousarray(ecef[:, missing])
        self.cubes.leaves(rest, compiled)
        again = tuple(np.empty(min(len(all_), len(missing)), all_.dtype) for all_ in found)
        compiled.measure(rest, 0, len(missing), *self.cubes.tables(), *self._rows, *again)
        for all_, new in zip(found, again, strict=True):
            if all_.size:
                all_[missing] = new

    @cached_property
    def _rows(self) -> tuple[Floats, Floats]:
        """The pieces row by row, as the compiled loop wants them: one fetch from memory each."""
        p = self.pieces
        rows = np.vstack([p.start, p.run, self._inverse_length2, p.length2])
        inner = np.zeros_like(p.loose_start)
        sides = np.vstack([p.left_at_start, p.loose_start, p.left, inner, p.left_at_end, p.loose_end])
        return rows.T.ravel(), sides.T.ravel()

    def _measure_portion(self, at: Floats, leaves: Ints, result: Nearest, part: slice) -> None:
        piece, share = self._foot(at, leaves)
        pieces = self.pieces
        start, run, length2 = pieces.start[:, piece], pieces.run[:, piece], pieces.length2[piece]
        off = at - start - share * run
        square = (off * off).sum(axis=0)
        sag = sag_km(share, length2)
        chord2 = np.maximum(square * (1 + sag / A_KM) - sag * sag, 0.0)
        middle = at - off / 2
        sin2_lat = middle[2] ** 2 / np.maximum((middle * middle).sum(axis=0), 1.0)
        result.distance_km[part] = arc_of_chord(chord2, off[2] ** 2, sin2_lat)
        if not result.side.size:
            return
        left = np.where(
            share <= 0,
            pieces.left_at_start[:, piece],
            np.where(share >= 1, pieces.left_at_end[:, piece], pieces.left[:, piece]),
        )
        result.side[part] = np.sign((off * left).sum(axis=0))
        result.beyond_end[part] = ((share <= 0) & pieces.loose_start[piece]) | ((share >= 1) & pieces.loose_end[piece])

    def _foot(self, at: Floats, leaves: Ints) -> tuple[Ints, Floats]:
        """The nearest piece of each point and the share of its length at which the foot stands."""
        pieces, lists = self.pieces, self.cubes.lists
        first, n_candidates = leaves + 1, lists[leaves]
        # Longest lists first: those that have an n-th candidate are then a slice, which is a sixth faster than picking.
        order = np.argsort(-n_candidates, kind="stable")
        n_with = np.cumsum(np.bincount(n_candidates)[::-1])[::-1]
        at, first = at[:, order], first[order]
        best, best_piece, best_share = np.full(len(order), np.inf), np.zeros(len(order), np.int64), np.zeros(len(order))
        for nth, n in enumerate(n_with[1:].tolist()):
            piece = lists[first[:n] + nth]
            run, off = pieces.run[:, piece], at[:, :n] - pieces.start[:, piece]
            share = np.clip(np.einsum("ij,ij->j", off, run) * self._inverse_length2[piece], 0.0, 1.0)
            off -= np.multiply(run, share, out=run)
            square = np.einsum("ij,ij->j", off, off)
            nearer = square < best[:n]
            for kept, new in ((best, square), (best_piece, piece), (best_share, share)):
                np.copyto(kept[:n], new, where=nearer)
        found, shares = np.empty_like(best_piece), np.empty_like(best_share)
        found[order], shares[order] = best_piece, best_share
        return found, shares
