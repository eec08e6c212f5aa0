"""Days of the Islamic and the Solar Hijri calendar as civil days."""

from datetime import date, timedelta
from typing import Literal

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

#: The two other calendars; the Islamic one is that of Umm al-Qura, known for 1343-1500 AH (1924-2077).
OtherCalendarName = Literal["hijri", "solar_hijri"]

#: First and last civil day that each is computed for.
KNOWN: dict[str, tuple[date, date]] = {
    "hijri": (date(1924, 8, 1), date(2077, 11, 16)),
    "solar_hijri": (date(622, 3, 22), date(9999, 12, 31)),
}


def gregorian_day(calendar: OtherCalendarName, year: int, month: int, day: int) -> date | None:
    """The civil day, None where there is no such day or the calendar is not known for that year."""
    try:
        if calendar == "hijri":
            found = Hijri(year, month, day).to_gregorian()
            return date(found.year, found.month, found.day)
        solar: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        return solar
    except (ValueError, OverflowError):
        return None


def days_of_month(calendar: OtherCalendarName, year: int, month: int) -> tuple[date, date] | None:
    """First and last civil day of a month, None where the calendar is not known for that year."""
    first = gregorian_day(calendar, year, month, 1)
    following = gregorian_day(calendar, year + month // 12, month % 12 + 1, 1)
    return (first, following - timedelta(1)) if first and following else None


def year_within(calendar: OtherCalendarName, civil_year: int, month: int, day: int) -> int | None:
    """The year of that calendar whose day falls in a Gregorian year, None where none does, or two do."""
    first = year_of(calendar, date(civil_year, 1, 1))
    if first is None:
        return None
    days = {year: gregorian_day(calendar, year, month, day) for year in (first, first + 1)}
    found = [year for year, at in days.items() if at is not None and at.year == civil_year]
    return found[0] if len(found) == 1 else None


def year_of(calendar: OtherCalendarName, day: date) -> int | None:
    """The year of that calendar that a civil day lies in, None where the calendar is not known for it."""
    try:
        if calendar == "hijri":
            return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
        return int(JalaliDate(day).year)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
