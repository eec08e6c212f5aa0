"""A small pretrained encoder (MiniLM) taught on the train part: what it makes of each word, sentence and whole report.

Weights are kept as whole numbers of 8 bits with a step for each row; the arithmetic is numpy's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from benchmarks.muc4_pieces import Pieces, Vocabulary

Floats32 = NDArray[np.float32]

#: Types of incident that it tells apart; the others are too rare.
KINDS = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON")
#: What it is asked of the whole for each of them, beside whether there is one: on or before the report, the country
#: alone, more than one.
USUAL = ("day", "place", "again")
#: Made by `benchmarks/muc4_encoder_train.py`.
ENCODER = Path(__file__).with_name("muc4_encoder.npz")
#: Numbers of a head of attention, and the least spread that numbers are divided by.
HEAD_WIDTH, LEAST_SPREAD = 32, 1e-12
#: Logit of what is not read.
_UNREAD = -8.0
#: What is asked of phrases, days and places (by word), of sentences, and of the whole.
HEADS = ("phrase", "day", "place", "sentence", "whole")


@dataclass(frozen=True)
class Told:
    """Logits that the encoder gives for a report."""

    pieces: Pieces
    #: (pieces, answers) for phrases, days and places, asked at the word that they are headed by or begin with.
    phrase: Floats32
    day: Floats32
    place: Floats32
    #: (pieces, answers), and (pieces,): how much each weighs in its sentence, as logarithm.
    sentence: Floats32
    weight: Floats32
    #: (answers,).
    whole: Floats32

    def of_words(self, answers: Floats32, at: Sequence[int]) -> Floats32:
        """(answers,): those of the words at some characters, taken together: about the highest of each.

        Args:
            answers: Those of the pieces.
            at: Where the words are, in characters of the text.
        """
        words = [self.pieces.of_word(place) for place in at]
        return np.asarray(np.logaddexp.reduce([answers[first:last].mean(axis=0) for first, last in words]))

    def of_sentences(self, starts: Sequence[int]) -> Floats32:
        """(sentences, answers).

        Args:
            starts: Where each sentence begins in the text; -1 those of the title, which is not read.
        """
        firsts = [0 if start < 0 else self.pieces.of_word(start)[0] for start in starts]
        told = np.full((len(starts), self.sentence.shape[1]), _UNREAD, dtype=np.float32)
        for n, (first, last) in enumerate(zip(firsts, [*firsts[1:], len(self.weight)], strict=True)):
            if first < last:
                told[n] = _shares(self.weight[first:last]) @ self.sentence[first:last]
        return told


@dataclass(frozen=True)
class Encoder:
    """The vocabulary, and the weights by name: `table`, `positions`, those of each layer, those of the heads."""

    vocabulary: Vocabulary
    weights: Mapping[str, Floats32]

    def tell(self, head: str, text: str, starts: Sequence[int]) -> Told:
        """What is told of a report.

        Args:
            head: What stands above the text.
            text: The report.
            starts: Where each sentence begins in the text; -1 those of the title.
        """
        pieces = self.vocabulary.pieces(text)
        windows = self.vocabulary.windows(head, pieces, [s for s in starts if s >= 0])
        hidden = np.zeros((len(pieces.ids), self.weights["table"].shape[1]), dtype=np.float32)
        for w in windows:
            hidden[w.first : w.last] = self._read(w.ids)[w.at : w.at + w.last - w.first]
        return told_of(pieces, hidden, self.weights)

    def _read(self, ids: NDArray[np.int64]) -> Floats32:
        """(pieces, numbers): the last layer's, of one window."""
        w = self.weights
        x = _normed(w["table"][ids] + w["positions"][: len(ids)], w["norm"], w["norm bias"])
        for n in range(depth(w)):
            x = self._layer(x, f"layer {n}")
        return x

    def _layer(self, x: Floats32, name: str) -> Floats32:
        def linear(x: Floats32, part: str) -> Floats32:
            return _linear(x, self.weights[f"{name} {part}"], self.weights[f"{name} {part} bias"])

        def normed(x: Floats32, part: str) -> Floats32:
            return _normed(x, self.weights[f"{name} {part}"], self.weights[f"{name} {part} bias"])

        length, width = x.shape
        q, k, v = linear(x, "qkv").reshape(length, 3, width // HEAD_WIDTH, HEAD_WIDTH).transpose(1, 2, 0, 3)
        looked = np.matmul(_shares(np.matmul(q, k.transpose(0, 2, 1)) / np.float32(np.sqrt(HEAD_WIDTH))), v)
        x = normed(x + linear(looked.transpose(1, 0, 2).reshape(length, width), "out"), "norm 1")
        return normed(x + linear(_gelu(linear(x, "up")), "down"), "norm 2")


def _linear(x: Floats32, weights: Floats32, bias: Floats32) -> Floats32:
    return np.asarray(x @ weights.T + bias, dtype=np.float32)


def _normed(x: Floats32, scale: Floats32, bias: Floats32) -> Floats32:
    middle = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((middle**2).mean(axis=1, keepdims=True) + np.float32(LEAST_SPREAD))
    return np.asarray(middle / spread * scale + bias, dtype=np.float32)


def _shares(x: Floats32) -> Floats32:
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _gelu(x: Floats32) -> Floats32:
    return np.asarray(x * np.float32(0.5) * (1 + erf(x * np.float32(np.sqrt(0.5)))), dtype=np.float32)


def depth(weights: Mapping[str, Any]) -> int:
    """How many layers there are."""
    return sum(name.endswith(" qkv") for name in weights)


def told_of(pieces: Pieces, hidden: Floats32, weights: Mapping[str, Floats32]) -> Told:
    """What the heads tell from the last layer's numbers.

    Args:
        pieces: The text.
        hidden: (pieces, numbers).
        weights: Those of the encoder.
    """
    phrase, day, place, sentence, whole = (
        _linear(hidden, weights[f"head {name}"], weights[f"head {name} bias"]) for name in HEADS
    )
    weight = _linear(hidden, weights["weight"], weights["weight bias"])
    together = _shares(weight[:, 1]) @ whole if len(hidden) else weights["head whole bias"]
    return Told(pieces, phrase, day, place, sentence, weight[:, 0], together)


def pack(words: Sequence[str], weights: Mapping[str, Floats32], path: Path) -> None:
    """Writes an encoder, tables in whole numbers of 8 bits; the same bytes for the same weights."""
    told: dict[str, Any] = {"words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8)}
    for name, numbers in weights.items():
        if numbers.ndim == 1:
            told[name] = numbers.astype(np.float32)
            continue
        told[f"{name} step"] = step = steps_of(numbers)
        told[name] = np.rint(numbers / step[:, None]).astype(np.int8)
    np.savez_compressed(path, **dict(sorted(told.items())))


def steps_of(numbers: Floats32) -> Floats32:
    """(rows,): the step that each row is rounded to."""
    return np.asarray(np.maximum(np.abs(numbers).max(axis=1), 1e-9) / 127, dtype=np.float32)


def unpack(path: Path) -> Encoder:
    """The encoder of a file."""
    with np.load(path) as told:
        words = told["words"].tobytes().decode().split("\n")
        weights = {
            name: told[name].astype(np.float32) * told[f"{name} step"][:, None]
            if f"{name} step" in told
            else told[name]
            for name in told
            if name != "words" and not name.endswith(" step")
        }
    return Encoder(Vocabulary({word: n for n, word in enumerate(words)}), weights)


@cache
def encoder() -> Encoder:
    """The encoder that ships."""
    return unpack(ENCODER)
