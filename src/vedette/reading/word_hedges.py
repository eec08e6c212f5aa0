"""Words on an event or an actor, or in a verb of saying, that take away certainty."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.model.event import OnWhoseWord
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.speech_words import words_of
from vedette.vocab.load import load_table

#: Steps up the tree from an event's word on which a hedge still bears on it.
_STEPS = 3
_HEDGES = ("suspected", "accused", "denied", "claimed", "possible")


@cache
def _hedges() -> dict[str, OnWhoseWord]:
    table = load_table("cues")["hedges"]
    return {word: OnWhoseWord(name) for name in reversed(_HEDGES) for word in table[name]}


@cache
def _doubts() -> dict[str, OnWhoseWord]:
    table = load_table("speech")["doubt"]
    return {word: OnWhoseWord(name) for name, words in table.items() for word in words}


def says_doubt(statement: Statement, scene: Scene) -> OnWhoseWord | None:
    """What the verb makes of what is said ("believe": suspected, "fear": possible), None for plain saying."""
    because = statement.because or ""
    verb = because.rpartition(": ")[2]
    if verb == "rule" and statement.cue is not None and scene.parsed.words(statement.cue).lower().endswith("out"):
        verb = "rule out"
    return _doubts().get(verb)


def hedge_on_event(mention: EventDraft) -> tuple[OnWhoseWord, str] | None:
    """The hedge on the event's own word or the verbs right above it."""
    return _hedge(_around(mention.trigger))


def hedge_on_actor(actor: Span, mention: EventDraft, scene: Scene) -> tuple[OnWhoseWord, str] | None:
    """The hedge on the actor's words ("suspected militants") or on the verb that ties it to the event."""
    tokens = [t for t in mention.sentence.tokens if actor.overlaps(span_of(t))]
    hedges = _hedges()
    if tokens:
        first = tokens[0].i
        before = tokens[0].doc[max(mention.sentence.tokens.start, first - 2) : first]
        near = [t for t in (*before, *tokens) if t.dep_ in {"amod", "advmod", "compound", "nmod"} or t.tag_ == "VBN"]
        for token in near:
            value = hedges.get(token.lower_)
            if value is not None and value is not OnWhoseWord.POSSIBLE:
                return value, f"hedged: {token.text}"
    else:
        words = scene.parsed.words(actor).lower().split()
        for word in words[:2]:
            if word in hedges and hedges[word] is not OnWhoseWord.POSSIBLE:
                return hedges[word], f"hedged: {word}"
    return hedge_on_event(mention) if not tokens or mention.trigger.pos_ == "VERB" else None


def _around(trigger: Token) -> Iterator[Token]:
    """Modifiers of the event's word, then of the verbs above it that do not say or deny it."""
    token = trigger
    for step in range(_STEPS):
        for child in token.children:
            if child.dep_ in {"amod", "advmod", "aux", "compound"} and (step == 0 or child.dep_ != "compound"):
                yield child
        if token.dep_ in {"xcomp", "ccomp"} and token.head.lower_ in words_of("cues", "hedges", "passives"):
            yield token.head
        if token.dep_ not in {"xcomp", "conj", "dobj", "nsubjpass", "auxpass"} or token.head.i == token.i:
            return
        if token.dep_ == "conj" and token.pos_ != "VERB":
            return
        token = token.head


def _hedge(tokens: Iterator[Token]) -> tuple[OnWhoseWord, str] | None:
    hedges = _hedges()
    for token in tokens:
        value = hedges.get(token.lower_)
        if value is not None:
            return value, f"hedged: {token.text}"
    return None
