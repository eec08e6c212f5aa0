"""Why an event was coded as it is: for each value its words, the rule that read it, and what stood there and lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.model.wire import Json, span_to_json
from vedette.views.brief.words import (
    REALITY_WORDS,
    STAGE_WORDS,
    WORD_WORDS,
    days_words,
    kind_words,
    number_words,
    speaker_words,
    when_words,
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that was read nearby and not chosen."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Why:
    """Why one value is what it is."""

    #: Of what: `kind`, `stage`, `when`, `where`, a role, a toll, `weapon`, `word`.
    of: str
    #: The value in words, empty where only its words stand for it.
    value: str
    #: The words it was read from, None where none are left ("reportedly").
    span: Span | None
    #: The rules, with their weights where they have some and with the runner-up where they name it.
    because: tuple[str, ...]
    lost: tuple[Lost, ...] = ()


def explain_event(reading: Reading, event: Event) -> tuple[Why, ...]:
    """Why each value of an event is what it is, in the order of the contract."""
    return (*_how_far(event), *_when(reading, event), *_where(reading, event), *_who(event), *_what(event),
            *_on_whose_word(reading, event))  # fmt: skip


def why_to_json(reading: Reading, event: Event) -> list[Json]:
    """The same as JSON, as `vedette read --explain` prints it under `why`."""
    return [
        {
            "of": why.of,
            "value": why.value or None,
            **_span(reading, why.span),
            "because": list(why.because),
            "instead_of": [{"value": lost.value, **_span(reading, lost.span)} for lost in why.lost],
        }
        for why in explain_event(reading, event)
    ]


def _span(reading: Reading, span: Span | None) -> Json:
    if span is None:
        return {"text": None, "words": None}
    found: Json = {"text": span_to_json(span), "words": reading.report.words(span)}
    return {**found, "in": "title"} if span.part == "title" else found


def _how_far(event: Event) -> Iterator[Why]:
    yield Why("kind", kind_words(event), event.trigger, ("the word that named it, in the vocabulary of triggers",))
    stands = [STAGE_WORDS[event.stage], REALITY_WORDS[event.reality], WORD_WORDS[event.on_whose_word]]
    stands += ["only as history"] if event.background else []
    yield Why("stage", ", ".join(stands), event.evidence[0] if event.evidence else event.trigger, event.because)


def _when(reading: Reading, event: Event) -> Iterator[Why]:
    if event.when is None:
        return
    chosen = event.when.span
    read = next((one for one in reading.dates if one.span == chosen), None)
    because = (f"rule for dates: {read.because}",) if read and read.because else ()
    lost = [
        Lost(days_words(one.start, one.end), one.span)
        for one in reading.dates
        if one.span != chosen and (one.start or one.end) and _is_beside(one.span, event)
    ]
    yield Why("when", when_words(event.when), chosen, because, tuple(lost))


def _where(reading: Reading, event: Event) -> Iterator[Why]:
    place = event.where
    if place is None:
        return
    lost = {
        one.name: Lost(one.name, one.span)
        for one in reversed(reading.places)
        if one.name != place.name and not one.span.overlaps(place.span) and _is_beside(one.span, event)
    }
    because = (place.because,) if place.because else ()
    yield Why("where", place.name, place.span, because, tuple(reversed(lost.values())))


def _is_beside(span: Span, event: Event) -> bool:
    return any(one.overlaps(span) for one in event.evidence)


def _who(event: Event) -> Iterator[Why]:
    for actor in event.actors:
        value = actor.name or actor.description or ""
        because = [actor.because or "", f"{WORD_WORDS[actor.on_whose_word]} to have this part"]
        listed = [f"in the vocabulary of groups as {actor.id}"] if actor.id else []
        yield Why(actor.role.value.replace("_", " "), value, actor.span, (*filter(None, because), *listed))


def _what(event: Event) -> Iterator[Why]:
    for name, toll in (("killed", event.killed), ("injured", event.injured), ("detained", event.detained)):
        if toll is not None:
            apart = [f"{len(toll.by)} figures by different speakers, kept apart"] if len(toll.by) > 1 else []
            yield Why(name, number_words(toll.low, toll.high), toll.span, ("the number that these words tell", *apart))
    for weapon in event.weapons:
        listed = f"in the vocabulary of weapons as {weapon.id}" if weapon.id else "in no vocabulary"
        yield Why("weapon", weapon.name, weapon.span, (listed,))


def _on_whose_word(reading: Reading, event: Event) -> Iterator[Why]:
    told = [one for one in reading.statements if one.id in event.statements]
    for one in told:
        because = (f"rule for speech: {one.because}",) if one.because else ()
        yield Why("word", f"{one.manner.value} by {speaker_words(one.speaker)}", one.cue or one.content, because)
