"""Where and when an occasion's crowd is."""

from dataclasses import replace
from datetime import UTC, date

import pytest

from vedette.calendars.occasions import find_occasions
from vedette.calendars.presence import distance_km, gathering, is_kept_at
from vedette.calendars.rules import load_occasion_rules
from vedette.model.occasion import Occasion

RULES = load_occasion_rules()


def one(rule_id: str, start: date, end: date) -> Occasion:
    """The first date of a rule."""
    return find_occasions([RULES[rule_id]], start, end)[0]


def test_an_occasion_with_a_place_needs_the_place_within_both_radii() -> None:
    arbaeen = one("arbaeen-karbala", date(2027, 1, 1), date(2028, 1, 1))
    assert is_kept_at(arbaeen, "IQ", 32.0, 44.33)
    assert not is_kept_at(arbaeen, "IQ", 36.34, 43.13)
    assert is_kept_at(arbaeen, "IQ", 36.34, 43.13, 400)
    assert not is_kept_at(arbaeen, "IQ") and not is_kept_at(arbaeen, "IR", 32.6, 44.0)


def test_a_date_that_a_country_announced_is_its_own_and_the_calculated_one_that_of_others() -> None:
    found = find_occasions([RULES["eid-al-fitr"]], date(2019, 6, 1), date(2019, 6, 10))
    kept = {country: [o.start_on.day for o in found if is_kept_at(o, country)] for country in ("IR", "PK", "SA", None)}
    assert kept == {"IR": [5], "PK": [5], "SA": [4], None: [4]}


@pytest.mark.parametrize(
    ("where", "km"), [((51.5074, -0.1278, 48.8566, 2.3522), 344), ((0, 179.5, 0, -179.5), 111), ((90, 0, 90, 120), 0)]
)
def test_distances_are_those_of_an_atlas(where: tuple[float, float, float, float], km: float) -> None:
    assert distance_km(*where) == pytest.approx(km, abs=1)


def test_hours_are_told_in_the_zone_of_the_place() -> None:
    prayers = one("friday-prayers-tehran", date(2021, 7, 1), date(2021, 7, 10))
    found = gathering(prayers)
    assert found and found[0].astimezone(UTC).isoformat() == "2021-07-02T06:00:00+00:00"
    anywhere = one("friday-prayers", date(2021, 7, 1), date(2021, 7, 10))
    assert gathering(anywhere) is None
    in_karachi = gathering(anywhere, "Asia/Karachi")
    assert in_karachi and in_karachi[0].astimezone(UTC).hour == 6


def test_hours_over_midnight_end_on_the_next_day() -> None:
    night = replace(one("friday-prayers", date(2021, 7, 1), date(2021, 7, 3)), hours=("22:00", "02:00"))
    found = gathering(night, "UTC")
    assert found and (found[1] - found[0]).total_seconds() == 4 * 3600
