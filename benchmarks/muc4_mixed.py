"""Trees and a weighted sum that answer together: each errs where the other does not."""

from dataclasses import dataclass

from benchmarks.muc4_sums import Sum, fit_sum
from benchmarks.muc4_trees import Floats, Trees, grow

#: Share of the sum's answer.
_SUM = 0.4


@dataclass(frozen=True)
class Mixed:
    """Two answers to one question."""

    trees: Trees
    sum: Sum

    def p(self, rows: Floats) -> Floats:
        """Probability of yes of each row."""
        return (1 - _SUM) * self.trees.p(rows) + _SUM * self.sum.p(rows)


def mix(rows: Floats, yes: Floats, *, depth: int) -> Mixed:
    """Both, taught on the same rows.

    Args:
        rows: Shape (rows, numbers).
        yes: 1 or 0 of each row.
        depth: Questions on the way to a leaf of the trees.
    """
    return Mixed(grow(rows, yes, depth=depth), fit_sum(rows, yes))
