"""Writes MUC-4 templates: the fills chosen, with the day, place, stage and word that the report tells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.muc4_days import days
from benchmarks.muc4_fill import Chosen, Fill
from benchmarks.muc4_linear import Linear, ids_of
from benchmarks.muc4_places import places
from benchmarks.muc4_rank import Weighed
from benchmarks.muc4_settle import Answer, ranked
from vedette.model.event import Event, Role, Stage
from vedette.model.reading import Reading

_STAGES = {
    Stage.THREATENED: "THREATENED",
    Stage.PLANNED: "THREATENED",
    Stage.ATTEMPTED: "ATTEMPTED",
    Stage.FAILED: "ATTEMPTED",
    Stage.FOILED: "ATTEMPTED",
}
#: How surely an organisation is named.
CONFIDENCE = (
    "REPORTED AS FACT",
    "CLAIMED OR ADMITTED",
    "SUSPECTED OR ACCUSED",
    "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "POSSIBLE",
    "ACQUITTED",
)
_HUMAN_EFFECTS = {"killed": "DEATH", "injured": "INJURY", "unharmed": "NO INJURY OR DEATH", "freed": "REGAINED FREEDOM"}
_THING_EFFECTS = {"destroyed": "DESTROYED", "damaged": "SOME DAMAGE", "unharmed": "NO DAMAGE"}


def templates(
    chosen: Sequence[Chosen],
    weighed: Weighed,
    reading: Reading,
    header: Mapping[str, Any],
    linear: Mapping[str, Linear],
) -> list[dict[str, Any]]:
    """The templates of a report."""
    return [_template(one, weighed, reading, header, linear) for one in chosen]


def _template(
    chosen: Chosen, weighed: Weighed, reading: Reading, header: Mapping[str, Any], linear: Mapping[str, Linear]
) -> dict[str, Any]:
    named = chosen.fills["perp_organizations"]
    return {
        "incident_type": [chosen.type],
        "stage_of_execution": [_stage(_events(chosen, reading))],
        "date": _likeliest(days(weighed, reading, header, chosen.type), "day", linear),
        "location": _likeliest(places(weighed, reading, header, chosen.type), "place", linear, second=chosen.again),
        **{slot: [fill.words for fill in told] for slot, told in chosen.fills.items()},
        "perp_org_confidence": [f"{_confidence(fill, weighed, linear)}: {fill.words}" for fill in named],
        "human_target_effects": list(_effects(chosen, reading, Role.VICTIM)),
        "physical_target_effects": list(_effects(chosen, reading, Role.TARGET)),
    }


def _likeliest(
    answers: Sequence[Answer], asked: str, linear: Mapping[str, Linear], *, second: bool = False
) -> list[str]:
    """The answer (or the second) with the most credit to expect: right and partly right count half each."""

    def credit(answer: Answer) -> float:
        ids = ids_of(answer.features)
        return sum(float(1 / (1 + np.exp(-linear[f"{asked} {how}"].logit(ids)))) for how in ("right", "partly"))

    best = sorted(answers, key=credit, reverse=True)[:2]
    return [best[-1 if second else 0].words] if best else []


def _events(chosen: Chosen, reading: Reading) -> list[Event]:
    """The events that tell of the incident; of those alike the ones near its fills first."""
    heads = {head for told in chosen.fills.values() for fill in told for head in fill.phrase.heads}

    def near(event: Event) -> int:
        return -min(3, sum(any(span.start <= head < span.end for span in event.evidence) for head in heads))

    return sorted(ranked(reading, chosen.type)[:6], key=lambda e: (e.background, near(e)))


def _stage(events: Sequence[Event]) -> str:
    stages = [_STAGES.get(event.stage, "ACCOMPLISHED") for event in events[:1] if event.stage]
    return stages[0] if stages else "ACCOMPLISHED"


def _confidence(organisation: Fill, weighed: Weighed, linear: Mapping[str, Linear]) -> str:
    """How surely it is named, by what its mentions show."""
    ids = weighed.shown.ids[organisation.at]
    return max(CONFIDENCE, key=lambda word: linear[f"word {word}"].logit(ids))


def _effects(chosen: Chosen, reading: Reading, role: Role) -> Iterator[str]:
    people = role is Role.VICTIM
    slots = ("human_target_names", "human_target_descriptions") if people else ("physical_targets",)
    table = _HUMAN_EFFECTS if people else _THING_EFFECTS
    for fill in (fill for slot in slots for fill in chosen.fills[slot]):
        told = [
            table[actor.effect]
            for event in reading.events
            for actor in event.actors
            if actor.effect in table and any(actor.span.start <= head < actor.span.end for head in fill.phrase.heads)
        ]
        if told:
            yield f"{told[0]}: {fill.words}"
