"""The vocabulary's words of time, as look-ups and as parts of patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.vocab.load import load_table

#: Blank between words; bounded, so that no pattern runs far.
GAP = r"\s{1,8}"
#: Where a comma may stand.
COMMA = r"\s{0,4}(?:,\s{0,4})?"
#: A blank or hyphen between words.
JOIN = r"(?:\s{1,8}|\s?-\s?)"


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, blanks in them of any width."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", GAP) for word in ordered) + ")"


@dataclass(frozen=True)
class Words:
    """Look-ups from a word to what it stands for, and patterns of each class."""

    months: dict[str, int]
    weekdays: dict[str, int]
    hijri: dict[str, int]
    solar: dict[str, int]
    units: dict[str, tuple[int, str]]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    decades: dict[str, int]
    seasons: dict[str, str]
    day_parts: dict[str, str]
    clock_names: dict[str, str]
    references: dict[str, str]
    frequencies: dict[str, str]
    fixed_days: dict[str, str]
    named_days: dict[str, str]
    feasts: dict[str, str]
    feast_things: list[str]
    vague: dict[str, list[str]]
    counted: frozenset[str]
    tense: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """The words of `vocab/data/time.toml`."""
    table = load_table("time")
    return Words(
        months=_numbered(table["months"]),
        weekdays=_numbered(table["weekdays"]),
        hijri=_numbered(table["hijri_months"]),
        solar=_numbered(table["solar_months"]),
        units=_units(table),
        numbers=table["numbers"],
        ordinals=table["ordinals"],
        decades=table["decades"],
        seasons=_coded(table["seasons"]),
        day_parts=_coded(table["day_parts"]),
        clock_names=table["clock_names"],
        references=_coded(table["references"]),
        frequencies=table["frequencies"],
        fixed_days=table["fixed_days"],
        named_days=table["named_days"],
        feasts=table["feasts"],
        feast_things=table["feast_things"]["nouns"],
        vague=table["vague"],
        counted=frozenset(table["counted"]["nouns"]),
        tense={name: frozenset(listed) for name, listed in table["tense"].items()},
    )


def _numbered(entry: dict[str, list[str]]) -> dict[str, int]:
    return {word: int(number) for number, listed in entry.items() for word in listed}


def _coded(entry: dict[str, list[str]]) -> dict[str, str]:
    return {word: code for code, listed in entry.items() for word in listed}


def _units(table: dict[str, Any]) -> dict[str, tuple[int, str]]:
    single = {word: (1, unit) for unit, listed in table["units"].items() for word in listed}
    return single | {word: (n, unit) for word, (n, unit) in table["unit_multiples"].items()}


W = words()


def _with_point(words: Iterable[str]) -> str:
    """A pattern for names in full, and for abbreviations with or without their full stop."""
    known = list(words)
    full = [word for word in known if len(word) > 5 or word in ("april", "march", "june", "july", "may")]
    return rf"(?:{one_of(full)}|{one_of(set(known) - set(full))}\.?)"


MONTH = _with_point(W.months)
WEEKDAY = _with_point(W.weekdays)
#: A day of the month, with or without its ending.
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
ORDINAL = one_of(W.ordinals) + "|" + r"\d{1,2}\s?(?:st|nd|rd|th)"
YEAR = r"(?:1\d{3}|20\d{2})"
UNIT = one_of(W.units)
SEASON = one_of(W.seasons)
DAY_PART = one_of(W.day_parts)
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_SMALL = one_of(W.numbers)
#: A number in figures or words, up to "ninety-nine", "a hundred", "a dozen".
NUMBER = (
    r"(?:\d{1,3}(?:\s1/2|½)|\d{1,4}(?:,\d{3})?(?:\.\d{1,2})?"
    rf"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-](?:{_DIGIT})"
    rf"|{_SMALL}(?:{GAP}hundred)?|a{GAP}(?:hundred|dozen)|half{GAP}an?|an?)"
)
VAGUE = one_of(W.vague["amounts"])
ABOUT = rf"(?:(?:{one_of(W.vague['about'])}){GAP})"
BETWEEN = rf"(?:(?:{one_of(W.vague['between'])}){JOIN})"


def number_of(text: str) -> float | None:
    """The number that `text` writes ("twenty-one" 21, "a" 1, "half an" 0.5), None when it says none."""
    text = " ".join(text.replace("-", " ").replace(",", "").split())
    if halves := re.fullmatch(r"(\d+)(?:\s1/2|½)", text):
        return int(halves[1]) + 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text in ("a", "an"):
        return 1.0
    if text.startswith("half"):
        return 0.5
    known: dict[str, float] = {**W.numbers, "a hundred": 100, "a dozen": 12}
    if text in known:
        return float(known[text])
    parts = text.split()
    if len(parts) == 2 and parts[0] in W.numbers:
        return float(W.numbers[parts[0]] * 100) if parts[1] == "hundred" else float(sum(W.numbers[p] for p in parts))
    return None


def ordinal_of(text: str) -> int | None:
    """The number that an ordinal writes ("third", "22nd", "twenty-first")."""
    text = " ".join(text.replace("-", " ").split())
    if digits := re.match(r"\d+", text):
        return int(digits.group())
    parts = text.split()
    if len(parts) == 2 and parts[0] in W.numbers and parts[1] in W.ordinals:
        return W.numbers[parts[0]] + W.ordinals[parts[1]]
    return W.ordinals.get(text)


def unit_of(text: str) -> tuple[int, str]:
    """How many of which unit a unit word stands for ("fortnights" two weeks)."""
    text = text.rstrip(".")
    found = W.units.get(text) or W.units.get(text.removesuffix("s"))
    if found is None:
        raise KeyError(text)
    return found


def month_of(text: str) -> int:
    """The month that a name or abbreviation stands for."""
    return W.months[text.rstrip(".")]


def weekday_of(text: str) -> int:
    """The ISO weekday that a name or abbreviation stands for."""
    return W.weekdays[text.rstrip(".")]


def amount(n: float) -> str:
    """A number as TIMEX3 writes it: 3, 2.5."""
    return f"{n:g}"


def duration(n: float | None, unit: str) -> str:
    """TIMEX3 value of a duration; None is an amount that says no number (`PXD`)."""
    many = "X" if n is None else amount(n)
    if unit in ("H", "MIN", "S"):
        return f"PT{many}{unit[0]}"
    return f"P{many}{unit}"
