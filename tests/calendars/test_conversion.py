"""Days of the other calendars."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vedette.calendars.conversion import days_of_month, gregorian_day, year_of


def test_days_that_public_calendars_have() -> None:
    assert gregorian_day("hijri", 1438, 1, 10) == date(2016, 10, 11)
    assert gregorian_day("hijri", 1438, 9, 23) == date(2017, 6, 18)
    assert gregorian_day("solar_hijri", 1395, 11, 22) == date(2017, 2, 10)
    assert gregorian_day("solar_hijri", 1357, 11, 22) == date(1979, 2, 11)


def test_there_is_no_such_day() -> None:
    assert gregorian_day("hijri", 1438, 1, 31) is None
    assert gregorian_day("hijri", 1200, 1, 1) is None
    assert gregorian_day("solar_hijri", 1396, 12, 30) is None


@given(st.sampled_from(["hijri", "solar_hijri"]), st.integers(1350, 1490), st.integers(1, 12))
def test_months_follow_one_another_without_a_gap(calendar: str, year: int, month: int) -> None:
    first = days_of_month(calendar, year, month)  # type: ignore[arg-type]
    second = days_of_month(calendar, year + month // 12, month % 12 + 1)  # type: ignore[arg-type]
    assert first and second and second[0] - first[1] == timedelta(1)
    assert year_of(calendar, first[0]) == year  # type: ignore[arg-type]
