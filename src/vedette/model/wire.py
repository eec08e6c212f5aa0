"""Readings as the JSON that `vedette read` prints, and back."""

from datetime import date
from typing import Any

from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage, Toll, TollBy, Weapon
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report, Unreadable
from vedette.model.span import Span
from vedette.model.statement import Manner, Speaker, Statement
from vedette.model.time import DateMention, When
from vedette.model.wire_shape import shape_from_json, shape_to_json

#: What `json` makes of an object.
Json = dict[str, Any]


def reading_to_json(reading: Reading, *, with_text: bool = False, explain: bool = False) -> Json:
    """The contract's object for one report.

    Args:
        reading: The reading.
        with_text: Whether the report's text (and title) stand in it, so that spans can be followed.
        explain: Whether the rules behind each value stand in it under `because`.
    """
    report = report_to_json(reading.report)
    if with_text:
        report["text"] = reading.report.text
    found: Json = {
        "report": report,
        "reader": {"version": reading.reader.version, "pipeline": reading.reader.pipeline},
        "events": [event_to_json(event, explain=explain) for event in reading.events],
        "statements": [statement_to_json(statement, explain=explain) for statement in reading.statements],
        "places": [place_to_json(place, explain=explain) for place in reading.places],
        "dates": [date_to_json(mention, explain=explain) for mention in reading.dates],
    }
    if reading.notes:
        found["notes"] = list(reading.notes)
    return found


def unreadable_to_json(item: Unreadable) -> Json:
    """The contract's object for a report that could not be read."""
    return {
        "report": {"id": item.id, "source": item.source, "taken_from": item.taken_from},
        "error": {"code": item.code, "message": item.message},
    }


def report_to_json(report: Report) -> Json:
    """A report without its text; `rights` stand in it where a licence binds us."""
    found = {
        "id": report.id,
        "source": report.source,
        "title": report.title,
        "published": day_to_json(report.published),
        "language": report.language,
        "text_sha256": report.text_sha256,
        "url": report.url,
    }
    if report.rights is not None:
        found["rights"] = report.rights
    return found


def event_to_json(event: Event, *, explain: bool = False) -> Json:
    """One event; with `explain`, the rules behind it too."""
    found: Json = {
        "id": event.id,
        "kind": event.kind,
        "mode": event.mode,
        "context": list(event.context),
        "stage": event.stage.value if event.stage else None,
        "stopped_by": event.stopped_by,
        "reality": event.reality.value,
        "background": event.background,
        "on_whose_word": event.on_whose_word.value,
        "statements": list(event.statements),
        "when": _when_to_json(event.when),
        "where": place_to_json(event.where, explain=explain) if event.where else None,
        "actors": [_actor_to_json(actor, explain=explain) for actor in event.actors],
        "killed": _toll_to_json(event.killed),
        "injured": _toll_to_json(event.injured),
        "detained": _toll_to_json(event.detained),
        "weapons": [{"name": w.name, "id": w.id, **_span(w.span)} for w in event.weapons],
        "evidence": [span_to_json(span) for span in event.evidence],
        "trigger": span_to_json(event.trigger),
    }
    title_parts = [n for n, span in enumerate(event.evidence) if span.part == "title"]
    if title_parts:
        found["evidence_in_title"] = title_parts
    if event.trigger.part == "title":
        found["in"] = "title"
    if explain:
        found["because"] = list(event.because)
    return found


def statement_to_json(statement: Statement, *, explain: bool = False) -> Json:
    """One statement; with `explain`, the rule behind it too."""
    found: Json = {
        "id": statement.id,
        "speaker": _speaker_to_json(statement.speaker),
        "manner": statement.manner.value,
        "cue": span_to_json(statement.cue) if statement.cue else None,
        "content": span_to_json(statement.content),
        "when": _when_to_json(statement.when),
        "quoted_from": _speaker_to_json(statement.quoted_from) if statement.quoted_from else None,
        "events": list(statement.events),
    }
    if statement.content.part == "title":
        found["in"] = "title"
    return _explained(found, statement.because, explain=explain)


def place_to_json(place: Place, *, explain: bool = False) -> Json:
    """One place; with `explain`, the rule that chose it too."""
    found = {
        **_span(place.span),
        "name": place.name if place.named else None,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "radius_km": place.radius_km,
        "kind": place.kind,
    }
    if place.shape is not None:
        found["shape"] = shape_to_json(place.shape)
    if not place.named:
        found["nation"] = place.name
    return _explained(found, place.because, explain=explain)


def date_to_json(mention: DateMention, *, explain: bool = False) -> Json:
    """One time expression; with `explain`, the rule that read it too."""
    found = {
        **_span(mention.span),
        "value": mention.value,
        "start": day_to_json(mention.start),
        "end": day_to_json(mention.end),
        "kind": mention.kind,
    }
    return _explained(found, mention.because, explain=explain)


def span_to_json(span: Span) -> list[int]:
    """`[start, end)`; the part it counts in is said beside it."""
    return [span.start, span.end]


def day_to_json(day: date | None) -> str | None:
    """ISO 8601, None when not known."""
    return day.isoformat() if day else None


def _span(span: Span) -> Json:
    return {"text": span_to_json(span), **({"in": "title"} if span.part == "title" else {})}


def _explained(found: Json, because: str | None, *, explain: bool) -> Json:
    return {**found, "because": because} if explain else found


def _when_to_json(when: When | None) -> Json | None:
    if when is None:
        return None
    words = _span(when.span) if when.span else {"text": None}
    return {"start": day_to_json(when.start), "end": day_to_json(when.end), **words}


def _actor_to_json(actor: Actor, *, explain: bool) -> Json:
    found = {
        "role": actor.role.value,
        "name": actor.name,
        "id": actor.id,
        "description": actor.description,
        **_span(actor.span),
        "on_whose_word": actor.on_whose_word.value,
        "statement": actor.statement,
        "effect": actor.effect,
    }
    return _explained(found, actor.because, explain=explain)


def _speaker_to_json(speaker: Speaker) -> Json:
    return {
        "name": speaker.name,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "description": speaker.description,
        **(_span(speaker.span) if speaker.span else {"text": None}),
    }


def _toll_to_json(toll: Toll | None) -> Json | None:
    if toll is None:
        return None
    by = [{"low": one.low, "high": one.high, "statement": one.statement} for one in toll.by]
    return {"low": toll.low, "high": toll.high, **_span(toll.span), "by": by}


def reading_from_json(found: Json, report: Report) -> Reading:
    """The reading that `reading_to_json` printed, about `report`."""
    return Reading(
        report=report,
        reader=Reader(found["reader"]["version"], found["reader"]["pipeline"]),
        events=tuple(event_from_json(item) for item in found["events"]),
        statements=tuple(statement_from_json(item) for item in found["statements"]),
        places=tuple(place_from_json(item) for item in found["places"]),
        dates=tuple(date_from_json(item) for item in found["dates"]),
        notes=tuple(found.get("notes", ())),
    )


def event_from_json(found: Json) -> Event:
    """The event that `event_to_json` printed."""
    titled = set(found.get("evidence_in_title", ()))
    evidence = tuple(
        Span(start, end, "title" if n in titled else "text") for n, (start, end) in enumerate(found["evidence"])
    )
    return Event(
        id=found["id"],
        kind=found["kind"],
        mode=found["mode"],
        context=tuple(found["context"]),
        stage=Stage(found["stage"]) if found["stage"] else None,
        reality=Reality(found["reality"]),
        background=found["background"],
        on_whose_word=OnWhoseWord(found["on_whose_word"]),
        evidence=evidence,
        trigger=_get_span(found["trigger"], found),
        when=_when_from_json(found["when"]),
        where=place_from_json(found["where"]) if found["where"] else None,
        actors=tuple(_actor_from_json(item) for item in found["actors"]),
        killed=_toll_from_json(found["killed"]),
        injured=_toll_from_json(found["injured"]),
        detained=_toll_from_json(found["detained"]),
        weapons=tuple(Weapon(w["name"], _get_span(w["text"], w), w.get("id")) for w in found["weapons"]),
        stopped_by=found["stopped_by"],
        statements=tuple(found["statements"]),
        because=tuple(found.get("because", ())),
    )


def statement_from_json(found: Json) -> Statement:
    """The statement that `statement_to_json` printed."""
    quoted = found["quoted_from"]
    return Statement(
        id=found["id"],
        speaker=_speaker_from_json(found["speaker"]),
        manner=Manner(found["manner"]),
        cue=_get_span(found["cue"], found) if found["cue"] else None,
        content=_get_span(found["content"], found),
        when=_when_from_json(found["when"]),
        quoted_from=_speaker_from_json(quoted) if quoted else None,
        events=tuple(found["events"]),
        because=found.get("because"),
    )


def place_from_json(found: Json) -> Place:
    """The place that `place_to_json` printed."""
    return Place(
        span=_get_span(found["text"], found),
        name=found.get("nation") or found["name"],
        named=not found.get("nation"),
        country=found["country"],
        admin1=found["admin1"],
        lat=found["lat"],
        lon=found["lon"],
        radius_km=found["radius_km"],
        geonameid=found["geonameid"],
        kind=found["kind"],
        shape=shape_from_json(found["shape"]) if found.get("shape") else None,
        because=found.get("because"),
    )


def date_from_json(found: Json) -> DateMention:
    """The time expression that `date_to_json` printed."""
    return DateMention(
        span=_get_span(found["text"], found),
        value=found["value"],
        start=_day_from_json(found["start"]),
        end=_day_from_json(found["end"]),
        kind=found["kind"],
        because=found.get("because"),
    )


def _get_span(pair: list[int], beside: Json) -> Span:
    return Span(pair[0], pair[1], "title" if beside.get("in") == "title" else "text")


def _day_from_json(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _when_from_json(found: Json | None) -> When | None:
    if found is None:
        return None
    span = _get_span(found["text"], found) if found["text"] else None
    return When(_day_from_json(found["start"]), _day_from_json(found["end"]), span)


def _actor_from_json(found: Json) -> Actor:
    return Actor(
        role=Role(found["role"]),
        span=_get_span(found["text"], found),
        name=found["name"],
        id=found["id"],
        description=found["description"],
        on_whose_word=OnWhoseWord(found["on_whose_word"]),
        statement=found["statement"],
        effect=found["effect"],
        because=found.get("because"),
    )


def _speaker_from_json(found: Json) -> Speaker:
    span = _get_span(found["text"], found) if found["text"] else None
    return Speaker(span, found["name"], found["role"], found["organisation"], found["description"])


def _toll_from_json(found: Json | None) -> Toll | None:
    if found is None:
        return None
    by = tuple(TollBy(one["low"], one["high"], one["statement"]) for one in found["by"])
    return Toll(found["low"], found["high"], _get_span(found["text"], found), by)
