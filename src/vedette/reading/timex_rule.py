"""The form of a rule: a pattern over a sentence in small letters, and what it makes of a match."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vedette.reading.timex_form import Draft

#: Signs that are written in several ways, each to the one that the patterns know; lengths stay.
_SIGNS = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "‒": "-", "’": "'", "‘": "'", "ʿ": "'", "ʾ": "'", "~": "-"}
)


@dataclass(frozen=True)
class SentenceText:
    """A sentence's text as given, and in the form that the patterns read: as long, position by position."""

    given: str
    low: str
    #: Whether capitals say nothing (text that came in capitals).
    caseless: bool

    def capital(self, at: int) -> bool:
        """Whether the character at `at` is a capital, as far as that says anything."""
        return self.caseless or self.given[at : at + 1].isupper()


def sentence_text(given: str, *, caseless: bool) -> SentenceText:
    """The sentence in the two forms."""
    return SentenceText(given, small_letters(given).translate(_SIGNS), caseless)


def small_letters(text: str) -> str:
    """The text in small letters, as long, position by position."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


Build = Callable[[re.Match[str], SentenceText], Iterable[Draft]]


@dataclass(frozen=True)
class Rule:
    """One way to tell a time."""

    name: str
    pattern: re.Pattern[str]
    build: Build

    def drafts(self, text: SentenceText) -> Iterable[Draft]:
        """What the rule finds in a sentence."""
        for match in self.pattern.finditer(text.low):
            yield from self.build(match, text)


def rule(name: str, pattern: str, build: Build) -> Rule:
    """A rule whose pattern stands between word boundaries."""
    return Rule(name, re.compile(rf"(?<![\w])(?<!\d[.,/])(?:{pattern})(?![\w])"), build)
