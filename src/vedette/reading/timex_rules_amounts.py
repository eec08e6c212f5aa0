"""Rules for durations and for what recurs."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Draft, Fixed
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import (
    ABOUT,
    BETWEEN,
    GAP,
    JOIN,
    NUMBER,
    UNIT,
    VAGUE,
    WEEKDAY,
    W,
    duration,
    number_of,
    one_of,
    unit_of,
    weekday_of,
)


def _duration(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    n = number_of(found["n"]) if found["n"] else None
    unit_n, unit = unit_of(found["unit"])
    article = found["n"] in ("a", "an")
    spoken = text.low[match.start() : match.start("unit")].endswith("-")
    if (article and (unit == "S" or found["unit"].endswith("s"))) or (found["unit"] == "second" and not spoken):
        return
    if n is not None:
        n = (n + (0.5 if found.get("half") else 0)) * unit_n
    yield Draft(match.start(), match.end(), Fixed(duration(n, unit)), "DURATION", "duration", rank=1)


def _joined_duration(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "an hour and 30 minutes", "two years and three months"."""
    values = []
    for n_name, unit_name in (("n", "unit"), ("n2", "unit2")):
        n = number_of(match[n_name])
        if n is None:
            return
        unit_n, unit = unit_of(match[unit_name])
        values.append(duration(n * unit_n, unit))
    first, second = values
    clock = first.startswith("PT") and second.startswith("PT")
    value = first + second.removeprefix("PT" if clock else "P")
    yield Draft(match.start(), match.end(), Fixed(value), "DURATION", "joined duration", rank=3)


def _amount_range(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "60 to 90 days", "two or three weeks": two durations."""
    unit_n, unit = unit_of(match["unit"])
    first, second = number_of(match["first"]), number_of(match["second"])
    if first is None or second is None or first > second:
        return
    for name, end, n in (("first", match.end("first"), first), ("second", match.end(), second)):
        yield Draft(match.start(name), end, Fixed(duration(n * unit_n, unit)), "DURATION", "amounts", rank=5)


def _bare_units(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    _, unit = unit_of(match["unit"])
    yield Draft(match.start("unit"), match.end(), Fixed(duration(None, unit)), "DURATION", "units")


def _every(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    if found["weekday"]:
        value = f"XXXX-WXX-{weekday_of(found['weekday'].removesuffix('s'))}"
    else:
        unit_n, unit = unit_of(found["unit"])
        n = number_of(found["n"]) if found["n"] else 2.0 if found["other"] else 1.0
        value = duration((n or 1.0) * unit_n, unit)
    yield Draft(match.start(), match.end(), Fixed(value), "SET", "every", rank=4)


def _weekdays(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    if text.capital(match.start()):
        value = f"XXXX-WXX-{weekday_of(match['weekday'])}"
        yield Draft(match.start(), match.end(), Fixed(value), "SET", "weekdays", rank=2)


def _frequency(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    named = not text.caseless and text.given[match.start()].isupper() and text.given[: match.start()].strip() != ""
    if not named:
        yield Draft(match.start(), match.end(), Fixed(W.frequencies[match["word"]]), "SET", "frequency")


_FULL_WEEKDAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_TAIL = rf"(?:{JOIN}(?:old|long))?"

RULES: tuple[Rule, ...] = (
    rule(
        "duration",
        rf"{ABOUT}?(?P<n>{NUMBER})(?:{JOIN}and{JOIN}(?:a{JOIN})?(?P<half>half))?(?:{JOIN}|(?<=\d)){BETWEEN}?"
        rf"(?P<unit>{UNIT}s?)'?{_TAIL}",
        _duration,
    ),
    rule(
        "one and a half", rf"{ABOUT}?(?P<n>{NUMBER}){GAP}(?P<unit>{UNIT}){GAP}and{GAP}a{GAP}(?P<half>half)", _duration
    ),
    rule(
        "vague duration", rf"(?:the{GAP})?{ABOUT}?(?P<vague>{VAGUE}){GAP}{BETWEEN}?(?P<n>)(?P<unit>{UNIT}s)", _duration
    ),
    rule(
        "joined duration",
        rf"(?P<n>{NUMBER}){JOIN}(?P<unit>{UNIT}s?)(?:,?{GAP}and{GAP}|,{GAP})(?P<n2>{NUMBER}){JOIN}"
        rf"(?P<unit2>{UNIT}s?)(?!{GAP}(?:ago|later|earlier))",
        _joined_duration,
    ),
    rule(
        "amounts",
        rf"(?P<first>{NUMBER})(?:\s?-\s?|{GAP}(?:to|or|and){GAP})(?P<second>{NUMBER}){JOIN}{BETWEEN}?"
        rf"(?P<unit>{UNIT}s?)(?:{JOIN}old)?",
        _amount_range,
    ),
    rule(
        "units",
        rf"(?:for|in|within|after|over{GAP}the|over|took|take|lasted|last|last{GAP}for|throughout{GAP}the"
        rf"|through{GAP}the){GAP}(?:(?:just|only|mere){GAP})?(?P<unit>{UNIT}s)(?!{GAP}ago)",
        _bare_units,
    ),
    rule("units and noun", rf"(?P<unit>{UNIT}s)(?:-long|(?={GAP}(?:of|before|after|later|earlier)\b))", _bare_units),
    rule(
        "every",
        rf"(?:every|each)(?:{GAP}(?P<other>other|second))?(?:{GAP}(?P<n>{NUMBER}))?{GAP}(?:(?P<weekday>"
        rf"(?:{WEEKDAY})s?)|(?P<unit>{UNIT}s?))",
        _every,
    ),
    rule("weekdays", rf"(?P<weekday>{_FULL_WEEKDAY})s", _weekdays),
    rule("frequency", rf"(?:semi-|bi-)?(?P<word>{one_of(W.frequencies)})", _frequency),
)
