"""Words of like use: the word vectors of the language pipeline in a few hundred clusters."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

#: Row of the vectors → cluster. Made by `benchmarks/muc4_train.py` from the pipeline's vectors alone.
KIN = Path(__file__).with_name("muc4_kin.npz")
_CLUSTERS = 512
_ROUNDS = 25


def kin_of(token: Token) -> str:
    """The cluster of a token's lemma, or of the token; "" where neither has a vector."""
    vocab = token.vocab
    for word in (token.lemma_.lower(), token.lower_):
        row = vocab.vectors.find(key=vocab.strings.as_int(word))
        if row >= 0 and row < len(_table()):
            return str(_table()[row])
    return ""


@cache
def _table() -> NDArray[np.uint16]:
    with np.load(KIN) as told:
        table: NDArray[np.uint16] = told["cluster"]
    return table


def cluster(vectors: NDArray[np.float32], path: Path = KIN) -> None:
    """Writes the clusters of the vectors' rows: spherical k-means from evenly spaced rows."""
    rows = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    rows = rows - rows.mean(axis=0)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    centres = rows[np.linspace(0, len(rows) - 1, _CLUSTERS).astype(int)]
    told = np.zeros(len(rows), dtype=np.uint16)
    for _ in range(_ROUNDS):
        told = (rows @ centres.T).argmax(axis=1).astype(np.uint16)
        sums = np.zeros_like(centres)
        np.add.at(sums, told, rows)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-6), centres)
    np.savez_compressed(path, cluster=told)
