"""Works out what a time expression stands for, from where it counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from vedette.calendars.conversion import days_of_month, gregorian_day, year_of
from vedette.reading.timex_anchor import Anchor, Mentioned
from vedette.reading.timex_form import Calendar, DayTime, Draft, Fixed, OtherCalendar, Shift
from vedette.reading.timex_interval import Days, days_of
from vedette.reading.timex_tense import Tense

_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value and its days, as far as they are known."""

    value: str | None
    days: Days | None = None


@dataclass(slots=True)
class Clock:
    """The story's clock while a text is read: its anchor and the date last told."""

    anchor: Anchor
    told: Mentioned | None = None

    def resolve(self, draft: Draft, tense: Tense | None) -> Resolved:
        """What `draft` stands for in a clause of this tense; moves the clock on where it tells a date."""
        value = self._value(draft, tense)
        if value is not None and draft.clock and len(value) == 10:
            value += draft.clock
        days = value if isinstance(value, Resolved) else Resolved(value, days_of(value, draft.mod) if value else None)
        if draft.kind in ("DATE", "TIME"):
            self._move(days)
        return days

    def _value(self, draft: Draft, tense: Tense | None) -> str | None:
        form = draft.form
        if isinstance(form, Fixed):
            return form.value
        if isinstance(form, Calendar):
            return self._calendar(form, draft, tense)
        if isinstance(form, Shift):
            return self._shift(form)
        if isinstance(form, DayTime):
            return self._day_time(form)
        return self._other(form, tense)

    def _calendar(self, form: Calendar, draft: Draft, tense: Tense | None) -> str | None:
        if draft.rule == "day or month unclear":
            return None
        if form.year is not None:
            return written(form.year, form)
        if form.month is None and form.day is None and form.weekday is not None:
            return self._weekday(form, tense)
        if form.month is None and form.day is not None:
            return self._day_alone(form.day)
        year = self._year_for(form, tense)
        return written(year, form)

    def _year_for(self, form: Calendar, tense: Tense | None) -> int | None:
        month = form.month or _FIRST_MONTH.get(form.section or "", 1)
        published = self.anchor.published
        if self.anchor.narrative or published is None:
            if not self.anchor.narrative or self.told is None:
                return None
            return nearest_forward(self.told, month)
        if form.turn == "this":
            return published.year
        if form.weekday is not None and form.day is not None:
            return _year_of_weekday(published, month, form.day, form.weekday)
        return year_by_tense(published, month, form, tense)

    def _weekday(self, form: Calendar, tense: Tense | None) -> str | None:
        weekday = form.weekday or 1
        base = self.anchor.published
        if self.anchor.narrative or base is None:
            if self.told is None or self.told.day is None or not self.anchor.narrative:
                return f"XXXX-WXX-{weekday}"
            ahead = (weekday - self.told.first.isoweekday()) % 7
            return _iso(self.told.first, ahead if form.turn != "last" else ahead - 7)
        back = (base.isoweekday() - weekday) % 7
        if form.turn == "last":
            return _iso(base, -(back or 7))
        if form.turn == "next":
            return _iso(base, 7 - back)
        if form.turn == "this":
            return _iso(base, weekday - base.isoweekday())
        if tense == "future":
            return _iso(base, (7 - back) % 7)
        return _iso(base, -back)

    def _day_alone(self, day: int) -> str | None:
        told = self.told
        if told is not None and told.month is not None and (self.anchor.narrative or told.day is not None):
            return f"{told.year:04d}-{told.month:02d}-{day:02d}"
        base = self.anchor.published
        if base is None or self.anchor.narrative:
            return f"XXXX-XX-{day:02d}"
        if day > base.day:
            base = base.replace(day=1) - timedelta(1)
        return f"{base.year:04d}-{base.month:02d}-{day:02d}"

    def _shift(self, form: Shift) -> str | None:
        base = self._base(form)
        if base is None:
            return vague(form)
        if form.unit in ("D", "W", "WE", "H", "MIN") and base.day is None:
            return None
        return shifted(base, form)

    def _base(self, form: Shift) -> Mentioned | None:
        published = self.anchor.published
        if form.origin == "published" and published is not None and not self.anchor.narrative:
            return Mentioned(published.year, published.month, published.day)
        if form.origin == "mention" or self.anchor.narrative:
            if self.told is not None:
                return self.told
            if published is not None and not self.anchor.narrative:
                return Mentioned(published.year, published.month, published.day)
        return None

    def _day_time(self, form: DayTime) -> str | None:
        told, published = self.told, self.anchor.published
        if told is not None and told.day is not None:
            return f"{told.year:04d}-{told.month:02d}-{told.day:02d}{form.clock}"
        if published is not None and not self.anchor.narrative:
            return f"{published.isoformat()}{form.clock}"
        return form.clock

    def _other(self, form: OtherCalendar, tense: Tense | None) -> str | None:
        year = form.year
        if year is None:
            base = self.anchor.published
            if base is None or self.anchor.narrative:
                return None
            year = self._other_year(form, base, tense)
        if year is None:
            return None
        if form.day is not None:
            day = gregorian_day(form.calendar, year, form.month, form.day)
            return day.isoformat() if day else None
        days = days_of_month(form.calendar, year, form.month)
        return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else None

    def _other_year(self, form: OtherCalendar, base: date, tense: Tense | None) -> int | None:
        here = year_of(form.calendar, base)
        if here is None:
            return None
        day = gregorian_day(form.calendar, here, form.month, form.day or 1)
        if day is None:
            return None
        if tense == "future":
            return here if day >= base else here + 1
        return here if day <= base else here - 1

    def _move(self, found: Resolved) -> None:
        value = found.value or ""
        if value[:4].isdigit() and found.days is not None and value[4:6] != "XX":
            parts = value.split("T")[0].split("-")
            plain = len(parts) > 1 and parts[1].isdigit()
            month = int(parts[1]) if plain else None
            day = int(parts[2]) if plain and len(parts) == 3 and parts[2].isdigit() else None
            if len(parts) > 1 and not plain:
                month = found.days[0].month
            self.told = Mentioned(int(value[:4]), month, day)


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
        return published.year if here < now and month != published.month else published.year - 1
    if form.turn == "next":
        return published.year if here > now and month != published.month else published.year + 1
    if tense == "future":
        return published.year if here >= now else published.year + 1
    past = published.year if here <= now else published.year - 1
    if tense == "past":
        return past
    ahead = (month - published.month) % 12
    return past if ahead > 2 or past == published.year else past + 1


def nearest_forward(told: Mentioned, month: int) -> int:
    """The year that puts `month` nearest to the date last told, forward where it is as near."""
    if told.month is None:
        return told.year
    ahead = (month - told.month) % 12
    year = told.year + (told.month - 1 + ahead) // 12
    return year if ahead <= 6 else year - 1


def shifted(base: Mentioned, form: Shift) -> str | None:
    """The value that lies `form.n` units from `base`, to the unit's own width."""
    try:
        return _shifted(base, form)
    except (ValueError, OverflowError):
        return None


def _shifted(base: Mentioned, form: Shift) -> str | None:
    day, n, unit = base.first, form.n, form.unit
    if unit == "D":
        return _iso(day, n)
    if unit == "WE":
        monday = day - timedelta(day.isoweekday() - 1) + timedelta(7 * n)
        return "{}-W{:02d}-WE".format(*monday.isocalendar()[:2])
    if unit == "W":
        there = day + timedelta(7 * n)
        if form.day is not None:
            return _iso(there, form.day - there.isoweekday())
        return "{}-W{:02d}".format(*there.isocalendar()[:2])
    if unit == "M":
        if base.month is None:
            return None
        months = day.year * 12 + day.month - 1 + n
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if unit == "Y":
        return written(base.year + n, Calendar(base.year + n, form.month, form.day, section=form.section))
    if unit in ("DE", "CE"):
        width = 10 if unit == "DE" else 100
        return f"{base.year // width + n}{'X' if unit == 'DE' else 'XX'}"
    return day.isoformat() if n == 0 else None


def vague(form: Shift) -> str:
    """What a shift says without its anchor: before, at or after the time of speaking."""
    return "PAST_REF" if form.n < 0 else "FUTURE_REF" if form.n > 0 else "PRESENT_REF"


def _year_of_weekday(published: date, month: int, day: int, weekday: int) -> int | None:
    """The nearest year in which that day falls on that weekday."""
    for year in sorted(range(published.year - 6, published.year + 7), key=lambda y: (abs(y - published.year), y)):
        try:
            if date(year, month, day).isoweekday() == weekday:
                return year
        except ValueError:
            continue
    return None


def _iso(base: date, days: int) -> str:
    return (base + timedelta(days)).isoformat()
