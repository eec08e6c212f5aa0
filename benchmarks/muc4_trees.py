"""Boosted trees for yes and no over a few dozen numbers, on numpy alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Values of a feature told apart.
_BINS = 32
#: Shares of the rows and of the features that each tree is grown from.
_ROWS, _FEATURES = 0.6, 0.3
#: Least second derivative of the loss in a leaf, and the L2 penalty on its value.
_LEAST = 4.0
_PENALTY = 4.0


@dataclass(frozen=True)
class Trees:
    """Full binary trees of one depth, node by node: node n has the children 2n + 1 and 2n + 2."""

    #: (trees, inner nodes): the feature asked for, and the bound at or under which the way goes left.
    feature: NDArray[np.int16]
    bound: Floats | NDArray[np.float32]
    #: (trees, leaves): logits.
    leaf: Floats | NDArray[np.float32]
    start: float

    def p(self, rows: Floats) -> Floats:
        """Probability of yes of each row."""
        return np.asarray(1 / (1 + np.exp(-self.logits(rows))))

    def logits(self, rows: Floats) -> Floats:
        """Logarithm of the odds of yes of each row."""
        logits = np.full(len(rows), self.start)
        every, (_, inner) = np.arange(len(rows)), self.feature.shape
        for feature, bound, leaf in zip(self.feature, self.bound, self.leaf, strict=True):
            node = np.zeros(len(rows), dtype=np.int64)
            while node.size and node[0] < inner:
                node = 2 * node + 1 + (rows[every, feature[node]] > bound[node])
            logits += leaf[node - inner]
        return logits


def grow(rows: Floats, yes: Floats, *, trees: int = 200, depth: int = 4, rate: float = 0.03) -> Trees:
    """Trees that tell the rows that are yes, each grown from a part of the rows and features drawn anew.

    Args:
        rows: Shape (rows, features).
        yes: 1 or 0 of each row.
        trees: How many.
        depth: Questions on the way to a leaf.
        rate: Share of each tree's answer that is taken.
    """
    rows = rows.astype(np.float32).astype(float)
    bounds = [_bounds(column) for column in rows.T]
    binned = np.stack([np.searchsorted(b, column, side="left") for b, column in zip(bounds, rows.T, strict=True)], 1)
    share = min(max(float(yes.mean()), 1e-6), 1 - 1e-6)
    start = float(np.log(share / (1 - share)))
    logits = np.full(len(rows), start)
    draw = np.random.default_rng(0)
    grown = []
    for _ in range(trees):
        p = 1 / (1 + np.exp(-logits))
        some = _drawn(draw, len(rows), _ROWS)
        asked = _drawn(draw, rows.shape[1], _FEATURES)
        part = binned[np.ix_(some, asked)]
        feature, bound, leaf = _tree(part, [bounds[f] for f in asked], (p - yes)[some], (p * (1 - p))[some], depth)
        one = Trees(asked[feature][None].astype(np.int16), bound[None], rate * leaf[None], 0.0)
        logits += one.logits(rows)
        grown.append((asked[feature], bound, rate * leaf))
    features, limits, leaves = (np.stack(part) for part in zip(*grown, strict=True))
    return Trees(features.astype(np.int16), limits.astype(np.float32), leaves.astype(np.float32), start)


def _drawn(draw: np.random.Generator, count: int, share: float) -> NDArray[np.int64]:
    return np.sort(draw.choice(count, min(count, max(2, round(count * share))), replace=False))


def _bounds(column: Floats) -> Floats:
    """Values that part a column into about equal shares."""
    values = np.unique(column)
    if len(values) > _BINS:
        values = np.unique(np.quantile(column, np.linspace(0, 1, _BINS + 1)[1:-1], method="lower"))
    return np.asarray(values, dtype=np.float32).astype(float)


def _tree(
    binned: NDArray[np.int64], bounds: list[Floats], slope: Floats, bend: Floats, depth: int
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """(features, bounds, leaf values)."""
    inner = 2**depth - 1
    feature, bound = np.zeros(inner, dtype=np.int64), np.full(inner, np.inf)
    node = np.zeros(len(binned), dtype=np.int64)
    for level in range(depth):
        first, count = 2**level - 1, 2**level
        best = _splits(binned, slope, bend, node - first, count)
        for n in range(count):
            gain, f, cut = best[n]
            if gain > 1e-9 and cut < len(bounds[f]):
                feature[first + n], bound[first + n] = f, bounds[f][cut]
        where = feature[node]
        cuts = np.array([_cut(bounds[f], b) for f, b in zip(feature, bound, strict=True)])
        node = 2 * node + 1 + (binned[np.arange(len(binned)), where] > cuts[node])
    leaf_of = node - inner
    sums = np.bincount(leaf_of, weights=slope, minlength=inner + 1)
    bends = np.bincount(leaf_of, weights=bend, minlength=inner + 1)
    return feature, bound, -sums / (bends + _PENALTY)


def _cut(bounds: Floats, bound: float) -> int:
    return int(np.searchsorted(bounds, bound, side="left")) if np.isfinite(bound) else _BINS + 2


def _splits(
    binned: NDArray[np.int64], slope: Floats, bend: Floats, node: NDArray[np.int64], count: int
) -> list[tuple[float, int, int]]:
    """The best (gain, feature, bin) of each node of a level."""
    size = _BINS + 2
    best = [(0.0, 0, 0)] * count
    for f in range(binned.shape[1]):
        cell = node * size + binned[:, f]
        g = np.bincount(cell, weights=slope, minlength=count * size).reshape(count, size).cumsum(1)
        h = np.bincount(cell, weights=bend, minlength=count * size).reshape(count, size).cumsum(1)
        all_g, all_h = g[:, -1:], h[:, -1:]
        gain = g**2 / (h + _PENALTY) + (all_g - g) ** 2 / (all_h - h + _PENALTY) - all_g**2 / (all_h + _PENALTY)
        gain[(h < _LEAST) | (all_h - h < _LEAST)] = 0.0
        cuts = gain.argmax(1)
        for n in range(count):
            if gain[n, cuts[n]] > best[n][0]:
                best[n] = (float(gain[n, cuts[n]]), f, int(cuts[n]))
    return best
