"""From readings to MUC-4 templates: what that task counts, and how it writes it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

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
#: Where the capital stands in the dateline and nothing else is told.
CAPITALS = {
    "BUENOS AIRES": "AR",
    "LA PAZ": "BO",
    "SANTIAGO": "CL",
    "BOGOTA": "CO",
    "MEDELLIN": "CO",
    "CARTAGENA": "CO",
    "QUITO": "EC",
    "SAN SALVADOR": "SV",
    "CLANDESTINE": "SV",
    "GUATEMALA CITY": "GT",
    "GUATEMALA": "GT",
    "TEGUCIGALPA": "HN",
    "SAN PEDRO SULA": "HN",
    "LIMA": "PE",
    "AYACUCHO": "PE",
}
_TYPES = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
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
    OnWhoseWord.SUSPECTED: "SUSPECTED OR ACCUSED BY AUTHORITIES",
    OnWhoseWord.DENIED: "ACQUITTED",
    OnWhoseWord.POSSIBLE: "POSSIBLE",
}
_HUMAN_EFFECTS = {"killed": "DEATH", "injured": "INJURY", "unharmed": "NO INJURY OR DEATH", "freed": "REGAINED FREEDOM"}
_THING_EFFECTS = {"destroyed": "DESTROYED", "damaged": "SOME DAMAGE", "unharmed": "NO DAMAGE"}


@dataclass
class Draft:
    """A template being filled."""

    type: str
    stage: str
    country: str
    place: Place | None
    events: list[Event]
    fills: dict[str, list[str]] = field(default_factory=dict)

    def add(self, slot: str, words: str) -> None:
        """Adds a fill, unless it is there."""
        words = " ".join(words.split())
        fills = self.fills.setdefault(slot, [])
        if words and words.lower() not in {fill.lower() for fill in fills}:
            fills.append(words)


def templates(reading: Reading, header: dict[str, Any]) -> list[dict[str, Any]]:
    """The templates of a report: one for each type, place and date of an incident that the task counts."""
    drafts: list[Draft] = []
    for event in reading.events:
        if counts(event, reading, header):
            _into(drafts, event, reading, header)
    return [_written(draft, reading, header) for draft in drafts]


def counts(event: Event, reading: Reading, header: dict[str, Any]) -> bool:
    """Whether the task counts the event as an incident."""
    if event.kind != "ASSAULT" or event.reality is not Reality.ACTUAL or event.background:
        return False
    if country_of(event, header) is None:
        return False
    return any(actor.role in {Role.VICTIM, Role.TARGET, Role.PERPETRATOR} for actor in event.actors)


def country_of(event: Event, header: dict[str, Any]) -> str | None:
    """ISO code of the country of interest that the event is in; the dateline's where the event has no place."""
    if event.where is not None and event.where.country:
        return event.where.country if event.where.country in COUNTRIES else None
    named = {name: code for code, name in COUNTRIES.items()}.get(header.get("country") or "")
    return named or CAPITALS.get(header.get("place") or "")


def type_of(event: Event, reading: Reading) -> str:
    """The incident type."""
    trigger = reading.report.words(event.trigger).lower()
    if any(part in trigger for part in ("burn", "arson", "fire to", "torch", "ablaze", "on fire")):
        return "ARSON"
    return _TYPES.get(event.mode or "", "ATTACK")


def _into(drafts: list[Draft], event: Event, reading: Reading, header: dict[str, Any]) -> None:
    kind, country = type_of(event, reading), country_of(event, header)
    assert country is not None
    stage = _STAGES.get(event.stage, "ACCOMPLISHED") if event.stage else "ACCOMPLISHED"
    home = next((d for d in drafts if d.type == kind and d.country == country and _near(d.place, event.where)), None)
    if home is None:
        home = Draft(kind, stage, country, event.where, [])
        drafts.append(home)
    home.events.append(event)
    for actor in event.actors:
        _fill(home, actor, reading)
    for weapon in event.weapons:
        home.add("instruments", reading.report.words(weapon.span))


def _near(one: Place | None, other: Place | None) -> bool:
    return one is None or other is None or one.name == other.name


def _fill(draft: Draft, actor: Actor, reading: Reading) -> None:
    words = " ".join(reading.report.words(actor.span).split())
    described = actor.description or ""
    if actor.role in {Role.PERPETRATOR, Role.INSTIGATOR}:
        if actor.name and (actor.id or not described):
            organisation = _without(words, described)
            draft.add("perp_organizations", organisation)
            draft.add("perp_org_confidence", f"{_CONFIDENCE[actor.on_whose_word]}: {organisation}")
        if described:
            draft.add("perp_individuals", words)
    elif actor.role is Role.VICTIM:
        named = described != words.lower() and not actor.id
        if named:
            draft.add("human_target_names", words)
        if described and described != "person":
            draft.add("human_target_descriptions", described)
        if effect := _HUMAN_EFFECTS.get(actor.effect or ""):
            draft.add("human_target_effects", f"{effect}: {words}")
    elif actor.role is Role.TARGET:
        draft.add("physical_targets", words)
        if effect := _THING_EFFECTS.get(actor.effect or ""):
            draft.add("physical_target_effects", f"{effect}: {words}")


def _without(words: str, described: str) -> str:
    """The organisation's own words in a phrase such as "EXAMPLE FRONT rebels" or "members of the EXAMPLE FRONT"."""
    low = words.lower()
    if described and low.endswith(" " + described):
        return words[: -len(described) - 1]
    if described and low.startswith(described + " "):
        rest = words[len(described) + 1 :]
        for little in ("of ", "from ", "the "):
            rest = rest[len(little) :] if rest.lower().startswith(little) else rest
        return rest
    return words


def _written(draft: Draft, reading: Reading, header: dict[str, Any]) -> dict[str, Any]:
    return {
        "incident_type": [draft.type],
        "stage_of_execution": [draft.stage],
        "date": _date(draft.events, header),
        "location": [_location(draft)],
        **draft.fills,
    }


def _date(events: Sequence[Event], header: dict[str, Any]) -> list[str]:
    for event in events:
        when = event.when
        if when and when.end:
            return [f"{when.start}" if when.start == when.end else f"{when.start or ''}/{when.end}"]
    return [f"/{header['date']}"] if header.get("date") else []


def _location(draft: Draft) -> str:
    parts = [COUNTRIES[draft.country]]
    place = draft.place
    if place and place.kind != "country":
        if place.admin1 and place.admin1 != place.name:
            parts.append(place.admin1.upper())
        parts.append(place.name.upper())
    return ": ".join(parts)


def as_lines(documents: Iterable[tuple[str, list[dict[str, Any]]]]) -> list[dict[str, Any]]:
    """The prediction file's rows."""
    return [{"docid": docid, "templates": found} for docid, found in documents]
