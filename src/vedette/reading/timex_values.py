"""Arithmetic of TIMEX3 values: writes, moves and completes them."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from vedette.reading.timex_anchor import Mentioned
from vedette.reading.timex_form import Calendar, Shift, Stretch
from vedette.reading.timex_tense import Tense

#: Months ahead that a clause without a past tense may mean; beyond, the last one is nearer.
_MONTHS_AHEAD = 2


def iso(base: date, days: int) -> str:
    """The day so many days from `base`."""
    return (base + timedelta(days)).isoformat()


def week_value(day: date) -> str:
    """The ISO week of a day."""
    return "{}-W{:02d}".format(*day.isocalendar()[:2])


def written(year: int | None, form: Calendar) -> str:
    """TIMEX3 value of a calendar form in a year, `XXXX` where it is not known."""
    head = f"{year:04d}" if year is not None else "XXXX"
    if form.section:
        return f"{head}-{form.section}"
    if form.month is None:
        return head
    return f"{head}-{form.month:02d}" + (f"-{form.day:02d}" if form.day is not None else "")


def year_by_tense(published: date, month: int, form: Calendar, tense: Tense | None) -> int:
    """The year of a month (and day) without one: the last by then, or the next where the clause looks ahead."""
    here = (month, form.day or (published.day if month == published.month else 1))
    now = (published.month, published.day)
    if form.turn == "last":
        return published.year if month < published.month else published.year - 1
    if form.turn == "next":
        return published.year if month > published.month else published.year + 1
    if tense == "future":
        return published.year if here >= now else published.year + 1
    past = published.year if here <= now else published.year - 1
    if tense == "past" or past == published.year:
        return past
    ahead = (month - published.month) % 12
    return past if ahead > _MONTHS_AHEAD else past + 1


def nearest_forward(told: Mentioned, month: int) -> int:
    """The year that puts `month` nearest to the date last told, forward where it is as near."""
    if told.month is None:
        return told.year
    ahead = (month - told.month) % 12
    year = told.year + (told.month - 1 + ahead) // 12
    return year if ahead <= 6 else year - 1


def year_of_weekday(published: date, month: int, day: int, weekday: int) -> int | None:
    """The nearest year, the earlier of two, in which that day falls on that weekday."""
    for year in sorted(range(published.year - 6, published.year + 7), key=lambda y: (abs(y - published.year), y)):
        try:
            if date(year, month, day).isoweekday() == weekday:
                return year
        except ValueError:
            continue
    return None


def weekday_from(base: date, weekday: int, form: Calendar, tense: Tense | None) -> str:
    """The day that a weekday means in news of the day `base`: the last one, or the next where told as to come."""
    back = (base.isoweekday() - weekday) % 7
    if form.turn in ("last", "before"):
        return iso(base, -(back or 7))
    if form.turn in ("next", "after"):
        return iso(base, 7 - back)
    if form.turn == "this":
        return iso(base, weekday - base.isoweekday())
    return iso(base, (7 - back) % 7 if tense == "future" else -back)


def weekend_from(base: date, tense: Tense | None) -> str:
    """The weekend that "the weekend" means: the one that runs or is over, or the next where told as to come."""
    to_come = base.isoweekday() >= 6 or tense == "future"
    return week_value(base if to_come else base - timedelta(7)) + "-WE"


def shifted(base: Mentioned, form: Shift) -> str | None:
    """The value that lies `form.n` units from `base`, to the unit's own width; None where `base` is too coarse."""
    try:
        return _short_shift(base, form) if form.unit in ("D", "W", "WE", "H", "MIN") else _long_shift(base, form)
    except (ValueError, OverflowError):
        return None


def _short_shift(base: Mentioned, form: Shift) -> str | None:
    if base.day is None:
        return None
    day, n = base.first, form.n
    if form.unit == "D":
        return iso(day, n)
    if form.unit in ("H", "MIN"):
        return day.isoformat() if n == 0 else None
    there = day + timedelta(7 * n)
    if form.unit == "WE":
        return week_value(there) + "-WE"
    return iso(there, form.day - there.isoweekday()) if form.day is not None else week_value(there)


def _long_shift(base: Mentioned, form: Shift) -> str | None:
    n = form.n
    if form.unit in ("M", "Q"):
        if base.month is None:
            return None
        months = base.year * 12 + base.month - 1 + n * (3 if form.unit == "Q" else 1)
        year, month = months // 12, months % 12 + 1
        return f"{year:04d}-Q{(month + 2) // 3}" if form.unit == "Q" else f"{year:04d}-{month:02d}"
    if form.unit == "Y":
        if not 1 <= base.year + n <= 9999:
            return None
        return written(base.year + n, Calendar(None, form.month, form.day, section=form.section))
    if form.unit in ("DE", "CE"):
        width, sign = (10, "X") if form.unit == "DE" else (100, "XX")
        return f"{base.year // width + n}{sign}"
    return None


def stretch_days(now: date, form: Stretch) -> tuple[date, date] | None:
    """The days of a stretch up to or from the day `now`, None where it says no number or runs out of the calendar."""
    units = {"H": "hours", "MIN": "minutes", "D": "days", "W": "weeks", "M": "months", "Y": "years"}
    n = form.n if form.n is None or form.unit != "DE" else form.n * 10
    if n is None or n != int(n) or (form.unit not in units and form.unit != "DE"):
        return None
    whole = int(n)
    if form.unit in ("H", "MIN"):
        whole = -(-whole // (24 if form.unit == "H" else 1440))
    name = "days" if form.unit in ("H", "MIN") else units.get(form.unit, "years")
    try:
        by: dict[str, Any] = {name: whole if form.ahead else -whole}
        far = now + relativedelta(**by)
    except (ValueError, OverflowError):
        return None
    return (now, far) if form.ahead else (far, now)


def vague(form: Shift) -> str:
    """What a shift says without its anchor: before, at or after the time of speaking."""
    return "PAST_REF" if form.n < 0 else "FUTURE_REF" if form.n > 0 else "PRESENT_REF"
