"""Time expressions of reports and the days they stand for."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.model.time import DateMention
from vedette.reading.assemble import read_report
from vedette.reading.dates import find_dates
from vedette.reading.parse import parse


def dates(text: str, nlp: Language, published: str | None = "2016-10-13", title: str | None = None) -> dict[str, str]:
    """Words → value of every time expression; 13 October 2016 was a Thursday."""
    parsed = parse(report(text, published=published, title=title), nlp)
    return {parsed.words(found.span): found.value or "" for found in find_dates(parsed)}


def mentions(text: str, nlp: Language, published: str | None = "2016-10-13") -> tuple[DateMention, ...]:
    """The time expressions themselves."""
    return find_dates(parse(report(text, published=published), nlp))


def days(found: DateMention) -> tuple[str, str]:
    """First and last day as text."""
    return str(found.start), str(found.end)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("11 October 2016", "2016-10-11"),
        ("October 11, 2016", "2016-10-11"),
        ("Oct. 11, 2016", "2016-10-11"),
        ("Tuesday, October 11, 2016", "2016-10-11"),
        ("the 11th of October 2016", "2016-10-11"),
        ("October 11th 2016", "2016-10-11"),
        ("2016-10-11", "2016-10-11"),
        ("25/12/2015", "2015-12-25"),
        ("12/25/2015", "2015-12-25"),
        ("25.12.2015", "2015-12-25"),
        ("11/10/2016", ""),
        ("May 2015", "2015-05"),
        ("2014", "2014"),
        ("the 1980s", "198X"),
        ("the 20th century", "19XX"),
        ("the summer of 2014", "2014-SU"),
        ("the first quarter of 2009", "2009-Q1"),
        ("Q3 2012", "2012-Q3"),
        ("30 AUG 89", "1989-08-30"),
        ("10 Muharram 1438", "2016-10-11"),
        ("22 Bahman 1395", "2017-02-10"),
        ("Christmas Day 2014", "2014-12-25"),
        ("44 BC", "BC0044"),
    ],
)
def test_full_dates_are_read_in_every_common_order(words: str, value: str, nlp: Language) -> None:
    (found,) = dates(f"The town fell in fighting on {words}.", nlp).values()
    assert found == value


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("Gunmen attacked the post on Sunday.", "Sunday", "2016-10-09"),
        ("Gunmen attacked the post on Thursday.", "Thursday", "2016-10-13"),
        ("The two sides will meet on Sunday.", "Sunday", "2016-10-16"),
        ("The trial is set for Monday.", "Monday", "2016-10-17"),
        ("He gave them until Monday to leave the town.", "Monday", "2016-10-17"),
        ("The army said it would open the road on Saturday.", "Saturday", "2016-10-15"),
        ("The patrols are to hand in their guns on Monday.", "Monday", "2016-10-17"),
        ("The coalition set Monday for the pullout.", "Monday", "2016-10-17"),
        ("The court would not answer Sunday's attack.", "Sunday", "2016-10-09"),
        ("They could not reach the town on Monday.", "Monday", "2016-10-10"),
        ("They were the first to cross the ridge on Monday.", "Monday", "2016-10-10"),
        ("He left last Friday.", "last Friday", "2016-10-07"),
        ("He leaves next Sunday.", "next Sunday", "2016-10-16"),
        ("It happened yesterday.", "yesterday", "2016-10-12"),
        ("It happened last night.", "last night", "2016-10-12TNI"),
        ("It happened this morning.", "this morning", "2016-10-13TMO"),
        ("It happened two days ago.", "two days ago", "2016-10-11"),
        ("It happened three weeks ago.", "three weeks ago", "2016-W38"),
        ("It happened a year ago.", "a year ago", "2015"),
        ("It happened last month.", "last month", "2016-09"),
        ("It happened late on Tuesday night.", "late on Tuesday night", "2016-10-11TNI"),
        ("They attacked the post at 10:30 p.m. on Tuesday.", "10:30 p.m. on Tuesday", "2016-10-11T22:30"),
        ("They attacked in October last year.", "October last year", "2015-10"),
        ("They attacked on 12 May.", "12 May", "2016-05-12"),
        ("They attacked in December.", "December", "2015-12"),
        ("They will vote on 12 May.", "12 May", "2017-05-12"),
        ("They will meet in two weeks.", "two weeks", "2016-W43"),
        ("Shops closed for three days.", "three days", "P3D"),
        ("A 20-year-old man was held.", "20-year-old", "P20Y"),
        ("Crowds gather every Friday.", "every Friday", "XXXX-WXX-5"),
        ("The group has grown in recent years.", "recent years", "PAST_REF"),
        ("The town is now calm.", "now", "PRESENT_REF"),
        ("They fought on the night of 3 May.", "the night of 3 May", "2016-05-03TNI"),
        ("They marched on 16 Khordad.", "16 Khordad", "2016-06-05"),
        ("He was hurt in the September 11 attacks.", "September 11", "2001-09-11"),
    ],
)
def test_dates_of_news_count_from_its_day(sentence: str, words: str, value: str, nlp: Language) -> None:
    found = dates(sentence, nlp)
    assert found.get(words) or found.get(f"in {words}") == value, found
    assert value in found.values()


@pytest.mark.parametrize(
    "sentence",
    [
        "The men may march on the town and march back.",
        "The second man and Mayor May left for 20 Main Street.",
        "Some 2000 soldiers and 1990 people fled, and the bill was $2015.",
        "He sat in the sun with Mr March and April Jones.",
        "Resolution 1973 was passed by 15 votes.",
        "They won 3-2 and lost 10 of 12 tanks.",
        "The fall of the town was quick.",
    ],
)
def test_other_words_and_numbers_are_no_dates(sentence: str, nlp: Language) -> None:
    assert dates(sentence, nlp) == {}


def test_both_ends_of_a_range_carry_its_days(nlp: Language) -> None:
    for words in ("from 3 to 5 May 2015", "between 3 and 5 May 2015", "on 3–5 May 2015", "on May 3-5, 2015"):
        first, second = mentions(f"They fought {words}.", nlp)
        assert (first.value, second.value) == ("2015-05-03", "2015-05-05")
        assert days(first) == days(second) == ("2015-05-03", "2015-05-05")
    first, second = mentions("The war lasted from 1980 to 1988.", nlp)
    assert days(first) == days(second) == ("1980-01-01", "1988-12-31")


def test_the_year_of_a_range_is_told_once(nlp: Language) -> None:
    assert dates("They fought from 2 July to 10 August 2015.", nlp)["2 July"] == "2015-07-02"


def test_two_days_that_are_no_range_stay_apart(nlp: Language) -> None:
    first, second = mentions("Attacks on 3 and 5 May 2015 killed six.", nlp)
    assert days(first) == ("2015-05-03", "2015-05-03")
    assert days(second) == ("2015-05-05", "2015-05-05")


def test_early_and_late_narrow_the_days_but_not_the_value(nlp: Language) -> None:
    early, late = mentions("It began in early 2015 and ended in late May 2016.", nlp)
    assert (early.value, *days(early)) == ("2015", "2015-01-01", "2015-06-30")
    assert (late.value, *days(late)) == ("2016-05", "2016-05-22", "2016-05-31")


def test_overnight_reaches_into_the_day_of_publication(nlp: Language) -> None:
    (found,) = mentions("Two men were shot overnight.", nlp)
    assert days(found) == ("2016-10-12", "2016-10-13")


def test_a_stretch_up_to_now_has_days(nlp: Language) -> None:
    (found,) = mentions("Ten people were killed in the past nine days.", nlp)
    assert (found.value, *days(found)) == ("P9D", "2016-10-04", "2016-10-13")


def test_later_counts_from_the_date_last_told(nlp: Language) -> None:
    text = (
        "The post fell on 3 May 2015. The next day the army came back. Three weeks later it left. That month 40 died."
    )
    assert list(dates(text, nlp).values()) == ["2015-05-03", "2015-05-04", "2015-W22", "2015-05"]


def test_without_a_day_of_publication_nothing_counts_from_now(nlp: Language) -> None:
    text = "Yesterday gunmen struck. On Sunday they left. Last year and two days ago it was calm. On 12 May it rained."
    found = mentions(text, nlp, published=None)
    assert [one.value for one in found] == ["PAST_REF", "XXXX-WXX-7", "PAST_REF", "PAST_REF", "XXXX-05-12"]
    assert {day for one in found for day in (one.start, one.end)} == {None}


def test_a_year_told_elsewhere_does_not_date_an_undated_report(nlp: Language) -> None:
    text = "On 4 July 2016 the ministry spoke. Two men were arrested on 20 September, it said this year."
    assert dates(text, nlp, published=None)["20 September"] == "XXXX-09-20"


def test_a_dateline_is_the_day_of_an_undated_report(nlp: Language) -> None:
    text = "PORT CITY, 30 AUG 89 (EXAMPLE RADIO) -- [TEXT] YESTERDAY, GUNMEN ATTACKED A POST. ON 2 MAY THEY HAD LEFT."
    assert list(dates(text, nlp, published=None).values()) == ["1989-08-30", "1989-08-29", "1989-05-02"]
    assert dates("021430Z MAY 90: ALL WAS QUIET LAST NIGHT.", nlp, published=None)["LAST NIGHT"] == "1990-05-01TNI"


def test_a_history_counts_from_the_date_last_told(nlp: Language) -> None:
    text = (
        "On 1 September 1939 the army crossed the river. On September 17 the second front opened. By early October the "
        "capital had fallen. In January the front froze. In June 1941 the war spread, and in December it turned. It "
        "ended in 1945."
    )
    expected = ["1939-09-01", "1939-09-17", "1939-10", "1940-01", "1941-06", "1941-12", "1945"]
    assert list(dates(text, nlp).values()) == expected


def test_news_with_a_date_of_long_ago_still_counts_from_its_day(nlp: Language) -> None:
    text = "The militia, founded in 1998, attacked on Sunday. In June it had lost a base that it took in 2005."
    assert dates(text, nlp)["Sunday"] == "2016-10-09"
    assert dates(text, nlp)["June"] == "2016-06"


def test_text_in_capitals_is_read_too(nlp: Language) -> None:
    text = "REBELS ATTACKED THE TOWN ON SUNDAY AND MAY ATTACK AGAIN IN MAY, AN OFFICER SAID ON 11 OCTOBER 2016."
    assert set(dates(text, nlp)) == {"SUNDAY", "MAY", "11 OCTOBER 2016"}


def test_the_title_is_read_with_its_own_spans(nlp: Language) -> None:
    parsed = parse(report("Nothing here.", title="Blast on Sunday kills two", published="2016-10-13"), nlp)
    (found,) = find_dates(parsed)
    assert (found.span.part, parsed.words(found.span), found.value) == ("title", "Sunday", "2016-10-09")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(1900, 1, 1), date(2039, 12, 31)))
def test_any_full_date_comes_back(day: date, nlp: Language) -> None:
    written = f"{day.day} {day.strftime('%B')} {day.year:04d}"
    (found,) = mentions(f"It was signed on {written} in the town.", nlp)
    assert (found.value, found.start, found.end) == (day.isoformat(), day, day)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_read_with_spans_inside_it(text: str, nlp: Language) -> None:
    for found in mentions(text, nlp):
        assert 0 <= found.span.start < found.span.end <= len(text)


def test_feasts_have_the_days_of_their_uncertainty(nlp: Language) -> None:
    (ashura,) = mentions("Gunmen attacked mourners on Ashura.", nlp)
    assert (ashura.value, *days(ashura)) == ("2016-10-11", "2016-10-10", "2016-10-12")
    assert dates("They struck on Easter 2016 and during Ramadan 2014.", nlp) == {
        "Easter 2016": "2016-03-27",
        "Ramadan 2014": "2014-06-28/2014-07-27",
    }


def test_a_feast_that_only_describes_a_thing_is_no_date(nlp: Language) -> None:
    assert dates("The Christmas market and the Ashura ceremonies were crowded.", nlp) == {}


WORDS = [
    *(
        "May",
        "march",
        "Sunday",
        "sat",
        "week",
        "years",
        "last",
        "next",
        "the",
        "of",
        "to",
        "–",
        "/",
        "and",
        "from",
        "between",
    ),
    *(
        "3",
        "31",
        "0",
        "99",
        "2016",
        "9999",
        "10:30",
        "p.m.",
        "half",
        "past",
        "after",
        ".",
        ",",
        "century",
        "1500s",
        "²",
        "٣",
    ),
    *(
        "decades",
        "Ramadan",
        "Ashura",
        "Christmas",
        "early",
        "mid-",
        "ago",
        "later",
        "every",
        "1,000,000",
        "Bahman",
        "BC",
    ),
    *("night", "quarter", "1/2", "second"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(WORDS), max_size=25),
    published=st.sampled_from([None, "2016-10-13", "0001-01-01", "9999-12-31"]),
)
def test_any_heap_of_time_words_is_read(words: list[str], published: str | None, nlp: Language) -> None:
    for found in mentions(" ".join(words), nlp, published):
        assert (found.start is None) == (found.end is None)
        assert found.start is None or found.end is None or found.start <= found.end


def test_a_month_that_runs_is_this_year_s_even_when_something_was_to_happen_in_it(nlp: Language) -> None:
    text = "The ministry said that it had foiled a plot to bomb markets during Ramadan."
    found = find_dates(parse(report(text, published="2016-06-21"), nlp))
    assert [(str(one.start), str(one.end)) for one in found] == [("2016-06-06", "2016-07-05")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Front freed a priest on Thursday, 12 days after kidnapping him.", date(2024, 4, 20)),
        ("On Monday, three days after the attack on the mosque, police searched the quarter.", date(2024, 5, 3)),
        ("Two men were jailed on Monday for attacking a bus.", None),
    ],
)
def test_days_counted_from_another(text: str, day: date | None, nlp: Language) -> None:
    made = report(text, published="2024-05-06")
    acts = [event for event in read_report(made, nlp).events if event.kind == "ASSAULT"]
    assert [event.when and event.when.start for event in acts] == [day]
