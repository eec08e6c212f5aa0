"""Alerts as an iCalendar file to subscribe to: one event an alert, revised in place, cancelled when the alert is.

Source: RFC 5545.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta

from icalendar import Calendar, Component, Event

from vedette.delivery.told import Told, citations, one_line
from vedette.delivery.wording import body_of, title_of


def render_vevent(told: Told) -> str:
    """The event of an alert as its latest message has it.

    Its days are those of what happened (or is threatened for); where they are not known, the day of the message.
    """
    message, alert = told.message, told.message.alert
    start = alert.happened_from or alert.happened_to or message.decided_at.date()
    end = max(start, alert.happened_to or start)
    event = Event()
    event.add("UID", f"{message.alert_id}@vedette")
    event.add("SEQUENCE", message.number - 1)
    event.add("DTSTAMP", message.decided_at.replace(tzinfo=UTC, microsecond=0))
    event.add("DTSTART", start)
    event.add("DTEND", end + timedelta(days=1))
    event.add("SUMMARY", one_line(title_of(message), 200))
    event.add("DESCRIPTION", body_of(told))
    cancelled = message.kind in ("cancel", "all_clear")
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED" if alert.happened_from else "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    event.add("CATEGORIES", ["Alert", alert.level])
    event.add("PRIORITY", {"high": 1, "medium": 5, "low": 9}[alert.level])
    if alert.where:
        event.add("LOCATION", one_line(alert.where.name))
        if alert.where.lat is not None and alert.where.lon is not None:
            event.add("GEO", (alert.where.lat, alert.where.lon))
    url = next((one.url for one in citations(told) if one.url), None)
    if url:
        event.add("URL", url)
    return bytes(event.to_ical()).decode()


def render_calendar(events: Sequence[str], name: str) -> bytes:
    """The calendar: of each alert the event of its latest message.

    Args:
        events: As `render_vevent` made them, oldest first.
        name: What the calendar is called.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Vedette//Alerts//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", one_line(name))
    latest: dict[str, tuple[int, Component]] = {}
    for text in events:
        event = Event.from_ical(text)
        uid, number = str(event["UID"]), int(str(event["SEQUENCE"]))
        if number >= latest.get(uid, (0, event))[0]:
            latest[uid] = (number, event)
    for uid in sorted(latest):
        calendar.add_component(latest[uid][1])
    return bytes(calendar.to_ical())
