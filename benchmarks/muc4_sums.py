"""Logistic regression over a few dozen numbers, each in units of its spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]

#: L2 penalty on the weights.
_STRENGTH = 30.0
_ROUNDS = 200


@dataclass(frozen=True)
class Sum:
    """A weighted sum of numbers as logit."""

    #: (numbers,).
    weights: NDArray[np.float32]
    constant: float

    def p(self, rows: Floats) -> Floats:
        """Probability of yes of each row."""
        return np.asarray(1 / (1 + np.exp(-(_times(rows, self.weights.astype(float)) + self.constant))))


def fit_sum(rows: Floats, yes: Floats) -> Sum:
    """The sum that tells the rows that are yes.

    Args:
        rows: Shape (rows, numbers).
        yes: 1 or 0 of each row.
    """
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - middle) / spread
    turned = np.ascontiguousarray(scaled.T)

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, logits = theta[:-1], _times(scaled, theta[:-1]) + theta[-1]
        error = 1 / (1 + np.exp(-logits)) - yes
        value = float(np.sum(np.logaddexp(0, logits) - yes * logits) + _STRENGTH / 2 * weights @ weights)
        return value, np.append(_times(turned, error) + _STRENGTH * weights, error.sum())

    start = np.zeros(rows.shape[1] + 1)
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    weights = theta[:-1] / spread
    return Sum(weights.astype(np.float32), float(theta[-1] - middle @ weights))


def _times(table: Floats, vector: Floats) -> Floats:
    """Their product, the same bits with any number of threads."""
    return np.asarray(np.einsum("ij,j->i", table, vector))
