"""What is known of a report while its events are put together."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.place import Place
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.model.time import DateMention
from vedette.reading.parse import ParsedReport, Sentence

T = TypeVar("T")


@dataclass(frozen=True)
class GroupMention:
    """A group, force or agency of the vocabulary, named in the text."""

    span: Span
    #: Id in the vocabulary; None for a group that only the report tells of.
    id: str | None
    #: Neutral name in the vocabulary, else as the report writes it.
    name: str
    #: `armed_group, force, agency, government, organisation`.
    kind: str
    #: ISO codes of the countries where it is based, as the vocabulary has them.
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A parsed report with everything found in it before its events."""

    parsed: ParsedReport
    dates: tuple[DateMention, ...]
    places: tuple[Place, ...]
    groups: tuple[GroupMention, ...]
    #: Their `events` are still empty.
    statements: tuple[Statement, ...]

    @cached_property
    def places_by_sentence(self) -> dict[int, tuple[Place, ...]]:
        """The places that each sentence names, by the sentence's index."""
        return self._by_sentence(self.places, lambda place: (place.span,))

    @cached_property
    def dates_by_sentence(self) -> dict[int, tuple[DateMention, ...]]:
        """The time expressions of each sentence, by the sentence's index."""
        return self._by_sentence(self.dates, lambda date: (date.span,))

    @cached_property
    def groups_by_sentence(self) -> dict[int, tuple[GroupMention, ...]]:
        """The groups that each sentence names, by the sentence's index."""
        return self._by_sentence(self.groups, lambda group: (group.span,))

    @cached_property
    def speech_by_sentence(self) -> dict[int, tuple[Statement, ...]]:
        """The statements that have a speaker, a cue or content in each sentence, by the sentence's index."""
        return self._by_sentence(
            self.statements, lambda s: tuple(span for span in (s.content, s.cue, s.speaker.span) if span)
        )

    def _by_sentence(self, items: Iterable[T], spans: Callable[[T], Iterable[Span]]) -> dict[int, tuple[T, ...]]:
        """The items that reach into each sentence, once each, in order."""
        sentences = self.parsed.sentences
        starts = [(s.span.part != "title", s.span.start) for s in sentences]
        found: dict[int, dict[int, T]] = {}
        for n, item in enumerate(items):
            for span in spans(item):
                at = max(0, bisect_right(starts, (span.part != "title", span.start)) - 1)
                while at < len(sentences) and sentences[at].span.part == span.part:
                    if sentences[at].span.start >= span.end:
                        break
                    if sentences[at].span.overlaps(span):
                        found.setdefault(at, {})[n] = item
                    at += 1
        return {index: tuple(held.values()) for index, held in found.items()}

    @cached_property
    def statements_by_sentence(self) -> dict[int, tuple[Statement, ...]]:
        """The statements whose content reaches into each sentence, by the sentence's index."""
        return self._by_sentence(self.statements, lambda statement: (statement.content,))


@dataclass(frozen=True)
class EventDraft:
    """One mention of an act: the words that name it."""

    #: Syntactic head of the words.
    trigger: Token
    #: All the words of the trigger ("blew up").
    words: TokenSpan
    sentence: Sentence
    #: PLOVER kind and mode that the words stand for.
    kind: str
    mode: str | None
    context: tuple[str, ...]
    #: Id of the vocabulary's entry, for `--explain`.
    entry: str
    #: What the words name: the `act` itself, the `harm` it did, the `means` (a weapon), a `plot`, or its `doer`.
    names: str = "act"
    #: How far the act got by these words alone ("threat"), None where they do not tell.
    stage: str | None = None
    #: Whether the words are what somebody says will be done, and a threat: its author is who says it.
    said: bool = False
