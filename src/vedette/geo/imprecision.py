"""How likely an imprecisely known place lies in a zone with an imprecisely drawn line.

The model. The true place is spread around the reported one as a round normal distribution whose circle of probability
.95 has the event's radius: sigma = radius / 2.4477 on each axis (the .95 point of Rayleigh's distribution). The line
stands off its drawn place by one normal amount across itself, of which 95 % lies within the accuracy: sigma = accuracy
/ 1.96. The two are independent.

A straight edge then gives a normal integral. Real lines bend and end, so the spread of the place is split in two normal
parts whose variances add up: the first is summed over the nodes of a grid, with the exact distance of each; the second,
and the line's own, are the normal integral across an edge that is straight as far as *they* reach. For a straight line
the split changes nothing; for a bent one the error shrinks with the second part, which is made small against the zone's
width.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from vedette.geo.ellipsoid import onto_ellipsoid, up
from vedette.geo.wgs84 import Floats

#: Radius of the circle that holds .95 of a round normal distribution, in sigmas: sqrt(-2 ln .05).
CIRCLE_95 = 2.447746830680816
#: Half-width that holds .95 of a normal distribution, in sigmas.
HALF_WIDTH_95 = 1.959963984540054

#: From here on an event is inside, and up to there outside.
P_INSIDE, P_OUTSIDE = 0.95, 0.05

#: Sigmas beyond which a place is taken not to be: probability 4e-5.
_REACH = 4.5
#: Spread over second part of the spread: the grids that there are, of 121 to 3,701 nodes.
_SPLITS = (2.0, 4.0, 6.0, 8.0, 12.0)
#: The second part is at most this share of the zone's width, if the finest grid allows. Measured against drawn places
#: on
#: nine zones and four radii: off by .002 on the average, .015 at the most (a share of .25 and splits from 1.4: .14).
_SHARE_OF_WIDTH = 0.05
#: Nodes measured at once.
_AT_ONCE = 400_000

#: From points `(3, n)` to their coordinate across the edge in km and to whether they may be in the zone at all.
Field = Callable[[Floats], tuple[Floats, NDArray[np.bool_]]]


@dataclass(frozen=True)
class Band:
    """Where the zone lies on the coordinate across its edge."""

    #: km; -inf for all that is within an area.
    low: float
    high: float
    #: Whether the coordinate is a plain distance, the same on both sides of a line.
    both_sides: bool
    #: Sigma of the line's own place, km.
    line_sigma: float
    #: Kilometres across the zone (or the place it surrounds) at its narrowest.
    width: float

    def chance(self, across: Floats, sigma: Floats) -> Floats:
        """Probability that `across`, off by a normal error of this sigma, lies in the band; 0 or 1 for sigma 0."""
        exact = ((across >= self.low) & (across <= self.high)).astype(float)
        if not sigma.any():
            return exact
        scale = np.where(sigma > 0, sigma, 1.0)
        # Both sides of a line from the line on are one band.
        is_one = self.both_sides and self.low == 0
        p = ndtr((self.high - across) / scale) - ndtr(((-self.high if is_one else self.low) - across) / scale)
        if self.both_sides and not is_one:
            p += ndtr((-self.low - across) / scale) - ndtr((-self.high - across) / scale)
        return np.asarray(np.where(sigma > 0, np.clip(p, 0.0, 1.0), exact))

    def nearest_edge(self, across: Floats) -> Floats:
        """Kilometres from the coordinate to the nearest edge of the band."""
        edges = [edge for edge in (self.low, self.high) if np.isfinite(edge)]
        if self.both_sides:
            edges = [edge for edge in (-self.high, -self.low, self.low, self.high) if edge != 0]
        nearest = np.full(across.shape, np.inf)
        for edge in edges:
            np.minimum(nearest, np.abs(across - edge), out=nearest)
        return nearest

    def chance_exact(self, across: Floats, allowed: NDArray[np.bool_]) -> Floats:
        """Chance of places that are known exactly, by the line's own error; 0 where they may not be in the zone.

        Args:
            across: Their coordinates.
            allowed: Whether they may be in the zone at all.
        """
        p = self.chance(across, np.zeros(1))
        near = np.flatnonzero(self.nearest_edge(across) < _REACH * self.line_sigma)
        p[near] = self.chance(across[near], np.full(len(near), self.line_sigma))
        p[~allowed] = 0.0
        return p


def chance_across(band: Band, field: Field, ecef: Floats, radius_km: Floats) -> Floats:
    """Probability of being in the zone, for events around these points.

    Args:
        band: Where the zone lies.
        field: Measures points.
        ecef: The events' reported places, `(3, n)` km.
        radius_km: Radius of the circle of probability .95 of each; 0: exact.
    """
    across, allowed = field(ecef)
    sigma = radius_km / CIRCLE_95
    total = np.hypot(sigma, band.line_sigma)
    # Distances change by no more than one moves: farther from every edge than the spread reaches, p is settled. Which
    # side of a border a place is on can change with any step.
    to_edge = band.nearest_edge(across)
    p = band.chance(across, np.zeros(1))
    near = (to_edge < _REACH * total) & (total > 0)
    p[near] = band.chance(across[near], total[near])
    p[~allowed] = 0.0
    bounded = np.isfinite(band.low) or band.both_sides
    open_questions = (sigma > 0) & near
    if not band.both_sides and bounded:
        open_questions |= (sigma > 0) & (np.abs(across) - band.high < _REACH * total)
    if open_questions.any():
        p[open_questions] = _by_grid(band, field, ecef[:, open_questions], sigma[open_questions])
    return p


def _by_grid(band: Band, field: Field, ecef: Floats, sigma: Floats) -> Floats:
    wanted = np.maximum(sigma / np.maximum(_SHARE_OF_WIDTH * band.width, 1e-9), _SPLITS[0])
    which = np.minimum(np.searchsorted(_SPLITS, wanted - 1e-9), len(_SPLITS) - 1)
    p = np.empty(sigma.shape)
    for split in np.unique(which):
        nodes, weights, rest = _grid(float(_SPLITS[split]))
        chosen = np.flatnonzero(which == split)
        for start in range(0, len(chosen), max(1, _AT_ONCE // len(weights))):
            some = chosen[start : start + max(1, _AT_ONCE // len(weights))]
            across, allowed = field(_spread(ecef[:, some], sigma[some], nodes))
            smooth = np.hypot(np.repeat(sigma[some] * rest, len(weights)), band.line_sigma)
            chances = np.where(allowed, band.chance(across, smooth), 0.0)
            p[some] = chances.reshape(len(some), -1) @ weights
    return p


@cache
def _grid(split: float) -> tuple[Floats, Floats, float]:
    """Nodes `(2, k)` in sigmas and weights of the first part, and the second part's share of sigma.

    The trapezoidal rule with a step of 1.4 times the sigma of the product of both parts is good to 5e-5 (its error
    falls as exp(-2 pi² sigma² / step²)).
    """
    rest = 1 / split
    first = np.sqrt(1 - rest * rest)
    step = 1.4 * first * rest
    axis = np.arange(-np.ceil(3.6 * first / step), np.ceil(3.6 * first / step) + 1) * step
    x, y = (each.ravel() for each in np.meshgrid(axis, axis))
    weights = np.exp(-(x * x + y * y) / (2 * first * first))
    keep = weights > 1e-4 * weights.max()
    return np.stack([x[keep], y[keep]]), weights[keep] / weights[keep].sum(), float(rest)


def _spread(ecef: Floats, sigma: Floats, nodes: Floats) -> Floats:
    """The nodes around each point, `(3, n * k)` on the ellipsoid."""
    upward = up(ecef)
    # Any tangent does, the distribution being round: the one across the axis that is least upright.
    helper = np.zeros_like(upward)
    helper[np.abs(upward).argmin(axis=0), np.arange(upward.shape[1])] = 1.0
    east = np.cross(helper, upward, axis=0)
    east /= np.linalg.norm(east, axis=0)
    north = np.cross(upward, east, axis=0)
    moved = ecef[:, :, None] + sigma[None, :, None] * (
        east[:, :, None] * nodes[0][None, None, :] + north[:, :, None] * nodes[1][None, None, :]
    )
    return onto_ellipsoid(moved.reshape(3, -1))


def chance_around_point(low: float, high: float, distance_km: Floats, sigma: Floats) -> Floats:
    """Probability that a place lies between two distances from a point: the noncentral chi-square distribution.

    Args:
        low: Inner distance, km.
        high: Outer distance, km.
        distance_km: From the reported place to the point.
        sigma: Of the spread of both, per axis, km; 0: exact.
    """
    exact = ((distance_km >= low) & (distance_km <= high)).astype(float)
    p = exact.copy()
    open_questions = (sigma > 0) & (
        np.minimum(np.abs(distance_km - high), np.abs(distance_km - low) if low > 0 else np.inf) < _REACH * sigma
    )
    if open_questions.any():
        d, s = distance_km[open_questions], sigma[open_questions]
        p[open_questions] = np.clip(_within(high, d, s) - _within(low, d, s), 0.0, 1.0)
    return p


def _within(limit: float, distance: Floats, sigma: Floats) -> Floats:
    if limit <= 0:
        return np.zeros_like(distance)
    # Imported here: scipy.stats takes most of a second, and only places near a point or edge need it.
    from scipy.stats import ncx2

    # Far from the centre in sigmas the circle is a straight edge; the series of the exact one would need thousands of
    # terms.
    straight = ndtr((limit - distance - sigma**2 / (2 * np.maximum(limit, 1e-12))) / sigma)
    round_ = cast(Floats, ncx2.cdf((limit / sigma) ** 2, 2, np.minimum((distance / sigma) ** 2, 1e6)))
    return np.where(distance > 300 * sigma, straight, round_)
