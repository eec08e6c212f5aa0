"""Chooses incident types and slot fills by what the train part taught."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.muc4_candidates import Candidate, Material, type_of_mention
from benchmarks.muc4_model import Model, load

#: Made by `benchmarks/muc4_train.py`.
WEIGHTS = Path(__file__).with_name("muc4_weights.json.gz")
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
#: Least probability of a fill, chosen on a third of the train part that the weights were not taught on.
LEAST = {
    "perp_individuals": 0.2,
    "perp_organizations": 0.2,
    "physical_targets": 0.26,
    "human_target_names": 0.28,
    "human_target_descriptions": 0.3,
    "instruments": 0.25,
}
#: Least probability that a report holds an incident of any type, and of one type.
LEAST_ANY = 0.3
LEAST_TYPE = 0.4
#: Most fills of a slot (chosen likewise): what comes after them is mostly another wording of the same.
MOST = {"perp_individuals": 1, "perp_organizations": 2}


@dataclass(frozen=True)
class Chosen:
    """One incident type with the fills of its slots."""

    type: str
    fills: dict[str, list[Candidate]]


def document_features(material: Material, header: Mapping[str, Any]) -> set[str]:
    """What the report as a whole shows."""
    features = {f"place:{header['place']}", f"country:{header['country']}"}
    features.update(f"tag:{tag[:20]}" for tag in header["tags"])
    sentences = [s for s in material.parsed.sentences if s.span.part == "text"]
    features.add(f"length:{min(len(sentences) // 5, 8)}")
    for sentence in sentences:
        for token in sentence.tokens:
            if token.is_alpha and not token.is_stop:
                features.add(f"word:{token.lemma_.lower()}")
                if sentence.index < 4 and token.pos_ in {"VERB", "NOUN"}:
                    features.add(f"early:{token.lemma_.lower()}")
    features.update(_triggers(material))
    return features


def _triggers(material: Material) -> Iterator[str]:
    counts: dict[str, int] = {}
    for draft in material.drafts:
        kind = type_of_mention(draft)
        counts[kind] = counts.get(kind, 0) + 1
        yield f"entry:{draft.entry.partition(':')[0]}"
        yield f"trigger:{draft.entry}"
        if draft.sentence.index < 4:
            yield f"early entry:{draft.entry.partition(':')[0]}"
            yield f"early type:{kind}"
    for kind, count in counts.items():
        yield from (f"n:{kind}>={n}" for n in (1, 2, 4, 8) if count >= n)


@cache
def models() -> dict[str, Model]:
    """The weights that ship."""
    return load(WEIGHTS)


def choose(features: set[str], found: Sequence[Candidate], taught: Mapping[str, Model]) -> list[Chosen]:
    """The incident types of a report, each with its fills; empty where it holds no incident."""
    types = _types(features | top_features(found, taught), taught)
    if not types:
        return []
    fills = {slot: best(slot, found, taught[slot]) for slot in SLOTS}
    return [Chosen(kind, {slot: _of_type(kind, types, fills[slot]) for slot in SLOTS}) for kind in types]


def top_features(found: Sequence[Candidate], taught: Mapping[str, Model]) -> set[str]:
    """How probable the best fill of each slot is: a report without any holds no incident."""
    features: set[str] = set()
    for slot in SLOTS:
        top = max((taught[slot].p(c.features) for c in found), default=0.0)
        features.update(f"top {slot}>={bound}" for bound in (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9) if top >= bound)
    return features


def _types(features: set[str], taught: Mapping[str, Model]) -> list[str]:
    if taught["any"].p(features) < LEAST_ANY:
        return []
    p = {kind: taught[kind].p(features) for kind in TYPES}
    return [kind for kind in TYPES if p[kind] >= LEAST_TYPE] or [max(TYPES, key=lambda kind: p[kind])]


def best(slot: str, found: Sequence[Candidate], model: Model, least: float | None = None) -> list[Candidate]:
    """The fills of a slot, most probable first; one wording of each mention, each group once."""
    least = LEAST[slot] if least is None else least
    scored = [(model.p(c.features), len(c.words), i) for i, c in enumerate(found)]
    chosen: list[Candidate] = []
    for _, _, i in sorted((row for row in scored if row[0] >= least), reverse=True):
        if not any(_repeats(found[i], other, slot) for other in chosen):
            chosen.append(found[i])
    return chosen[: MOST.get(slot, 30)]


def _repeats(one: Candidate, other: Candidate, slot: str) -> bool:
    """Whether two wordings are of one mention, or name the same."""
    if one.heads & other.heads or (one.group and one.group == other.group):
        return True
    mine, theirs = set(one.words.lower().split()), set(other.words.lower().split())
    if slot in {"human_target_names", "perp_individuals", "instruments"}:
        return mine <= theirs or theirs <= mine
    return mine == theirs


def _of_type(kind: str, types: Sequence[str], fills: Sequence[Candidate]) -> list[Candidate]:
    """Those of the fills that stand by triggers of the type; all where there is but one type."""
    return [c for c in fills if len(types) == 1 or kind in _types_near(c, types)]


def _types_near(candidate: Candidate, types: Sequence[str]) -> set[str]:
    for steps in (("near:0:",), ("near:-1:", "near:1:", "near:-2:")):
        near = {f.split(":")[2] for f in candidate.features if f.startswith(steps) and f.count(":") == 2}
        if near & set(types):
            return near & set(types)
    return set(types)
