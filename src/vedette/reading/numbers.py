"""Numbers of people in words and digits, with how exact they are said to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.vocab.load import load_table

#: Words before a number that is an age.
_OF_AGE = frozenset({"aged", "age", "ages"})
_DIGITS = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d{1,7}")


@dataclass(frozen=True)
class Quantity:
    """A number said in a sentence, by positions `[start, end)` in its words (what opens or blurs it included)."""

    start: int
    end: int
    low: int
    #: None when open upwards.
    high: int | None


@cache
def _words() -> dict[str, Any]:
    table: dict[str, Any] = load_table("tolls")["numbers"]
    return table


def find_quantities(words: Sequence[str]) -> tuple[Quantity, ...]:
    """The numbers in a sentence's lower-cased words that can count people, in order.

    >>> [(q.low, q.high) for q in find_quantities("at least twenty - five people".split())]
    [(25, None)]
    """
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        quantity = _quantity_at(words, at)
        if quantity is None:
            at += 1
            continue
        if not _counts_other(words, quantity.end):
            found.append(quantity)
        at = quantity.end
    return tuple(found)


def _quantity_at(words: Sequence[str], at: int) -> Quantity | None:
    for kind in ("at_least", "at_most", "about"):
        for phrase in _words()[kind]:
            pieces = phrase.split()
            if list(words[at : at + len(pieces)]) == pieces:
                bare = _range_at(words, at + len(pieces))
                if bare:
                    return _opened(kind, phrase, at, bare)
    return _range_at(words, at)


def _opened(kind: str, phrase: str, at: int, bare: Quantity) -> Quantity:
    if kind == "at_least":
        return Quantity(at, bare.end, bare.low, None)
    if kind == "at_most" and phrase not in ("nearly", "almost"):
        return Quantity(at, bare.end, 0, bare.high)
    return Quantity(at, bare.end, bare.low, bare.high)


def _range_at(words: Sequence[str], at: int) -> Quantity | None:
    between = at < len(words) and words[at] == "between"
    first = _number_at(words, at + between)
    if first is None:
        return None
    joined = ("and",) if between else ("to", "-", "–", "or")
    if first.end < len(words) and words[first.end] in joined:
        second = _number_at(words, first.end + 1)
        if second and second.low > first.low and first.high is not None:
            return Quantity(at, second.end, first.low, second.high)
    return None if between else first


def _number_at(words: Sequence[str], at: int) -> Quantity | None:
    if at >= len(words):
        return None
    word, known = words[at], _words()
    if at and words[at - 1] in _OF_AGE:
        return None
    if word in known["open"]:
        return Quantity(at, at + 1, known["open"][word], None)
    if word in known["none"] or (word == "no" and words[at + 1 : at + 2] == ["one"]):
        return Quantity(at, at + 1 + (words[at + 1 : at + 2] == ["one"]), 0, 0)
    if word in ("a", "an") and words[at + 1 : at + 2] and words[at + 1] in known["scales"]:
        return _in_words(words, at + 1, start=at)
    if _DIGITS.fullmatch(word):
        return _digits(words, at)
    return _in_words(words, at, start=at)


def _digits(words: Sequence[str], at: int) -> Quantity | None:
    if words[at].startswith("0") and len(words[at]) > 1:
        return None
    value = int(re.sub(r"[,.]", "", words[at]))
    end = at + 1
    while end < len(words) and words[end] in _words()["scales"]:
        value *= _words()["scales"][words[end]]
        end += 1
    if end == at + 1 and len(words[at]) == 4 and 1900 <= value <= 2100:
        return None
    return Quantity(at, end, value, value)


def _in_words(words: Sequence[str], at: int, start: int) -> Quantity | None:
    units, scales = _words()["units"], _words()["scales"]
    total, part, end = 0, 0, at
    while end < len(words):
        word = words[end]
        if word in units:
            part += units[word]
        elif word in scales:
            part = (part or 1) * scales[word]
            if scales[word] >= 1000:
                total, part = total + part, 0
        elif not (end > at and word in ("-", "and") and _goes_on(words, end)):
            break
        end += 1
    return Quantity(start, end, total + part, total + part) if end > at else None


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether a number in words runs on over "-" (twenty-five) or "and" (two hundred and five)."""
    units, scales = _words()["units"], _words()["scales"]
    after = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == "-":
        return words[at - 1] in units and units[words[at - 1]] >= 20 and units.get(after, 10) < 10
    return words[at - 1] in scales and after in units


def _counts_other(words: Sequence[str], end: int) -> bool:
    """Whether what follows shows that the number counts no people: years, kilometres, rockets."""
    after = words[end : end + 2]
    if after and after[0] == "-":
        after = words[end + 1 : end + 2]
    return any(word in _words()["not_people"] for word in after[:1])
