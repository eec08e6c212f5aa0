"""Dates known from public calendars and from what happened on them, not from the libraries that compute them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from vedette.calendars.announced import load_announcements
from vedette.calendars.conversion import gregorian_day
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
    "islamic-new-year": "1979-11-20",
    "ramadan": (
        "2026-02-18 2016-06-06 2017-05-27 2018-05-17 2019-05-06 2020-04-24 2021-04-13 2022-04-02 2023-03-23 2024-03-11 "
        "2025-03-01"
    ),
    "qadr-nights": "2017-06-18",
    "eid-al-fitr": (
        "2000-01-08 2000-12-27 2001-12-16 2003-11-25 2004-11-14 2005-11-03 2006-10-23 2007-10-13 2008-10-01 2009-09-20 "
        "2026-03-20 2010-09-10 2011-08-30 2012-08-19 2013-08-08 2014-07-28 2015-07-17 2016-07-06 2017-06-25 2018-06-15 "
        "2019-06-04 "
        "2020-05-24 2021-05-13 2022-05-02 2023-04-21 2024-04-10 2025-03-30"
    ),
    "eid-al-adha": (
        "1990-07-02 2003-02-11 2004-02-01 2008-12-08 2009-11-27 2010-11-16 2011-11-06 2012-10-26 2013-10-15 2014-10-04 "
        "2026-05-27 2006-01-10 2006-12-30 2015-09-24 2016-09-12 2017-09-01 2018-08-21 2019-08-11 2020-07-31 2021-07-20 "
        "2022-07-09 "
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
#: The Gregorian and the Julian computus, year by year from 1979 to 2030, as church calendars print them.
EASTERS = {
    "western-easter": (
        "04-15 04-06 04-19 04-11 04-03 04-22 04-07 03-30 04-19 04-03 03-26 04-15 03-31 04-19 04-11 04-03 04-16 04-07 "
        "03-30 04-12 04-04 04-23 04-15 03-31 04-20 04-11 03-27 04-16 04-08 03-23 04-12 04-04 04-24 04-08 03-31 04-20 "
        "04-05 03-27 04-16 04-01 04-21 04-12 04-04 04-17 04-09 03-31 04-20 04-05 03-28 04-16 04-01 04-21"
    ),
    "orthodox-easter": (
        "04-22 04-06 04-26 04-18 05-08 04-22 04-14 05-04 04-19 04-10 04-30 04-15 04-07 04-26 04-18 05-01 04-23 04-14 "
        "04-27 04-19 04-11 04-30 04-15 05-05 04-27 04-11 05-01 04-23 04-08 04-27 04-19 04-04 04-24 04-15 05-05 04-20 "
        "04-12 05-01 04-16 04-08 04-28 04-19 05-02 04-24 04-16 05-05 04-20 04-12 05-02 04-16 04-08 04-28"
    ),
}
#: Years that began on 20 March, as Iran's printed calendars have them; all others from 1979 to 2030 began on the 21st.
NOWRUZ_ON_THE_20TH = {1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028, 2029}
#: Days of the Hebrew calendar as Jewish calendars and Israel's print them, or as events made them known.
HEBREW = {
    "rosh-hashanah": (
        "1979-09-22 1980-09-11 1981-09-29 1982-09-18 1983-09-08 1984-09-27 1985-09-16 1986-10-04 1987-09-24 1988-09-12 "
        "1989-09-30 1990-09-20 1991-09-09 1992-09-28 1993-09-16 1994-09-06 1995-09-25 1996-09-14 1997-10-02 1998-09-21 "
        "1999-09-11 2000-09-30 2001-09-18 2002-09-07 2003-09-27 2004-09-16 2005-10-04 2006-09-23 2007-09-13 2008-09-30 "
        "2009-09-19 2010-09-09 2011-09-29 2012-09-17 2013-09-05 2014-09-25 2015-09-14 2016-10-03 2017-09-21 2018-09-10 "
        "2019-09-30 2020-09-19 2021-09-07 2022-09-26 2023-09-16 2024-10-03 2025-09-23 2026-09-12 2027-10-02 2028-09-21 "
        "2029-09-10 2030-09-28"
    ),
    "yom-kippur": "1973-10-06 2019-10-09 2023-09-25",
    "simchat-torah": "2023-10-07",
    "hanukkah": "2016-12-25 2018-12-03 2019-12-23 2023-12-08 2024-12-26",
    "purim": "1994-02-25 2016-03-24 2019-03-21 2020-03-10 2021-02-26 2022-03-17 2023-03-07 2024-03-24 2025-03-14",
    "pesach": (
        "2002-03-28 2010-03-30 2012-04-07 2014-04-15 2015-04-04 2016-04-23 2017-04-11 2018-03-31 2019-04-20 2020-04-09 "
        "2021-03-28 2022-04-16 2023-04-06 2024-04-23 2025-04-13"
    ),
    "yom-hashoah": "2021-04-08 2023-04-18 2024-05-06 2025-04-24",
    "israel-memorial-day": "2004-04-26 2021-04-14 2023-04-25 2024-05-13",
    "israel-independence-day": (
        "2004-04-27 2007-04-24 2008-05-08 2009-04-29 2010-04-20 2011-05-10 2012-04-26 2013-04-16 2014-05-06 2015-04-23 "
        "2016-05-12 2017-05-02 2018-04-19 2019-05-09 2020-04-29 2021-04-15 2022-05-05 2023-04-26 2024-05-14 2025-05-01"
    ),
    "lag-baomer": "2021-04-30",
    "jerusalem-day": "2021-05-10 2022-05-29",
    "shavuot": "2023-05-26",
    "tisha-bav": "2005-08-14 2018-07-22 2022-08-07 2023-07-27",
}
#: Feasts whose days are listed: Diwali as India's newspapers and calendars had it, the Buddhist feasts likewise.
LISTED = {
    "diwali": (
        "2008-10-28 2014-10-23 2016-10-30 2017-10-19 2018-11-07 2019-10-27 2020-11-14 2021-11-04 2022-10-24 2023-11-12"
    ),
    "buddha-purnima": "2018-04-30 2019-05-18 2020-05-07 2021-05-26 2022-05-16 2023-05-05 2024-05-23",
    "vesak-sri-lanka": "2019-05-18 2022-05-15 2024-05-23",
    "visakha-bucha": "2019-05-18 2022-05-15 2024-05-22",
}
#: Calendar → all that is known of it.
BY_CALENDAR: dict[str, list[tuple[str, date]]] = {
    "easter": [
        (rule_id, date.fromisoformat(f"{1979 + n}-{day}"))
        for rule_id, days in EASTERS.items()
        for n, day in enumerate(days.split())
    ],
    "nowruz": [("nowruz", date(year, 3, 20 if year in NOWRUZ_ON_THE_20TH else 21)) for year in range(1979, 2031)],
    "hebrew": [(rule_id, date.fromisoformat(day)) for rule_id, days in HEBREW.items() for day in days.split()],
    "listed": [(rule_id, date.fromisoformat(day)) for rule_id, days in LISTED.items() for day in days.split()],
}
CASES = [(rule_id, date.fromisoformat(day)) for rule_id, days in KNOWN.items() for day in days.split()]
ALL = [*dict.fromkeys([*CASES, *(case for cases in BY_CALENDAR.values() for case in cases)])]


@pytest.mark.parametrize(("rule_id", "known"), ALL, ids=lambda value: str(value))
def test_falls_on_the_day_that_public_calendars_have(rule_id: str, known: date) -> None:
    rule = load_occasion_rules()[rule_id]
    found = find_occasions([rule], known - timedelta(20), known + timedelta(20))
    # A moved weekday (Quds Day) is right or a week off: here the day itself is known.
    slack = 0 if rule.nth_weekday else rule.days_uncertain
    assert any(abs((one.start_on - known).days) <= slack for one in found), [one.start_on for one in found]


def test_at_least_sixty_dates_of_each_computed_calendar_are_known() -> None:
    rules = load_occasion_rules()
    counts = Counter("easter" if rules[rule].counted_from else rules[rule].calendar for rule, _ in ALL)
    assert min(counts[calendar] for calendar in ("hijri", "solar_hijri", "hebrew", "easter")) >= 60


@pytest.mark.parametrize("rule_id", [rule.id for rule in load_occasion_rules().values() if rule.calendar == "listed"])
def test_listed_feasts_lie_at_a_new_or_full_moon(rule_id: str) -> None:
    mean_month, new_moon = 29.530588853, date(2000, 1, 6).toordinal() + 0.76
    for day in load_occasion_rules()[rule_id].dates:
        age = (day.toordinal() + 0.5 - new_moon) % mean_month
        distance = min(age, mean_month - age) if rule_id == "diwali" else abs(age - mean_month / 2)
        assert distance <= 2, day


#: Feasts and mourning days as kept in a country by its own announcement.
ANNOUNCED = {
    (
        "IR",
        "ashura",
    ): "2009-12-27 2010-12-16 2011-12-06 2013-11-14 2014-11-04 2016-10-12 2019-09-10 2022-08-08 2023-07-28",
    ("IR", "tasua"): "2010-12-15 2016-10-11 2021-08-18",
    ("IR", "arbaeen"): "2014-12-13 2017-11-09 2019-10-19 2021-09-27 2023-09-06",
    ("IR", "eid-al-fitr"): "2011-08-31 2014-07-29 2015-07-18 2017-06-26 2019-06-05 2021-05-13 2022-05-03 2023-04-22",
    ("IR", "eid-al-adha"): "2014-10-05 2015-09-24 2018-08-22 2021-07-21 2022-07-10 2023-06-29",
    ("IR", "quds-day"): "2010-09-03 2014-07-25 2015-07-10 2016-07-01 2019-05-31 2020-05-22 2022-04-29 2023-04-14",
    ("IQ", "ashura"): "2004-03-02 2007-01-30 2015-10-24 2016-10-12 2019-09-10 2021-08-19",
    ("PK", "ashura"): "2004-03-02 2011-12-06 2013-11-15 2018-09-21 2022-08-09 2023-07-29",
    ("PK", "eid-al-fitr"): "2014-07-29 2016-07-06 2018-06-16 2019-06-05 2020-05-24 2021-05-13 2022-05-03",
}


@pytest.mark.parametrize(
    ("country", "rule_id", "known"),
    [(*key, date.fromisoformat(day)) for key, days in ANNOUNCED.items() for day in days.split()],
    ids=str,
)
def test_falls_on_the_day_that_the_country_announced(country: str, rule_id: str, known: date) -> None:
    found = find_occasions([load_occasion_rules()[rule_id]], known - timedelta(3), known + timedelta(3))
    own = [one for one in found if country in one.only_in]
    others = [one for one in found if not one.only_in and country not in one.not_in]
    assert own and not [one for one in others if country in one.countries or not one.countries]
    assert [(one.start_on, one.days_uncertain) for one in own] == [(known, 0)]


def test_announced_months_have_29_or_30_days_and_lie_near_the_calculated_ones() -> None:
    for country, known in load_announcements().items():
        for (year, month), first in known.first_days.items():
            computed = gregorian_day("hijri", year, month, 1)
            assert computed is not None and -1 <= (first - computed).days <= 2, (country, year, month)
            following = known.first_days.get((year + month // 12, month % 12 + 1))
            assert following is None or (following - first).days in (29, 30), (country, year, month)
            assert month != 9 or following is not None, (country, year, "the month after Ramadan is missing")


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


def test_a_country_that_strays_from_the_calculated_days_is_told_so_where_it_announced_nothing_yet() -> None:
    found = find_occasions([load_occasion_rules()["eid-al-fitr"]], date(2028, 2, 20), date(2028, 3, 5))
    uncertain = {one.only_in: one.days_uncertain for one in found}
    assert uncertain[("PK",)] == 2
    assert uncertain[()] == 1
    (others,) = (one for one in found if not one.only_in)
    assert "PK" in others.not_in


def test_what_pakistan_announced_lies_within_what_is_said_of_it_elsewhere() -> None:
    known = load_announcements()["PK"]
    for (year, month), first in known.first_days.items():
        computed = gregorian_day("hijri", year, month, 1)
        assert computed is not None and known.days_uncertain is not None
        assert abs((first - computed).days) <= known.days_uncertain
