"""Reads an iCalendar file (RFC 5545) as occasions whose days are listed."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Event

from vedette.calendars.ics_days import Budget, EventProblemError, days_of_event, is_broken, zone_of_calendar
from vedette.errors import BadInputError
from vedette.model.occasion import OccasionRule

#: Bytes and events that a file may have: a national calendar of fifty years has some thousands of events.
MAX_BYTES, MAX_EVENTS = 16_000_000, 20_000
#: Lines, and letters of one line with what it runs on into: both bound the parser's time to some seconds.
MAX_LINES, MAX_LINE = 400_000, 500_000
#: Letters of a name that are kept.
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class ImportedOccasions:
    """What a calendar file holds within the days asked for."""

    rules: tuple[OccasionRule, ...]
    #: Events that could not be used and why, in words; the rest were read.
    problems: tuple[str, ...]
    #: Events that lie outside the days asked for, or are cancelled.
    left_out: int


@dataclass(slots=True)
class _Gathered:
    """Events of one name: one occasion."""

    event: Event
    days: set[date] = field(default_factory=set)
    uncertain: int = 0


def read_ics(data: bytes, about: str, first: date, last: date, timezone: str | None = None) -> ImportedOccasions:
    """The occasions in a calendar: events of one name and place are one, recurring ones written out.

    Args:
        data: The file.
        about: Its path, for messages.
        first: First day that is asked for.
        last: Last day that is asked for.
        timezone: IANA zone in which times told in UTC are counted to a day; None: the calendar's own
            (X-WR-TIMEZONE), else UTC. Floating times and times with a zone keep the day they tell.

    Raises:
        BadInputError: It is no calendar, is too large, or has no event that can be used.
        UsageError: There is no such zone.
    """
    calendars = _parsed(data, about)
    events = [event for calendar in calendars for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    if not events:
        raise BadInputError(f"{about}: a calendar without events (VEVENT)", about)
    zone = zone_of_calendar(calendars[0], timezone)
    overridden = _overridden(events)
    gathered: dict[tuple[str, str], _Gathered] = {}
    problems: list[str] = []
    left_out, budget = 0, Budget()
    for number, event in enumerate(events, 1):
        name, uid = _text(event, "SUMMARY"), _text(event, "UID")
        try:
            if not name:
                raise EventProblemError("has no SUMMARY, so no name")
            found = (
                set()
                if _text(event, "STATUS").upper() == "CANCELLED"
                else {*days_of_event(event, first, last, zone, overridden.get(uid, frozenset()), budget)}
            )
        except EventProblemError as error:
            problems.append(f"event {number} ({name or uid or 'without name'}): {error}")
            continue
        left_out += not found
        if found:
            one = gathered.setdefault((name, _text(event, "LOCATION")), _Gathered(event))
            one.days |= found
            one.uncertain = max(one.uncertain, _uncertain(event))
    if len(problems) == len(events):
        raise BadInputError(f"{about}: none of its events can be used; {problems[0]}", about)
    return ImportedOccasions(tuple(_rules(gathered, about)), tuple(problems), left_out)


def _parsed(data: bytes, about: str) -> list[Any]:
    if len(data) > MAX_BYTES:
        raise BadInputError(f"{about}: larger than {MAX_BYTES // 1_000_000} MB: split the file", about)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{about}: not valid UTF-8 (byte {error.start}); save it as UTF-8", about) from error
    if "BEGIN:VCALENDAR" not in text.upper():
        raise BadInputError(f"{about}: not an iCalendar file: it has no BEGIN:VCALENDAR", about)
    _check_size(text, about)
    try:
        found: list[Any] = list(Calendar.from_ical(text, multiple=True))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BadInputError(f"{about}: not a whole iCalendar file: {str(error)[:120]}", about) from error
    if not found:
        raise BadInputError(f"{about}: not a whole iCalendar file", about)
    return found


def _check_size(text: str, about: str) -> None:
    n_events, n_lines = text.upper().count("BEGIN:VEVENT"), text.count("\n")
    if n_events > MAX_EVENTS:
        raise BadInputError(f"{about}: {n_events:,} events; at most {MAX_EVENTS:,} are read: split the file", about)
    if n_lines > MAX_LINES:
        raise BadInputError(f"{about}: {n_lines:,} lines; at most {MAX_LINES:,} are read: split the file", about)
    longest = max(map(len, re.sub(r"\r?\n[ \t]", "", text).split("\n")))
    if longest > MAX_LINE:
        raise BadInputError(f"{about}: a line of {longest:,} letters; at most {MAX_LINE:,} are read", about)


def _overridden(events: list[Event]) -> dict[str, frozenset[date]]:
    """UID → days of a recurring event that another event of its UID stands for (RECURRENCE-ID)."""
    found: dict[str, set[date]] = {}
    for event in events:
        told = event.get("RECURRENCE-ID")
        at = None if is_broken(told) else getattr(told, "dt", None)
        if isinstance(at, date):
            found.setdefault(_text(event, "UID"), set()).add(at.date() if isinstance(at, datetime) else at)
    return {uid: frozenset(days) for uid, days in found.items()}


def _rules(gathered: dict[tuple[str, str], _Gathered], about: str) -> Iterator[OccasionRule]:
    taken: set[str] = set()
    for (name, place), one in gathered.items():
        rule_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
        if not rule_id or rule_id in taken:
            rule_id = f"{rule_id or 'occasion'}-{hashlib.sha256(f'{name}|{place}'.encode()).hexdigest()[:8]}"
        taken.add(rule_id)
        countries = _text(one.event, "X-VEDETTE-COUNTRIES").split()
        yield OccasionRule(
            id=rule_id,
            name=name[:_MAX_NAME],
            calendar="listed",
            month=None,
            days=(),
            authority=f"calendar file {about}",
            days_uncertain=one.uncertain,
            countries=tuple(country for country in countries if re.fullmatch("[A-Z]{2}", country)),
            source=f"calendar file {about}",
            dates=tuple(sorted(one.days)),
            note=place[:_MAX_NAME],
        )


def _uncertain(event: Event) -> int:
    """Days by which it may move: as told by our own calendars, else one where it is tentative."""
    told = _text(event, "X-VEDETTE-DAYS-UNCERTAIN")
    if re.fullmatch(r"\d|10", told):
        return int(told)
    return 1 if _text(event, "STATUS").upper() == "TENTATIVE" else 0


def _text(event: Event, key: str) -> str:
    """A property's words on one line, without control characters; empty where it has none."""
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    words = "".join(letter if letter.isprintable() else " " for letter in str(value)) if value is not None else ""
    return " ".join(words.split())
