"""The vocabulary's triggers, ready to be looked up in sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.reading.inflect import forms_of, noun_forms
from vedette.vocab.load import load_table

#: Data files of triggers.
FILES = ("triggers_assault", "triggers_coerce", "triggers_other", "triggers_deeds")

#: Most words that "~" in a pattern stands for.
MAX_GAP = 4


@dataclass(frozen=True)
class Entry:
    """A group of triggers that mean the same, with the conditions under which they do."""

    #: Name of the group in the data.
    name: str
    kind: str
    mode: str | None
    context: tuple[str, ...]
    #: `act, harm, means` or `plot`.
    role: str
    #: Words near which the trigger means something else.
    not_near: frozenset[str]
    #: Fields of life in which it is no event.
    not_in: tuple[str, ...]
    #: Fields of life of which a word must be near.
    needs: tuple[str, ...]
    #: Parts of speech that the head must have; empty: any.
    parts: tuple[str, ...]
    #: How far the act got, by the word alone.
    stage: str | None
    #: What the verb must be done to: `people`, `place` or `any`; None: it may be done to nothing.
    whom: str | None = None
    #: By whom it must be done: `armed` or `forces`; None: by anybody.
    who: str | None = None


@dataclass(frozen=True)
class Pattern:
    """One trigger: for each word the forms that it may take; None stands for a gap."""

    entry: Entry
    #: The trigger as the data has it.
    words: str
    parts: tuple[frozenset[str] | None, ...]
    #: Index in `parts` of its head.
    head: int
    #: Whether the head takes all its forms: a verb or a noun, no phrase.
    inflected: bool = True
    #: Whether it stands among the verbs.
    is_verb: bool = False


@dataclass(frozen=True)
class Match:
    """A trigger found: `[start, end)` and head, as positions in the sentence's words."""

    pattern: Pattern
    start: int
    end: int
    head: int


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """Every trigger of the vocabulary."""
    return tuple(
        pattern
        for file in FILES
        for name, group in load_table(file).items()
        if "kind" in group
        for pattern in _patterns(name, group)
    )


def _patterns(name: str, group: dict[str, Any]) -> Iterator[Pattern]:
    entry = Entry(
        name,
        group["kind"],
        group.get("mode"),
        tuple(group.get("context", ())),
        group["role"],
        frozenset(group.get("not_near", ())),
        tuple(group.get("not_in", ())),
        tuple(group.get("needs", ())),
        tuple(group.get("parts", ())),
        group.get("stage"),
        group.get("whom"),
        group.get("who"),
    )
    for words in group.get("verbs", ()):
        yield _pattern(entry, words, inflected=0)
    for words in group.get("nouns", ()):
        yield _pattern(entry, words, inflected=-1)
    for words in group.get("phrases", ()):
        yield _pattern(entry, words, inflected=None)


def _pattern(entry: Entry, words: str, inflected: int | None) -> Pattern:
    pieces = split_words(words)
    at = len(pieces) - 1 if inflected == -1 else 0
    parts: list[frozenset[str] | None] = [None if piece == "~" else frozenset((piece,)) for piece in pieces]
    for gap in (index for index, piece in enumerate(pieces[:-1]) if piece == "~"):
        parts[gap + 1] = noun_forms(pieces[gap + 1])
    if inflected is not None:
        parts[at] = forms_of(pieces[at]) if inflected == 0 else noun_forms(pieces[at])
    return Pattern(entry, words, tuple(parts), at, inflected is not None, inflected == 0)


def split_words(words: str) -> list[str]:
    """The words as the tokenizer cuts them: hyphens and apostrophes stand alone."""
    return words.lower().replace("-", " - ").replace("'s", " 's").split()


@cache
def _by_first() -> dict[str, tuple[Pattern, ...]]:
    found: dict[str, list[Pattern]] = {}
    for pattern in load_patterns():
        for form in pattern.parts[0] or ():
            found.setdefault(form, []).append(pattern)
    return {form: tuple(sorted(group, key=lambda p: -len(p.parts))) for form, group in found.items()}


def find_matches(words: Sequence[str]) -> list[Match]:
    """The triggers in a sentence's lower-cased words, in order; some may overlap, of which one can hold."""
    by_first = _by_first()
    return [
        match
        for start, word in enumerate(words)
        for pattern in by_first.get(word, ())
        if (match := _match(pattern, words, start))
    ]


def _match(pattern: Pattern, words: Sequence[str], start: int) -> Match | None:
    at, head, gap = start, start, 0
    for index, part in enumerate(pattern.parts):
        if part is None:
            gap = MAX_GAP
            continue
        while gap and at < len(words) and words[at] not in part:
            at, gap = at + 1, gap - 1
        if at >= len(words) or words[at] not in part:
            return None
        head = at if index == pattern.head else head
        at, gap = at + 1, 0
    return Match(pattern, start, at, head)


@cache
def words_of_field(name: str) -> frozenset[str]:
    """The words of a field of `kinds.toml`, in all forms; those of several words as they stand."""
    words = [word.replace("-", " - ") for word in load_table("kinds")[name]["words"]]
    return frozenset(form for word in words for form in (forms_of(word) if " " not in word else (word,)))


@cache
def words_beside_means(name: str = "means") -> frozenset[str]:
    """First words, in all forms, of what makes a weapon an event.

    Args:
        name: The group of weapons; one may have words of its own.
    """
    table = load_table("triggers_assault")
    words: list[str] = table.get(f"{name}_with", table["means_with"])["words"]
    return frozenset(form for word in words for form in forms_of(word.split()[0]))


@cache
def weapon_words() -> frozenset[str]:
    """Last words, in all forms, of what names a weapon."""
    return frozenset(
        form for pattern in load_patterns() if pattern.entry.role == "means" for form in pattern.parts[-1] or ()
    )
