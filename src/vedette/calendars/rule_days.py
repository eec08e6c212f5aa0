"""The days of a rule, year by year, on the calendar it is kept on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from vedette.calendars.announced import Announcements
from vedette.calendars.conversion import KNOWN, gregorian_day, year_of
from vedette.calendars.hebrew import FIRST_CIVIL_YEAR, hebrew_day
from vedette.model.occasion import OccasionRule

_EASTERS: dict[str, Literal[2, 3]] = {"western_easter": EASTER_WESTERN, "orthodox_easter": EASTER_ORTHODOX}
#: Civil years that both Easters are computed for.
_EASTER_YEARS = range(FIRST_CIVIL_YEAR, 4100)
#: Days of an Islamic month that come in every year. "The last Friday of Ramadan" is called before the moon is sighted,
#: so it is the last of these: 10 July 2015 in Iran, although the thirtieth, 17 July, was a Friday too.
_SURE_DAYS = 29

DayIn = Callable[[int, int, int], date | None]


def years_near(rule: OccasionRule, start: date, end: date) -> range:
    """Years of the rule's calendar that may have a day of it in or near a stretch of civil days."""
    if rule.calendar in ("hijri", "solar_hijri"):
        calendar: Literal["hijri", "solar_hijri"] = "hijri" if rule.calendar == "hijri" else "solar_hijri"
        known = KNOWN[calendar]
        first, last = year_of(calendar, max(start, known[0])), year_of(calendar, min(end, known[1]))
        return range(first - 1, last + 2) if first is not None and last is not None else range(0)
    if rule.calendar == "hebrew":
        return range(start.year + 3759, end.year + 3763)
    return range(max(start.year - 1, 1), min(end.year + 1, date.max.year) + 1)


def days_in_year(rule: OccasionRule, year: int, announced: Announcements | None = None) -> list[date]:
    """The civil days of a yearly rule in one year of its calendar, earliest first; empty where it has none.

    Args:
        rule: Neither a weekly nor a listed one.
        year: Of its calendar.
        announced: A country's own months, for rules of the Islamic calendar.
    """
    if rule.counted_from:
        found = _of_easter(rule, year)
    else:
        found = _of_month(rule, year, announced.day if announced else _DAY_IN[rule.calendar])
    return [_moved(rule, day) for day in found] if rule.moved else found


def nth_weekday(days: Sequence[date], which_weekday: tuple[int, int]) -> date | None:
    """The day of a month that is its first, second … or last (-1) of an ISO weekday, None where it has none.

    Args:
        days: The month's days.
        which_weekday: 1 to 5 or -1, and the ISO weekday.
    """
    which, weekday = which_weekday
    matching = [day for day in days if day.isoweekday() == weekday]
    place = which if which < 0 else which - 1
    return matching[place] if -len(matching) <= place < len(matching) else None


def days_uncertain(rule: OccasionRule, first: date) -> int:
    """Days by which one date may move: a weekday of a month moves by whole weeks, or not at all."""
    if rule.nth_weekday is None or not rule.days_uncertain or rule.calendar != "hijri" or rule.month is None:
        return rule.days_uncertain
    year = year_of("hijri", first)
    opening = gregorian_day("hijri", year, rule.month, 1) if year else None
    if opening is None:
        return 7
    openings = (opening + timedelta(n) for n in range(-rule.days_uncertain, rule.days_uncertain + 1))
    found = {nth_weekday(list(days_of(day, day + timedelta(_SURE_DAYS - 1))), rule.nth_weekday) for day in openings}
    return 0 if found == {first} else 7


def days_of(start: date, end: date) -> Iterator[date]:
    """Every day from `start` to `end`, both included."""
    yield from (date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1))


def _of_month(rule: OccasionRule, year: int, day_in: DayIn) -> list[date]:
    assert rule.month is not None
    if rule.nth_weekday is None:
        found = (day_in(year, rule.month, day) for day in rule.days)
        return [day for day in found if day is not None]
    longest = _SURE_DAYS if rule.calendar == "hijri" else 31
    month = [day for n in range(1, longest + 1) if (day := day_in(year, rule.month, n)) is not None]
    found_day = nth_weekday(month, rule.nth_weekday)
    return [found_day] if found_day else []


def _of_easter(rule: OccasionRule, year: int) -> list[date]:
    assert rule.counted_from is not None
    if year not in _EASTER_YEARS:
        return []
    feast = easter(year, _EASTERS[rule.counted_from])
    return [feast + timedelta(day) for day in rule.days]


def _moved(rule: OccasionRule, day: date) -> date:
    """The day on which it is kept where its own may not be that weekday."""
    for weekday, days, since in rule.moved:
        if day.isoweekday() == weekday and day.year >= since:
            return day + timedelta(days)
    return day


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DAY_IN: dict[str, DayIn] = {
    "gregorian": _gregorian,
    "hebrew": hebrew_day,
    "hijri": lambda year, month, day: gregorian_day("hijri", year, month, day),
    "solar_hijri": lambda year, month, day: gregorian_day("solar_hijri", year, month, day),
}
