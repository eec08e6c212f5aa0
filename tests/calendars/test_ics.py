"""Occasions out to an iCalendar file and in from one, hostile ones too."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from vedette.calendars import ics_read
from vedette.calendars.ics_days import Budget
from vedette.calendars.ics_read import ImportedOccasions, read_ics
from vedette.calendars.ics_write import write_ics
from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules
from vedette.errors import BadInputError, UsageError

RULES = load_occasion_rules()
MADE = datetime(2026, 1, 1, tzinfo=UTC)
START, END = date(2026, 1, 1), date(2027, 12, 31)


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events given by their lines."""
    body = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{body}END:VCALENDAR\r\n".encode()


def read(data: bytes, timezone: str | None = None) -> ImportedOccasions:
    return read_ics(data, "feasts.ics", START, END, timezone)


def days(*lines: str, timezone: str | None = None, head: str = "") -> list[str]:
    """The days of an event with those lines."""
    (rule,) = read(calendar("\r\n".join(("SUMMARY:Fair", *lines)), head=head), timezone).rules
    return [day.isoformat() for day in rule.dates]


def test_what_goes_out_comes_back_with_its_days_countries_and_uncertainty() -> None:
    rules = [RULES[name] for name in ("ashura", "hanukkah", "hajj", "friday-prayers", "qadr-nights", "diwali")]
    found = find_occasions(rules, START, END)
    back = {rule.name: rule for rule in read(write_ics(found, MADE)).rules}
    for name in {one.name for one in found}:
        ours = [one for one in found if one.name == name]
        all_days = {date.fromordinal(n) for o in ours for n in range(o.start_on.toordinal(), o.end_on.toordinal() + 1)}
        assert set(back[name].dates) == {day for day in all_days if START <= day <= END}
        assert (back[name].days_uncertain, back[name].countries) == (ours[0].days_uncertain, ours[0].countries)


def test_a_date_that_may_move_is_tentative_and_has_its_authority() -> None:
    written = write_ics(find_occasions([RULES["ashura"], RULES["christmas"]], START, END), MADE)
    events = {str(e["UID"]): e for e in Calendar.from_ical(written).walk("VEVENT")}
    assert str(events["ashura-1448@vedette"]["STATUS"]) == "TENTATIVE"
    assert "Umm al-Qura" in str(events["ashura-1448@vedette"]["DESCRIPTION"])
    assert str(events["christmas-2026@vedette"]["STATUS"]) == "CONFIRMED"
    assert b"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227" in written


def test_hours_are_utc_where_the_zone_is_known_and_float_where_it_is_not() -> None:
    prayers = [RULES["friday-prayers-tehran"], RULES["friday-prayers"]]
    written = write_ics(find_occasions(prayers, date(2026, 1, 2), date(2026, 1, 2)), MADE)
    assert b"DTSTART:20260102T070000Z" in written and b"DTSTART:20260102T113000\r\n" in written


def test_written_again_nothing_changes_but_a_moved_date_is_a_new_revision_of_the_same_event() -> None:
    found = find_occasions([RULES["ashura"]], START, END)
    first = write_ics(found, MADE)
    later = datetime(2026, 6, 1, tzinfo=UTC)
    assert write_ics(found, later, first) == first
    moved = first.replace(b"DTSTART;VALUE=DATE:20260625", b"DTSTART;VALUE=DATE:20260624")
    assert moved != first
    events = {str(e["UID"]): e for e in Calendar.from_ical(write_ics(found, later, moved)).walk("VEVENT")}
    assert (events["ashura-1448@vedette"]["SEQUENCE"], events["ashura-1449@vedette"]["SEQUENCE"]) == (1, 0)


def test_days_and_times_of_all_kinds_are_civil_days() -> None:
    assert days("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260312") == ["2026-03-10", "2026-03-11"]
    assert days("DTSTART;VALUE=DATE:20260310") == ["2026-03-10"]
    assert days("DTSTART:20260310T230000", "DURATION:PT2H") == ["2026-03-10", "2026-03-11"]
    assert days("DTSTART:20260310T220000", "DTEND:20260311T000000") == ["2026-03-10"]
    assert days("DTSTART;TZID=Asia/Tehran:20260310T003000") == ["2026-03-10"]


def test_utc_times_count_in_the_zone_asked_for_else_the_calendars() -> None:
    late = "DTSTART:20260310T220000Z"
    assert days(late) == ["2026-03-10"]
    assert days(late, timezone="Asia/Tehran") == ["2026-03-11"]
    assert days(late, head="X-WR-TIMEZONE:Asia/Tehran\r\n") == ["2026-03-11"]
    with pytest.raises(UsageError, match="Mars"):
        days(late, timezone="Mars/Base")


def test_recurring_events_are_written_out_with_their_exceptions() -> None:
    weekly = ("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=WEEKLY;COUNT=4")
    assert days(*weekly) == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    assert days(*weekly, "EXDATE;VALUE=DATE:20260309", "RDATE;VALUE=DATE:20260401")[-2:] == ["2026-03-23", "2026-04-01"]
    assert days("DTSTART;VALUE=DATE:19900501", "RRULE:FREQ=YEARLY") == ["2026-05-01", "2027-05-01"]
    until = ("DTSTART:20260302T100000Z", "RRULE:FREQ=DAILY;UNTIL=20260304T100000Z")
    assert days(*until) == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_one_time_of_a_recurring_event_may_be_moved() -> None:
    series = "SUMMARY:Fair\r\nDTSTART;VALUE=DATE:20260302\r\nRRULE:FREQ=WEEKLY;COUNT=2"
    moved = "SUMMARY:Fair\r\nRECURRENCE-ID;VALUE=DATE:20260309\r\nDTSTART;VALUE=DATE:20260310"
    (rule,) = read(calendar(series, moved).replace(b"UID:1", b"UID:0")).rules
    assert [day.isoformat() for day in rule.dates] == ["2026-03-02", "2026-03-10"]


def test_cancelled_events_and_those_outside_the_days_are_left_out() -> None:
    found = read(
        calendar(
            "SUMMARY:A\r\nDTSTART;VALUE=DATE:20260302\r\nSTATUS:CANCELLED",
            "SUMMARY:B\r\nDTSTART;VALUE=DATE:20200302",
            "SUMMARY:C\r\nDTSTART;VALUE=DATE:20260302\r\nSTATUS:TENTATIVE",
        )
    )
    assert (found.left_out, [(rule.name, rule.days_uncertain) for rule in found.rules]) == (2, [("C", 1)])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("SUMMARY:X", "has no DTSTART"),
        ("SUMMARY:X\r\nDTSTART:soon", "DTSTART that cannot be read: 'soon'"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nRRULE:now and then", "RRULE"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nRECURRENCE-ID:then", "RECURRENCE-ID that cannot be read"),
        ("DTSTART;VALUE=DATE:20260302", "no SUMMARY"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260301", "ends before it begins"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:90260301", "more than 366 days"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND:20260303T000000Z", "not of one kind"),
        ("SUMMARY:X\r\nDTSTART:20260302T000000\r\nRRULE:FREQ=SECONDLY", "SECONDLY"),
        ("SUMMARY:X\r\nDTSTART:20260302T000000\r\nRRULE:FREQ=DAILY;BYSECOND=1,2,3", "several times a day"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:00010101\r\nRRULE:FREQ=DAILY", "before 1900"),
        ("SUMMARY:X\r\nDTSTART;VALUE=DATE:20260302\r\nRRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL"),
    ],
)
def test_an_event_that_cannot_be_used_is_named_and_the_rest_is_read(lines: str, words: str) -> None:
    found = read(calendar(lines, "SUMMARY:Good\r\nDTSTART;VALUE=DATE:20260302"))
    assert [rule.name for rule in found.rules] == ["Good"]
    assert len(found.problems) == 1 and "event 1" in found.problems[0] and words in found.problems[0]


def test_rules_without_end_are_bounded_by_the_days_asked_for() -> None:
    huge = "SUMMARY:Huge\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;COUNT=999999999"
    never = "SUMMARY:Never\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    found = read(calendar(huge, never))
    assert [len(rule.dates) for rule in found.rules] == [730]
    assert "names no day of any year" in found.problems[0]


def test_what_recurring_events_may_cost_is_bounded_for_the_file() -> None:
    old = "SUMMARY:Old\r\nDTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=YEARLY"
    found = read(calendar(*[old] * 100))
    assert found.problems and all("too many days" in problem for problem in found.problems)


def test_what_recurring_events_may_take_is_bounded_for_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics_read, "Budget", lambda: Budget(seconds=-1))
    found = read(
        calendar(
            "SUMMARY:Late\r\nDTSTART;VALUE=DATE:20260302\r\nRRULE:FREQ=DAILY",
            "SUMMARY:Fair\r\nDTSTART;VALUE=DATE:20260302",
        )
    )
    assert [rule.name for rule in found.rules] == ["Fair"]
    assert "took more than" in found.problems[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no BEGIN:VCALENDAR"),
        (b"Dear all, the fair is on Monday.", "no BEGIN:VCALENDAR"),
        (b"\xff\xfe" + "BEGIN:VCALENDAR".encode("utf-16-le"), "not valid UTF-8"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:X\r\n", "iCalendar|without events"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "iCalendar|without events"),
        (calendar(), "without events"),
        (calendar("SUMMARY:X"), "none of its events"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * 16_000_000, "larger than"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_001, "20,001 events; at most 20,000"),
        (b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 400_001, "400,001 lines|400,002 lines"),
        (b"BEGIN:VCALENDAR\r\nX:" + b"1" * 60_000 + b"\r\n 1" * 300_000 + b"1" * 200_000, "a line of 560,00"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        read(data)


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_within_a_calendar_is_read_or_refused(lines: list[str]) -> None:
    data = calendar("SUMMARY:Fair\r\nDTSTART;VALUE=DATE:20260302\r\n" + "\r\n".join(lines))
    try:
        read(data)
    except BadInputError as error:
        assert error.message.startswith("feasts.ics")
