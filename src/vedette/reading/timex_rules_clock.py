"""Rules for times of day, and for the date-time groups of military messages."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Calendar, DayTime, Draft
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_rules_calendar import long_year, valid
from vedette.reading.timex_words import GAP, MONTH, W, month_of, number_of, one_of


def _clock(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "").replace(" ", "")
    if half and hour > 12:
        half = ""
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or minute > 59:
        return
    value = f"T{hour:02d}:{minute:02d}"
    yield Draft(match.start(), match.end(), DayTime(value), "TIME", "clock", rank=3)


def _hours(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour <= 24 and minute < 60:
        yield Draft(match.start(), match.end(), DayTime(f"T{hour:02d}:{minute:02d}"), "TIME", "hours", rank=4)


def _o_clock(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    hour = number_of(match["hour"])
    if hour is None or not 1 <= hour <= 12:
        return
    number = int(hour)
    if match["part"] in ("afternoon", "evening", "night") and number < 12:
        number += 12
    yield Draft(match.start(), match.end(), DayTime(f"T{number:02d}:00"), "TIME", "o'clock", rank=4)


def _named(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    yield Draft(match.start(), match.end(), DayTime(W.clock_names[match["name"]]), "TIME", "named time")


def _group(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "021430Z MAY 90": day, hour, minute and zone, month, year."""
    day, hour, minute = int(match["day"]), int(match["hour"]), int(match["minute"])
    month, year = month_of(match["month"]), long_year(match["year"])
    if valid(month, day) and hour < 24 and minute < 60:
        form = Calendar(year, month, day)
        yield Draft(
            match.start(), match.end(), form, "TIME", "date-time group", clock=f"T{hour:02d}:{minute:02d}", rank=6
        )


_ZONE = (
    r"(?:\s{0,2}(?:utc|gmt|z|[ecmp][sd]?t|cet|cest|bst|ist|msk|irst|local\s{1,2}time|local)\b"
    r"(?:[+-]\d{1,2}(?::?\d\d)?)?)"
)
_HALF = r"(?P<half>[ap]\.\s?m\.?|[ap]m)"

RULES: tuple[Rule, ...] = (
    rule("clock", rf"(?P<hour>\d{{1,2}})[:](?P<minute>\d\d)(?::\d\d)?(?:\s{{0,2}}{_HALF})?{_ZONE}?", _clock),
    rule(
        "clock with point",
        rf"(?P<hour>\d{{1,2}})\.(?P<minute>\d\d)\s{{0,2}}(?:{_HALF}|hrs|hours){_ZONE}?",
        lambda m, t: _clock(m, t),
    ),
    rule("hour", rf"(?P<hour>\d{{1,2}})(?P<minute>)\s{{0,2}}{_HALF}{_ZONE}?", _clock),
    rule(
        "hours",
        rf"(?P<hour>[012]\d)(?P<minute>[0-5]\d)\s{{0,2}}(?:hours|hrs|h\b|{_ZONE})(?:{GAP}local{GAP}time)?",
        _hours,
    ),
    rule(
        "o'clock",
        rf"(?P<hour>\d{{1,2}}|{one_of(W.numbers)})\s{{0,2}}o'\s?clock(?:{GAP}(?:in{GAP}the|at){GAP}(?P<part>morning"
        rf"|afternoon|evening|night))?",
        _o_clock,
    ),
    rule("named time", rf"(?P<name>{one_of(W.clock_names)})", _named),
    rule(
        "date-time group",
        rf"(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)z?{GAP}(?P<month>{MONTH}){GAP}(?P<year>\d{{4}}|\d\d)",
        _group,
    ),
)
