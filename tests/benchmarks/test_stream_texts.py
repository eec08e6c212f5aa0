"""Invented news: no two alike, in the shares asked for."""

from datetime import date
from itertools import islice

from benchmarks.stream_texts import make_news
from tests.build import reading
from vedette.linking.copies import find_copies

TODAY = date(2026, 3, 1)


def test_of_a_hundred_reports_two_matter_and_eight_tell_of_attacks_elsewhere() -> None:
    sorts = [one.sort for one in islice(make_news(3, TODAY), 200)]
    assert [sorts.count(sort) for sort in ("matters", "elsewhere", "ordinary")] == [4, 16, 180]


def test_no_report_is_a_copy_of_another_and_each_seed_gives_others() -> None:
    made = [one.text for seed in (1, 2) for one in islice(make_news(seed, TODAY, (("matters", 1),)), 150)]
    assert find_copies([reading(report_id=str(number), text=text) for number, text in enumerate(made)]) == ()


def test_the_same_seed_gives_the_same_reports() -> None:
    assert list(islice(make_news(1, TODAY), 50)) == list(islice(make_news(1, TODAY), 50))
