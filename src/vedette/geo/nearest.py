"""Which piece of a line is nearest to each of many points, exactly, through cubes that know their candidates."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.geo.cube_sizes import HALF_KM, SIDES_KM
from vedette.geo.pieces import Pieces
from vedette.geo.wgs84 import Floats

Ints = NDArray[np.int64]

#: Side of the cubes, km, whose lists are kept only to build the first level from.
_PARENT_KM = 1600.0
#: A cube with more candidates than this is divided; measured: finer costs more to build than it saves to ask.
_MOST_CANDIDATES = (6, 6)
#: Candidates weighed at once while building, to bound memory (about 60 bytes each).
_AT_ONCE = 500_000
#: km²: rounding of squared distances of up to (12,800 km)² in double precision, with room to spare.
_ROUNDING_KM2 = 1e-5

_CORNERS = np.array([[x, y, z] for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])


class CandidateCubes:
    """For every cube of space that was asked about, the pieces that can be nearest to a point in it.

    The argument. Let b be a vertex of the line and a(t) a point of another piece of length L. For a fixed t,
    |x - a(t)|² - |x - b|² is linear in x, so over a cube it is smallest at a corner; and |x - a(t)|² is never less than
    the smaller of |x - a(0)|² and |x - a(1)|² by more than L² / 4. If therefore both end points are farther from all
    eight corners than b, by L² / 4 in the square, then every point of the piece is farther from every point of the cube
    than b is, and the piece can be nowhere nearest in it. What is left is the list of the cube: small, and sure to hold
    the nearest piece. Cubes are divided until their lists are short, and only where points ask for them. Cubes know
    neither antimeridian nor poles.

    The tables: an entry 0 has not been built, `leaf + 1` is where a list begins, `-block - 1` is divided. One thread at
    a time builds; others may read meanwhile, for what an entry points to is there before it, and tables only grow.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._ends = np.ascontiguousarray(np.stack([pieces.start, pieces.start + pieces.run]).transpose(0, 2, 1))
        self._parents: dict[int, Ints] = {}
        #: The candidates of each divided cube, one list after the other, and where they begin.
        self._block_starts, self._block_candidates = _Growing(np.zeros(1, np.int64)), _Growing(np.zeros(0, np.int64))
        #: The place of each divided cube among those of its own level.
        self._origins = _Growing(np.zeros((0, 3), np.int64))
        #: One piece, as of a place, is the nearest everywhere: nothing is left to build.
        is_one = len(pieces) == 1
        self.top = _all_in_first_leaf() if is_one else np.zeros(64**3, np.int32)
        self._blocks = _Growing(np.zeros((0, 512), np.int32))
        self._lists = _Growing(np.array([1, 0] if is_one else [], np.int32))
        self._building = Lock()

    def tables(self) -> tuple[NDArray[Any], ...]:
        """What the compiled loop reads: the first level, the blocks in one row, the lists without signs."""
        return self.top, self.blocks.reshape(-1), self.lists.view(np.uint32)

    @property
    def blocks(self) -> NDArray[np.int32]:
        """The entries of each divided cube, 512 a row."""
        return self._blocks.rows

    @property
    def lists(self) -> NDArray[np.int32]:
        """The list of each leaf, one after the other: how many candidates, and then those (one fetch from memory)."""
        return self._lists.rows

    def leaves(self, ecef: Floats, compiled: Any = None) -> Ints:
        """The leaf of each point (where its list begins), after building those that are missing.

        Args:
            ecef: Points, `(3, n)` km.
            compiled: The module of compiled loops; None: numpy builds.
        """
        cell = np.floor((ecef + HALF_KM) * (1 / SIDES_KM[2])).astype(np.int64)
        entry, _, _ = self._look_up(cell)
        missing = np.flatnonzero(entry == 0)
        if missing.size:
            with self._building:
                entry[missing] = self._build_missing(cell[:, missing], compiled)
        return entry - 1

    def _build_missing(self, cell: Ints, compiled: Any) -> Ints:
        """The entry of each point, after building level by level what no other thread has built meanwhile."""
        while True:
            entry, level, block = self._look_up(cell)
            missing = entry == 0
            if not missing.any():
                return entry
            self._build(cell[:, missing], level[missing], block[missing], compiled)

    def _look_up(self, cell: Ints) -> tuple[Ints, Ints, Ints]:
        """The entry of each point with its level and block; the entry is a leaf or missing."""
        entry = self.top[_code(cell >> 6, 64)].astype(np.int64)
        level, block = np.zeros_like(entry), np.full_like(entry, -1)
        for depth, shift in ((1, 3), (2, 0)):
            divided = np.flatnonzero(entry < 0)
            if not divided.size:
                break
            block[divided], level[divided] = -entry[divided] - 1, depth
            entry[divided] = self.blocks[block[divided], _code((cell[:, divided] >> shift) & 7, 8)]
        return entry, level, block

    def _build(self, cell: Ints, level: Ints, block: Ints, compiled: Any) -> None:
        for depth in range(3):
            here = level == depth
            if not here.any():
                continue
            if depth == 0:
                cubes = np.stack(np.unravel_index(_marked(_code(cell[:, here] >> 6, 64), 64**3), (64,) * 3))
                groups = _code(cubes >> 3, 8)
            else:
                inside = _code((cell[:, here] >> (6 - 3 * depth)) & 7, 8)
                groups, sub = np.divmod(_marked(block[here] * 512 + inside, 512 * len(self.blocks)), 512)
                cubes = self._origins.rows[groups].T * 8 + np.stack(np.unravel_index(sub, (8,) * 3))
            if compiled is not None:
                self._build_compiled(compiled, groups, cubes, depth)
                continue
            order = np.argsort(groups, kind="stable")
            bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1))
            for start, end in pairwise(bounds):
                some = order[start:end]
                self._build_cubes(int(groups[some[0]]), cubes[:, some], depth)

    def _build_cubes(self, group: int, cubes: Ints, depth: int) -> None:
        """Builds cubes of one level that have their candidates from the same parent."""
        candidates = self._candidates_above(group, depth)
        side = SIDES_KM[depth]
        for some in _in_portions(cubes.T, max(1, _AT_ONCE // (8 * len(candidates)))):
            kept = self._can_be_nearest(candidates, np.asarray(some * side - HALF_KM), side)
            found = candidates[np.nonzero(kept)[1]]
            self._enter(kept.sum(axis=1), found, np.full(len(some), group), some, depth)

    def _build_compiled(self, compiled: Any, groups: Ints, cubes: Ints, depth: int) -> None:
        """Builds cubes of one level, of all parents at once."""
        lists = [self._candidates_above(group, depth) for group in np.unique(groups).tolist()]
        starts = np.concatenate([[0], np.cumsum([len(each) for each in lists])])
        which = np.searchsorted(np.unique(groups), groups)
        listed, lengths = np.concatenate(lists), np.diff(starts)
        per_portion = max(1, _AT_ONCE // int(lengths.max()))
        for some in _in_portions(np.arange(len(groups)), per_portion):
            counts = np.empty(len(some), np.int64)
            found = np.empty(int(lengths[which[some]].sum()), np.int64)
            corner = np.ascontiguousarray(cubes[:, some].T * SIDES_KM[depth] - HALF_KM)
            n = compiled.list_candidates(
                corner, SIDES_KM[depth], starts[which[some]], starts[which[some] + 1], listed,
                self._ends, self._pieces.length2, _ROUNDING_KM2, counts, found,
            )  # fmt: skip
            self._enter(counts, found[:n], groups[some], cubes[:, some].T, depth)

    def _candidates_above(self, group: int, depth: int) -> Ints:
        """The candidates of the cube around those of a group, one level up."""
        if depth == 0:
            return self._parent(group)
        return self._block_candidates.rows[self._block_starts.rows[group] : self._block_starts.rows[group + 1]]

    def _parent(self, group: int) -> Ints:
        if group not in self._parents:
            cube = np.array(np.unravel_index(group, (8,) * 3))
            everything = np.arange(len(self._pieces))
            kept = self._can_be_nearest(everything, np.asarray(cube[None, :] * _PARENT_KM - HALF_KM), _PARENT_KM)
            self._parents[group] = everything[kept[0]]
        return self._parents[group]

    def _can_be_nearest(self, candidates: Ints, origins: Floats, side: float) -> NDArray[np.bool_]:
        """Whether each candidate can be nearest somewhere in each cube, shape `(cubes, candidates)`."""
        corners = origins[:, None, :] + side * _CORNERS
        # Relative to the cube, so that squares stay small where it matters.
        middle = origins.mean(axis=0) + side / 2
        at = (corners - middle).reshape(-1, 3)
        ends = self._ends[:, candidates] - middle
        squares = [
            ((at * at).sum(axis=1)[:, None] - 2 * at @ end.T + (end * end).sum(axis=1)).reshape(len(origins), 8, -1)
            for end in ends
        ]
        least = np.minimum(*squares) - self._pieces.length2[candidates] / 4 - _ROUNDING_KM2
        kept = np.ones((len(origins), len(candidates)), bool)
        rows = np.arange(len(origins))
        rivals = np.concatenate([squares[0].argmin(axis=2), squares[0].mean(axis=1).argmin(axis=1)[:, None]], axis=1)
        for rival in rivals.T:
            kept &= (least < squares[0][rows, :, rival][:, :, None]).any(axis=1)
        return kept

    def _enter(self, n: Ints, found: Ints, groups: Ints, cubes: Ints, depth: int) -> None:
        """Enters new cubes with their lists: `n` candidates each, one list after the other in `found`."""
        divided = n > _MOST_CANDIDATES[depth] if depth < len(_MOST_CANDIDATES) else np.zeros(len(n), bool)
        of_divided = np.repeat(divided, n)
        entries = np.empty(len(n), np.int32)
        entries[divided] = -(len(self.blocks) + np.arange(divided.sum())) - 1
        self._block_starts.append(self._block_starts.rows[-1] + np.cumsum(n[divided]))
        self._block_candidates.append(found[of_divided])
        self._origins.append(cubes[divided])
        self._blocks.append(np.zeros((int(divided.sum()), 512), np.int32))
        of_leaves = n[~divided]
        before = np.cumsum(of_leaves) - of_leaves
        entries[~divided] = len(self.lists) + before + np.arange(len(before)) + 1
        self._lists.append(np.insert(found[~of_divided], before, of_leaves))
        if depth == 0:
            self.top[_code(cubes.T, 64)] = entries
        else:
            self.blocks[groups, _code(cubes.T & 7, 8)] = entries


class _Growing:
    """An array with room at its end, so that rows can be added many times."""

    def __init__(self, rows: NDArray[Any]) -> None:
        self._store, self._n = rows, len(rows)

    @property
    def rows(self) -> NDArray[Any]:
        return self._store[: self._n]

    def append(self, rows: NDArray[Any]) -> None:
        n = self._n + len(rows)
        if n > len(self._store):
            larger = np.empty((max(2 * len(self._store), n), *self._store.shape[1:]), self._store.dtype)
            larger[: self._n] = self.rows
            self._store = larger
        self._store[self._n : n] = rows
        self._n = n


@cache
def _all_in_first_leaf() -> NDArray[np.int32]:
    """A first level whose cubes all are the leaf that comes first: one for thousands of places, a megabyte."""
    return np.ones(64**3, np.int32)


def _marked(codes: Ints, n_codes: int) -> Ints:
    """The distinct codes, rising: without a sort, for there are many points and few cubes."""
    there = np.zeros(n_codes, bool)
    there[codes] = True
    return np.flatnonzero(there)


def _code(cell: Ints, per_side: int) -> Ints:
    return np.asarray((cell[0] * per_side + cell[1]) * per_side + cell[2])


def _in_portions(rows: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
