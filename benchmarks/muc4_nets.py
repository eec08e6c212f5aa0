"""Small networks over hashed features: each feature a few numbers, from whose sum all answers are told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.muc4_linear import PLACES, Ids

#: Hidden numbers of each feature, and the networks (from other starts) whose logits are averaged.
WIDTH, NETWORKS = 16, 3
#: Step to which the numbers of features are rounded; features that round to nothing are dropped.
_STEP = 0.015
_LEAST, _RATE = 4, 0.03

Floats32 = NDArray[np.float32]


@dataclass(frozen=True)
class Nets:
    """Networks that answer the same questions."""

    places: Ids
    #: (places, networks, width), in steps of `_STEP`.
    table: NDArray[np.int8]
    #: (networks, width).
    bias: Floats32
    #: (networks, answers, width + 1): weights of the hidden numbers, and the constant.
    out: Floats32

    def logits(self, ids: Ids) -> Floats32:
        """(answers,): logarithm of the odds of yes, the mean of the networks."""
        at = np.searchsorted(self.places, ids)
        at[at == len(self.places)] = 0
        known = at[self.places[at] == ids] if len(self.places) else at[:0]
        summed = self.table[known].sum(axis=0, dtype=np.int64) * (_STEP / np.sqrt(max(len(known), 1)))
        hidden = np.maximum(0.0, summed + self.bias)
        told = np.einsum("nh,nah->na", hidden, self.out[:, :, :-1]) + self.out[:, :, -1]
        return np.asarray(told.mean(axis=0), dtype=np.float32)


def fit_nets(rows: Sequence[Ids], answers: NDArray[np.bool_], *, rounds: int, left_out: float) -> Nets:
    """Networks taught by gradient steps (Adagrad), row by row.

    Args:
        rows: Places of each row's features.
        answers: Shape (rows, answers).
        rounds: Passes over the rows.
        left_out: Share of a row's features that is left out of each step, drawn anew.
    """
    from benchmarks.muc4_steps import steps  # numba, which only teaching needs

    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.concatenate(rows)
    kept = np.flatnonzero(np.bincount(flat, minlength=PLACES) >= _LEAST).astype(np.int32)
    column = np.full(PLACES, -1, dtype=np.int64)
    column[kept] = np.arange(len(kept))
    inside = column[flat] >= 0
    pointer, features = np.concatenate([[0], np.cumsum(inside)])[ends], column[flat[inside]]
    table = np.zeros((len(kept), NETWORKS, WIDTH), dtype=np.int8)
    bias = np.zeros((NETWORKS, WIDTH), dtype=np.float32)
    out = np.zeros((NETWORKS, answers.shape[1], WIDTH + 1), dtype=np.float32)
    for n in range(NETWORKS):
        draw = np.random.default_rng(n)
        numbers = (draw.normal(size=(len(kept), WIDTH)) * 0.05).astype(np.float32)
        bias[n] = 0.1
        out[n, :, :-1] = draw.normal(size=(answers.shape[1], WIDTH)) / np.sqrt(WIDTH)
        out[n, :, -1] = -2.0
        of_table = np.zeros(len(kept), dtype=np.float32)
        of_bias, of_out = np.zeros_like(bias[n]), np.zeros_like(out[n])
        for _ in range(rounds):
            order = draw.permutation(len(rows))
            seed = int(draw.integers(1 << 30))
            learned = (numbers, bias[n], out[n], of_table, of_bias, of_out)
            steps(pointer, features, answers, learned, order, _RATE, left_out, seed)
        table[:, n] = np.clip(np.rint(numbers / _STEP), -127, 127).astype(np.int8)
    told = table.any(axis=(1, 2))
    return Nets(kept[told], table[told], bias, out)
