"""The gradient steps of `muc4_nets`, compiled: numba is asked for by teaching alone."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]


@njit(cache=True)
def steps(
    pointer: Ints,
    features: Ints,
    answers: NDArray[np.bool_],
    learned: tuple[Floats32, Floats32, Floats32, Floats32, Floats32, Floats32],
    order: Ints,
    rate: float,
    left_out: float,
    seed: int,
) -> None:
    """One pass over the rows in the order given.

    `learned`, the numbers of features, of hidden ones and of answers with their sums of squared slopes, changes.
    """
    table, bias, out, table_sums, bias_sums, out_sums = learned
    np.random.seed(seed)
    width, n_answers = table.shape[1], out.shape[0]
    hidden, slope = np.zeros(width, np.float32), np.zeros(width, np.float32)
    here = np.zeros(np.diff(pointer).max(), np.int64)
    for row in order:
        n = 0
        for j in range(pointer[row], pointer[row + 1]):
            if np.random.random() >= left_out:
                here[n] = features[j]
                n += 1
        if n == 0:
            continue
        share = np.float32(1 / np.sqrt(n))
        hidden[:] = 0
        slope[:] = 0
        for feature in here[:n]:
            hidden += table[feature]
        for k in range(width):
            hidden[k] = max(np.float32(0), hidden[k] * share + bias[k])
        for a in range(n_answers):
            logit = out[a, width]
            for k in range(width):
                logit += out[a, k] * hidden[k]
            error = np.float32(1 / (1 + np.exp(-logit)) - answers[row, a])
            out_sums[a, width] += error * error
            out[a, width] -= np.float32(rate * error / np.sqrt(out_sums[a, width] + 1e-3))
            for k in range(width):
                slope[k] += error * out[a, k]
                up = error * hidden[k]
                out_sums[a, k] += up * up
                out[a, k] -= np.float32(rate * up / np.sqrt(out_sums[a, k] + 1e-3))
        squared = np.float32(0)
        for k in range(width):
            if hidden[k] <= 0:
                slope[k] = 0
            bias_sums[k] += slope[k] * slope[k]
            bias[k] -= np.float32(rate * slope[k] / np.sqrt(bias_sums[k] + 1e-3))
            slope[k] *= share
            squared += slope[k] * slope[k]
        for feature in here[:n]:
            table_sums[feature] += squared / np.float32(width)
            step = np.float32(rate / np.sqrt(table_sums[feature] + 1e-6))
            for k in range(width):
                table[feature, k] -= step * slope[k]
