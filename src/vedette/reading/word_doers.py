"""Finds who is said to have done an event where it is not named: "The Front claimed it", "Rebels are suspected"."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.model.event import Actor, OnWhoseWord, Role
from vedette.model.span import Span
from vedette.model.statement import Manner, Statement
from vedette.reading.authors_named import authors_named
from vedette.reading.authorship import about_author
from vedette.reading.noun_phrases import conjuncts, is_each_other
from vedette.reading.owners import state_named
from vedette.reading.parse import span_of
from vedette.reading.persons import BODIES, PEOPLE, Sort, sort_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.speakers_phrase import noun_phrase, trim_name
from vedette.reading.speech_words import words_of
from vedette.reading.voice import subjects
from vedette.reading.word_hedges import rule_of
from vedette.reading.word_speaker import is_belligerent, speakers_index

#: Events whose doers reports tell of afterwards.
_KINDS = {"ASSAULT", "COERCE"}
#: Characters between a denial and the act that it names.
_BESIDE = 120
#: Relations of a suspect to "suspect" and of the blamed to "blame".
_OBJECTS = {"dobj", "nsubjpass"}


@dataclass(frozen=True)
class _Doer:
    """Somebody said to have done something, and where."""

    span: Span
    #: Head of the words, None where a statement's speaker tells of itself.
    head: Token | None
    value: OnWhoseWord
    at: Span
    because: str
    statement: Statement | None


def doers_elsewhere(told: Sequence[Sequence[EventDraft]], scene: Scene) -> dict[int, tuple[Actor, ...]]:
    """The perpetrators that claims, blame, suspicion and denials name, by the event's position in `told`.

    They belong to the act that the words beside them name, else to the last one told before them.
    """
    counted = [n for n, mentions in enumerate(told) if _counts(mentions)]
    # Blame after "police seized arms" is for the plot, not for the seizure.
    deeds = [n for n in counted if told[n][0].mode != "seize"] or counted
    starts = sorted((_place(told[n][0]), n) for n in deeds)
    found: dict[int, list[Actor]] = {}
    if not starts:
        return {}
    named = [(n, span_of(m.trigger)) for n in deeds for m in told[n] if about_author(m.trigger) is not None]
    for doer in _doers(scene):
        event = _named_beside(doer, named, scene)
        if event is None:
            at = bisect_right(starts, ((doer.at.part != "title", doer.at.start), len(told))) - 1
            if at < 0 and not _in_its_sentence(doer, told[starts[0][1]][0], scene):
                continue
            event = starts[max(at, 0)][1]
        actor = _actor(doer, scene)
        if actor is not None and all(actor.span != other.span for other in found.get(event, ())):
            found.setdefault(event, []).append(actor)
    return {event: tuple(actors) for event, actors in found.items()}


def _named_beside(doer: _Doer, named: Sequence[tuple[int, Span]], scene: Scene) -> int | None:
    """The event that the doer's own sentence names behind it ("denied any part in the raid"), None for none."""
    for event, span in named:
        if span.part != doer.at.part or span.start < doer.at.start or span.start - doer.at.end > _BESIDE:
            continue
        between = scene.parsed.words(Span(doer.at.end, span.start, span.part)) if span.start > doer.at.end else ""
        if not any(mark in between for mark in ".!?;"):
            return event
    return None


def _in_its_sentence(doer: _Doer, mention: EventDraft, scene: Scene) -> bool:
    """Whether the words that name a doer open the sentence of the act ("Suspicion for the raid fell on …")."""
    return doer.head is not None and scene.parsed.sentence_of(doer.head) is mention.sentence


def _counts(mentions: Sequence[EventDraft]) -> bool:
    return mentions[0].kind in _KINDS and mentions[0].mode != "arrest"


def _place(mention: EventDraft) -> tuple[bool, int]:
    span = span_of(mention.words)
    return span.part != "title", span.start


def _doers(scene: Scene) -> Iterator[_Doer]:
    for statement in scene.statements:
        yield from _by_statement(statement, scene)
    for sentence in scene.parsed.sentences:
        for token in sentence.tokens:
            yield from _by_word(token)


def _by_statement(statement: Statement, scene: Scene) -> Iterator[_Doer]:
    """Whoever claims responsibility, or denies a part in it."""
    span = statement.speaker.span
    if span is None or statement.manner not in {Manner.CLAIMED, Manner.DENIED} or statement.cue is None:
        return
    if scene.parsed.words(span).lower().split()[:1] in ([word] for word in words_of("cues", "deeds", "nobody")):
        return
    words = set(scene.parsed.words(statement.content)[:200].lower().replace(",", " ").split())
    rule, verb = rule_of(statement)
    hit = verb == "claim" and is_belligerent(statement, scene) and bool(words & words_of("cues", "deeds", "hits"))
    if rule == "passive" or not (hit or words & words_of("cues", "deeds", "parts")):
        return
    value = OnWhoseWord.CLAIMED if statement.manner is Manner.CLAIMED else OnWhoseWord.DENIED
    yield _Doer(span, None, value, statement.cue, f"{value.value} a part in it", statement)


def _by_word(token: Token) -> Iterator[_Doer]:
    lemma = token.lemma_.lower()
    for named, head, why in authors_named(token):
        if _can_do(head):
            yield _Doer(_span(head), head, named, span_of(token), f"{why}: {token.text}", None)
    if token.pos_ not in {"VERB", "AUX"}:
        return
    if lemma in words_of("cues", "deeds", "suspecting"):
        value = OnWhoseWord.SUSPECTED
    elif lemma in words_of("cues", "deeds", "blaming"):
        value = OnWhoseWord.ACCUSED
    else:
        return
    for head in _named(token, lemma):
        yield _Doer(_span(head), head, value, span_of(token), f"{value.value}: {token.text}", None)


def _named(token: Token, lemma: str) -> Iterator[Token]:
    """Whom a verb of blame or suspicion is about: its object, or what "on", "to" lead to."""
    objects = [c for c in token.rights if c.dep_ == "dobj"]
    if any(is_each_other(c) for c in objects):
        yield from (c for noun in subjects(token) for c in conjuncts(noun) if _can_do(c))
        return
    on = [c for t in (token, *objects) for c in t.rights if c.dep_ == "prep" and c.lower_ in {"on", "to"}]
    led_to = [c for preposition in on for c in preposition.rights if c.dep_ == "pobj" and _can_do(c)]
    if led_to:
        yield from led_to
        return
    follows = {c.lower_ for c in token.rights if c.dep_ == "prep"}
    if lemma in words_of("cues", "deeds", "suspecting") and follows & {"of", "in"}:
        return
    if lemma == "accuse" and any(c.lower_ == "of" for t in (token, *objects) for c in t.rights):
        return
    yield from (c for c in token.children if c.dep_ in _OBJECTS and _can_do(c))
    for clause in (c for c in token.rights if c.dep_ == "ccomp" and lemma in words_of("cues", "deeds", "suspecting")):
        yield from (c for c in clause.lefts if c.dep_ in {"nsubj", "agent"} and _can_do(c))


def _can_do(head: Token) -> bool:
    return head.pos_ == "PROPN" or _is_doer(head)


def _is_doer(head: Token) -> bool:
    """Whether a word names people or a body, and no private person by name."""
    sort = sort_of(head)
    if sort is Sort.NAMED:
        # No person's name has an article: "the Crimson Hand".
        return head.ent_type_ != "PERSON" and any(c.lower_ == "the" for c in head.lefts)
    if sort in PEOPLE:
        return True
    return sort in BODIES or (sort is Sort.OTHER and head.pos_ == "PROPN")


def _span(head: Token) -> Span:
    return span_of(noun_phrase(head))


def _actor(doer: _Doer, scene: Scene) -> Actor | None:
    """The doer as an actor; None for what cannot be one."""
    groups = speakers_index(scene).groups_in(doer.span)
    group = groups[-1] if groups else None
    statement = doer.statement.id if doer.statement else None
    state = state_named(doer.head) if group is None and doer.head is not None else None
    if group is None and doer.head is not None and state is None and not _can_be(doer.head, doer.span, scene):
        return None
    name, description = (group.name, None) if group else (state, None) if state else _name(doer)
    if (
        name is None
        and description is None
        and not (doer.value is OnWhoseWord.CLAIMED and doer.span.end - doer.span.start > 3)
    ):
        return None
    return Actor(
        Role.PERPETRATOR,
        doer.span,
        name,
        group.id if group else None,
        description,
        doer.value,
        statement,
        None,
        doer.because,
    )


def _can_be(head: Token, span: Span, scene: Scene) -> bool:
    """Whether it can be somebody: also under a name that the recogniser takes for a place and no gazetteer holds."""
    return _is_doer(head) or (sort_of(head) is Sort.PLACE and not _is_place(span, scene))


def _is_place(span: Span, scene: Scene) -> bool:
    """Whether words that the recogniser takes for a place are one that a gazetteer holds."""
    return any(place.span.overlaps(span) and place.lat is not None for place in scene.places)


def _name(doer: _Doer) -> tuple[str | None, str | None]:
    """Name of an organisation, else what the doer is."""
    if doer.statement is not None:
        speaker = doer.statement.speaker
        return (speaker.organisation, None) if speaker.role else (speaker.name, speaker.description)
    if doer.head is None:
        return None, None
    phrase = noun_phrase(doer.head)
    if doer.head.pos_ == "PROPN" and sort_of(doer.head) in BODIES:
        return trim_name(phrase), None
    plain = [t for t in phrase if t.ent_type_ != "PERSON" and t.pos_ != "DET"]
    return None, "".join(t.text_with_ws for t in plain).strip() or None


def with_doers(actors: Sequence[Actor], elsewhere: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors, and those of `elsewhere` who are not among the perpetrators yet; theirs takes the word elsewhere."""
    known = list(actors)
    for doer in elsewhere:
        at = next((n for n, one in enumerate(known) if one.role is Role.PERPETRATOR and _same(one, doer)), None)
        if at is None:
            known.append(doer)
        elif known[at].on_whose_word is OnWhoseWord.FACT:
            known[at] = replace(known[at], on_whose_word=doer.on_whose_word, statement=doer.statement)
    return tuple(known)


def _same(one: Actor, other: Actor) -> bool:
    if one.span.overlaps(other.span) or (one.id is not None and one.id == other.id):
        return True
    return one.name is not None and one.name == other.name
