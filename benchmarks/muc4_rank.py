"""Numbers by which a report's types are weighed, and a phrase as a fill of a slot in an incident of one type."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.muc4_encoder import KINDS, USUAL, Floats32, Told
from benchmarks.muc4_linear import Ids
from benchmarks.muc4_names import Name
from benchmarks.muc4_phrases import Phrase
from vedette.model.span import Span

Floats = NDArray[np.float64]

TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING")
#: Slot of a prediction → slot of the key.
SLOTS = {
    "perp_individuals": "perp_individual_id",
    "perp_organizations": "perp_organization_id",
    "physical_targets": "phys_tgt_id",
    "human_target_names": "hum_tgt_name",
    "human_target_descriptions": "hum_tgt_description",
    "instruments": "instrument_id",
}
_SORTS = ("person", "official", "uniformed", "perpetrator", "body", "named", "organisation", "thing", "weapon", "place")
_KINDS = ("armed_group", "force", "agency", "government", "organisation")
#: Logits are held within these bounds.
_MOST = 8.0


@dataclass
class Shown:
    """What a report shows, in the form the models take."""

    whole: Ids
    phrases: list[Phrase]
    #: Places of each phrase's features.
    ids: list[Ids]
    #: (sentence, incident type) of each word for an act.
    acts: list[tuple[int, str]]
    n_sentences: int
    #: Counts of the acts of violence that the reading tells (`told_numbers`).
    told: list[float]
    #: Places of each sentence's features.
    sentences: list[Ids]
    #: Where each sentence begins in the text; -1 those of the title.
    starts: list[int]
    #: Names that may be those of places.
    names: list[Name]
    #: What stands above the text, and the text.
    head: str
    text: str


@dataclass
class Weighed:
    """A report with the logits of the linear models, the networks and the encoder."""

    shown: Shown
    #: (phrases, slots).
    fills: Floats
    #: (types and `any`).
    whole: Floats
    #: (sentences, types and `any`): does the sentence tell of such an incident.
    sentences: Floats
    #: The encoder's alone.
    told: Told
    #: (phrases, answers): the encoder's of each phrase, over all its mentions.
    phrases: Floats32
    #: (sentences, types and `any`): the encoder's.
    alone: Floats32

    def usual(self, asked: str, kind: str) -> float:
        """The encoder's logit that an incident of the type is told without its own `day` or `place`, or `again`."""
        of_kinds = self.told.whole[len(TYPES) + 1 :].reshape(len(KINDS), len(USUAL))[:, USUAL.index(asked)]
        return float(of_kinds[KINDS.index(kind)] if kind in KINDS else of_kinds.mean())

    def by_word(self, asked: str, span: Span, kind: str) -> float:
        """The encoder's logit that the day or place that begins at a span is that of an incident of the type."""
        answers = self.told.of_words(self.told.day if asked == "day" else self.told.place, [span.start])
        return float(answers[KINDS.index(kind)] if kind in KINDS else answers[-1])

    def told_at(self, span: Span, kind: str) -> tuple[float, float]:
        """(logit, how far behind the best) of the sentence that a span stands in, for a type."""
        column = self.sentences[:, TYPES.index(kind)]
        own = column[max(0, bisect_right(self.shown.starts, span.start if span.part == "text" else -1) - 1)]
        return float(own), float(column.max() - own)


def type_numbers(weighed: Weighed) -> Floats:
    """One row: what speaks for incidents in a report, and of which types."""
    shown, fills = weighed.shown, np.clip(weighed.fills, -_MOST, _MOST)
    tops = [sorted(fills[:, s], reverse=True)[:3] if len(fills) else [] for s in range(len(SLOTS))]
    row: list[float] = [*np.clip(weighed.whole, -_MOST, _MOST)]
    for top in tops:
        row.extend((top + [-_MOST] * 3)[:3])
    row.append(float(sum(1 / (1 + np.exp(-v)) for t in tops for v in t)))
    for kind in TYPES[:4]:
        at = [sentence for sentence, told in shown.acts if told == kind]
        row.extend((len(at), min(at, default=99), sum(sentence < 4 for sentence in at)))
    row.extend((len(shown.acts), shown.n_sentences, len(shown.acts) / max(shown.n_sentences, 1)))
    row.extend(shown.told)
    row.extend(_best_sentences(weighed.sentences))
    row.extend(np.clip(weighed.told.whole, -_MOST, _MOST))
    row.extend(_best_sentences(weighed.alone))
    return np.array(row)


def _best_sentences(told: Floats | Floats32) -> Iterator[float]:
    """Of each type and of any: the sentences that tell of it most surely, how many do, and where the best stands."""
    logits = np.clip(told, -_MOST, _MOST)
    for column in (*logits.T[:4], logits.T[-1]):
        yield from (*sorted(column, reverse=True), -_MOST, -_MOST)[:3]
        yield float(np.sum(1 / (1 + np.exp(-column))))
        yield float(column.argmax())


def fill_numbers(weighed: Weighed, p_types: Floats) -> Floats:
    """(phrases, numbers): what speaks for each phrase, whatever the incident.

    Args:
        weighed: The report.
        p_types: Probability of each type, and of any.
    """
    shown, fills = weighed.shown, np.clip(weighed.fills, -_MOST, _MOST)
    if not len(fills):
        return np.zeros((0, 1))
    order = (-fills).argsort(axis=0, kind="stable")
    ranks = np.empty_like(fills)
    np.put_along_axis(ranks, order, np.arange(len(fills), dtype=float)[:, None].repeat(len(SLOTS), 1), 0)
    behind = fills - fills.max(axis=0)
    kin = np.array(list(_kin(shown.phrases, fills)))
    own = np.array([list(_of_phrase(p, shown)) for p in shown.phrases])
    same = np.tile(np.concatenate([p_types, [shown.n_sentences, len(shown.phrases)]]), (len(fills), 1))
    alone = np.clip(weighed.phrases[:, : len(SLOTS)], -_MOST, _MOST)
    return np.concatenate([fills, np.minimum(ranks, 20), behind, kin, own, same, alone, alone - alone.max(0)], axis=1)


def _kin(phrases: Sequence[Phrase], fills: Floats) -> Iterator[list[float]]:
    """The best of the phrases with the same last word, and of those that hold it or that it holds."""
    words = [frozenset(p.words.lower().split()) for p in phrases]
    last = [p.words.lower().split()[-1:] for p in phrases]
    groups: dict[str, list[int]] = {}
    for i, tokens in enumerate(words):
        for token in tokens:
            groups.setdefault(token, []).append(i)
    for i, tokens in enumerate(words):
        beside = {j for token in tokens for j in groups[token] if j != i}
        held = [j for j in beside if words[j] <= tokens or tokens <= words[j]]
        longer = sum(tokens < words[j] for j in held)
        ending = [j for j in beside if last[j] == last[i]]
        best = fills[held].max(axis=0) if held else np.full(fills.shape[1], -_MOST)
        yield [*best, float(longer), float(len(held)), float(len(ending))]


def _of_phrase(phrase: Phrase, shown: Shown) -> Iterator[float]:
    yield float(len(phrase.mentions))
    yield float(min(phrase.sentences))
    yield float(len(phrase.sentences) / max(shown.n_sentences, 1))
    yield float(len(phrase.words.split()))
    yield float(_SORTS.index(phrase.sort) if phrase.sort in _SORTS else -1)
    yield float(_KINDS.index(phrase.group_kind) if phrase.group_kind in _KINDS else -1)
    yield float(any("named" in kinds for kinds in phrase.wordings.values()))
    yield float(any("name" in kinds for kinds in phrase.wordings.values()))
    yield float(any("counted" in kinds for kinds in phrase.wordings.values()))
    own = phrase.sentences
    yield float(sum(sentence in own for sentence, _ in shown.acts))
    yield float(min((abs(a - b) for a, _ in shown.acts for b in own), default=99))


def near_numbers(weighed: Weighed, kind: str, p_types: Floats) -> Floats:
    """(phrases, numbers): how near each phrase stands to an incident of one type."""
    shown = weighed.shown
    mine = [sentence for sentence, told in shown.acts if told == kind]
    others = [sentence for sentence, told in shown.acts if told != kind]
    at = TYPES.index(kind)
    logits = np.clip(weighed.sentences[:, [at, -1]], -_MOST, _MOST)
    ranks = (-logits).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    most = logits.max(axis=0)
    alone = np.clip(weighed.alone[:, [at, -1]], -_MOST, _MOST)
    of_kind = _of_kind(weighed, kind)
    p, rest = p_types[at], np.delete(p_types[:-1], at)
    rows = []
    for phrase, fills in zip(shown.phrases, of_kind, strict=True):
        own = phrase.sentences
        places = sorted(own)
        rows.append(
            [
                p,
                float(rest.max()),
                p - float(rest.max()),
                float(at),
                float(sum(s in own for s in mine)),
                float(sum(s in own for s in others)),
                float(min((abs(s - o) for s in mine for o in own), default=99)),
                float(min((abs(s - o) for s in others for o in own), default=99)),
                float(min((o - s for s in mine for o in own), key=abs, default=99)),
                float(len(mine)),
                float(len(others)),
                *logits[places].max(axis=0),
                *(most - logits[places].max(axis=0)),
                float(ranks[places].min()),
                float(np.sum(1 / (1 + np.exp(-logits[places, 0])))),
                *alone[places].max(axis=0),
                *(alone.max(axis=0) - alone[places].max(axis=0)),
                *fills,
            ]
        )
    return np.array(rows).reshape(len(rows), -1)


def _of_kind(weighed: Weighed, kind: str) -> Floats:
    """(phrases, slots): the encoder's logits that a phrase fills a slot of an incident of the type."""
    if kind not in KINDS:
        return np.full((len(weighed.phrases), len(SLOTS)), -_MOST)
    first = len(SLOTS) * (1 + KINDS.index(kind))
    return np.clip(weighed.phrases[:, first : first + len(SLOTS)], -_MOST, _MOST)
