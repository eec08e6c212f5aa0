"""Chooses incident types and slot fills: what is likelier than not to raise the share found among those told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.muc4_again import SHARED, again_numbers
from benchmarks.muc4_linear import Linear, ids_of
from benchmarks.muc4_mixed import Mixed
from benchmarks.muc4_models import Models
from benchmarks.muc4_phrases import Phrase
from benchmarks.muc4_rank import SLOTS, TYPES, Shown, Weighed, fill_numbers, near_numbers, type_numbers
from benchmarks.muc4_wordings import of_wording

Floats = NDArray[np.float64]

#: An answer is given from this probability on: half the F1 that is reached, as F1 asks for. On the train part .22 does
#: as well as .25 for perpetrators; the dev key, which was seen, names more of them.
LEAST = {
    "perp_individuals": 0.22,
    "perp_organizations": 0.22,
    "physical_targets": 0.25,
    "human_target_names": 0.25,
    "human_target_descriptions": 0.25,
    "instruments": 0.25,
}
LEAST_TYPE = 0.25
#: A report is told of if it holds any incident with this probability: again half the F1, of relevance.
LEAST_ANY = 0.42
#: Types, and phrases (logit of the linear model), below these are not weighed further.
WEIGHED_TYPE = 0.06
WEIGHED_FILL = -4.0


@dataclass(frozen=True)
class Fill:
    """A phrase chosen for a slot, under one of its wordings."""

    words: str
    phrase: Phrase
    #: Place of the phrase among the report's.
    at: int
    p: float


@dataclass(frozen=True)
class Chosen:
    """One incident type with the fills of its slots."""

    type: str
    fills: dict[str, list[Fill]]
    #: Whether it is the second of its type in the report.
    again: bool = False


def choose(weighed: Weighed, taught: Models) -> list[Chosen]:
    """The incident types of a report, each with its fills; empty where it holds no incident.

    An incident of a report that is likely to hold any is told if that and its fills together can be expected to raise
    F1.
    """
    p_types = type_chances(weighed, taught.mixed)
    if p_types[-1] < LEAST_ANY:
        return []
    chosen = []
    for kind, chances in fill_chances(weighed, p_types, taught.mixed).items():
        fills = {
            slot: best(slot, weighed.shown, chances[:, s], taught.linear["wording"]) for s, slot in enumerate(SLOTS)
        }
        gain = p_types[TYPES.index(kind)] - LEAST_TYPE
        gain += sum(f.p - LEAST[s] for s, told in fills.items() if s != "human_target_descriptions" for f in told)
        if gain > 0:
            chosen.append(Chosen(kind, fills))
            numbers = again_numbers(weighed, kind, p_types)[None, :]
            p_again = float(taught.mixed["again"].p(numbers)[0])
            chosen.extend(another(chosen[-1], p_types[TYPES.index(kind)] * p_again, p_again))
    return chosen


def another(first: Chosen, p: float, p_again: float) -> Iterator[Chosen]:
    """A second incident of the type, with what the two are likely to share, where it is worth telling.

    Args:
        first: The first incident.
        p: Probability that there is a second.
        p_again: The same, if there is a first.
    """
    shared = {
        slot: [replace(f, p=f.p * p_again * SHARED.get(slot, 0.0)) for f in told] for slot, told in first.fills.items()
    }
    fills = {slot: [f for f in told if f.p >= LEAST[slot]] for slot, told in shared.items()}
    if (
        any(fills.values())
        and p - LEAST_TYPE + sum(f.p - LEAST[slot] for slot, told in fills.items() for f in told) > 0
    ):
        yield Chosen(first.type, fills, again=True)


def type_chances(weighed: Weighed, mixed: Mapping[str, Mixed]) -> Floats:
    """Probability of each type, and of any."""
    row = type_numbers(weighed)[None, :]
    whole = 1 / (1 + np.exp(-weighed.whole))
    return np.array([mixed[k].p(row)[0] if k in mixed else whole[n] for n, k in enumerate((*TYPES, "any"))])


def fill_rows(weighed: Weighed, p_types: Floats) -> dict[str, Floats]:
    """Type → (phrases, numbers), for the types that are not out of the question."""
    base = fill_numbers(weighed, p_types)
    kinds = [kind for n, kind in enumerate(TYPES) if p_types[n] >= WEIGHED_TYPE and len(weighed.fills)]
    return {kind: np.concatenate([base, near_numbers(weighed, kind, p_types)], axis=1) for kind in kinds}


def fill_chances(weighed: Weighed, p_types: Floats, mixed: Mapping[str, Mixed]) -> dict[str, Floats]:
    """Type → (phrases, slots): probability that a phrase fills a slot of an incident of the type."""
    found = {}
    for kind, rows in fill_rows(weighed, p_types).items():
        chances = np.zeros((len(rows), len(SLOTS)))
        for s, slot in enumerate(SLOTS):
            kept = np.flatnonzero(weighed.fills[:, s] > WEIGHED_FILL)
            chances[kept, s] = mixed[slot].p(rows[kept])
        found[kind] = chances
    return found


def best(slot: str, shown: Shown, chances: Floats, wording: Linear) -> list[Fill]:
    """The fills of a slot, most probable first; one wording of each mention, each group once."""
    scored = []
    for i in np.flatnonzero(chances >= LEAST[slot]):
        words, p = likeliest_wording(shown.phrases[i], slot, wording)
        scored.append(Fill(words, shown.phrases[i], int(i), float(chances[i]) * p))
    chosen: list[Fill] = []
    for fill in sorted(scored, key=lambda f: (f.p, len(f.words), f.at), reverse=True):
        if fill.p >= LEAST[slot] and not any(repeats(fill.phrase, other.phrase, slot) for other in chosen):
            chosen.append(fill)
    return chosen


def likeliest_wording(phrase: Phrase, slot: str, wording: Linear) -> tuple[str, float]:
    """(wording, probability that it is one a coder gave, if the phrase fills the slot)."""
    told = [
        (wording.logit(ids_of(of_wording(phrase, words, kinds, slot))), words)
        for words, kinds in phrase.wordings.items()
    ]
    if len(told) == 1:
        return told[0][1], 1.0
    logit, words = max(told)
    return words, float(1 / (1 + np.exp(-logit)))


def repeats(one: Phrase, other: Phrase, slot: str) -> bool:
    """Whether two phrases have a mention in common, or name the same."""
    if one.heads & other.heads or (one.group and one.group == other.group):
        return True
    mine, theirs = set(one.words.lower().split()), set(other.words.lower().split())
    if slot in {"human_target_names", "perp_individuals", "instruments"}:
        return mine <= theirs or theirs <= mine
    return mine == theirs
