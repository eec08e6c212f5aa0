"""Works out the civil dates of occasions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from vedette.calendars.conversion import KNOWN, days_of_month, gregorian_day, year_of
from vedette.model.occasion import Occasion, OccasionRule

_EASTERS: dict[str, Literal[2, 3]] = {"western_easter": EASTER_WESTERN, "orthodox_easter": EASTER_ORTHODOX}


def find_occasions(rules: Iterable[OccasionRule], start: date, end: date) -> tuple[Occasion, ...]:
    """The dates of the occasions that lie, at least in part, in a stretch of days, earliest first.

    Uncertainty and lead and lag days do not widen the dates: pad the stretch by them where they matter. A rule
    whose calendar is not known for a year (Islamic: before 1924 and after 2077) has no date in it.

    Args:
        rules: The rules (`load_occasion_rules`, or a watch's own).
        start: First civil day.
        end: Last civil day, inclusive.
    """
    found = {
        occasion.id: occasion
        for rule in rules
        for first, last in _dates(rule, start, end)
        if first <= end and last >= start
        for occasion in (_occasion(rule, first, last),)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.start_on, one.end_on, one.rule_id)))


def _occasion(rule: OccasionRule, first: date, last: date) -> Occasion:
    return Occasion(
        id=f"{rule.id}-{first.isoformat()}",
        rule_id=rule.id,
        name=rule.name,
        start_on=first,
        end_on=last,
        authority=rule.authority,
        days_uncertain=_days_uncertain(rule, first),
        countries=rule.countries,
        lead_days=rule.lead_days,
        lag_days=rule.lag_days,
    )


def _dates(rule: OccasionRule, start: date, end: date) -> Iterator[tuple[date, date]]:
    """First and last day of every time the rule comes round near the stretch."""
    if rule.calendar == "weekly":
        yield from _runs(day for day in _days_of(start, end) if day.isoweekday() in rule.days)
        return
    for days in _yearly(rule, start, end):
        yield from _runs(days)


def _yearly(rule: OccasionRule, start: date, end: date) -> Iterator[list[date]]:
    if rule.calendar == "gregorian":
        for year in range(max(start.year - 1, 1), min(end.year + 1, date.max.year) + 1):
            yield _of_easter(rule, year) if rule.counted_from else _of_month(rule, year, _gregorian)
        return
    calendar = rule.calendar
    assert calendar in ("hijri", "solar_hijri")
    first, last = year_of(calendar, max(start, KNOWN[calendar][0])), year_of(calendar, min(end, KNOWN[calendar][1]))
    if first is not None and last is not None:
        for year in range(first - 1, last + 2):
            yield _of_month(rule, year, lambda y, m, d: gregorian_day(calendar, y, m, d))


def _of_month(rule: OccasionRule, year: int, day_in: Callable[[int, int, int], date | None]) -> list[date]:
    assert rule.month is not None
    if rule.nth_weekday is None:
        found = (day_in(year, rule.month, day) for day in rule.days)
        return [day for day in found if day is not None]
    month = [day for n in range(1, 32) if (day := day_in(year, rule.month, n)) is not None]
    found_day = _nth(month, rule.nth_weekday)
    return [found_day] if found_day else []


def _nth(month: Sequence[date], nth_weekday: tuple[int, int]) -> date | None:
    which, weekday = nth_weekday
    matching = [day for day in month if day.isoweekday() == weekday]
    place = which if which < 0 else which - 1
    return matching[place] if -len(matching) <= place < len(matching) else None


def _days_uncertain(rule: OccasionRule, first: date) -> int:
    """Days by which one date may move: a weekday of a month moves by whole weeks, or not at all."""
    if rule.nth_weekday is None or not rule.days_uncertain or rule.calendar != "hijri" or rule.month is None:
        return rule.days_uncertain
    year = year_of("hijri", first)
    days = days_of_month("hijri", year, rule.month) if year else None
    if days is None:
        return 7
    moved = (timedelta(n) for n in range(-rule.days_uncertain, rule.days_uncertain + 1))
    found = {_nth(list(_days_of(days[0] + by, days[1] + by)), rule.nth_weekday) for by in moved}
    return 0 if found == {first} else 7


def _of_easter(rule: OccasionRule, year: int) -> list[date]:
    assert rule.counted_from is not None
    if not 1583 <= year <= 4099:
        return []
    feast = easter(year, _EASTERS[rule.counted_from])
    return [feast + timedelta(day) for day in rule.days]


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of neighbouring days."""
    first = last = None
    for day in days:
        if first is None or last is None or (day - last).days != 1:
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def _days_of(start: date, end: date) -> Iterator[date]:
    yield from (date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1))
