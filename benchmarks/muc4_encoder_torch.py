"""The encoder's arithmetic in torch, for teaching: the same as in `muc4_encoder`, for several documents at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional as f

from benchmarks.muc4_encoder import HEAD_WIDTH, HEADS, LEAST_SPREAD
from benchmarks.muc4_lessons import Lesson
from benchmarks.muc4_pieces import Ints
from benchmarks.muc4_rank import SLOTS

#: Names of the encoder's weights in the file that it comes in.
_PARTS = {
    "out": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm 1": "attention.output.LayerNorm",
    "norm 2": "output.LayerNorm",
}
#: What a wrong answer costs: of the whole, and of a phrase as a fill of one type.
_WHOLE, _OF_TYPE = 2.0, 0.5

Weights = dict[str, Any]


def start(model: Mapping[str, Any], kept: Sequence[int]) -> Weights:
    """The encoder's weights as it comes, under the names that `muc4_encoder` has for them.

    Args:
        model: The file's weights.
        kept: The words kept, by their places.
    """
    positions = model["embeddings.position_embeddings.weight"] + model["embeddings.token_type_embeddings.weight"][0]
    found = {"table": model["embeddings.word_embeddings.weight"][list(kept)], "positions": positions}
    found |= {"norm": model["embeddings.LayerNorm.weight"], "norm bias": model["embeddings.LayerNorm.bias"]}
    depth = sum(name.endswith("intermediate.dense.weight") for name in model)
    for n in range(depth):
        layer = f"encoder.layer.{n}"
        for kind, end in (("weight", ""), ("bias", " bias")):
            three = [model[f"{layer}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            found[f"layer {n} qkv{end}"] = torch.cat(three)
            for name, part in _PARTS.items():
                found[f"layer {n} {name}{end}"] = model[f"{layer}.{part}.{kind}"]
    return found


def embedded(ids: Ints, weights: Weights) -> Any:
    """(1, pieces, numbers): where the lowest layer begins."""
    x = weights["table"][torch.from_numpy(ids)] + weights["positions"][: len(ids)]
    return f.layer_norm(x, x.shape[-1:], weights["norm"], weights["norm bias"], LEAST_SPREAD)[None]


def through(x: Any, mask: Any, weights: Weights, layers: range, left_out: float) -> Any:
    """(windows, pieces, numbers): what some layers make of windows.

    Args:
        x: The same, of the layer below.
        mask: (windows, 1, 1, pieces): which pieces there are; None for all.
        weights: The encoder's.
        layers: Which.
        left_out: Share of numbers left out, drawn anew.
    """

    def linear(x: Any, name: str) -> Any:
        return f.linear(x, weights[name], weights[f"{name} bias"])

    def added(x: Any, more: Any, name: str) -> Any:
        x = x + f.dropout(more, left_out, left_out > 0)
        return f.layer_norm(x, x.shape[-1:], weights[name], weights[f"{name} bias"], LEAST_SPREAD)

    windows, length, width = x.shape
    with torch.autocast("cpu", torch.bfloat16):
        for layer in (f"layer {n}" for n in layers):
            three = linear(x, f"{layer} qkv").view(windows, length, 3, width // HEAD_WIDTH, HEAD_WIDTH)
            q, k, v = three.permute(2, 0, 3, 1, 4)
            looked = f.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2)
            x = added(x, linear(looked.reshape(windows, length, width), f"{layer} out"), f"{layer} norm 1")
            x = added(x, linear(f.gelu(linear(x, f"{layer} up")), f"{layer} down"), f"{layer} norm 2")
    return x


def read(lessons: Sequence[Lesson], low: Sequence[Any], weights: Weights, layers: range, left_out: float) -> Any:
    """(pieces, numbers): the last layer's, of all pieces of the documents in order.

    Args:
        lessons: The documents.
        low: (pieces, numbers) of each of their windows, from the layers below.
        weights: The encoder's.
        layers: Those above.
        left_out: Share of numbers left out, drawn anew.
    """
    longest = max(len(window) for window in low)
    x = torch.zeros(len(low), longest, low[0].shape[-1])
    mask = torch.zeros(len(low), 1, 1, longest, dtype=torch.bool)
    for n, window in enumerate(low):
        x[n, : len(window)] = window
        mask[n, :, :, : len(window)] = True
    x = through(x, mask, weights, layers, left_out).float()
    windows = [window for one in lessons for window in one.windows]
    return torch.cat([row[w.at : w.at + w.last - w.first] for row, w in zip(x, windows, strict=True)])


def loss(lessons: Sequence[Lesson], hidden: Any, weights: Weights, left_out: float) -> Any:
    """What is wrong in the answers, a document.

    Args:
        lessons: The documents.
        hidden: (pieces, numbers): the last layer's of all their pieces in order.
        weights: The encoder's.
        left_out: Share of numbers left out, drawn anew.
    """

    def answers(name: str, x: Any) -> Any:
        return f.linear(f.dropout(x, left_out, left_out > 0), weights[f"head {name}"], weights[f"head {name} bias"])

    n_words = [len(one.pieces.starts) for one in lessons]
    of_word = _rows([one.pieces.words for one in lessons], n_words)
    words = _sums(hidden, of_word, sum(n_words)) / torch.bincount(of_word, minlength=sum(n_words))[:, None].clamp(min=1)
    weight = f.linear(hidden, weights["weight"], weights["weight bias"])
    of_sentence = _rows([one.sentences for one in lessons], [len(one.right["sentence"]) for one in lessons])
    of_document = _rows([np.zeros_like(one.pieces.ids) for one in lessons], [1] * len(lessons))
    mention_of = _rows([one.mention_of for one in lessons], [len(one.right["phrase"]) for one in lessons])
    right = {
        name: torch.from_numpy(np.concatenate([one.right[name] for one in lessons]).astype(np.float32))
        for name in HEADS
    }
    mentions = answers("phrase", words[_rows([one.mentions for one in lessons], n_words)])
    told = {
        "phrase": _together(mentions, mention_of, len(right["phrase"])),
        "day": answers("day", words[_rows([one.days for one in lessons], n_words)]),
        "place": answers("place", words[_rows([one.places for one in lessons], n_words)]),
        "sentence": answers("sentence", _weighed(hidden, weight[:, 0], of_sentence, len(right["sentence"]))),
        "whole": answers("whole", _weighed(hidden, weight[:, 1], of_document, len(lessons))),
    }
    wrong = {n: f.binary_cross_entropy_with_logits(told[n], right[n], reduction="none") for n in HEADS}
    asked = torch.from_numpy(np.stack([one.asked for one in lessons]))
    cost = wrong["phrase"][:, : len(SLOTS)].sum() + _OF_TYPE * wrong["phrase"][:, len(SLOTS) :].sum()
    cost = cost + wrong["day"].sum() + wrong["place"].sum() + wrong["sentence"].sum()
    return (cost + _WHOLE * (wrong["whole"] * asked).sum()) / len(lessons)


def _rows(places: Sequence[Ints], lengths: Sequence[int]) -> Any:
    """The places of several documents in one row, each behind those before."""
    before = np.cumsum([0, *lengths[:-1]])
    return torch.from_numpy(np.concatenate([one + first for one, first in zip(places, before, strict=True)]))


def _sums(x: Any, of: Any, count: int) -> Any:
    return torch.zeros(count, x.shape[1]).index_add(0, of, x)


def _together(logits: Any, of: Any, count: int) -> Any:
    """The logarithm of the sum of the odds of each phrase's mentions."""
    spread = of[:, None].expand(-1, logits.shape[1])
    most = torch.full((count, logits.shape[1]), -torch.inf).scatter_reduce(0, spread, logits.detach(), "amax")
    return torch.log(_sums(torch.exp(logits - most[of]), of, count)) + most


def _weighed(x: Any, logits: Any, of: Any, count: int) -> Any:
    """The mean of each stretch, its pieces weighed."""
    most = torch.full((count,), -torch.inf).scatter_reduce(0, of, logits.detach(), "amax")
    raised = torch.exp(logits - most[of])
    share = raised / torch.zeros(count).index_add(0, of, raised)[of]
    return _sums(x * share[:, None], of, count)
