"""What is known of a report while its events are put together."""

from dataclasses import dataclass

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
    #: What the words name: the `act` itself, the `harm` it did, the `means` (a weapon), or a `plot`.
    names: str = "act"
    #: How far the act got by these words alone ("threat"), None where they do not tell.
    stage: str | None = None
