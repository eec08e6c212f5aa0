"""Quoted words → actors: whom they name is told by the reader's own rules, so that no private name becomes a field."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.event import Actor, OnWhoseWord, Role
from vedette.model.span import Span
from vedette.reading.actor_words import description_of, organisation_of, phrase_of
from vedette.reading.attach import tokens_at
from vedette.reading.group_at import group_at, uses_force
from vedette.reading.noun_phrases import conjuncts, counted_noun
from vedette.reading.owners import state_named, state_words
from vedette.reading.parse import Sentence, span_of
from vedette.reading.persons import BODIES, PEOPLE, Sort, named_person, says_nothing, sort_of
from vedette.reading.scene import Scene

#: Sorts that nobody's words stand for.
_NOBODY = frozenset({Sort.PRONOUN, Sort.TIME, Sort.ACT})
#: Roles of those who do something.
_DOING = frozenset({Role.PERPETRATOR, Role.SECURITY_FORCE, Role.INSTIGATOR, Role.SUPPORTER})


def read_actors(span: Span, role: Role, scene: Scene, because: str) -> tuple[Actor, ...]:
    """The actors that quoted words name ("two guards and a driver": two); none where they name nobody.

    Args:
        span: The words.
        role: What they are in the event.
        scene: What is known of the report.
        because: What named them, for `--explain`.
    """
    words = words_at(span, scene)
    if words is None:
        return ()
    found = (_actor(noun, role, scene, because) for noun in _nouns(words))
    return tuple(actor for actor in found if actor is not None)


def words_at(span: Span, scene: Scene) -> TokenSpan | None:
    """The tokens at a span, within its first sentence; None where none of it was parsed."""
    sentence = next(sentences_at(span, scene), None)
    if sentence is None:
        return None
    inner = Span(max(span.start, sentence.span.start), min(span.end, sentence.span.end), span.part)
    return tokens_at(inner, sentence)


def sentences_at(span: Span, scene: Scene) -> Iterator[Sentence]:
    """The parsed sentences that a span touches, in order."""
    sentences = scene.parsed.sentences
    wanted = (span.part != "title", span.start)
    first = bisect_right(sentences, wanted, key=lambda one: (one.span.part != "title", one.span.start))
    for sentence in islice(sentences, max(0, first - 1), None):
        if sentence.span.part == span.part and sentence.span.start >= span.end:
            return
        if sentence.span.overlaps(span):
            yield sentence
        elif sentence.span.part != span.part and span.part == "title":
            return


def head_of(words: TokenSpan) -> Token | None:
    """The noun that heads a run of words, else the last noun in it; None where there is none."""
    root = words.root
    if root.pos_ in ("NOUN", "PROPN", "PRON"):
        return root
    return next((token for token in reversed(words) if token.pos_ in ("NOUN", "PROPN")), None)


def _nouns(words: TokenSpan) -> Iterator[Token]:
    head = head_of(words)
    if head is None:
        return
    for noun in conjuncts(head):
        counted = counted_noun(noun) if words.start <= noun.i < words.end else None
        if counted is not None and not says_nothing(counted):
            yield counted


def _actor(noun: Token, role: Role, scene: Scene, because: str) -> Actor | None:
    sort, group = sort_of(noun), group_at(noun, scene)
    word = OnWhoseWord.FACT
    if group is None and sort is Sort.NAMED:
        person = named_person(noun)
        if person is None:
            return None
        name = str(person.name.text) if person.public else None
        return Actor(role, span_of(person.name), name, None, person.description or "person", word, because=because)
    if group is None and role in _DOING and sort not in PEOPLE | BODIES and state_named(noun) is not None:
        return Actor(role, span_of(state_words(noun)), state_named(noun), on_whose_word=word, because=because)
    if group is None and sort in _NOBODY | {Sort.PLACE}:
        return None
    if group is not None and role in _DOING and not uses_force(group) and sort not in PEOPLE | BODIES:
        return None
    words = phrase_of(noun, group, scene)
    if not len(words) or not words.text.strip():
        return None
    held = group or (group_at(words, scene) if sort in PEOPLE | BODIES else None)
    named = held.name if held else organisation_of(noun, words, sort, scene)
    description = None if named and not held else description_of(words, noun, held, scene)
    return Actor(role, span_of(words), named, held.id if held else None, description, word, because=because)
