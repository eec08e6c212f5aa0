"""What must hold for a rule of an occasion."""

import re
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vedette.errors import VocabularyError
from vedette.model.occasion import Calendar, OccasionRule

_CALENDARS: tuple[str, ...] = get_args(Calendar)
_MOVEABLE = ("western_easter", "orthodox_easter")
#: Highest day (weekday) of each calendar; Hebrew days run on over a month's end, as those of Hanukkah do.
_LONGEST = {"hijri": 30, "solar_hijri": 31, "hebrew": 40, "gregorian": 31, "weekly": 7}


def check_rule(rule: OccasionRule) -> None:
    """Nothing, if the rule can be worked out.

    Raises:
        VocabularyError: It cannot; names the rule and what is wrong.
    """
    if rule.calendar not in _CALENDARS:
        raise bad_rule(rule.id, f"calendar {rule.calendar!r} is none of {', '.join(_CALENDARS)}")
    if rule.counted_from is not None and rule.counted_from not in _MOVEABLE:
        raise bad_rule(rule.id, f"counted_from {rule.counted_from!r} is none of {', '.join(_MOVEABLE)}")
    monthless = rule.calendar in ("weekly", "listed") or rule.counted_from is not None
    if monthless == (rule.month is not None):
        raise bad_rule(rule.id, "'month' does not go with it" if monthless else "'month' is missing")
    if rule.month is not None and not (isinstance(rule.month, int) and 1 <= rule.month <= 12):
        raise bad_rule(rule.id, f"month {rule.month!r} is not 1 to 12")
    _check_days(rule)
    for name in ("days_uncertain", "lead_days", "lag_days"):
        if not isinstance(value := getattr(rule, name), int) or value < 0:
            raise bad_rule(rule.id, f"{name} {value!r} is not a number of days from 0 up")
    for country in rule.countries:
        if not re.fullmatch(r"[A-Z]{2}", str(country)):
            raise bad_rule(rule.id, f"country {country!r} is not an ISO code of two capitals")
    if rule.since is not None and type(rule.since) is not int:
        raise bad_rule(rule.id, f"since {rule.since!r} is not a year")
    _check_place(rule)
    _check_timezone(rule)


def bad_rule(rule_id: str, what: str) -> VocabularyError:
    """The error that says what is wrong with a rule."""
    return VocabularyError(f"occasions.toml, [rules.{rule_id}]: {what}", rule_id)


def _check_days(rule: OccasionRule) -> None:
    if rule.calendar == "listed":
        if not rule.dates or rule.days or rule.nth_weekday:
            raise bad_rule(rule.id, "a listed one has 'dates' and neither 'days' nor 'nth_weekday'")
        return
    if rule.dates:
        raise bad_rule(rule.id, 'dates go with calendar = "listed" only')
    if bool(rule.days) == (rule.nth_weekday is not None):
        raise bad_rule(rule.id, "give either 'days' or 'nth_weekday'")
    if rule.nth_weekday is not None and rule.calendar == "hebrew":
        raise bad_rule(rule.id, "nth_weekday does not go with the Hebrew calendar")
    if rule.counted_from is None and not all(1 <= day <= _LONGEST[rule.calendar] for day in rule.days):
        raise bad_rule(rule.id, f"days {rule.days} are not 1 to {_LONGEST[rule.calendar]}")


def _check_place(rule: OccasionRule) -> None:
    numbers = (rule.lat, rule.lon, rule.radius_km)
    if numbers == (None, None, None):
        return
    if rule.place is None or not all(type(number) in (int, float) for number in numbers):
        raise bad_rule(rule.id, "a place needs all of place, lat, lon and radius_km")
    assert rule.lat is not None and rule.lon is not None and rule.radius_km is not None
    if not (abs(rule.lat) <= 90 and abs(rule.lon) <= 180):
        raise bad_rule(rule.id, f"lat {rule.lat}, lon {rule.lon} are no degrees of latitude and longitude")
    if not 0 < rule.radius_km <= 1000:
        raise bad_rule(rule.id, f"radius_km {rule.radius_km} is not between 0 and 1000")


def _check_timezone(rule: OccasionRule) -> None:
    if rule.timezone is None:
        return
    try:
        ZoneInfo(rule.timezone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise bad_rule(rule.id, f"timezone {rule.timezone!r} is not a name such as Asia/Tehran") from error
