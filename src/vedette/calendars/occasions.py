"""Works out the civil dates of occasions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from vedette.calendars.announced import load_announcements
from vedette.calendars.rule_days import days_in_year, days_of, days_uncertain, years_near
from vedette.model.occasion import Occasion, OccasionRule


@dataclass(frozen=True, slots=True)
class _Kept:
    """Days on which a rule is kept, and by whom."""

    days: tuple[date, ...]
    #: Countries that announced them; empty: by the rule's authority.
    only_in: tuple[str, ...] = ()
    #: Countries that announced others.
    not_in: tuple[str, ...] = ()
    #: Days by which these countries' own sighting may move the calculated days; None where they announced them.
    uncertain: int | None = None
    #: Year of the rule's calendar, None where each day tells its own.
    year: int | None = None


def find_occasions(
    rules: Iterable[OccasionRule], start: date, end: date, *, announced: bool = True
) -> tuple[Occasion, ...]:
    """The dates of the occasions that lie, at least in part, in a stretch of days, earliest first.

    Uncertainty and lead and lag days do not widen the dates: pad the stretch by them where they matter. A rule
    whose calendar is not known for a year (Islamic: before 1924 and after 2077) has no date in it.

    Args:
        rules: The rules (`load_occasion_rules`, or a watch's own).
        start: First civil day.
        end: Last civil day, inclusive.
        announced: Date Islamic months in countries whose announcement is known by that, as occasions of their own
            beside the calculated one (which then leaves those countries out); False: calculated dates for all.
    """
    found = {
        occasion.id: occasion
        for rule in rules
        for kept in _kept(rule, start, end, announced)
        for turn, (first, last) in _turns(kept)
        if first <= end and last >= start and (rule.since is None or first.year >= rule.since)
        for occasion in (_occasion(rule, kept, turn, first, last),)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.start_on, one.end_on, one.id)))


def _kept(rule: OccasionRule, start: date, end: date, announced: bool) -> Iterator[_Kept]:
    """The days of every time the rule comes round near the stretch."""
    if rule.calendar == "weekly":
        yield _Kept(tuple(day for day in days_of(start, end) if day.isoweekday() in rule.days))
    elif rule.calendar == "listed":
        yield _Kept(tuple(sorted(set(rule.dates))))
    else:
        for year in years_near(rule, start, end):
            if announced and rule.calendar == "hijri":
                yield from _by_announcement(rule, year)
            else:
                yield _Kept(tuple(days_in_year(rule, year)), year=year)


def _by_announcement(rule: OccasionRule, year: int) -> Iterator[_Kept]:
    """The days of an Islamic year in the countries that announced them, then in all others.

    A country whose sighting strays further from the calculated days than the rule allows for stands apart in years
    without an announcement too.
    """
    straying: dict[str, int] = {}
    countries: dict[tuple[date, ...], list[str]] = {}
    for country, known in load_announcements().items():
        if not rule.countries or country in rule.countries:
            days = tuple(days_in_year(rule, year, known))
            if days:
                countries.setdefault(days, []).append(country)
            elif known.days_uncertain is not None and days_in_year(rule, year):
                straying[country] = known.days_uncertain
    apart = tuple(sorted([*straying, *(country for those in countries.values() for country in those)]))
    for days, those in countries.items():
        yield _Kept(days, only_in=tuple(sorted(those)), year=year)
    for country, uncertain in straying.items():
        yield _Kept(tuple(days_in_year(rule, year)), only_in=(country,), uncertain=uncertain, year=year)
    if not rule.countries or set(rule.countries) - set(apart):
        yield _Kept(tuple(days_in_year(rule, year)), not_in=apart, year=year)


def _occasion(rule: OccasionRule, kept: _Kept, turn: str, first: date, last: date) -> Occasion:
    own = kept.only_in
    crowds = own or tuple(country for country in rule.countries if country not in kept.not_in)
    authorities = dict.fromkeys(load_announcements()[country].authority for country in own)
    announced = bool(own) and kept.uncertain is None
    straying = replace(rule, days_uncertain=max(rule.days_uncertain, kept.uncertain or 0))
    return Occasion(
        id="-".join((rule.id, first.isoformat(), *(country.lower() for country in own))),
        rule_id=rule.id,
        name=f"{rule.name} ({', '.join(own)})" if own else rule.name,
        start_on=first,
        end_on=last,
        authority="; ".join(authorities) if announced else rule.authority,
        days_uncertain=0 if announced else days_uncertain(straying, first),
        countries=crowds if rule.countries else (),
        lead_days=rule.lead_days,
        lag_days=rule.lag_days,
        only_in=own,
        not_in=kept.not_in,
        place=rule.place,
        lat=rule.lat,
        lon=rule.lon,
        radius_km=rule.radius_km,
        hours=rule.hours,
        timezone=rule.timezone,
        turn=turn,
    )


def _turns(kept: _Kept) -> Iterator[tuple[str, tuple[date, date]]]:
    """Each run of days with the name of its turn: the year, from the second of a year on with its number."""
    for number, run in enumerate(_runs(kept.days), 1):
        if kept.year is None:
            yield run[0].isoformat(), run
        else:
            yield f"{kept.year}-{number}" if number > 1 else str(kept.year), run


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
