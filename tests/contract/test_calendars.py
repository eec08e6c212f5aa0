"""Dates known from public calendars and from what happened on them, not from the libraries that compute them."""

from datetime import date, timedelta

import pytest

from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules

#: Occasion → first days. Lunar ones are as kept in Saudi Arabia, Iran or Iraq, so up to a day off the computed one.
KNOWN = {
    "ashura": (
        "1994-06-20 2004-03-02 2010-12-17 2011-12-06 2012-11-25 2013-11-14 2014-11-04 2015-10-24 2016-10-11 2016-10-12 "
        "2017-10-01 2018-09-20 2019-09-10 2020-08-30 2021-08-19 2022-08-08 2023-07-28 2024-07-16 2025-07-06"
    ),
    "tasua": "2015-10-23 2016-10-11 2017-09-30 2018-09-19 2022-08-07 2023-07-27",
    "arbaeen": ("2016-11-20 2017-11-10 2018-10-30 2019-10-19 2020-10-08 2021-09-28 2022-09-17 2023-09-06 2024-08-25"),
    "death-of-kadhim": "2005-08-31",
    "mawlid-sunni": "2015-12-23 2016-12-12",
    "mawlid-shia": "2016-12-17 2017-12-06 2018-11-25",
    "ramadan": (
        "2016-06-06 2017-05-27 2018-05-17 2019-05-06 2020-04-24 2021-04-13 2022-04-02 2023-03-23 2024-03-11 2025-03-01"
    ),
    "qadr-nights": "2017-06-18",
    "eid-al-fitr": (
        "2010-09-10 2011-08-30 2012-08-19 2013-08-08 2014-07-28 2015-07-17 2016-07-06 2017-06-25 2018-06-15 2019-06-04 "
        "2020-05-24 2021-05-13 2022-05-02 2023-04-21 2024-04-10 2025-03-30"
    ),
    "eid-al-adha": (
        "2006-01-10 2006-12-30 2015-09-24 2016-09-12 2017-09-01 2018-08-21 2019-08-11 2020-07-31 2021-07-20 2022-07-09 "
        "2023-06-28 2024-06-16 2025-06-06"
    ),
    "quds-day": (
        "2016-07-01 2017-06-23 2018-06-08 2019-05-31 2020-05-22 2021-05-07 2022-04-29 2023-04-14 2024-04-05 2025-03-28"
    ),
    "nowruz": "1979-03-21 2016-03-20 2017-03-21 2020-03-20 2021-03-21 2024-03-20 2025-03-21",
    "bahman-22": "1979-02-11 2016-02-11 2017-02-10 2018-02-11 2020-02-11 2021-02-10 2024-02-11 2025-02-10",
    "sacred-defence-parade": "1980-09-22 2018-09-22",
    "khomeini-anniversary": "1989-06-04 2016-06-03 2017-06-04 2021-06-04 2024-06-03",
    "khordad-15": "1963-06-05",
    "aban-13": "1979-11-04 2020-11-03 2022-11-04 2024-11-03",
    "army-day-iran": "2017-04-18 2024-04-17",
    "soleimani-anniversary": "2021-01-02 2024-01-03",
    "western-easter": (
        "1979-04-15 2000-04-23 2016-03-27 2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2024-03-31 2025-04-20"
    ),
    "orthodox-easter": (
        "2016-05-01 2017-04-16 2018-04-08 2019-04-28 2020-04-19 2021-05-02 2022-04-24 2023-04-16 2024-05-05 2025-04-20"
    ),
    "orthodox-palm-sunday": "2017-04-09",
    "us-thanksgiving": "2016-11-24 2018-11-22 2023-11-23",
    "friday-prayers": "2015-06-26 2019-03-15",
    "christmas": "2016-12-24",
}
CASES = [(rule_id, date.fromisoformat(day)) for rule_id, days in KNOWN.items() for day in days.split()]


@pytest.mark.parametrize(("rule_id", "known"), CASES, ids=lambda value: str(value))
def test_falls_on_the_day_that_public_calendars_have(rule_id: str, known: date) -> None:
    rule = load_occasion_rules()[rule_id]
    found = find_occasions([rule], known - timedelta(20), known + timedelta(20))
    # A moved weekday (Quds Day) is right or a week off: here the day itself is known.
    slack = 0 if rule.nth_weekday else rule.days_uncertain
    assert any(abs((one.start_on - known).days) <= slack for one in found), [one.start_on for one in found]


def test_enough_dates_are_known() -> None:
    assert len(CASES) >= 60


def test_ashura_1438_by_umm_al_qura_is_the_day_before_that_of_iran_and_iraq() -> None:
    rules = [load_occasion_rules()["ashura"]]
    computed, announced = find_occasions(rules, date(2016, 10, 1), date(2016, 10, 31))
    assert (computed.start_on, computed.days_uncertain) == (date(2016, 10, 11), 1)
    assert "Umm al-Qura" in computed.authority and not {"IR", "IQ"} & set(computed.countries)
    assert (announced.start_on, announced.days_uncertain) == (date(2016, 10, 12), 0)
    assert {"IR", "IQ"} <= set(announced.only_in) and "Iran" in announced.authority
    assert (
        find_occasions(rules, date(2016, 10, 1), date(2016, 10, 31), announced=False)[0].countries == rules[0].countries
    )


def test_the_pilgrimage_of_2015_held_the_day_of_the_stampede() -> None:
    (found,) = find_occasions([load_occasion_rules()["hajj"]], date(2015, 9, 24), date(2015, 9, 24))
    assert (found.end_on - found.start_on).days == 5
