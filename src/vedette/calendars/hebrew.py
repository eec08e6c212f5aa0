"""Days of the Hebrew calendar as civil days, by its fixed arithmetic."""

from datetime import date, timedelta

#: Ordinal (`date.toordinal`) that elapsed days are counted from: 7 September 3761 BCE of the Julian calendar.
_EPOCH = -1373427
#: Parts of an hour (1080 to it) in a day; the mean moon is 29 days and 13753 parts, the first fell on part 12084.
_PARTS_A_DAY = 25920
#: Days from the first of Nisan to the next New Year: its six months have 30, 29, 30, 29, 30 and 29.
_NISAN_TO_NEW_YEAR = 177
#: Civil years that the calendar is computed for: before lies the civil calendar's own reform.
FIRST_CIVIL_YEAR = 1583


def month_first(year: int, month: int) -> date | None:
    """First civil day (it begins the evening before) of a month, None outside the civil years 1583-9999.

    Args:
        year: Year of the world (5784 began in September 2023).
        month: Nisan 1 to Elul 6, Tishri 7 to Adar 12; in a leap year 12 is the second Adar, where its feasts lie.

    Source: the calendar's rules as in Reingold and Dershowitz, Calendrical Calculations (elapsed days, delays).
    """
    if month >= 7 and month < 12:
        ordinal = _new_year(year) + sum(_length(year, earlier) for earlier in range(7, month))
    else:
        nisan = _new_year(year + 1) - _NISAN_TO_NEW_YEAR
        ordinal = nisan - 29 if month == 12 else nisan + sum(30 - earlier % 2 for earlier in range(2, month + 1))
    if not date(FIRST_CIVIL_YEAR, 1, 1).toordinal() <= ordinal <= date.max.toordinal():
        return None
    return date.fromordinal(ordinal)


def hebrew_day(year: int, month: int, day: int) -> date | None:
    """The civil day; days beyond the month's end run on (32 Kislev is the eighth of Hanukkah).

    Args:
        year: Year of the world.
        month: As in `month_first`.
        day: From 1.
    """
    first = month_first(year, month)
    if first is None or (date.max - first).days < day - 1:
        return None
    return first + timedelta(days=day - 1)


def _elapsed(year: int) -> int:
    """Days from the epoch to the year's mean new moon, moved off the weekdays a year may not begin on."""
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // _PARTS_A_DAY
    return days + (1 if 3 * (days + 1) % 7 < 3 else 0)


def _new_year(year: int) -> int:
    """Ordinal of 1 Tishri; years of 356 and 382 days are not allowed, so that some begin one or two days later."""
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    return _EPOCH + this + (2 if after - this == 356 else 1 if this - before == 382 else 0)


def _length(year: int, month: int) -> int:
    """Days of a month from Tishri to Shevat: Marheshvan and Kislev take up what the year's length leaves."""
    days = _new_year(year + 1) - _new_year(year)
    if month == 8:
        return 30 if days % 10 == 5 else 29
    if month == 9:
        return 29 if days % 10 == 3 else 30
    return 30 if month in (7, 11) else 29
