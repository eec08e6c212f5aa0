"""Works out what a time expression stands for, from where it counts."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from vedette.calendars.conversion import days_of_month, gregorian_day, year_of, year_within
from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules
from vedette.reading.timex_anchor import Anchor, Mentioned
from vedette.reading.timex_form import Calendar, DayTime, Draft, Feast, Fixed, Form, OtherCalendar, Shift, Stretch
from vedette.reading.timex_interval import Days, days_of
from vedette.reading.timex_tense import Tense
from vedette.reading.timex_values import (
    iso,
    nearest_forward,
    shifted,
    stretch_days,
    vague,
    weekday_from,
    weekend_from,
    written,
    year_by_tense,
    year_of_weekday,
)

_WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!/)")
#: First month of a section of the year; a winter counts by its beginning.
_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value and its days, as far as they are known."""

    value: str | None
    days: Days | None = None


@dataclass(slots=True)
class Told:
    """The dates last told, by how exact they were."""

    #: The last one of any width, and in which sentence.
    last: Mentioned | None = None
    sentence: int = -1
    #: The last one with a month, with a day.
    month: Mentioned | None = None
    day: Mentioned | None = None

    def fine_enough(self, unit: str) -> Mentioned | None:
        """The last date that is fine enough to count units from."""
        if unit in ("Y", "DE", "CE"):
            return self.last
        return self.month if unit in ("M", "Q") else self.day

    def move(self, found: Resolved, sentence: int) -> None:
        """Takes a date that was told."""
        value = found.value or ""
        if not value[:4].isdigit() or found.days is None or "/" in value:
            return
        parts = value.split("T")[0].split("-")
        plain = len(parts) > 1 and parts[1].isdigit()
        month = int(parts[1]) if plain else found.days[0].month if len(parts) > 1 else None
        day = int(parts[2]) if plain and len(parts) == 3 else None
        self.last, self.sentence = Mentioned(int(value[:4]), month, day), sentence
        self.month = self.last if month is not None else self.month
        self.day = self.last if day is not None else self.day


@dataclass(slots=True)
class Clock:
    """The story's clock while a text is read: its anchor and the dates last told."""

    anchor: Anchor
    told: Told = field(default_factory=Told)

    def resolve(self, draft: Draft, tense: Tense | None, sentence: int) -> Resolved:
        """What `draft` stands for in a clause of this tense; moves the clock on where it tells a date."""
        try:
            value = self._value(draft, tense, sentence)
            if value is not None and draft.clock and len(value) == 10:
                value += draft.clock
            found = Resolved(value, self._days(value, draft))
            if found.days is None and value is not None and _WHOLE_DAY.match(value):
                return Resolved(None)
        except (ValueError, OverflowError):
            # Before year 1 or after 9999, or a day that the month lacks: what it says is no day.
            return Resolved(None)
        if draft.kind in ("DATE", "TIME"):
            self.told.move(found, sentence)
        return found

    def _days(self, value: str | None, draft: Draft) -> Days | None:
        if isinstance(draft.form, Stretch):
            return stretch_days(self._now, draft.form) if self._now else None
        days = days_of(value, draft.mod) if value else None
        if days and isinstance(draft.form, Feast):
            slack = timedelta(load_occasion_rules()[draft.form.rule_id].days_uncertain)
            return days[0] - slack, days[1] + slack
        if days and draft.rule == "overnight":
            return days[0], days[1] + timedelta(1)
        return (days[0] - timedelta(1), days[1]) if days and draft.rule == "night to a day" else days

    def counts_from(self, form: Form) -> str | None:
        """From where a form counts, in words for `--explain`; None where it says all itself."""
        whole = isinstance(form, Fixed) or (
            isinstance(form, Calendar | OtherCalendar | Feast) and form.year is not None
        )
        if whole:
            return None
        if self.anchor.narrative or (isinstance(form, Shift) and form.origin == "mention"):
            return "counts from the date last told"
        published = self.anchor.published
        return f"counts from {published.isoformat()}" if published else "the report is undated"

    @property
    def _now(self) -> date | None:
        """The day that news counts from; none in a narrative, which has a time of its own."""
        return None if self.anchor.narrative else self.anchor.published

    def _value(self, draft: Draft, tense: Tense | None, sentence: int) -> str | None:
        form = draft.form
        if isinstance(form, Fixed | Stretch):
            return form.value
        if isinstance(form, Calendar):
            return None if draft.rule == "day or month unclear" else self._calendar(form, tense)
        if isinstance(form, Shift):
            return self._shift(form)
        if isinstance(form, Feast):
            return self._feast(form, tense)
        if isinstance(form, DayTime):
            return self._day_time(form, sentence)
        return self._other(form, tense)

    def _calendar(self, form: Calendar, tense: Tense | None) -> str | None:
        if form.year is not None:
            return written(form.year, form)
        if form.section == "WE":
            return weekend_from(self._now, tense) if self._now else None
        if form.month is None and form.weekday is not None:
            return self._weekday(form, form.weekday, tense)
        if form.month is None and form.day is not None:
            return self._day_alone(form.day, tense)
        return written(self._year_for(form, tense), form)

    def _year_for(self, form: Calendar, tense: Tense | None) -> int | None:
        month = form.month or _FIRST_MONTH.get(form.section or "", 1)
        now, told = self._now, self.told.last
        if form.turn in ("before", "after") and told is not None:
            same = month < (told.month or 0) if form.turn == "before" else month > (told.month or 12)
            return told.year if same else told.year + (1 if form.turn == "after" else -1)
        if now is None:
            return nearest_forward(told, month) if told and self.anchor.narrative else None
        if form.turn == "this":
            return now.year
        if form.weekday is not None and form.day is not None:
            return year_of_weekday(now, month, form.day, form.weekday)
        return year_by_tense(now, month, form, tense)

    def _weekday(self, form: Calendar, weekday: int, tense: Tense | None) -> str | None:
        now = self._now
        if form.turn in ("before", "after") and self.told.day is not None:
            now = self.told.day.first
        if now is not None:
            return weekday_from(now, weekday, form, tense)
        last = self.told.last
        if last is None or last.day is None or not self.anchor.narrative:
            return f"XXXX-WXX-{weekday}"
        ahead = (weekday - last.first.isoweekday()) % 7
        return iso(last.first, ahead - 7 if form.turn == "last" else ahead)

    def _day_alone(self, day: int, tense: Tense | None) -> str | None:
        told = self.told.last
        if told is not None and told.month is not None and (self.anchor.narrative or told.day is not None):
            return f"{told.year:04d}-{told.month:02d}-{day:02d}"
        base = self._now
        if base is None:
            return f"XXXX-XX-{day:02d}"
        if day > base.day and tense != "future":
            base = base.replace(day=1) - timedelta(1)
        return f"{base.year:04d}-{base.month:02d}-{day:02d}"

    def _shift(self, form: Shift) -> str | None:
        now = self._now
        base = Mentioned(now.year, now.month, now.day) if now else None
        if form.origin == "mention" and (now is not None or self.anchor.narrative or self.told.last is not None):
            base = self.told.fine_enough(form.unit) or base
        elif self.anchor.narrative:
            base = self.told.fine_enough(form.unit)
        return shifted(base, form) if base is not None else vague(form)

    def _day_time(self, form: DayTime, sentence: int) -> str:
        day, now = self.told.day, self._now
        near = day is self.told.last and sentence - self.told.sentence <= 1
        if day is not None and (now is None or near):
            return f"{day.year:04d}-{day.month:02d}-{day.day:02d}{form.clock}"
        return f"{now.isoformat()}{form.clock}" if now else form.clock

    def _feast(self, form: Feast, tense: Tense | None) -> str | None:
        """Its day by its authority; lunar feasts have the days around it too."""
        now = self._now
        year = form.year or (now.year if now else None)
        if year is None:
            return None
        rule = load_occasion_rules()[form.rule_id]
        found = [
            one.start_on
            for one in find_occasions([rule], date(year - 1, 1, 1), date(year + 1, 12, 31), announced=False)
        ]
        if form.year is not None or now is None or form.turn == "this":
            found = [day for day in found if day.year == year]
        elif tense == "future" or form.turn == "next":
            found = [day for day in found if day >= now][:1]
        else:
            found = [day for day in found if day <= now][-1:]
        return found[0].isoformat() if len(found) == 1 else None

    def _other(self, form: OtherCalendar, tense: Tense | None) -> str | None:
        year = form.year or self._other_year(form, tense)
        if year is None:
            return None
        if form.day is not None:
            day = gregorian_day(form.calendar, year, form.month, form.day)
            return day.isoformat() if day else None
        days = days_of_month(form.calendar, year, form.month)
        return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else None

    def _other_year(self, form: OtherCalendar, tense: Tense | None) -> int | None:
        if form.civil_year is not None:
            return year_within(form.calendar, form.civil_year, form.month, form.day or 1)
        now = self._now
        here = year_of(form.calendar, now) if now else None
        day = gregorian_day(form.calendar, here, form.month, form.day or 1) if here else None
        if now is None or here is None or day is None:
            return None
        month = days_of_month(form.calendar, here, form.month) if form.day is None else None
        if month and month[0] <= now <= month[1]:
            return here
        if tense == "future":
            return here if day >= now else here + 1
        return here if day <= now else here - 1
