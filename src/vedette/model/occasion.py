"""Occasions: crowded events on the calendars they are kept on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Calendar = Literal["hijri", "solar_hijri", "hebrew", "gregorian", "weekly", "listed"]


@dataclass(frozen=True, slots=True)
class OccasionRule:
    """How often and when a crowded event is kept."""

    id: str
    name: str
    calendar: Calendar
    #: Month of that calendar, None for weekly and listed ones (Hebrew: Nisan 1 to Adar 12, the second in a leap year).
    month: int | None
    #: Day of that month, or the ISO weekday (Monday 1) of a weekly one; several where it lasts or recurs.
    days: tuple[int, ...]
    #: Who fixes the date ("Umm al-Qura calendar", "national calendar of Iran").
    authority: str
    #: Days by which the date may move either way (moon sighting).
    days_uncertain: int = 0
    #: ISO codes of the countries where it draws crowds; empty: wherever it is kept.
    countries: tuple[str, ...] = ()
    #: Days before and after that are watched with it.
    lead_days: int = 0
    lag_days: int = 0
    #: Where the rule is generally known from.
    source: str = ""
    #: `(which, ISO weekday)` of the month, for rules like "the last Friday": which is 1 to 5, or -1 for the last.
    nth_weekday: tuple[int, int] | None = None
    #: Feast that `days` count from (0 is the feast itself), for dates that a computation fixes each year.
    counted_from: Literal["western_easter", "orthodox_easter"] | None = None
    #: What else a user must know ("the night begins the evening before").
    note: str = ""
    #: Days of a listed one.
    dates: tuple[date, ...] = ()
    #: `(ISO weekday, days, first civil year)`: falling on that weekday, it is kept so many days later (or earlier).
    moved: tuple[tuple[int, int, int], ...] = ()
    #: Civil year in which it was first kept, None where it is older than 1979.
    since: int | None = None
    #: The town, shrine or square where its crowd is, None where it is kept in many places.
    place: str | None = None
    #: Middle of that place in degrees, and how far its crowd reaches.
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    #: Local time ("HH:MM") at which its crowd gathers and leaves, None where that is not known.
    hours: tuple[str, str] | None = None
    #: IANA name of the zone that `hours` are told in, None: that of the place where it is kept.
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One date of an occasion."""

    #: Made from the rule and the first day.
    id: str
    rule_id: str
    name: str
    #: First and last day by the authority named, without the uncertainty.
    start_on: date
    end_on: date
    authority: str
    days_uncertain: int
    countries: tuple[str, ...] = ()
    lead_days: int = 0
    lag_days: int = 0
    #: Countries whose own announcement of the month fixed this date; empty: fixed by the authority for all.
    only_in: tuple[str, ...] = ()
    #: Countries that announced a date of their own, so that this one is not theirs.
    not_in: tuple[str, ...] = ()
    #: As in the rule.
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    hours: tuple[str, str] | None = None
    timezone: str | None = None
    #: Which time it is, told by its own calendar ("1438", "1437-2"; weekly: the day): stays when its date moves.
    turn: str = ""
