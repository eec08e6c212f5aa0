"""Writes MUC-4 templates: the fills chosen, with the day, place, stage and word that the reading's events tell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.muc4_candidates import Candidate
from benchmarks.muc4_fill import Chosen
from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage
from vedette.model.place import Place
from vedette.model.reading import Reading

#: The nine countries that the task is about, by ISO code.
COUNTRIES = {
    "AR": "ARGENTINA",
    "BO": "BOLIVIA",
    "CL": "CHILE",
    "CO": "COLOMBIA",
    "EC": "ECUADOR",
    "SV": "EL SALVADOR",
    "GT": "GUATEMALA",
    "HN": "HONDURAS",
    "PE": "PERU",
}
#: Cities of datelines, where no country is told. The clandestine radios of the time were Salvadoran.
DATELINES = {
    "BUENOS AIRES": "AR",
    "LA PAZ": "BO",
    "SANTIAGO": "CL",
    "BOGOTA": "CO",
    "MEDELLIN": "CO",
    "CALI": "CO",
    "CARTAGENA": "CO",
    "QUITO": "EC",
    "GUAYAQUIL": "EC",
    "SAN SALVADOR": "SV",
    "CLANDESTINE": "SV",
    "GUATEMALA CITY": "GT",
    "GUATEMALA": "GT",
    "TEGUCIGALPA": "HN",
    "SAN PEDRO SULA": "HN",
    "LIMA": "PE",
    "AYACUCHO": "PE",
}
_STAGES = {
    Stage.THREATENED: "THREATENED",
    Stage.PLANNED: "THREATENED",
    Stage.ATTEMPTED: "ATTEMPTED",
    Stage.FAILED: "ATTEMPTED",
    Stage.FOILED: "ATTEMPTED",
}
_CONFIDENCE = {
    OnWhoseWord.FACT: "REPORTED AS FACT",
    OnWhoseWord.CLAIMED: "CLAIMED OR ADMITTED",
    OnWhoseWord.ACCUSED: "SUSPECTED OR ACCUSED",
    OnWhoseWord.SUSPECTED: "SUSPECTED OR ACCUSED",
    OnWhoseWord.DENIED: "ACQUITTED",
    OnWhoseWord.POSSIBLE: "POSSIBLE",
}
_HUMAN_EFFECTS = {"killed": "DEATH", "injured": "INJURY", "unharmed": "NO INJURY OR DEATH", "freed": "REGAINED FREEDOM"}
_THING_EFFECTS = {"destroyed": "DESTROYED", "damaged": "SOME DAMAGE", "unharmed": "NO DAMAGE"}
_MODES = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}


def templates(chosen: Sequence[Chosen], reading: Reading, header: dict[str, Any]) -> list[dict[str, Any]]:
    """The templates of a report."""
    return [_template(one, reading, header) for one in chosen]


def _template(chosen: Chosen, reading: Reading, header: dict[str, Any]) -> dict[str, Any]:
    events = _events(chosen, reading)
    fills = {slot: [c.words for c in found] for slot, found in chosen.fills.items()}
    actors = [actor for event in reading.events for actor in event.actors]
    return {
        "incident_type": [chosen.type],
        "stage_of_execution": [_stage(events)],
        "date": _date(events, header),
        "location": list(_location(events, header)),
        **fills,
        "perp_org_confidence": [f"{_confidence(c, actors)}: {c.words}" for c in chosen.fills["perp_organizations"]],
        "human_target_effects": list(_effects(chosen, reading, Role.VICTIM)),
        "physical_target_effects": list(_effects(chosen, reading, Role.TARGET)),
    }


def type_of(event: Event) -> str:
    """The incident type that an event speaks for."""
    return _MODES.get(event.mode or "", "ATTACK")


def _events(chosen: Chosen, reading: Reading) -> list[Event]:
    """The events that tell of the incident, the best first: of its type, told as news, near its fills."""
    heads = {head for found in chosen.fills.values() for c in found for head in c.heads}

    def rank(event: Event) -> tuple[bool, bool, bool, int, int]:
        near = sum(1 for head in heads if any(span.start <= head < span.end for span in event.evidence))
        told = event.reality is Reality.ACTUAL
        return type_of(event) != chosen.type, not told, event.background, -min(near, 3), event.trigger.start

    return sorted((event for event in reading.events if event.kind == "ASSAULT"), key=rank)


def _stage(events: Sequence[Event]) -> str:
    stages = [_STAGES.get(event.stage, "ACCOMPLISHED") for event in events[:1] if event.stage]
    return stages[0] if stages else "ACCOMPLISHED"


def _date(events: Sequence[Event], header: dict[str, Any]) -> list[str]:
    """The day of the first event that tells one; else on or before the report's."""
    for event in events[:3]:
        when = event.when
        if when and when.end and when.start:
            return [f"{when.start}" if when.start == when.end else f"{when.start}/{when.end}"]
    return [f"/{header['date']}"] if header.get("date") else []


def _location(events: Sequence[Event], header: dict[str, Any]) -> Iterator[str]:
    places = [e.where for e in events[:4] if e.where is not None and e.where.country in COUNTRIES]
    code = places[0].country if places else dateline_country(header)
    if code is None:
        return
    finer = next((p for p in places if p.country == code and p.kind != "country"), None)
    yield ": ".join([COUNTRIES[code], *(_named(finer) if finer else ())])


def _named(place: Place) -> Iterator[str]:
    if place.admin1 and place.admin1 != place.name:
        yield place.admin1.upper()
    yield place.name.upper()


def dateline_country(header: dict[str, Any]) -> str | None:
    """ISO code of the dateline's country, where it is one of the nine."""
    named = {name: code for code, name in COUNTRIES.items()}.get(header.get("country") or "")
    return named or DATELINES.get(header.get("place") or "")


def _confidence(organisation: Candidate, actors: Sequence[Actor]) -> str:
    """How surely it is named: on the word that most of its mentions as perpetrator stand on."""
    roles = {Role.PERPETRATOR, Role.INSTIGATOR}
    words = [
        actor.on_whose_word
        for actor in actors
        if actor.role in roles
        and ((actor.id and actor.id == organisation.group) or actor.span.start in organisation.heads)
    ]
    return _CONFIDENCE[Counter(words).most_common(1)[0][0]] if words else "REPORTED AS FACT"


def _effects(chosen: Chosen, reading: Reading, role: Role) -> Iterator[str]:
    people = role is Role.VICTIM
    slots = ("human_target_names", "human_target_descriptions") if people else ("physical_targets",)
    table = _HUMAN_EFFECTS if people else _THING_EFFECTS
    for candidate in (c for slot in slots for c in chosen.fills[slot]):
        told = [
            table[actor.effect]
            for event in reading.events
            for actor in event.actors
            if actor.effect in table and any(actor.span.start <= head < actor.span.end for head in candidate.heads)
        ]
        if told:
            yield f"{told[0]}: {candidate.words}"
