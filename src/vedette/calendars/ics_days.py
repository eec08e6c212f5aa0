"""The days of one event of an iCalendar file, recurring ones written out within bounds."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr
from icalendar import vBroken

from vedette.errors import UsageError

#: Days that one event may last.
_LONGEST_DAYS = 366
#: Days over which all the recurring events of a file may be worked out together: a few seconds' work.
_BUDGET_DAYS = 1_000_000
#: Seconds that they may take together: dateutil seeks a day that never comes for half a second a rule.
_BUDGET_S = 20.0
#: Earliest year in which a recurring event may begin.
_FIRST_YEAR = 1900
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_READ = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID")
#: Days that each month has at most.
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Parts of a rule that make several times of one day; days are all that is asked for.
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


class EventProblemError(ValueError):
    """An event cannot be used; says why, for the list of problems."""


@dataclass(slots=True)
class Budget:
    """Days and time of recurring events that may still be worked out."""

    days: int = _BUDGET_DAYS
    seconds: float = _BUDGET_S
    begun_at: float = field(default_factory=monotonic)

    def spend(self, days: int) -> None:
        """Takes days off.

        Raises:
            EventProblemError: There are not so many left, or no time.
        """
        if monotonic() - self.begun_at > self.seconds:
            message = f"recurrences of this file took more than {self.seconds:g} s: split the file"
            raise EventProblemError(message)
        if days > self.days:
            raise EventProblemError("recurs over too many days with those before it: ask for fewer, or split the file")
        self.days -= days


def zone_of_calendar(calendar: Any, asked: str | None) -> tzinfo:
    """The zone in which times told in UTC are counted to days.

    Args:
        calendar: The parsed calendar.
        asked: IANA name that the user gave, None: that of the calendar, else UTC.

    Raises:
        UsageError: There is no zone of the name asked for.
    """
    name = asked or str(calendar.get("X-WR-TIMEZONE", "UTC"))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if asked:
            raise UsageError(f"--timezone {asked}: there is no such zone; give a name such as Asia/Tehran") from error
        return UTC


def days_of_event(
    event: Any, first: date, last: date, zone: tzinfo, overridden: frozenset[date], budget: Budget
) -> set[date]:
    """The days of an event between two days.

    Args:
        event: The parsed event.
        first: First day that is asked for.
        last: Last day that is asked for.
        zone: Where times told in UTC are counted to days.
        overridden: Days of its recurrence that other events stand for.
        budget: What may be spent on recurrence, for the whole file.

    Raises:
        EventProblemError: It cannot be used.
    """
    _check_readable(event)
    start = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(start, date):
        raise EventProblemError("has no DTSTART")
    length = _length(event, start)
    if event.get("RECURRENCE-ID") is not None:
        overridden = frozenset()
    left_out = overridden | {_plain_day(day) for day in _listed(event, "EXDATE")}
    reaching = date.fromordinal(max(1, first.toordinal() - length.days - 2))
    starts = [start, *_listed(event, "RDATE"), *_recurring(event, start, reaching, last, budget)]
    found: set[date] = set()
    for one in starts:
        if _plain_day(one) not in left_out:
            found.update(day for day in _days(one, length, zone) if first <= day <= last)
    return found


def is_broken(value: Any) -> bool:
    """Whether a property could not be parsed, so that any look at its value would raise."""
    return any(isinstance(one, vBroken) for one in (value if isinstance(value, list) else [value]))


def _check_readable(event: Any) -> None:
    for key in _READ:
        if is_broken(event.get(key)):
            raise EventProblemError(f"has a {key} that cannot be read: {str(event.get(key))[:40]!r}")


def _length(event: Any, start: date) -> timedelta:
    """From its start to its end; without an end a day, or a moment where it has a time."""
    end = getattr(event.get("DTEND"), "dt", None)
    told = getattr(event.get("DURATION"), "dt", None)
    try:
        if isinstance(end, date):
            length = _between(start, end)
        elif isinstance(told, timedelta):
            length = told
        else:
            length = timedelta(0 if isinstance(start, datetime) else 1)
    except (TypeError, OverflowError) as error:
        raise EventProblemError("its DTSTART and DTEND are not of one kind") from error
    if length < timedelta(0):
        raise EventProblemError("ends before it begins")
    if length > timedelta(_LONGEST_DAYS):
        raise EventProblemError(f"lasts more than {_LONGEST_DAYS} days")
    return length


def _between(start: date, end: date) -> timedelta:
    if isinstance(end, datetime) != isinstance(start, datetime):
        raise TypeError("a day and a time")
    return end - start


def _days(start: date, length: timedelta, zone: tzinfo) -> Iterator[date]:
    """The civil days that a stretch holds: an end at midnight does not reach into its day."""
    try:
        if isinstance(start, datetime):
            begins, ends = _local(start, zone), _local(start + length, zone)
            last = (ends - timedelta(microseconds=1)).date() if ends > begins else begins.date()
            day = begins.date()
        else:
            day, last = start, start + length - timedelta(1) if length else start
    except OverflowError as error:
        raise EventProblemError("lies beyond the years that are known") from error
    yield from (date.fromordinal(n) for n in range(day.toordinal(), last.toordinal() + 1))


def _local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment on the clock of its place: UTC counts in the zone given, all else as told."""
    if moment.tzinfo is not None and str(moment.tzinfo) in ("UTC", "Etc/UTC", "tzutc()"):
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _plain_day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _listed(event: Any, key: str) -> list[date]:
    """The days or times of a property that lists them (EXDATE, RDATE); periods by their start."""
    value = event.get(key)
    found: list[date] = []
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        for item in getattr(one, "dts", ()):
            at = item.dt[0] if isinstance(item.dt, tuple) else item.dt
            if isinstance(at, date):
                found.append(at)
    return found


def _recurring(event: Any, start: date, first: date, last: date, budget: Budget) -> Iterator[date]:
    """The further starts by its rules, from `first` to `last`."""
    value = event.get("RRULE")
    for rule in value if isinstance(value, list) else [value] if value is not None else []:
        yield from _by_rule(rule, start, first, last, budget)


def _by_rule(rule: Any, start: date, first: date, last: date, budget: Budget) -> Iterator[date]:
    frequency = str((rule.get("FREQ") or ["?"])[0]).upper() if hasattr(rule, "get") else "?"
    if frequency not in _FREQUENCIES:
        raise EventProblemError(f"has an RRULE of FREQ {frequency}: only {', '.join(_FREQUENCIES)} make days")
    if any(rule.get(part) for part in _WITHIN_A_DAY):
        raise EventProblemError("recurs several times a day (BYHOUR, BYMINUTE or BYSECOND)")
    if not _may_come(rule, frequency):
        raise EventProblemError("has an RRULE that names no day of any year")
    if start.year < _FIRST_YEAR:
        raise EventProblemError(f"recurs since before {_FIRST_YEAR}")
    at = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
    bound = min(_until(rule, at), datetime(last.year, last.month, last.day, 23, 59, 59))
    plain = at.replace(tzinfo=None)
    if bound < plain:
        return
    budget.spend((bound - plain).days + 1)
    for moment in _worked_out(rule, plain, bound):
        if moment.date() >= first:
            yield moment.replace(tzinfo=at.tzinfo) if isinstance(start, datetime) else moment.date()


def _may_come(rule: Any, frequency: str) -> bool:
    """Whether some day fits: dateutil looks for one that never comes until the year 9999, whatever its bound."""
    months, days = (rule.get(part) or [] for part in ("BYMONTH", "BYMONTHDAY"))
    if rule.get("BYYEARDAY") or rule.get("BYWEEKNO") or rule.get("BYSETPOS"):
        return frequency in ("MONTHLY", "YEARLY") and not (months and days)
    known = [month for month in months if 1 <= month <= 12]
    return not (months and days) or any(abs(day) <= _LONGEST_MONTHS[month - 1] for month in known for day in days)


def _worked_out(rule: Any, start: datetime, bound: datetime) -> list[datetime]:
    parts = [part for part in rule.to_ical().decode().split(";") if not part.upper().startswith("UNTIL=")]
    try:
        if int((rule.get("INTERVAL") or [1])[0]) < 1:
            raise EventProblemError("recurs with an INTERVAL below 1")
        with warnings.catch_warnings():
            # COUNT with UNTIL is against RFC 5545; here UNTIL is the bound that keeps COUNT=999999999 short.
            warnings.simplefilter("ignore", DeprecationWarning)
            made = rrulestr(";".join(parts), dtstart=start).replace(until=bound)  # type: ignore[union-attr]
        return list(made)
    except EventProblemError:
        raise
    except (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError) as error:
        raise EventProblemError(f"has an RRULE that cannot be worked out: {str(error)[:80]}") from error


def _until(rule: Any, start: datetime) -> datetime:
    """Last moment of the rule, on the clock of its start; far off where the rule tells none."""
    until = (rule.get("UNTIL") or [None])[0]
    if isinstance(until, datetime):
        if until.tzinfo is not None and start.tzinfo is not None:
            until = until.astimezone(start.tzinfo)
        return until.replace(tzinfo=None)
    if isinstance(until, date):
        return datetime(until.year, until.month, until.day, 23, 59, 59)
    return datetime.max
