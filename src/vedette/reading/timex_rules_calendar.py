"""Rules for dates of the calendar: days, months, years, ranges of them, weekdays."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Calendar, Draft, Fixed, Turn
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import (
    COMMA,
    DAY,
    GAP,
    MONTH,
    ORDINAL,
    SEASON,
    WEEKDAY,
    YEAR,
    W,
    month_of,
    one_of,
    ordinal_of,
    weekday_of,
)

#: Short months and months that are common words: alone they need a capital and a word that announces a time.
_NEEDS_CUE = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun", "jul", "feb", "apr", "aug", "oct", "nov"})
_CUE = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|of|from|to|through|for|between|before|after|and|or|early|mid|late|last"
    r"|next|this|that|"
    r"on|around|every|each|end|the|previous|following)|\d(?:st|nd|rd|th)?|-|/)\s{0,3}$"
)
#: Before a month that is written small, or in a text in capitals.
_ANNOUNCED = re.compile(r"\b(?:in|since|until|of|during|by|last|next)\s{1,3}(?:the\s{1,3})?$")
#: Before a weekday in short, which is else a word ("the Sun", "sat").
_SHORT_CUE = re.compile(r"(?:\b(?:on|early|late|of|until|from|to|or|and|by|before|after|since)|[,(/-]|^)$")
_PUNCTUATION_AFTER = re.compile(r"\s{0,3}(?:$|[.,;:)!?]|(?:and|but|when|they|he|the|of that month)\b)")


def day_number(text: str) -> int:
    """The number in "3", "03" or "3rd"."""
    return int(re.sub(r"\D", "", text))


def long_year(text: str) -> int:
    """The year that four or two digits write; two digits as wire datelines do (up to 49: 20..; else 19..)."""
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if year < 50 else 1900 + year


def valid(month: int | None, day: int | None) -> bool:
    """Whether there is such a day in some year."""
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return day is None or (month is not None and 1 <= day <= longest.get(month, 31))


def _is_month(match: re.Match[str], text: SentenceText, group: str = "month") -> bool:
    """Whether a month's name with a number beside it is one: "may 3" and "march 15" need their capital."""
    return match[group].rstrip(".") not in ("may", "march", "mar") or text.capital(match.start(group))


def _full_date(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    month, day = month_of(found["month"]), day_number(found["day"])
    if not valid(month, day) or not _is_month(match, text):
        return
    year = long_year(found["year"]) if found.get("year") else None
    weekday = weekday_of(found["weekday"]) if found.get("weekday") else None
    yield Draft(match.start(), match.end(), Calendar(year, month, day, weekday), "DATE", "full date", rank=2)


def _month_year(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    if _is_month(match, text):
        form = Calendar(long_year(match["year"]), month_of(match["month"]))
        yield Draft(match.start(), match.end(), form, "DATE", "month and year", rank=2)


def _month(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    word, at = match["month"].rstrip("."), match.start("month")
    unsure = not text.capital(at) or (text.caseless and word in ("may", "march", "mar") and not match["turn"])
    if unsure and not _ANNOUNCED.search(text.low[max(0, at - 10) : at]):
        return
    if text.low[:at].endswith("black "):
        return
    if _is_first_name(word, match, text):
        return
    announced = match["turn"] or _CUE.search(text.low[max(0, at - 12) : at])
    if word in _NEEDS_CUE and not announced:
        return
    yield Draft(match.start(), match.end(), Calendar(month=month_of(word), turn=_turn(match["turn"])), "DATE", "month")


def _is_first_name(word: str, match: re.Match[str], text: SentenceText) -> bool:
    """Whether "April", "June" or "August" is somebody's name: a name follows, and no word announces a time."""
    if word not in ("april", "june", "august") or match["turn"] or text.caseless:
        return False
    named = re.match(r"\s[A-Z][a-z]", text.given[match.end() : match.end() + 3]) is not None
    return named and not _CUE.search(text.low[max(0, match.start() - 12) : match.start()].removesuffix("and "))


def _turn(word: str | None) -> Turn | None:
    word = " ".join(word.split()) if word else None
    if word in ("last", "past", "this past"):
        return "last"
    if word in ("previous", "preceding"):
        return "before"
    if word == "following":
        return "after"
    if word in ("next", "coming", "this coming"):
        return "next"
    return "this" if word == "this" else None


def _weekday(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    word, at = match["weekday"], match.start("weekday")
    short = not word.endswith("day")
    before = text.low[max(0, match.start() - 12) : match.start()].rstrip()
    if short and not (match["turn"] or (text.capital(at) and _SHORT_CUE.search(before))):
        return
    if before.endswith("black"):
        return
    if before.endswith("weekly"):
        yield Draft(match.start(), match.end(), Fixed(f"XXXX-WXX-{weekday_of(word)}"), "SET", "weekdays")
        return
    form = Calendar(weekday=weekday_of(word), turn=_turn(match["turn"]))
    yield Draft(match.start(), match.end(), form, "DATE", "weekday")


def _day_range(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "3-5 May 2016", "May 3 and 5", "between 3 and 5 May": two days of one month, each an end of the range."""
    month = month_of(match["month"])
    days = [day_number(match[name]) for name in ("first", "second")]
    if not all(valid(month, day) for day in days) or not _is_month(match, text):
        return
    year = long_year(match["year"]) if match["year"] else None
    is_range = match["sign"].strip() not in ("and", ",", "or") or match["between"] is not None
    number = match.start() if is_range else None
    before = match.start("month") < match.start("first")
    spans = [
        (match.start("month") if before else match.start("first"), match.end("first")),
        (match.start("second"), max(match.end("second"), match.end("month"), match.end("year"))),
    ]
    for (start, end), day in zip(spans, days, strict=True):
        form = Calendar(year, month, day)
        yield Draft(start, end, form, "DATE", "days of a month", in_range=number, rank=9)


def _numeric(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "2016-10-11", "11.10.2016", "25/12/2016"; where day and month cannot be told apart the value is not known."""
    found = match.groupdict()
    a, b, year = int(found["a"]), int(found["b"]), long_year(found["year"])
    if found["year"] == match[0][: len(found["year"])]:
        month, day = a, b
    elif a > 12 or a == b or match["sign"] == ".":
        month, day = b, a
    elif b > 12:
        month, day = a, b
    else:
        yield Draft(match.start(), match.end(), Calendar(year, None, None), "DATE", "day or month unclear", rank=3)
        return
    if 1 <= month <= 12 and valid(month, day):
        yield Draft(match.start(), match.end(), Calendar(year, month, day), "DATE", "numeric date", rank=3)


def _day_alone(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    day = ordinal_of(match["day"])
    if day and 1 <= day <= 31 and _PUNCTUATION_AFTER.match(text.low[match.end() : match.end() + 20]):
        yield Draft(match.start("the"), match.end(), Calendar(day=day), "DATE", "day alone")


def _spelled_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "the fifth of May", "the twenty-first of June 1941"."""
    day, month = ordinal_of(match["day"]), month_of(match["month"])
    if day and valid(month, day) and _is_month(match, text):
        year = long_year(match["year"]) if match["year"] else None
        yield Draft(match.start(), match.end(), Calendar(year, month, day), "DATE", "full date", rank=2)


def _section(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """Quarters and halves of a year: "the fourth quarter of 2009", "Q1 2017", "first half"."""
    found = match.groupdict()
    number = int(found["digit"]) if found["digit"] else ordinal_of(found["ordinal"])
    letter = "H" if (found["half"] or found["letter"]) in ("half", "h") else "Q"
    if found["ordinal"] in ("final", "last"):
        number = 4 if letter == "Q" else 2
    if number is None or number > (2 if letter == "H" else 4):
        return
    year = int(found["year"] or found["ahead"]) if found["year"] or found["ahead"] else None
    if year is None and letter == "H":
        return
    yield Draft(
        match.start(), match.end(), Calendar(year, section=f"{letter}{number}"), "DATE", "part of a year", rank=2
    )


def _season(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    year = int(found["year"]) if found["year"] else None
    if found["season"] == "fall" and year is None and not found["turn"]:
        return
    if not (year or found["turn"] or found["lead"]):
        return
    # "the Winter Olympics", "the Spring Palace": part of a name.
    if year is None and not text.caseless and re.match(r"[A-Z]\w+ [A-Z]", text.given[match.start("season") :][:40]):
        return
    form = Calendar(year, section=W.seasons[found["season"]], turn=_turn(found["turn"]))
    start = match.start("season") if found["lead"] and not found["turn"] else match.start()
    yield Draft(start, match.end(), form, "DATE", "season", rank=1)


_WEEKDAY_BEFORE = rf"(?:(?P<weekday>{WEEKDAY}){COMMA}(?:the{GAP})?)?"
_YEAR_AFTER = rf"(?:{COMMA}(?:of{GAP}|in{GAP})?(?P<year>{YEAR}))"
_TURNS = one_of(
    ["last", "next", "this past", "this coming", "this", "past", "coming", "previous", "preceding", "following"]
)
_TURN = rf"(?:(?:the{GAP})?(?P<turn>{_TURNS}){GAP})?"
_SIGN = r"(?P<sign>\s?-\s?|\s{1,3}(?:to|and|until|till|through|or)\s{1,3}(?:the\s)?|\s?,\s?)"
_RANGE_LEAD = rf"(?:(?P<between>between|from){GAP}(?:the{GAP})?)?"

RULES: tuple[Rule, ...] = (
    rule(
        "day month year",
        rf"{_WEEKDAY_BEFORE}(?P<day>{DAY}){COMMA}(?:-|/|of{GAP})?(?P<month>{MONTH}){COMMA}(?:-|/|of{GAP}|in{GAP})?"
        rf"(?P<year>{YEAR})",
        _full_date,
    ),
    rule(
        "day month short year",
        rf"(?P<day>{DAY})[\s-]{{1,3}}(?P<month>{MONTH})[\s-]{{1,3}}'?(?P<year>\d\d)(?!\s?(?:[:.,]\d|\w{{3,}}|%))",
        _full_date,
    ),
    rule(
        "month day year",
        rf"{_WEEKDAY_BEFORE}(?P<month>{MONTH})\s{{0,4}}(?:the{GAP})?(?P<day>{DAY}){_YEAR_AFTER}",
        _full_date,
    ),
    rule("day month", rf"{_WEEKDAY_BEFORE}(?P<day>{DAY})(?:\s{{0,4}}(?:of{GAP})?|-)(?P<month>{MONTH})", _full_date),
    rule(
        "month day",
        rf"{_WEEKDAY_BEFORE}(?P<month>{MONTH})\s{{0,4}}(?:the{GAP})?(?P<day>{DAY})(?!\s?[:,]\d|\.\d)",
        _full_date,
    ),
    rule(
        "days month",
        rf"{_RANGE_LEAD}(?P<first>{DAY}){_SIGN}(?P<second>{DAY})\s{{0,4}}(?:of{GAP})?(?P<month>{MONTH}){_YEAR_AFTER}?",
        _day_range,
    ),
    rule(
        "spelled day",
        rf"(?:the{GAP})?(?P<day>(?:twenty[\s-]|thirty[\s-])?{one_of(W.ordinals)}){GAP}of{GAP}"
        rf"(?P<month>{MONTH}){_YEAR_AFTER}?",
        _spelled_day,
    ),
    rule(
        "month days",
        rf"{_RANGE_LEAD}(?P<month>{MONTH})\s{{1,4}}(?P<first>{DAY}){_SIGN}(?P<second>{DAY})(?!\s?[:]\d)(?!{GAP}"
        rf"(?:{MONTH})){_YEAR_AFTER}?",
        _day_range,
    ),
    rule("month year", rf"(?P<month>{MONTH})(?:{COMMA}(?:of{GAP}|in{GAP})?|[-/])(?P<year>{YEAR})", _month_year),
    rule("month", rf"{_TURN}(?P<month>{MONTH})", _month),
    rule("weekday", rf"{_TURN}(?P<weekday>{WEEKDAY})", _weekday),
    rule("year first", rf"(?P<year>{YEAR})(?P<sign>[-/.])(?P<a>\d{{1,2}})(?P=sign)(?P<b>\d{{1,2}})", _numeric),
    rule("year last", rf"(?P<a>\d{{1,2}})(?P<sign>[-/.])(?P<b>\d{{1,2}})(?P=sign)(?P<year>{YEAR})", _numeric),
    rule(
        "day alone", rf"(?:on|of|by|until|from){GAP}(?P<the>the){GAP}(?P<day>\d{{1,2}}\s?(?:st|nd|rd|th))", _day_alone
    ),
    rule(
        "part of a year",
        rf"(?:(?P<ahead>{YEAR})[\s-]{{0,2}})?(?:the{GAP})?(?:(?P<ordinal>{ORDINAL}|final|last)[\s-]{{1,3}}"
        rf"(?P<half>quarter|half)|(?P<letter>[qh])(?P<digit>[1-4]))"
        rf"(?:{COMMA}(?:of{GAP})?(?P<year>{YEAR}))?",
        _section,
    ),
    rule(
        "season",
        rf"(?:(?P<lead>(?:in|during|by|that|of|until|since|the|early|late|mid|following|previous|same)[\s-]{{1,3}}"
        rf"(?:the{GAP})?))?{_TURN}(?P<season>{SEASON})(?:{COMMA}(?:of{GAP})?(?P<year>{YEAR}))?",
        _season,
    ),
)
