"""Whether distances fall over days: slope, interval, and a test against chance, with imprecise places.

Every pair of days gives a slope. Their median is Theil's estimate, which a few odd days cannot turn. Kendall's S, how
many pairs rise less how many fall, is the test: were days and distances unconnected, every order of the distances would
be as likely, so S is held against its values under permutation (all orders where they are few, else drawn ones). Sen's
interval inverts that test: the slopes that, taken off, would leave an S that chance explains.

Places are imprecise, so the pairs are counted over many draws of the distances within their circles, the same draws for
all orders: a pair whose circles overlap counts for little, and slopes of all draws enter the median and interval. Since
each observation keeps its draws when the days are permuted, the test stays exact whatever the circles are.

Source: Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968), Estimates of the
regression coefficient based on Kendall's tau; Phipson and Smyth (2010) for the +1 of drawn permutations; Besag and
Clifford (1991) for stopping early, which keeps the test exact.
"""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Places in an order, and those after each: two lists of one length.
Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]

#: Orders tried: the least chance that can be told apart is 1 in so many.
N_ORDERS = 4_999
#: Drawn orders as strong as what was found, after which no more are tried: that a series has no drift shows soon.
_ENOUGH = 50
#: Orders scored at once.
_AT_ONCE = 256
#: Two-sided level of the interval.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Drift:
    """A slope with its interval."""

    per_day: float
    low: float
    high: float


def measure_chance(draws: Floats, rng: np.random.Generator) -> float:
    """Two-sided chance of distances as ordered as these, rising or falling, if their order were chance.

    Args:
        draws: Kilometres in the order of distinct days, drawn within the places' circles; shape `(draws, days)`.
        rng: Draws the orders where not all are tried.
    """
    n = draws.shape[1]
    pairs = np.triu_indices(n, 1)
    rises = _rises(draws)
    # A hair's breadth: equal scores summed in another order must count as equal.
    least = abs(float(np.sum(rises[pairs]))) - 1e-9
    orders = _orders(n, rng)
    n_seen = n_least = 0
    for at in range(0, len(orders), _AT_ONCE):
        hits = np.flatnonzero(np.abs(_score(rises, orders[at : at + _AT_ONCE], pairs)) >= least)
        if len(orders) == N_ORDERS and n_least + len(hits) >= _ENOUGH:
            return _ENOUGH / (at + int(hits[_ENOUGH - n_least - 1]) + 1)
        n_least, n_seen = n_least + len(hits), min(at + _AT_ONCE, len(orders))
    return (1 + n_least) / (1 + n_seen) if n_seen == N_ORDERS else n_least / n_seen


def measure_drift(days: Floats, draws: Floats, rng: np.random.Generator) -> Drift:
    """The drift of distances over days, with its interval.

    Args:
        days: Distinct days, ascending; shape `(days,)`.
        draws: As for `measure_chance`.
        rng: Draws the orders where not all are tried.
    """
    pairs = np.triu_indices(len(days), 1)
    slopes = (draws[:, pairs[1]] - draws[:, pairs[0]]) / (days[pairs[1]] - days[pairs[0]])
    per_day = float(np.median(slopes))
    # Without the drift itself, the scores are those that chance gives around the true slope.
    rises, orders = _rises(draws - per_day * days), _orders(len(days), rng)
    scores = [_score(rises, orders[at : at + _AT_ONCE], pairs) for at in range(0, len(orders), _AT_ONCE)]
    share = min(1.0, float(np.quantile(np.abs(np.concatenate(scores)), 1 - LEVEL, method="higher")) / len(pairs[0]))
    low = float(np.quantile(slopes, (1 - share) / 2, method="lower"))
    high = float(np.quantile(slopes, (1 + share) / 2, method="higher"))
    return Drift(per_day, low, high)


def _rises(draws: Floats) -> Floats:
    """Share of draws in which one day's distance is above another's, less that in which it is below: `(days, days)`."""
    total = np.zeros((draws.shape[1], draws.shape[1]))
    for draw in draws:
        total += np.sign(draw[None, :] - draw[:, None])
    return total / len(draws)


def _score(rises: Floats, orders: NDArray[np.intp], pairs: Pairs) -> Floats:
    """Kendall's S of each order."""
    scores: Floats = np.sum(rises[orders[:, pairs[0]], orders[:, pairs[1]]], axis=1)
    return scores


def _orders(n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """All orders where there are no more than `N_ORDERS`, else drawn ones: `(orders, n)`."""
    if factorial(n) <= N_ORDERS + 1:
        return np.array(list(permutations(range(n))), np.intp)
    return rng.permuted(np.tile(np.arange(n, dtype=np.intp), (N_ORDERS, 1)), axis=1)
