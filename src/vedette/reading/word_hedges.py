"""Words on an event or an actor, or in a verb of saying, that take away certainty."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from spacy.tokens import Token

from vedette.model.event import OnWhoseWord
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reading.authorship import about_author
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.speech_words import words_of
from vedette.vocab.load import load_table

#: A value and the word that gives it.
Hedge = tuple[OnWhoseWord, str]

#: Steps up the tree from an event's word on which a hedge still bears on it.
_STEPS = 3
_HEDGES = ("suspected", "accused", "denied", "claimed", "possible")
_MODIFIERS = {"amod", "advmod", "aux", "compound", "nmod"}
#: Relations over which a hedge reaches down to an event.
_REACHES = {"xcomp", "ccomp", "conj", "dobj", "nsubjpass", "auxpass", "pobj", "prep", "pcomp", "csubj", "nsubj"}


@cache
def _words(section: str) -> dict[str, OnWhoseWord]:
    table = load_table("cues")[section]
    return {word: OnWhoseWord(name) for name in reversed(_HEDGES) for word in table.get(name, ())}


@cache
def _doubts() -> dict[str, OnWhoseWord]:
    table = load_table("speech")["doubt"]
    return {word: OnWhoseWord(name) for name, words in table.items() for word in words}


def rule_of(statement: Statement) -> tuple[str, str]:
    """The rule that read a statement, and the dictionary form of its verb or noun ("object", "claim")."""
    rule, _, word = (statement.because or "").partition(": ")
    return rule, word


def says_doubt(statement: Statement, scene: Scene) -> OnWhoseWord | None:
    """What the verb makes of what is said ("believe": suspected, "fear": possible), None for plain saying."""
    _, verb = rule_of(statement)
    if verb == "rule" and statement.cue is not None and scene.parsed.words(statement.cue).lower().endswith("out"):
        return OnWhoseWord.SUSPECTED if "not " in f"{scene.parsed.words(statement.cue).lower()} " else None
    return _doubts().get(verb)


def hedge_on_event(mention: EventDraft) -> Hedge | None:
    """The hedge on the event's own word, or on the words right above it."""
    if _is_averted(mention.trigger):
        return None
    own = _first(_around(mention.trigger), _words("hedges"))
    return own or (None if about_author(mention.trigger) is not None else _above(mention.trigger))


def _is_averted(trigger: Token) -> bool:
    """Whether the word stands in "before it could explode", which is no doubt."""
    return any(c.dep_ == "mark" and c.lower_ == "before" for c in trigger.lefts)


def is_aside(mention: EventDraft) -> bool:
    """Whether the event stands in a clause set off from the rest, which is the report's own: ", which took …"."""
    token = mention.trigger
    for _ in range(4):
        if token.dep_ == "relcl":
            edge = token.left_edge
            return edge.i > 0 and edge.lower_ in {"which", "who", "when", "where"} and token.doc[edge.i - 1].text == ","
        if token.head.i == token.i or token.dep_ == "ccomp":
            return False
        token = token.head
    return False


def hedge_on_actor(actor: Span, mention: EventDraft, scene: Scene) -> Hedge | None:
    """The hedge on the actor's words ("suspected militants") or on the verb that ties it to the event."""
    tokens = [t for t in mention.sentence.tokens if actor.overlaps(span_of(t))]
    certain = {word: value for word, value in _words("hedges").items() if value is not OnWhoseWord.POSSIBLE}
    if not tokens:
        words = scene.parsed.words(actor).lower().split()[:2]
        return next(((certain[w], f"hedged: {w}") for w in words if w in certain), None)
    first = tokens[0].i
    before = tokens[0].doc[max(mention.sentence.tokens.start, first - 2) : first]
    near = [t for t in (*before, *tokens[:3]) if t.dep_ in _MODIFIERS or t.tag_ == "VBN"]
    if is_aside(mention):
        return _first(near, certain)
    return _first(near, certain) or _tied(tokens) or (hedge_on_event(mention) if _is_verb(mention.trigger) else None)


def _is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _tied(tokens: list[Token]) -> Hedge | None:
    """ "Rebels believed to have …", "is blamed on rebels", "rebels are suspected of …"."""
    outer = next((t for t in tokens if t.head not in tokens), tokens[-1])
    ties = _words("ties")
    for token in (outer.head, outer.head.head, *(c for c in outer.rights if c.dep_ == "acl")):
        if token.tag_ in {"VBN", "VBD", "VBZ", "VBP"} and token.lower_ in ties:
            passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in token.lefts) or token.dep_ == "acl"
            if passive or token.lemma_ in {"blame", "suspect"}:
                return ties[token.lower_], f"hedged: {token.text}"
    return None


def _around(trigger: Token) -> Iterator[Token]:
    """Modifiers of the event's word, then of the verbs above it that do not say or deny it."""
    token = trigger
    for step in range(_STEPS):
        for child in token.children:
            if child.dep_ in _MODIFIERS and (step == 0 or child.dep_ in {"aux", "advmod"}):
                yield child
        if token.dep_ in {"xcomp", "ccomp", "nsubjpass"} and token.head.lower_ in words_of(
            "cues", "hedges", "passives"
        ):
            yield token.head
        if token.dep_ not in {"xcomp", "conj", "dobj", "nsubjpass", "auxpass"} or token.head.i == token.i:
            return
        if token.dep_ == "conj" and token.pos_ != "VERB":
            return
        token = token.head


def _above(trigger: Token) -> Hedge | None:
    """What stands above an event's word: "an inquiry into", "on suspicion of", "charged with", "whether"."""
    above = _words("hedges_above")
    token = trigger
    for _ in range(_STEPS + 1):
        if any(c.dep_ == "mark" and c.lower_ in {"whether"} for c in token.lefts):
            return OnWhoseWord.POSSIBLE, "hedged: whether"
        if token.dep_ not in _REACHES or token.head.i == token.i:
            return None
        token = token.head
        if token.lemma_.lower() in above and token.dep_ != "compound":
            return above[token.lemma_.lower()], f"hedged: {token.text}"
    return None


def _first(tokens: Iterable[Token], values: Mapping[str, OnWhoseWord]) -> Hedge | None:
    for token in tokens:
        value = values.get(token.lower_)
        if value is not None:
            return value, f"hedged: {token.text}"
    return None
