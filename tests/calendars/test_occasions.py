"""How occasions come round."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules
from vedette.model.occasion import OccasionRule

RULES = load_occasion_rules()
DAYS = st.dates(date(1979, 1, 1), date(2060, 12, 31))


def fair(**given: object) -> OccasionRule:
    """A rule of the Gregorian calendar."""
    values: dict[str, object] = {"calendar": "gregorian", "month": 5, "days": (3,), "authority": "town", **given}
    return OccasionRule(id="fair", name="Fair", **values)  # type: ignore[arg-type]


def test_neighbouring_days_are_one_occasion_and_others_are_several() -> None:
    found = find_occasions([fair(days=(3, 4, 5, 9))], date(2020, 1, 1), date(2020, 12, 31))
    assert [(one.start_on.day, one.end_on.day) for one in found] == [(3, 5), (9, 9)]


def test_an_occasion_that_only_ends_in_the_stretch_counts() -> None:
    (found,) = find_occasions([fair(days=(3, 4, 5))], date(2020, 5, 5), date(2020, 5, 6))
    assert found.start_on == date(2020, 5, 3)


def test_a_run_over_the_turn_of_the_year_is_found_from_either_side() -> None:
    rule = fair(month=None, counted_from="western_easter", days=tuple(range(-100, -95)))
    assert find_occasions([rule], date(2024, 12, 20), date(2025, 1, 15))


def test_a_day_that_a_year_lacks_is_left_out() -> None:
    found = find_occasions([fair(month=2, days=(29,))], date(2019, 1, 1), date(2021, 12, 31))
    assert [one.start_on for one in found] == [date(2020, 2, 29)]


def test_weekly_occasions_fall_on_their_weekday() -> None:
    found = find_occasions([RULES["friday-prayers"]], date(2021, 5, 1), date(2021, 5, 31))
    assert [one.start_on.day for one in found] == [7, 14, 21, 28]


def test_ramadan_is_one_stretch_of_29_or_30_days() -> None:
    for one in find_occasions([RULES["ramadan"]], date(1980, 1, 1), date(2030, 1, 1)):
        assert (one.end_on - one.start_on).days + 1 in (29, 30)


def test_quds_day_is_a_friday_that_a_sighting_moves_by_a_week_or_not_at_all() -> None:
    found = find_occasions([RULES["quds-day"]], date(1980, 1, 1), date(2030, 1, 1))
    assert {one.start_on.isoweekday() for one in found} == {5}
    assert {one.days_uncertain for one in found} == {0, 7}


def test_nothing_is_found_beyond_what_a_calendar_is_known_for() -> None:
    assert find_occasions([RULES["ashura"]], date(1700, 1, 1), date(1800, 1, 1)) == ()
    assert find_occasions([RULES["ashura"]], date(2100, 1, 1), date(2200, 1, 1)) == ()
    assert find_occasions([RULES["nowruz"], RULES["ashura"]], date(1, 1, 1), date(2, 1, 1)) == ()


def test_the_last_days_of_the_calendar_do_no_harm() -> None:
    rules = [rule for rule in RULES.values() if rule.calendar != "hijri"]
    assert find_occasions(rules, date.max - timedelta(30), date.max)


def test_two_spellings_of_one_rule_give_each_date_once() -> None:
    found = find_occasions([RULES["eid-al-adha"]] * 2, date(2027, 1, 1), date(2027, 12, 31))
    assert [one.only_in for one in found] == [(), ("PK",)]


@given(DAYS, st.integers(0, 500), st.integers(0, 500))
def test_a_stretch_finds_what_its_two_halves_find(start: date, first: int, second: int) -> None:
    rules = [RULES[name] for name in ("ashura", "nowruz", "western-holy-week", "friday-prayers", "ramadan", "quds-day")]
    middle = start + timedelta(first)
    end = middle + timedelta(second + 1)
    halves = {*find_occasions(rules, start, middle), *find_occasions(rules, middle + timedelta(1), end)}
    assert {one.id for one in find_occasions(rules, start, end)} == {one.id for one in halves}
