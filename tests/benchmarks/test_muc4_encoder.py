"""The encoder of the MUC-4 benchmark: word pieces, windows and arithmetic, on invented words and weights."""

from math import erf, exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest

from benchmarks.muc4_encoder import HEADS, Encoder, Floats32, Told, pack, steps_of, told_of, unpack
from benchmarks.muc4_pieces import Vocabulary

WORDS = ["[CLS]", "[SEP]", "[UNK]", "bomb", "##ing", "##s", "in", "lima", ".", "peru", "a"]
VOCABULARY = Vocabulary({word: n for n, word in enumerate(WORDS)})
WIDTH = 32


def _pieces(text: str) -> list[str]:
    return [WORDS[n] for n in VOCABULARY.pieces(text).ids]


def _weights(seed: int = 0) -> dict[str, Floats32]:
    draw = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {"table": (len(WORDS), WIDTH), "positions": (512, WIDTH), "weight": (2, WIDTH)}
    shapes |= {"norm": (WIDTH,), "norm bias": (WIDTH,), "weight bias": (2,)}
    for n in range(2):
        for name, rows, width in (
            ("qkv", 3 * WIDTH, WIDTH),
            ("out", WIDTH, WIDTH),
            ("up", 4 * WIDTH, WIDTH),
            ("down", WIDTH, 4 * WIDTH),
        ):
            shapes |= {f"layer {n} {name}": (rows, width), f"layer {n} {name} bias": (rows,)}
        for name in ("norm 1", "norm 2"):
            shapes |= {f"layer {n} {name}": (WIDTH,), f"layer {n} {name} bias": (WIDTH,)}
    for name in HEADS:
        shapes |= {f"head {name}": (3, WIDTH), f"head {name} bias": (3,)}
    return {name: draw.normal(size=shape).astype(np.float32) / 3 for name, shape in shapes.items()}


def test_words_come_in_the_longest_pieces_known() -> None:
    assert _pieces("Bombings in LIMA, Perú.") == ["bomb", "##ing", "##s", "in", "lima", "[UNK]", "peru", "."]


def test_a_word_with_an_unknown_part_is_unknown() -> None:
    assert _pieces("bombed") == ["[UNK]"]


def test_a_piece_is_found_by_any_character_of_its_word() -> None:
    pieces = VOCABULARY.pieces("a bombing in Lima")
    assert [pieces.of_word(place) for place in (0, 2, 8, 10)] == [(0, 1), (1, 3), (1, 3), (3, 4)]


def test_each_piece_of_a_long_report_is_answered_for_once_with_words_beside_it() -> None:
    text = "a bombing in lima. " * 200
    pieces = VOCABULARY.pieces(text)
    windows = VOCABULARY.windows("LIMA", pieces, list(range(0, len(text), 19)))
    assert len(windows) > 1
    assert [w.first for w in windows] == [0, *(w.last for w in windows[:-1])]
    assert windows[-1].last == len(pieces.ids)
    for window in windows:
        assert len(window.ids) <= 512
        assert (
            window.ids[window.at : window.at + window.last - window.first] == pieces.ids[window.first : window.last]
        ).all()
        assert window.first == 0 or WORDS[pieces.ids[window.first - 1]] == "."


def test_an_empty_report_is_told_of_with_what_is_usual() -> None:
    weights = _weights()
    told = Encoder(VOCABULARY, weights).tell("LIMA", "", [-1])
    assert told.whole == pytest.approx(weights["head whole bias"])
    assert (told.of_sentences([-1]) == -8).all()


def test_layers_are_those_of_the_formula() -> None:
    weights = _weights()
    told = Encoder(VOCABULARY, weights).tell("", "bombing in lima", [0])
    rows = _by_hand([0, 1, 3, 4, 6, 7, 1], weights)[2:6]
    for row, phrase in zip(rows, told.phrase, strict=True):
        expected = weights["head phrase"].astype(float) @ row + weights["head phrase bias"]
        assert phrase == pytest.approx(expected, abs=1e-3)


def _by_hand(ids: list[int], weights: dict[str, Floats32]) -> list[list[float]]:
    """The last layer's numbers, piece by piece and number by number."""
    w = {name: part.astype(float) for name, part in weights.items()}

    def normed(row: np.ndarray, name: str) -> np.ndarray:
        middle = sum(row) / len(row)
        spread = sqrt(sum((x - middle) ** 2 for x in row) / len(row))
        return np.array([(x - middle) / spread for x in row]) * w[name] + w[f"{name} bias"]

    rows = [normed(w["table"][n] + w["positions"][at], "norm") for at, n in enumerate(ids)]
    for layer in ("layer 0", "layer 1"):
        three = [(w[f"{layer} qkv"] @ row + w[f"{layer} qkv bias"]).reshape(3, WIDTH) for row in rows]
        above = []
        for row, (q, _, _) in zip(rows, three, strict=True):
            shares = [exp(float(q @ k) / sqrt(WIDTH)) for _, k, _ in three]
            looked = sum(share / sum(shares) * v for share, (_, _, v) in zip(shares, three, strict=True))
            row = normed(row + w[f"{layer} out"] @ looked + w[f"{layer} out bias"], f"{layer} norm 1")
            up = [x / 2 * (1 + erf(x / sqrt(2))) for x in w[f"{layer} up"] @ row + w[f"{layer} up bias"]]
            above.append(normed(row + w[f"{layer} down"] @ np.array(up) + w[f"{layer} down bias"], f"{layer} norm 2"))
        rows = above
    return [list(row) for row in rows]


def _told() -> Told:
    pieces = VOCABULARY.pieces("bombing in lima. a bombing.")
    hidden = np.random.default_rng(1).normal(size=(len(pieces.ids), WIDTH)).astype(np.float32)
    return told_of(pieces, hidden, _weights())


def test_a_phrase_is_as_sure_as_its_mentions_together() -> None:
    told = _told()
    one, other = (told.of_words(told.phrase, [place]) for place in (0, 19))
    assert one == pytest.approx(told.phrase[:2].mean(axis=0))
    both = [log(exp(a) + exp(b)) for a, b in zip(one, other, strict=True)]
    assert told.of_words(told.phrase, [0, 19]) == pytest.approx(both, rel=1e-4)


def test_a_sentence_is_the_mean_of_its_own_pieces_by_their_weight() -> None:
    told = _told()
    first, second = told.of_sentences([0, 17])
    for row, own in ((first, range(0, 5)), (second, range(5, 9))):
        shares = [exp(told.weight[n]) for n in own]
        expected = sum(s / sum(shares) * told.sentence[n] for s, n in zip(shares, own, strict=True))
        assert row == pytest.approx(expected, rel=1e-4)


def test_weights_are_read_as_they_were_written_but_for_rounding(tmp_path: Path) -> None:
    weights = _weights()
    pack(WORDS, weights, tmp_path / "one.npz")
    pack(WORDS, weights, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    found = unpack(tmp_path / "one.npz")
    assert found.vocabulary == VOCABULARY
    for name, part in weights.items():
        bound = steps_of(part)[:, None] * 0.501 if part.ndim == 2 else 0.0
        assert (np.abs(found.weights[name] - part) <= bound).all()
