"""Occasions as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from vedette.calendars.presence import gathering
from vedette.model.occasion import Occasion

#: What a reader of the calendar acts on: where one of them differs, the event is a new revision.
_MATTERS = ("DTSTART", "DTEND", "STATUS", "SUMMARY", "LOCATION")


def write_ics(occasions: Iterable[Occasion], made_at: datetime, before: bytes | None = None) -> bytes:
    """The calendar. An event's UID stays when its date moves; SEQUENCE then counts up from the calendar before.

    Args:
        occasions: The dates; those that may move are TENTATIVE. With hours they have times (in UTC where the zone is
            known, else floating: local wherever they are read), else days.
        made_at: When it is written, with its zone.
        before: What was written to the same file last, None where nothing was.

    Raises:
        ValueError: `before` is no calendar.
    """
    known = _events_by_uid(before) if before else {}
    calendar = Calendar()
    calendar.add("PRODID", "-//Vedette//Occasions//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", "Occasions")
    for occasion in occasions:
        event = _event(occasion)
        _revise(event, known.get(str(event["UID"])), made_at)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(one: Occasion) -> Event:
    event = Event()
    event.add(
        "UID", "-".join((one.rule_id, one.turn or one.start_on.isoformat(), *map(str.lower, one.only_in))) + "@vedette"
    )
    event.add("SUMMARY", one.name)
    start, end = _ends(one)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("STATUS", "TENTATIVE" if one.days_uncertain else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    event.add("CATEGORIES", ["Occasion", one.rule_id])
    event.add("DESCRIPTION", _description(one))
    if one.place:
        event.add("LOCATION", one.place)
    if one.lat is not None and one.lon is not None:
        event.add("GEO", (one.lat, one.lon))
    event.add("X-VEDETTE-RULE", one.rule_id)
    event.add("X-VEDETTE-DAYS-UNCERTAIN", str(one.days_uncertain))
    if one.countries or one.only_in:
        event.add("X-VEDETTE-COUNTRIES", " ".join(one.countries or one.only_in))
    return event


def _ends(one: Occasion) -> tuple[date, date]:
    """Start and (exclusive) end: times where a single day has hours, else days."""
    if one.hours is None or one.start_on != one.end_on:
        return one.start_on, min(one.end_on, date.max - timedelta(days=1)) + timedelta(days=1)
    found = gathering(one)
    if found is not None:
        return found[0].astimezone(UTC), found[1].astimezone(UTC)
    start, end = (datetime.combine(one.start_on, time.fromisoformat(hour)) for hour in one.hours)
    return start, end if end > start else end + timedelta(days=1)


def _description(one: Occasion) -> str:
    where = f"Crowds: {' '.join(one.countries)}." if one.countries else ""
    window = f"Watched with it: {one.lead_days} d before, {one.lag_days} d after."
    moves = f"The date may move: ±{one.days_uncertain} d." if one.days_uncertain else ""
    others = f"Not in {' '.join(one.not_in)}, which announced another." if one.not_in else ""
    return "\n".join(line for line in (f"Date by: {one.authority}.", moves, where, others, window) if line)


def _events_by_uid(data: bytes) -> dict[str, Any]:
    calendars = Calendar.from_ical(data, multiple=True)
    return {str(event.get("UID")): event for calendar in calendars for event in calendar.walk("VEVENT")}


def _revise(event: Event, before: Mapping[str, Any] | None, made_at: datetime) -> None:
    """Gives an event its revision and stamp: those it had, if nothing that matters changed."""
    sequence = int(before.get("SEQUENCE", 0)) if before else 0
    if before and all(_value(event, key) == _value(before, key) for key in _MATTERS) and "DTSTAMP" in before:
        event.add("DTSTAMP", before["DTSTAMP"].dt)
    else:
        sequence += 1 if before else 0
        event.add("DTSTAMP", made_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", sequence)


def _value(event: Mapping[str, Any], key: str) -> Any:
    value = event.get(key)
    return getattr(value, "dt", None) or (str(value) if value is not None else None)
