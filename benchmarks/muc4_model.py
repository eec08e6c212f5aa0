"""Logistic regression over named features, small enough to read its weights."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

#: Weights nearer to zero are dropped from the file.
SMALL = 0.02


@dataclass(frozen=True)
class Model:
    """Feature → weight, and the constant."""

    weights: dict[str, float]
    constant: float

    def p(self, features: Iterable[str]) -> float:
        """Probability of yes."""
        logit = self.constant + sum(self.weights.get(feature, 0.0) for feature in features)
        return float(1 / (1 + np.exp(-min(max(logit, -30.0), 30.0))))


def fit(rows: Sequence[Iterable[str]], yes: Sequence[bool], *, strength: float, least: int = 3) -> Model:
    """The model that best tells the rows that are yes.

    Args:
        rows: Features of each row.
        yes: The answers.
        strength: L2 penalty on the weights.
        least: A feature must stand in this many rows.
    """
    return fit_many(rows, {"": yes}, strength=strength, least=least)[""]


def fit_many(
    rows: Sequence[Iterable[str]], answers: Mapping[str, Sequence[bool]], *, strength: float, least: int = 3
) -> dict[str, Model]:
    """One model for each question about the same rows."""
    names, matrix = _matrix(rows, least)
    return {key: _fit(names, matrix, np.asarray(yes, dtype=float), strength) for key, yes in answers.items()}


def _matrix(rows: Sequence[Iterable[str]], least: int) -> tuple[list[str], csr_matrix]:
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= least)
    index = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns.extend(index[feature] for feature in row if feature in index)
        ends.append(len(columns))
    shape = (len(rows), len(names))
    return names, csr_matrix((np.ones(len(columns)), np.array(columns, dtype=np.int32), np.array(ends)), shape=shape)


def _fit(names: list[str], matrix: csr_matrix, yes: NDArray[np.float64], strength: float) -> Model:
    turned = matrix.T.tocsr()

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = matrix @ theta[:-1] + theta[-1]
        p = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = float(np.sum(np.logaddexp(0, logits) - yes * logits) + strength / 2 * theta[:-1] @ theta[:-1])
        error = p - yes
        return value, np.concatenate([turned @ error + strength * theta[:-1], [error.sum()]])

    start = np.zeros(len(names) + 1)
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    kept = {name: round(float(w), 3) for name, w in zip(names, theta[:-1], strict=True) if abs(w) >= SMALL}
    return Model(kept, round(float(theta[-1]), 3))


def save(models: dict[str, Model], path: Path) -> None:
    """Writes the models as one gzipped JSON file, the same bytes for the same models."""
    told = {name: [model.constant, dict(sorted(model.weights.items()))] for name, model in sorted(models.items())}
    path.write_bytes(gzip.compress(json.dumps(told, separators=(",", ":")).encode(), mtime=0))


def load(path: Path) -> dict[str, Model]:
    """The models of a file."""
    told = json.loads(gzip.decompress(path.read_bytes()))
    return {name: Model(weights, constant) for name, (constant, weights) in told.items()}
