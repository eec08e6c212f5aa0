"""Logistic regression over hashed features: small enough to ship."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Ids = NDArray[np.int32]
Floats = NDArray[np.float64]

#: Number of places that feature names are hashed to.
PLACES = 1 << 22
#: Step to which weights are rounded; those that round to nothing are dropped.
_STEP = 0.02


def ids_of(features: Iterable[str]) -> Ids:
    """The features' places, in order, once each."""
    return np.unique(np.fromiter((zlib.crc32(f.encode()) % PLACES for f in features), dtype=np.int32))


@dataclass(frozen=True)
class Linear:
    """Weights of features by place, and the constant."""

    places: Ids
    #: In steps of `_STEP`.
    weights: NDArray[np.int16]
    constant: float

    def logit(self, ids: Ids) -> float:
        """Logarithm of the odds of yes."""
        at = np.searchsorted(self.places, ids)
        at[at == len(self.places)] = 0
        known = self.places[at] == ids if len(self.places) else np.zeros(len(ids), dtype=bool)
        return self.constant + _STEP * float(self.weights[at[known]].sum())


def fit_many(
    rows: Sequence[Ids],
    answers: Mapping[str, Sequence[bool]],
    *,
    strength: float,
    least: int = 3,
    rounds: int = 40,
) -> dict[str, Linear]:
    """One model for each question about the same rows.

    Args:
        rows: Places of each row's features.
        answers: Question → the answer of each row.
        strength: L2 penalty on the weights.
        least: A feature must stand in this many rows.
        rounds: Most steps of the solver.
    """
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.concatenate(rows)
    counts = np.bincount(flat, minlength=PLACES)
    kept = np.flatnonzero(counts >= least).astype(np.int32)
    column = np.full(PLACES, -1, dtype=np.int32)
    column[kept] = np.arange(len(kept), dtype=np.int32)
    inside = column[flat] >= 0
    pointer = np.concatenate([[0], np.cumsum(inside)])[ends]
    indices = column[flat[inside]]
    matrix = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointer), shape=(len(rows), len(kept)))
    turned = matrix.T.tocsr()
    return {
        key: _fit(kept, matrix, turned, np.asarray(yes, dtype=float), strength, rounds) for key, yes in answers.items()
    }


def _fit(kept: Ids, matrix: csr_matrix, turned: csr_matrix, yes: Floats, strength: float, rounds: int) -> Linear:
    def loss(theta: Floats) -> tuple[float, Floats]:
        logits = matrix @ theta[:-1].astype(np.float32) + theta[-1]
        p = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = float(np.sum(np.logaddexp(0, logits) - yes * logits) + strength / 2 * theta[:-1] @ theta[:-1])
        error = p - yes
        return value, np.concatenate([turned @ error.astype(np.float32) + strength * theta[:-1], [error.sum()]])

    start = np.zeros(len(kept) + 1)
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    steps = np.rint(theta[:-1] / _STEP).astype(np.int16)
    return Linear(kept[steps != 0], steps[steps != 0], float(theta[-1]))
