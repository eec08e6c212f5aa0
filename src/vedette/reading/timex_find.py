"""Finds the time expressions of a sentence: all rules, the longest match where they overlap, neighbours joined."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vedette.reading import (
    timex_rules_amounts,
    timex_rules_calendar,
    timex_rules_clock,
    timex_rules_days,
    timex_rules_feasts,
    timex_rules_other_calendars,
    timex_rules_relative,
    timex_rules_years,
)
from vedette.reading.timex_form import Calendar, DayTime, Draft, OtherCalendar, Shift
from vedette.reading.timex_rule import Rule, SentenceText
from vedette.reading.timex_words import DAY_PART, GAP, W, one_of

RULES: tuple[Rule, ...] = (
    *timex_rules_calendar.RULES,
    *timex_rules_years.RULES,
    *timex_rules_days.RULES,
    *timex_rules_relative.RULES,
    *timex_rules_amounts.RULES,
    *timex_rules_clock.RULES,
    *timex_rules_other_calendars.RULES,
    *timex_rules_feasts.RULES,
)

#: No rule matches a sentence without one of these.
_GATE = re.compile(
    r"\d|"
    + one_of(
        [*W.months, *W.weekdays, *W.units, *W.day_parts, *W.seasons, *W.clock_names, *W.references, *W.frequencies]
    )
    + r"|today|tonight|tomorrow|yesterday|quarter|half|"
    + one_of([*W.decades, *W.hijri, *W.solar, *W.fixed_days, *W.feasts])
)

_MODS = {
    "early": "START",
    "beginning": "START",
    "start": "START",
    "earlier": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "end": "END",
    "later": "END",
    "close": "END",
}
_MOD_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<plain>early|mid|late|earlier|later)(?:\s{{0,2}}-\s{{0,2}}|{GAP})(?:in{GAP}|on{GAP})?(?:the{GAP})?"
    rf"|(?:the{GAP})?(?:very{GAP})?(?P<noun>beginning|start|end|middle|close){GAP}of{GAP}(?:the{GAP})?)$"
)
#: "the first week of" before a month or year: its early, middle or late part.
_PART_OF_BEFORE = re.compile(
    rf"(?<!\w)(?:the{GAP})?(?P<which>first|opening|second|third|fourth|last|final|closing){GAP}(?:\w{{3,6}}{GAP})?"
    rf"(?:week|weekend|half|part|third|days|weeks){GAP}(?:of|in){GAP}(?:the{GAP})?$"
)
_WHICH_PART = {"first": "START", "opening": "START", "second": "MID", "third": "MID"}
_LINK = re.compile(r"\s{0,3}(?P<sign>-|,|to|and|until|till|through|or)\s{0,3}(?:the\s{1,3}|early\s|late\s)?$")
_BETWEEN_BEFORE = re.compile(r"\bbetween\s{1,3}(?:the\s{1,3})?$")
_PART_BEFORE = re.compile(
    rf"(?<!\w)(?:the{GAP})?(?P<part>{DAY_PART}|(?:early|small|wee|predawn){GAP}hours){GAP}(?:of|on){GAP}(?:the{GAP})?$"
)
_PART_AFTER = re.compile(rf"(?:{GAP}|-)(?:early{GAP}|late{GAP})?(?P<part>{DAY_PART})(?!\w)")
_BETWEEN_TIME_AND_DAY = re.compile(r"\s{0,3},?\s{0,3}(?:(?:on|of|at|in the|the)\s{1,3}){0,2}$")


def find_drafts_of_time(text: SentenceText) -> list[Draft]:
    """The time expressions of a sentence, in order, none over another."""
    if not _GATE.search(text.low):
        return []
    found = [draft for rule in RULES for draft in rule.drafts(text)]
    kept = _longest(found)
    kept = [_with_part(draft, text) for draft in kept]
    kept = [_with_mod(draft, text) for draft in kept]
    return _link_ranges(_join_times(_longest(kept), text), text)


def _longest(found: Sequence[Draft]) -> list[Draft]:
    """Those that stay where some overlap: ends of ranges first, then the longest, then the higher rank."""
    ordered = sorted(found, key=lambda d: (d.rank < 9, -(d.end - d.start) if d.rank < 9 else 0, -d.rank, d.start))
    taken = bytearray(max((d.end for d in found), default=0) + 1)
    kept = []
    for draft in ordered:
        if not any(taken[draft.start : draft.end]):
            taken[draft.start : draft.end] = b"\1" * (draft.end - draft.start)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)


def _is_day(draft: Draft) -> bool:
    form = draft.form
    if isinstance(form, Calendar | OtherCalendar):
        return form.day is not None or getattr(form, "weekday", None) is not None
    return isinstance(form, Shift) and (form.unit == "D" or form.day is not None)


def _with_part(draft: Draft, text: SentenceText) -> Draft:
    """The draft with the part of its day ("Monday night", "the night of 3 May")."""
    if not _is_day(draft) or draft.clock:
        return draft
    if after := _PART_AFTER.match(text.low[draft.end : draft.end + 30]):
        clock = f"T{W.day_parts[after['part']]}"
        draft = replace(draft, end=draft.end + after.end(), clock=clock, kind="TIME")
    window = max(0, draft.start - 30)
    if before := _PART_BEFORE.search(text.low[window : draft.start]):
        clock = draft.clock or f"T{W.day_parts.get(before['part'], 'MO')}"
        return replace(draft, start=window + before.start(), clock=clock, kind="TIME")
    return draft


def _with_mod(draft: Draft, text: SentenceText) -> Draft:
    """The draft with the word that says which part of it ("early 2015", "the end of May")."""
    if draft.kind not in ("DATE", "TIME") or (draft.in_range is not None and draft.start != draft.in_range):
        return draft
    window = max(0, draft.start - 30)
    if found := _MOD_BEFORE.search(text.low[window : draft.start]):
        return replace(draft, start=window + found.start(), mod=_MODS[found["plain"] or found["noun"]])
    if isinstance(draft.form, Calendar) and (
        of := _PART_OF_BEFORE.search(text.low[max(0, draft.start - 40) : draft.start])
    ):
        mod = _WHICH_PART.get(of["which"], "END")
        return replace(draft, start=max(0, draft.start - 40) + of.start(), mod=mod)
    inner = re.match(rf"(?:the{GAP})?(early|mid|late)\b", text.low[draft.start : draft.end])
    return replace(draft, mod=_MODS[inner[1]]) if inner and draft.mod is None else draft


def _join_times(drafts: Sequence[Draft], text: SentenceText) -> list[Draft]:
    """Times of day joined to the day beside them ("at 10:30 a.m. on Monday", "yesterday at noon")."""
    joined: list[Draft] = []
    for draft in drafts:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.end <= draft.start
            and _BETWEEN_TIME_AND_DAY.match(text.low[before.end : draft.start][:12])
        ):
            pair = _joined(before, draft)
            if pair is not None and draft.start - before.end <= 10:
                joined[-1] = pair
                continue
        joined.append(draft)
    return joined


def _joined(first: Draft, second: Draft) -> Draft | None:
    for day, time in ((first, second), (second, first)):
        if isinstance(time.form, DayTime) and _is_day(day) and day.in_range is None:
            if day.clock is not None and not time.form.clock[1].isdigit():
                return None
            clock = _by_part(time.form.clock, day.clock)
            return replace(day, start=first.start, end=second.end, clock=clock, kind="TIME")
    return None


def _by_part(clock: str, part: str | None) -> str:
    """A time of twelve hours in the part of the day told beside it ("10:30 on Tuesday night" is 22:30)."""
    if part in ("TAF", "TEV", "TNI") and clock[1:3].isdigit() and 5 <= int(clock[1:3]) < 12:
        return f"T{int(clock[1:3]) + 12:02d}{clock[3:]}"
    return clock


def _link_ranges(drafts: list[Draft], text: SentenceText) -> list[Draft]:
    """Neighbours that make a range ("2 July to 10 August 2016"): both know of it, and of its year."""
    linked = list(drafts)
    for n, (first, second) in enumerate(pairwise(drafts)):
        sign = _LINK.match(text.low[first.end : second.start][:12]) if 0 < second.start - first.end <= 12 else None
        if sign is None or first.in_range is not None or second.in_range is not None:
            continue
        is_range = sign["sign"] in ("-", "to", "until", "till", "through") or (
            sign["sign"] == "and" and _BETWEEN_BEFORE.search(text.low[max(0, first.start - 14) : first.start])
        )
        a, b = linked[n].form, second.form
        if isinstance(a, Calendar) and isinstance(b, Calendar):
            linked[n] = replace(linked[n], form=_with_year(a, b, is_range=bool(is_range)))
        if is_range and linked[n].kind == "DATE" and second.kind == "DATE" and linked[n].in_range is None:
            linked[n] = replace(linked[n], in_range=first.start)
            linked[n + 1] = replace(second, in_range=first.start)
    return linked


def _with_year(first: Calendar, second: Calendar, *, is_range: bool) -> Calendar:
    """The first of two neighbours with the year that only the second tells ("May and July 2016")."""
    if first.year is not None or first.month is None or second.year is None or second.month is None:
        return first
    if first.turn is not None or (first.month > second.month and not is_range):
        return first
    return replace(first, year=second.year - (first.month > second.month))
