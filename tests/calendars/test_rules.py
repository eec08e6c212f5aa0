"""The occasions of the vocabulary, and what is said of a wrong entry."""

from typing import Any

import pytest

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


@pytest.mark.parametrize(
    ("change", "words"),
    [
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
