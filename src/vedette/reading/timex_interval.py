"""The days that a TIMEX3 value stands for."""

import calendar
import re
from datetime import date, timedelta

#: First and last day, inclusive.
Days = tuple[date, date]

#: First and last month of a section of the year; winter runs over into the next one. Northern seasons.
_SECTIONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14), "H1": (1, 6), "H2": (7, 12)} | {
    f"Q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)
}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d\d)(?:-(?P<weekday>WE|[1-7]))?|-(?P<section>SP|SU|FA|WI|H[12]|Q[1-4])|-"
    r"(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T.*)?"
)


def days_of(value: str, mod: str | None = None) -> Days | None:
    """First and last day of a calendar value, None where it is none ("P3D", "XXXX-05-12", "PAST_REF").

    Args:
        value: TIMEX3 value.
        mod: `START, MID, END` narrows a month to a third of it and anything longer to half of it.
    """
    try:
        days = _days(value)
    except (ValueError, OverflowError):
        return None
    return narrowed(days, mod) if days and mod else days


def _days(value: str) -> Days | None:
    if stretch := re.fullmatch(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", value):
        return date.fromisoformat(stretch[1]), date.fromisoformat(stretch[2])
    if decade := re.fullmatch(r"(\d{2,3})(X{1,2})", value):
        width = 10 ** len(decade[2])
        first = int(decade[1]) * width
        return (date(first, 1, 1), date(first + width - 1, 12, 31)) if first else None
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year = int(found["year"])
    if found["week"]:
        return _week(year, int(found["week"]), found["weekday"])
    if found["section"]:
        return months(year, *_SECTIONS[found["section"]])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    month = int(found["month"]) if found["month"] else None
    return months(year, month or 1, month or 12)


def _week(year: int, week: int, weekday: str | None) -> Days:
    monday = date.fromisocalendar(year, week, 1)
    if weekday == "WE":
        return monday + timedelta(5), monday + timedelta(6)
    if weekday:
        return (day := monday + timedelta(int(weekday) - 1)), day
    return monday, monday + timedelta(6)


def months(year: int, first: int, last: int) -> Days:
    """First day of month `first` to the last of month `last` of a year; months over 12 are the next year's."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1), end


def narrowed(days: Days, mod: str) -> Days:
    """The early, middle or late part of a stretch: thirds of a month or week, halves of what is longer.

    Halves, since "early 2015" can mean as late as June: too wide is a wrong certainty less.
    """
    start, end = days
    if (end - start).days < 31:
        return _third(start, end, mod)
    n = (end.year - start.year) * 12 + end.month - start.month + 1
    first, last = {"START": (1, n // 2), "END": (n - n // 2 + 1, n)}.get(mod, (n // 4 + 1, n - n // 4))
    ahead = start.month - 1
    return months(start.year, first + ahead, last + ahead)


def _third(start: date, end: date, mod: str) -> Days:
    part = (end - start).days // 3
    if mod == "START":
        return start, start + timedelta(max(part - 1, 0))
    if mod == "END":
        return end - timedelta(max(part - 1, 0)), end
    return start + timedelta(part), end - timedelta(part)
