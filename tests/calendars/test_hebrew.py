"""The arithmetic of the Hebrew calendar."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vedette.calendars.hebrew import hebrew_day, month_first

YEARS = st.integers(5345, 11000)


@given(YEARS)
def test_a_year_has_one_of_six_lengths_and_never_begins_on_sunday_wednesday_or_friday(year: int) -> None:
    first, following = month_first(year, 7), month_first(year + 1, 7)
    assert first and following
    assert (following - first).days in (353, 354, 355, 383, 384, 385)
    assert first.isoweekday() not in (7, 3, 5)


@given(YEARS)
def test_pesach_never_begins_on_monday_wednesday_or_friday(year: int) -> None:
    found = hebrew_day(year, 1, 15)
    assert found and found.isoweekday() not in (1, 3, 5)


@given(YEARS)
def test_months_follow_one_another(year: int) -> None:
    order = (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
    firsts = [first for month in order if (first := month_first(year, month))]
    gaps = [(after - before).days for before, after in pairwise(firsts)]
    assert len(gaps) == 11 and set(gaps[:4] + gaps[5:]) <= {29, 30} and gaps[4] in (30, 60)


def test_days_run_on_over_the_months_end() -> None:
    assert hebrew_day(5784, 9, 32) == date(2023, 12, 15)


def test_years_out_of_range_have_no_days() -> None:
    assert month_first(5300, 7) is None
    assert month_first(14000, 7) is None
    assert hebrew_day(13760, 6, 40) is None
