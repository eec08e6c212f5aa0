"""Stretches of tokens: the words of a name, and the words that stand around it."""

from spacy.tokens import Span as TokenSpan

from vedette.geo.countries import find_country, find_demonym
from vedette.reading.parse import ParsedReport, entities_in
from vedette.reading.places_words import (
    agent_verbs,
    around_words,
    directions,
    kind_words,
    placing_words,
    short_directions,
    trimmed_words,
    weak_words,
)


def entity_of(words: TokenSpan) -> TokenSpan:
    """The entity that the first of the words stands in (the words themselves where in none)."""
    token = words[0]
    for entity in entities_in(words.sent):
        if entity.start <= token.i < entity.end:
            return entity
    return words


def label_of(words: TokenSpan) -> str:
    """The entity label of the first of the words, "" where it has none."""
    return words[0].ent_type_


def is_within_person(words: TokenSpan) -> bool:
    """Whether the words are a part of a longer name of a person."""
    return label_of(words) == "PERSON" and len(entity_of(words)) > len(words)


def is_demonym(words: TokenSpan) -> bool:
    """Whether the words are the adjective or the people of a country, and not its name."""
    return find_demonym(words.text) is not None and find_country(words.text) is None


def trimmed(entity: TokenSpan) -> TokenSpan | None:
    """The entity without articles and endings that are no part of a name; None where nothing is left."""
    start, end = entity.start, entity.end
    while start < end and entity.doc[start].lower_ in trimmed_words():
        start += 1
    while end > start and entity.doc[end - 1].lower_ in trimmed_words():
        end -= 1
    start += end - start > 1 and entity.doc[start].text in short_directions()
    words = entity.doc[start:end]
    return words if len(words) and any(char.isalpha() for char in words.text) else None


def is_direction(words: TokenSpan) -> bool:
    """Whether the words are a direction in small letters, or one that a list goes on from ("in North, South X")."""
    goes_on = words.end < len(words.doc) and words.doc[words.end].text == ","
    return (words.text.islower() or goes_on) and words.text.lower().replace(" - ", "-") in directions()


def without_kind_word(words: TokenSpan) -> tuple[TokenSpan, str | None]:
    """The words without a kind word at either end, and the kind that it, or a word beside them, asks for."""
    doc = words.doc
    if len(words) > 1:
        kind = kind_words().get(words[-1].lower_)
        if kind:
            return doc[words.start : words.end - 1], kind
        kind = kind_words().get(words[0].lower_)
        if kind and words[1].lower_ != "of":
            return doc[words.start + 1 : words.end], kind
        if kind and len(words) > 2:
            return doc[words.start + 2 : words.end], kind
    return words, "around" if is_around(words) else _kind_beside(words)


def _kind_beside(words: TokenSpan) -> str | None:
    doc = words.doc
    if words.end < len(doc):
        kind = kind_words().get(doc[words.end].lower_)
        if kind and doc[words.end].pos_ != "VERB":
            return kind
    if words.start >= 2 and doc[words.start - 1].lower_ == "of":
        return kind_words().get(doc[words.start - 2].lower_)
    return kind_words().get(doc[words.start - 1].lower_) if words.start >= 1 else None


def is_around(words: TokenSpan) -> bool:
    """Whether "countryside of" stands before the words, or "countryside" after them."""
    doc = words.doc
    if words.end < len(doc) and doc[words.end].lower_ in around_words():
        return True
    return words.start >= 2 and doc[words.start - 1].lower_ == "of" and doc[words.start - 2].lower_ in around_words()


def is_placed(words: TokenSpan) -> bool:
    """Whether a word of place stands before the words ("in X", "near the X")."""
    if words.start == 0:
        return False
    before = words.doc[words.start - 1]
    if before.lower_ == "the" and words.start > 1:
        before = words.doc[words.start - 2]
    return before.lower_ in placing_words() and before.lower_ not in weak_words()


def is_shouted(tokens: TokenSpan) -> bool:
    """Whether a sentence (a headline) stands in capitals, or with every word capitalised."""
    words = [token.text for token in tokens if token.is_alpha and len(token.text) > 3]
    return len(words) >= 4 and all(word[0].isupper() for word in words)


def words_of_persons(parsed: ParsedReport) -> frozenset[str]:
    """Words (lower case) that are part of a person's name in the report."""
    return frozenset(
        token.lower_
        for sentence in parsed.sentences
        for entity in entities_in(sentence.tokens)
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity
        if len(token) > 2
    )


def is_agent(words: TokenSpan) -> bool:
    """Whether the words are the subject of what a government or a body does ("X denied it")."""
    root = words.root
    return root.dep_ in ("nsubj", "nsubjpass") and root.head.pos_ == "VERB" and root.head.lemma_ in agent_verbs()
