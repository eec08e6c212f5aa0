"""Rules for what counts from the day of publication or from the date last told."""

import re
from collections.abc import Iterable
from dataclasses import replace

from vedette.reading.timex_form import Draft, Fixed, Form, Shift, Stretch
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import (
    ABOUT,
    BETWEEN,
    COMMA,
    DAY,
    GAP,
    JOIN,
    MONTH,
    NUMBER,
    ORDINAL,
    UNIT,
    VAGUE,
    WEEKDAY,
    duration,
    month_of,
    number_of,
    ordinal_of,
    unit_of,
    weekday_of,
)

_NAMED_UNITS = {"weekend": (1, "WE"), "quarter": (1, "Q")}
_HERE = frozenset(
    {
        "this",
        "the current",
        "current",
        "the present",
        "that",
        "the same",
        "same",
        "that same",
        "this same",
        "that very",
        "this very",
    }
)


def _turned_unit(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "last week", "this year", "the following day", "the same month"."""
    which = " ".join(match["which"].split())
    if which == "this" and match["unit"] in ("night", "second", "minute"):
        return
    shift = shift_of(which, match["unit"])
    if shift is not None:
        yield Draft(match.start(), match.end(), shift, "DATE", "turn of a unit", rank=1)


def shift_of(which: str, unit_word: str) -> Shift | None:
    """What "last", "the following" … with a unit stand for; None where it is a stretch ("the past week")."""
    n, unit = _NAMED_UNITS[unit_word] if unit_word in _NAMED_UNITS else unit_of(unit_word)
    word = which.removeprefix("the ")
    articled = which.startswith("the ")
    if word in _HERE or which in _HERE:
        near = (word in ("this", "current", "present") and not articled) or which in ("the current", "the present")
        return Shift(0, unit, "published" if near else "mention")
    if word in ("last", "previous", "preceding", "prior", "past"):
        if word == "past":
            return None
        return Shift(-n, unit, "published" if word == "last" else "mention")
    return Shift(n, unit, "mention" if articled or word in ("following", "subsequent") else "published")


def _stretch(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "the past nine days", "the next six months", "the past decade": how long, up to or from the anchor."""
    unit_n, unit = unit_of(match["unit"])
    n = number_of(match["n"]) if match["n"] else (None if match["vague"] else 1.0)
    n = n * unit_n if n is not None else None
    ahead = re.search(r"\b(?:next|coming|following|ensuing|subsequent)\b", match[0]) is not None
    form: Form = Fixed(duration(n, unit))
    if ahead or re.search(r"\b(?:last|past)\b", match[0]):
        form = Stretch(duration(n, unit), n, unit, ahead)
    yield Draft(match.start(), match.end(), form, "DURATION", "stretch", rank=2)


def _ago(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    n = number_of(match["n"]) if match["n"] else None
    if n is None or n != int(n):
        yield Draft(match.start(), match.end(), Fixed("PAST_REF"), "DATE", "long ago", rank=2)
        return
    unit_n, unit = unit_of(match["unit"])
    yield Draft(match.start(), match.end(), Shift(-int(n) * unit_n, unit), "DATE", "ago", rank=3)


def _later(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    n = number_of(match["n"]) if match["n"] else None
    sign = -1 if match["side"] in ("earlier", "before", "previously", "prior") else 1
    if n is None or n != int(n):
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        yield Draft(match.start(), match.end(), Fixed(value), "DATE", "later", rank=2)
        return
    unit_n, unit = unit_of(match["unit"])
    yield Draft(match.start(), match.end(), Shift(sign * int(n) * unit_n, unit, "mention"), "DATE", "later", rank=3)


def _unit_before(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "the year before", "the day after"."""
    n, unit = unit_of(match["unit"])
    sign = 1 if match["side"] in ("after", "following") else -1
    clock = "TNI" if match["unit"] == "night" else None
    form = Shift(sign * n, unit, "mention")
    yield Draft(match.start(), match.end(), form, "TIME" if clock else "DATE", "unit before", clock=clock, rank=2)


def _from_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    n, (unit_n, unit) = number_of(match["n"]), unit_of(match["unit"])
    base = {"tomorrow": 1, "tmrw": 1, "yesterday": -1}.get(match["day"], 0)
    if n is None or n != int(n) or unit not in ("D", "W"):
        return
    sign = -1 if match["side"] == "before" else 1
    days = sign * int(n) * unit_n * (7 if unit == "W" else 1) + base
    yield Draft(match.start(), match.end(), Shift(days, "D"), "DATE", "from a day", rank=3)


def _in_year(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "October of next year", "5 May last year", "the first quarter of last year"."""
    found = match.groupdict()
    shift = shift_of(" ".join(found["which"].split()), "year")
    if shift is None:
        return
    month = month_of(found["month"]) if found["month"] else None
    day = int(re.sub(r"\D", "", found["day"] or found["day2"])) if found["day"] or found["day2"] else None
    section = None
    if found["ordinal"]:
        number = ordinal_of(found["ordinal"])
        section = f"{'Q' if found['half'] == 'quarter' else 'H'}{number}"
    form = Shift(shift.n, "Y", shift.origin, section, month, day)
    yield Draft(match.start(), match.end(), form, "DATE", "in a year", rank=3)


def _weekday_of_week(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    word = match["weekday"] or match["weekday2"]
    shift = shift_of(" ".join(match["which"].split()), "week")
    if shift is not None:
        form = Shift(shift.n, "W", shift.origin, day=weekday_of(word))
        yield Draft(match.start(), match.end(), form, "DATE", "weekday of a week", rank=3)


def _edge_of_unit(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "the end of the year", "later in the day": part of the unit that runs."""
    word = (match["noun"] or match["side"] or "end").split()[0]
    mod = {"end": "END", "close": "END", "later": "END", "rest": "END", "remainder": "END", "middle": "MID"}.get(
        word, "START"
    )
    _, unit = unit_of(match["unit"] or match["unit2"])
    yield Draft(match.start(), match.end(), Shift(0, unit), "DATE", "edge of a unit", mod, rank=2)


_WHICH = (
    rf"(?P<which>(?:the{GAP})?(?:last|previous|preceding|prior|next|following|subsequent|coming|upcoming|current"
    rf"|same|present)"
    rf"|this{GAP}same|that{GAP}(?:very|same)|this{GAP}very|this|that)"
)
_AMOUNT = rf"{ABOUT}?(?:(?P<n>{NUMBER})|(?P<vague>{VAGUE}))"
_UNITS = rf"{BETWEEN}?(?P<unit>{UNIT}s?)"
_YEARLY = rf"(?P<which>(?:the{GAP})?(?:last|this|next|that|same|previous|following|preceding)){GAP}year"

RULES: tuple[Rule, ...] = (
    rule(
        "turned unit",
        rf"(?!the{GAP}same{GAP}quarter){_WHICH}{GAP}(?P<unit>{UNIT}|weekend|quarter)(?!{GAP}of\b)",
        _turned_unit,
    ),
    rule(
        "stretch",
        rf"(?:the{GAP}|these{GAP})?(?:last|past|previous|preceding|next|following|coming|first|final|ensuing"
        rf"|subsequent){GAP}{_AMOUNT}{JOIN}{_UNITS}",
        _stretch,
    ),
    rule("past unit", rf"(?:the|this|over{GAP}the){GAP}past{GAP}(?P<n>)(?P<vague>)(?P<unit>{UNIT}s?)", _stretch),
    rule("ago", rf"{_AMOUNT}{JOIN}{_UNITS}{JOIN}ago", _ago),
    rule(
        "units ago",
        rf"(?P<n>)(?P<unit>{UNIT}s){GAP}ago|(?:a{GAP})?long{GAP}(?:time{GAP})?ago",
        lambda m, t: [Draft(m.start(), m.end(), Fixed("PAST_REF"), "DATE", "long ago", rank=2)],
    ),
    rule("later", rf"{_AMOUNT}{JOIN}{_UNITS}{GAP}(?P<side>later|earlier|afterwards?|thereafter|previously)", _later),
    rule("after, clause end", rf"{_AMOUNT}{JOIN}{_UNITS}{GAP}(?P<side>after|before)(?=\s?[.,;)])", _later),
    rule(
        "unit before",
        rf"the{GAP}(?P<unit>{UNIT}){GAP}(?P<side>before|after|previous|prior|following|earlier)(?!{GAP}(?:the|a|an"
        rf"|he|she|it|they|his|her|their|that|we|i|its){GAP})",
        _unit_before,
    ),
    rule(
        "from a day",
        rf"{_AMOUNT}{JOIN}{_UNITS}{GAP}(?P<side>from|after|before){GAP}(?P<day>today|tomorrow|tmrw|yesterday|now)",
        _from_day,
    ),
    rule(
        "in a year",
        rf"(?:(?:(?P<day>{DAY}){GAP}(?:of{GAP})?)?(?P<month>{MONTH})(?:{GAP}(?P<day2>{DAY}))?|(?:the{GAP})?"
        rf"(?P<ordinal>{ORDINAL}){GAP}(?P<half>quarter|half)){COMMA}(?:of{GAP}|in{GAP})?{_YEARLY}",
        _in_year,
    ),
    rule(
        "weekday of a week",
        rf"(?:(?P<weekday>{WEEKDAY})(?:{GAP}of)?{GAP}(?P<which>(?:the{GAP})?(?:last|this|next|previous"
        rf"|following)){GAP}week)(?P<weekday2>)",
        _weekday_of_week,
    ),
    rule(
        "edge of a unit",
        rf"(?:(?:the{GAP})?(?P<noun>end|start|beginning|close|rest|remainder|middle){GAP}of|(?P<side>later|earlier"
        rf"|early|late){GAP}(?:on{GAP})?in){GAP}the{GAP}(?P<unit>day|week|month|year|decade|century)(?!{GAP}of)|"
        rf"(?P<unit2>year|month|week)(?:'s{GAP}|-)end",
        _edge_of_unit,
    ),
)

#: "in", but not that of "the worst in six years" or "the third in two weeks".
_IN = re.compile(
    r"^(?!.*\b(?:first|second|third|fourth|fifth|only|most|least|worst|best|\w+est)\b).*\b[Ii]n\s{1,3}$", re.DOTALL
)
_IN_DURATION = re.compile(r"P(?P<n>\d+)(?P<unit>[DWMY])")


def to_come(draft: Draft, sentence: str) -> Draft | None:
    """The date that "in three weeks" stands for in a clause about what is to come; None where it is no such words."""
    amount = _IN_DURATION.fullmatch(draft.form.value or "") if isinstance(draft.form, Fixed) else None
    if amount is None or draft.kind != "DURATION":
        return None
    if not _IN.search(sentence[max(0, draft.start - 50) : draft.start]):
        return None
    return replace(draft, form=Shift(int(amount["n"]), amount["unit"]), kind="DATE", rule="in so long")
