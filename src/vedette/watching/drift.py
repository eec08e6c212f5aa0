"""Whether distances fall over days: slope, interval, and a test against chance, with imprecise places.

Every pair of days gives a slope. Their median is Theil's estimate, which a few odd days cannot turn. Kendall's S, how
many pairs rise less how many fall, is the test: were days and distances unconnected, every order of the distances would
be as likely, so S is held against its values under permutation (all orders where they are few, else drawn ones). Sen's
interval inverts that test: the slopes that, taken off, would leave an S that chance explains.

Places are imprecise, so the pairs are counted over many draws of the distances within their circles, the same draws for
all orders: a pair whose circles overlap counts for little, and slopes of all draws enter the median and interval. Since
each observation keeps its draws when the days are permuted, the test stays exact whatever the circles are.

Source: Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968), Estimates of the
regression coefficient based on Kendall's tau; Phipson and Smyth (2010) for the +1 of drawn permutations.
"""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Orders tried: the least chance that can be told apart is 1 in so many.
N_ORDERS = 4_999
#: Two-sided level of the interval.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Drift:
    """A slope with its interval and its chance."""

    per_day: float
    low: float
    high: float
    #: Two-sided: of so strong a drift either way, if order were chance.
    p_chance: float


def measure_drift(days: Floats, draws: Floats, rng: np.random.Generator) -> Drift:
    """The drift of distances over days.

    Args:
        days: Distinct days, ascending; shape `(days,)`.
        draws: Kilometres, drawn within the places' circles; shape `(draws, days)`.
        rng: Draws the orders where not all are tried.
    """
    first, second = np.triu_indices(len(days), 1)
    slopes = (draws[:, second] - draws[:, first]) / (days[second] - days[first])
    per_day = float(np.median(slopes))
    rises = _rises(draws)
    orders = _orders(len(days), rng)
    under_chance = np.abs(_score(rises, orders, first, second))
    # A hair's breadth: equal scores summed in another order must count as equal.
    at_least = int(np.sum(under_chance >= abs(float(np.sum(rises[first, second]))) - 1e-9))
    p_chance = at_least / len(orders) if len(orders) == factorial(len(days)) else (1 + at_least) / (1 + len(orders))
    # Without the drift itself, the scores are those that chance gives around the true slope.
    apart = np.abs(_score(_rises(draws - per_day * days), orders, first, second))
    share = min(1.0, float(np.quantile(apart, 1 - LEVEL, method="higher")) / len(first))
    low = float(np.quantile(slopes, (1 - share) / 2, method="lower"))
    high = float(np.quantile(slopes, (1 + share) / 2, method="higher"))
    return Drift(per_day, low, high, p_chance)


def _rises(draws: Floats) -> Floats:
    """Share of draws in which one day's distance is above another's, less that in which it is below: `(days, days)`."""
    total = np.zeros((draws.shape[1], draws.shape[1]))
    for draw in draws:
        total += np.sign(draw[None, :] - draw[:, None])
    return total / len(draws)


def _score(rises: Floats, orders: NDArray[np.intp], first: NDArray[np.intp], second: NDArray[np.intp]) -> Floats:
    """Kendall's S of each order."""
    scores = [
        np.sum(rises[orders[at : at + 256, first], orders[at : at + 256, second]], axis=1) for at in _steps(orders)
    ]
    return np.concatenate(scores)


def _steps(orders: NDArray[np.intp]) -> range:
    return range(0, len(orders), 256)


def _orders(n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """All orders where there are no more than `N_ORDERS`, else drawn ones: `(orders, n)`."""
    if factorial(n) <= N_ORDERS + 1:
        return np.array(list(permutations(range(n))), np.intp)
    return rng.permuted(np.tile(np.arange(n, dtype=np.intp), (N_ORDERS, 1)), axis=1)
