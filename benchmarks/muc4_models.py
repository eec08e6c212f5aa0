"""What the train part taught, and the file it is kept in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.muc4_encoder import Floats32, Told
from benchmarks.muc4_linear import Linear
from benchmarks.muc4_mixed import Mixed
from benchmarks.muc4_nets import Nets
from benchmarks.muc4_rank import SLOTS, TYPES, Floats, Shown, Weighed
from benchmarks.muc4_sums import Sum
from benchmarks.muc4_trees import Trees

#: Made by `benchmarks/muc4_train.py`.
WEIGHTS = Path(__file__).with_name("muc4_weights.npz")


@dataclass(frozen=True)
class Models:
    """The models, each by what it answers."""

    #: Slot → of a phrase: does it fill the slot; type or `any` → of a report: does it hold an incident;
    #: `sentence` and a type or `any` → of a sentence: does it tell of one.
    linear: Mapping[str, Linear]
    #: `phrases`, `sentences`, `whole` → the same, all slots or types (and `any`) at once.
    nets: Mapping[str, Nets]
    #: Type or `any`, slot → the same, from the linear models' answers and what stands around.
    mixed: Mapping[str, Mixed]


def weigh(shown: Shown, taught: Models, told: Told) -> Weighed:
    """A report with the logits of the linear models, the networks and the encoder: the mean of all."""
    linear, nets = taught.linear, taught.nets
    kinds = (*TYPES, "any")
    fills = np.array([[linear[slot].logit(ids) for slot in SLOTS] for ids in shown.ids]).reshape(-1, len(SLOTS))
    whole = np.array([linear[kind].logit(shown.whole) for kind in kinds]) + nets["whole"].logits(shown.whole)
    sentences = np.array([[linear[f"sentence {kind}"].logit(ids) for kind in kinds] for ids in shown.sentences])
    sentences = sentences.reshape(-1, len(kinds))
    for row, ids in zip(fills, shown.ids, strict=True):
        row += nets["phrases"].logits(ids)[: len(SLOTS)]
    for row, ids in zip(sentences, shown.sentences, strict=True):
        row += nets["sentences"].logits(ids)
    phrases = np.array([told.of_words(told.phrase, [m.at for m in phrase.mentions]) for phrase in shown.phrases])
    phrases = phrases.reshape(-1, told.phrase.shape[1])
    alone = told.of_sentences(shown.starts)
    return Weighed(
        shown,
        _joined(fills, phrases[:, : len(SLOTS)]),
        _joined(whole, told.whole[: len(kinds)]),
        _joined(sentences, alone),
        told,
        phrases,
        alone,
    )


def _joined(of_two: Floats | Floats32, encoder: Floats32) -> Floats:
    """The mean of the logits: two summed, and the encoder's with the weight of both."""
    return np.asarray(of_two / 4 + encoder / 2, dtype=np.float64)


def save(models: Models, path: Path = WEIGHTS) -> None:
    """Writes the models, the same bytes for the same models."""
    told: dict[str, Any] = {}
    for name, linear in models.linear.items():
        told[f"linear {name} places"] = np.diff(linear.places, prepend=np.int32(0)).astype(np.int32)
        told[f"linear {name} weights"] = linear.weights
        told[f"linear {name} constant"] = np.float64(linear.constant)
    for name, nets in models.nets.items():
        told[f"nets {name} places"] = np.diff(nets.places, prepend=np.int32(0)).astype(np.int32)
        told[f"nets {name} table"] = nets.table
        told[f"nets {name} bias"] = nets.bias
        told[f"nets {name} out"] = nets.out
    for name, mixed in models.mixed.items():
        trees = mixed.trees
        told[f"trees {name} feature"] = trees.feature
        told[f"trees {name} bound"] = trees.bound
        told[f"trees {name} leaf"] = trees.leaf
        told[f"trees {name} start"] = np.float64(trees.start)
        told[f"sum {name} weights"] = mixed.sum.weights
        told[f"sum {name} constant"] = np.float64(mixed.sum.constant)
    np.savez_compressed(path, **dict(sorted(told.items())))


def load(path: Path = WEIGHTS) -> Models:
    """The models of a file."""
    with np.load(path) as told:
        linear = {
            name: Linear(
                np.cumsum(told[f"linear {name} places"]).astype(np.int32),
                told[f"linear {name} weights"],
                float(told[f"linear {name} constant"]),
            )
            for name in _names(told, "linear", "places")
        }
        nets = {
            name: Nets(
                np.cumsum(told[f"nets {name} places"]).astype(np.int32),
                told[f"nets {name} table"],
                told[f"nets {name} bias"],
                told[f"nets {name} out"],
            )
            for name in _names(told, "nets", "places")
        }
        mixed = {
            name: Mixed(
                Trees(
                    told[f"trees {name} feature"],
                    told[f"trees {name} bound"],
                    told[f"trees {name} leaf"],
                    float(told[f"trees {name} start"]),
                ),
                Sum(told[f"sum {name} weights"], float(told[f"sum {name} constant"])),
            )
            for name in _names(told, "trees", "feature")
        }
    return Models(linear, nets, mixed)


def _names(told: Mapping[str, Any], group: str, part: str) -> list[str]:
    return [
        key.split(" ", 1)[1].removesuffix(f" {part}") for key in told if key.startswith(group) and key.endswith(part)
    ]


@cache
def models() -> Models:
    """The models that ship."""
    return load()
