"""Occasions and their rules pass through a brief's data unchanged."""

from datetime import date

import pytest

from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules
from vedette.model.occasion import Occasion, OccasionRule
from vedette.model.plain import from_plain, to_plain

RULES = load_occasion_rules()


@pytest.mark.parametrize("rule_id", ["ashura", "diwali", "friday-prayers-tehran", "israel-independence-day", "hajj"])
def test_a_rule_and_its_dates_come_back_as_they_were(rule_id: str) -> None:
    rule = RULES[rule_id]
    assert from_plain(OccasionRule, to_plain(rule)) == rule
    for one in find_occasions([rule], date(2016, 9, 1), date(2016, 12, 31)):
        assert from_plain(Occasion, to_plain(one)) == one
