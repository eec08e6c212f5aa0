"""What is known of a report while its events are put together."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.place import Place
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.model.time import DateMention
from vedette.reading.parse import ParsedReport, Sentence


@dataclass(frozen=True)
class GroupMention:
    """A group, force or agency of the vocabulary, named in the text."""

    span: Span
    #: Id in the vocabulary.
    id: str
    #: Neutral name in the vocabulary.
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
    def statements_by_sentence(self) -> dict[int, tuple[Statement, ...]]:
        """The statements whose content reaches into each sentence, by the sentence's index."""
        sentences = self.parsed.sentences
        starts = [(s.span.part != "title", s.span.start) for s in sentences]
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            content = statement.content
            at = max(0, bisect_right(starts, (content.part != "title", content.start)) - 1)
            while at < len(sentences) and sentences[at].span.part == content.part:
                if sentences[at].span.start >= content.end:
                    break
                found.setdefault(at, []).append(statement)
                at += 1
        return {index: tuple(held) for index, held in found.items()}


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
