"""Tells whether a search is for a private person, by what the reader made of the same words in the reports found."""

from collections.abc import Iterator, Sequence

from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.store.folding import tokens
from vedette.store.search import Term

#: Words that a name has at most.
_LONGEST_NAME = 5


def is_private_name(terms: Sequence[Term], readings: Sequence[Reading]) -> bool:
    """Whether the words asked for are only ever the name of somebody who holds no public office.

    The reader says so of each person in a report: it gives a name to holders of office and to groups, and none to
    others. Where the words stand for anything else too, or no reading tells, the search goes on.

    Args:
        terms: What is searched for.
        readings: Of the reports that were found.
    """
    asked = {word for term in terms if not term.is_excluded for word in term.words}
    if not asked or len(asked) > _LONGEST_NAME or any(term.is_prefix or term.is_excluded for term in terms):
        return False
    told = [is_private for reading in readings for is_private in _told(reading, asked)]
    return bool(told) and all(told)


def _told(reading: Reading, asked: set[str]) -> Iterator[bool]:
    """For each mention of the words in a reading: whether it names a private person."""
    for words, name, description in _parties(reading):
        if asked <= set(tokens(words)):
            yield name is None and words[:1].isupper() and tokens(words) != tokens(description or "")
    for place in reading.places:
        if asked <= set(tokens(reading.report.words(place.span))):
            yield False


def _parties(reading: Reading) -> Iterator[tuple[str, str | None, str | None]]:
    """The words of each actor and speaker, the name that the reader gave and its description."""

    def words(span: Span | None) -> str:
        return reading.report.words(span) if span else ""

    for event in reading.events:
        yield from ((words(actor.span), actor.name, actor.description) for actor in event.actors)
    for statement in reading.statements:
        for speaker in (statement.speaker, statement.quoted_from):
            if speaker is not None:
                yield words(speaker.span), speaker.name or speaker.organisation, speaker.description
