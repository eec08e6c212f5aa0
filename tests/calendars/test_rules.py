"""The occasions of the vocabulary, and what is said of a wrong entry."""

from datetime import date
from typing import Any

import pytest

from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules, read_rules
from vedette.errors import VocabularyError

GOOD = {"name": "Fair", "calendar": "gregorian", "month": 5, "days": [3], "authority": "town", "source": "known"}


@pytest.mark.parametrize("rule_id", sorted(load_occasion_rules()))
def test_every_rule_says_who_fixes_it_and_where_it_is_known_from(rule_id: str) -> None:
    rule = load_occasion_rules()[rule_id]
    assert rule.authority and rule.source and rule.name
    assert (rule.calendar == "hijri") <= (rule.days_uncertain >= 1)


def test_a_run_of_days_is_written_out() -> None:
    assert read_rules({"x": {**GOOD, "days": ["1-3", 7]}}, {})["x"].days == (1, 2, 3, 7)


def test_days_before_easter_are_a_run_too() -> None:
    entry = {key: value for key, value in GOOD.items() if key != "month"}
    rule = read_rules({"x": {**entry, "counted_from": "western_easter", "days": ["-2-1"]}}, {})["x"]
    assert rule.days == (-2, -1, 0, 1)


def test_listed_days_and_runs_of_them_are_written_out() -> None:
    entry = {key: value for key, value in GOOD.items() if key not in ("month", "days")}
    rule = read_rules({"x": {**entry, "calendar": "listed", "dates": ["2027-01-02", "2026-12-31/2027-01-01"]}}, {})["x"]
    assert [day.isoformat() for day in rule.dates] == ["2026-12-31", "2027-01-01", "2027-01-02"]


def test_a_moved_day_holds_from_its_first_year() -> None:
    rule = read_rules({"x": {**GOOD, "moved": [{"weekday": 7, "days": 1, "since": 2020}]}}, {})["x"]
    found = find_occasions([rule], date(2015, 1, 1), date(2020, 12, 31))
    assert {one.start_on for one in found} >= {date(2015, 5, 3), date(2020, 5, 4)}


def test_at_least_forty_countries_have_a_national_day() -> None:
    days = {
        c for rule in load_occasion_rules().values() if rule.authority.startswith("national") for c in rule.countries
    }
    assert len(days) >= 40


def test_windows_are_weeks_only_where_crowds_are_on_the_way_for_so_long() -> None:
    rules = load_occasion_rules().values()
    long = {rule.id for rule in rules if max(rule.lead_days, rule.lag_days) > 4}
    assert long == {
        *("ashura", "ashura-karbala", "arbaeen", "arbaeen-karbala", "hajj", "nowruz", "bahman-22", "christmas"),
        "sacred-defence-parade",
    }


def test_every_place_lies_in_or_near_its_country() -> None:
    for rule in load_occasion_rules().values():
        if rule.place is not None:
            assert rule.countries and rule.lat is not None and rule.lon is not None and rule.radius_km is not None
            assert 20 < rule.lat < 37 and 35 < rule.lon < 75 and rule.radius_km <= 100, rule.id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"calendar": "listed"}, "'month' does not go with it"),
        ({"calendar": "listed", "month": None}, "a listed one has 'dates'"),
        ({"dates": ["2027-01-01"]}, "dates go with"),
        ({"dates": ["soon"]}, "'soon' is neither"),
        ({"dates": ["2027-01-02/2027-01-01"]}, "ends before it begins"),
        ({"dates": ["0001-01-01/9999-01-01"]}, "more than a year"),
        ({"dates": "2027-01-01"}, "not a list"),
        ({"moved": [{"weekday": 8, "days": 1}]}, "moved"),
        ({"moved": [3]}, "moved"),
        ({"since": "1979"}, "since '1979'"),
        ({"lat": 35.0, "lon": 51.0, "radius_km": 3}, "a place needs all of"),
        ({"place": "x", "lat": 91, "lon": 51.0, "radius_km": 3}, "no degrees"),
        ({"place": "x", "lat": 35, "lon": 51.0, "radius_km": 0}, "radius_km 0"),
        ({"hours": ["9", "10"]}, "hours"),
        ({"hours": ["25:00", "26:00"]}, "hours"),
        ({"timezone": "Mars/Base"}, "'Mars/Base' is not a name"),
        ({"timezone": "../../etc/passwd"}, "is not a name"),
        ({"calendar": "hebrew", "days": [], "nth_weekday": [1, 5]}, "does not go with the Hebrew"),
        ({"calender": 1}, "no field 'calender'"),
        ({"calendar": "mayan"}, "'mayan' is none of"),
        ({"month": 13}, "month 13"),
        ({"month": None}, "'month' is missing"),
        ({"days": [32]}, "are not 1 to 31"),
        ({"days": []}, "either 'days' or 'nth_weekday'"),
        ({"days": ["3-1"]}, "'3-1' is neither"),
        ({"days": 3}, "not a list"),
        ({"nth_weekday": [6, 9], "days": []}, "nth_weekday"),
        ({"counted_from": "passover", "month": None}, "'passover' is none of"),
        ({"countries": ["Iran"]}, "'Iran' is not an ISO code"),
        ({"lead_days": -1}, "lead_days -1"),
        ({"name": ""}, "'name' is missing"),
        ({"source": None}, "'source' is missing"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(change: dict[str, Any], words: str) -> None:
    with pytest.raises(VocabularyError, match=r"\[rules\.fair\]") as raised:
        read_rules({"fair": {**GOOD, **change}}, {})
    assert words in raised.value.message
