"""Mentions: words of a report that may name a place, before they are resolved."""

from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan

from vedette.model.span import Span


@dataclass(eq=False)
class Mention:
    """Words that name a place, and what stands around them."""

    #: The words.
    words: TokenSpan
    #: Where they stand.
    span: Span
    #: The name to look up: the words without an article or a word such as Province.
    name: str
    #: Kind that a word beside it asks for ("X province"), None where none does.
    wanted: str | None = None
    #: How it was found, for `--explain`.
    found_by: str = ""
    #: The mention that is said to hold it ("X, Y province"), None where none is.
    within: "Mention | None" = None
    #: Whether a preposition of place, a dateline or the like says that a place is meant.
    placed: bool = False
    #: The entity label that the language pipeline gave, "" where none.
    label: str = ""
    #: Full name that a short form stands for ("Calif."), and its country.
    stands_for: tuple[str, str] | None = None
    #: The part of the words that was found, where the whole has no place of its own.
    part: str | None = None
    #: Further words of the same place that widen its circle ("near", "outskirts of").
    loosened_by: list[str] = field(default_factory=list)
