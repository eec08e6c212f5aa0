"""Report → reading: the order of the steps, and the putting together of events."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language

from vedette import __version__
from vedette.model.event import Actor, Event, Reality, Stage
from vedette.model.ids import event_id
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reading.actors import find_actors, find_weapons
from vedette.reading.attribution import find_statements
from vedette.reading.clauses import clause_around
from vedette.reading.dates import find_dates
from vedette.reading.events import find_drafts, individuate
from vedette.reading.gate import note_of, passages_that_matter
from vedette.reading.groups import find_groups, without_namesakes
from vedette.reading.groups_told import with_groups_told
from vedette.reading.operations import with_held
from vedette.reading.parse import parse, span_of, without_surrogates
from vedette.reading.places import find_places
from vedette.reading.plotters import with_plotters
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle import place_event
from vedette.reading.stage import decide_stage
from vedette.reading.stoppage import link_stopped
from vedette.reading.stoppers import forces_apart
from vedette.reading.threats_told import threats_told
from vedette.reading.told import Told
from vedette.reading.tolls import Tolls, find_tolls
from vedette.reading.word import settle_actors, word_of_event
from vedette.reading.word_doers import doers_elsewhere


def read_report(report: Report, nlp: Language, *, gate: bool = False) -> Reading:
    """What a report says, every value with its span.

    Args:
        report: The report.
        nlp: The language pipeline (`load_pipeline`).
        gate: Whether only the passages that can matter are parsed, and what lies beside them. A report without any
            has an empty reading that names no pipeline.
    """
    given, report = report, without_surrogates(report)
    only = passages_that_matter(report) if gate else None
    if gate and only is None:
        return Reading(given, Reader(__version__, None))
    parsed = parse(report, nlp, only=only)
    places = find_places(parsed)
    groups = without_namesakes(find_groups(parsed), places)
    groups = with_groups_told(parsed, groups)
    dates = find_dates(parsed)
    scene = Scene(parsed, dates, places, groups, find_statements(parsed, groups, dates=dates))
    told = Told(individuate(_drafts(scene), scene), scene)
    doers = doers_elsewhere(told.acts, scene)
    events = tuple(_event(n, told, doers.get(n, ())) for n in range(len(told.acts)))
    events = with_plotters(link_stopped(with_held(events, told.acts), told.acts))
    statements = _tell_events(scene.statements, events)
    notes = note_of(report, only)
    return Reading(given, Reader(__version__, parsed.pipeline), events, statements, scene.places, scene.dates, notes)


def _drafts(scene: Scene) -> tuple[EventDraft, ...]:
    """Every mention of an act, in order: by words for acts, and threats by what is said."""
    named = find_drafts(scene)
    found = (*named, *threats_told(named, scene))
    return tuple(sorted(found, key=lambda draft: (draft.sentence.index, draft.words.start)))


def _event(number: int, told: Told, doers: Sequence[Actor]) -> Event:
    mentions, scene = told.acts[number], told.scene
    first = mentions[0]
    reached = decide_stage(mentions, scene, told)
    word = word_of_event(mentions, scene, reached=reached)
    tolls = find_tolls(mentions, scene, done=reached.stage is Stage.CARRIED_OUT)
    trigger = span_of(first.words)
    return Event(
        id=event_id(scene.parsed.report.id, first.kind, trigger),
        kind=first.kind,
        mode=_mode(mentions, tolls),
        context=first.context,
        stage=reached.stage,
        reality=reached.reality,
        background=reached.background,
        on_whose_word=word.value,
        evidence=_evidence(number, told),
        trigger=trigger,
        when=told.whens[number],
        where=place_event(mentions, scene, general=reached.reality is Reality.GENERIC),
        actors=settle_actors(forces_apart(find_actors(mentions, scene), mentions), word, doers),
        killed=tolls.killed,
        injured=tolls.injured,
        detained=tolls.detained,
        weapons=find_weapons(mentions, scene),
        statements=word.statements,
        because=(*reached.because, word.because),
    )


def _mode(mentions: Sequence[EventDraft], tolls: Tolls) -> str | None:
    """The mode of the word that named the act, or of what says more beside it; captured things are seized."""
    first = mentions[0]
    beside = [m.mode for m in mentions if m.mode and m.sentence is first.sentence]
    if "suicide-attack" in beside:
        return "suicide-attack"
    if first.mode is None:
        return next(iter(beside), None) or next((m.mode for m in mentions if m.mode), None)
    captured = first.mode == "arrest" and first.trigger.lower_.startswith("captur")
    return "seize" if captured and tolls.detained is None else first.mode


def _evidence(number: int, told: Told) -> tuple[Span, ...]:
    """The clauses in which an event is told, that of the word that named it first."""
    spans = (
        span_of(clause_around(m.trigger, m.sentence.tokens, told.others_beside(m, number))) for m in told.acts[number]
    )
    return tuple(dict.fromkeys(spans))


def _tell_events(statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Statement, ...]:
    """The statements with the ids of the events that stand in their content."""
    ordered = sorted(events, key=lambda event: (event.trigger.part, event.trigger.start))
    keys = [(event.trigger.part, event.trigger.start) for event in ordered]

    def told_in(content: Span) -> tuple[str, ...]:
        first = bisect_left(keys, (content.part, content.start))
        last = bisect_left(keys, (content.part, content.end))
        return tuple(event.id for event in ordered[first:last] if content.holds(event.trigger))

    return tuple(replace(s, events=told_in(s.content)) for s in statements)
