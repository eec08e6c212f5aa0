"""What the reader finds in a report, as re3d's types of entities."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.dates import find_dates
from vedette.reading.groups import find_groups
from vedette.reading.parse import ParsedReport, span_of
from vedette.reading.places import find_places
from vedette.reading.plover_parties import phrase_of
from vedette.reading.weapons import weapons_in
from vedette.vocab.load import load_table

#: Entity labels of the pipeline, as re3d's types.
LABELS = {"ORG": "Organisation", "PERSON": "Person", "NORP": "Nationality"}

#: Places where a state's name stands for its government: it is the subject of what is done.
ACTING = frozenset(("nsubj", "agent"))


def find_entities(parsed: ParsedReport) -> list[tuple[str, Span]]:
    """The entities with their types, in order, each span once a type."""
    found = [*_named(parsed), *_described(parsed)]
    return _apart(sorted(set(found), key=lambda item: (item[0], item[1].start, -item[1].end)))


def _apart(found: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Without those that lie in another of the same type."""
    kept: list[tuple[str, Span]] = []
    for kind, span in found:
        if not (kept and kept[-1][0] == kind and span.start < kept[-1][1].end):
            kept.append((kind, span))
    return sorted(kept, key=lambda item: item[1].start)


def _named(parsed: ParsedReport) -> Iterator[tuple[str, Span]]:
    groups = tuple(group.span for group in find_groups(parsed))
    places = tuple(place.span for place in find_places(parsed))
    yield from (("Organisation", span) for span in groups)
    yield from (("Location", span) for span in places)
    yield from (("Temporal", date.span) for date in find_dates(parsed))
    known = (*groups, *places)
    for sentence in parsed.sentences:
        for entity in sentence.tokens.ents:
            label, span = LABELS.get(entity.label_), span_of(entity)
            if label is not None and not any(span.overlaps(other) for other in known):
                yield label, span


def _described(parsed: ParsedReport) -> Iterator[tuple[str, Span]]:
    for sentence in parsed.sentences:
        for weapon in weapons_in(sentence):
            yield "Weapon", weapon.span
        for token in sentence.tokens:
            kind = _kind(token)
            if kind is not None:
                yield kind, span_of(phrase_of(token))


def _kind(token: Token) -> str | None:
    """The type of an entity without a name, by its noun."""
    if token.lower_ in _words("speaking"):
        return "Organisation"
    if token.pos_ not in ("NOUN", "PROPN"):
        return _pronoun(token)
    if token.ent_type_ == "GPE" and token.dep_ in ACTING:
        return "Organisation"
    lemma = token.lemma_.lower()
    kinds = (("bodies", "Organisation"), ("sites", "Location"), ("vehicles", "Vehicle"))
    return next((kind for field, kind in kinds if lemma in _words(field) and token.dep_ != "compound"), None)


def _pronoun(token: Token) -> str | None:
    """A pronoun's type: who speaks alone, he and she are persons."""
    if token.lower_ in ("i", "he", "she", "him"):
        return "Person"
    return "Organisation" if token.lower_ == "they" else None


@cache
def _words(field: str) -> frozenset[str]:
    return frozenset(load_table("plover_ties")["entities"][field])
