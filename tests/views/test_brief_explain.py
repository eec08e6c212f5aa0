"""Why an event was coded as it is, on the command line and in the brief."""

import re
from dataclasses import replace
from datetime import date

from tests.views.findings import at, event, findings, place, report
from vedette.model.event import Actor, OnWhoseWord, Role
from vedette.model.findings import Findings
from vedette.model.reading import Reader, Reading
from vedette.model.time import DateMention, When
from vedette.views.brief import render_brief, verify_brief
from vedette.views.brief.explain import explain_event, why_to_json

TEXT = "On Monday gunmen attacked a post in Khanaqin, not in Tehran, the army said on Tuesday."


def told(text: str = TEXT) -> Reading:
    one = report(1, text)
    days = {word: date(2019, 9, day) for word, day in (("Monday", 2), ("Tuesday", 3))}
    dates = tuple(
        DateMention(at(one, word), day.isoformat(), day, day, because="weekday, counts from 2019-09-08")
        for word, day in days.items()
    )
    where = replace(
        place(one, "Khanaqin", ("Khanaqin", "IQ", "Diyala", 34.348, 45.391, 8.0)),
        because="entity; town Khanaqin at 9.1, before district Khanaqin at 4.0",
    )
    other = place(one, "Tehran", ("Tehran", "IR", "Tehran", 35.694, 51.421, 20.0))
    who = Actor(Role.PERPETRATOR, at(one, "gunmen"), description="gunmen", because="subject of <b>“attacked”</b>",
                on_whose_word=OnWhoseWord.ACCUSED)  # fmt: skip
    coded = event(
        one, "attacked", text, when=When(days["Monday"], days["Monday"], dates[0].span), where=where, actors=(who,),
        because=("stage carried out: “attacked” without a word that takes it back",),
    )  # fmt: skip
    return Reading(one, Reader("0", None), (coded,), (), (where, other), dates)


def test_each_value_comes_with_its_words_its_rule_and_what_lost() -> None:
    reading = told()
    whys = {why.of: why for why in explain_event(reading, reading.events[0])}
    assert whys["when"].because == ("rule for dates: weekday, counts from 2019-09-08",)
    assert [lost.value for lost in whys["when"].lost] == ["3 September 2019"]
    assert "before district" in whys["where"].because[0]
    assert [lost.value for lost in whys["where"].lost] == ["Tehran"]
    assert whys["perpetrator"].because[1] == "accused to have this part"
    assert all(why.span and reading.report.words(why.span) for why in whys.values())


def test_the_json_tells_the_same_with_the_words_themselves() -> None:
    reading = told()
    rows = {row["of"]: row for row in why_to_json(reading, reading.events[0])}
    assert (rows["when"]["words"], rows["when"]["instead_of"][0]["words"]) == ("Monday", "Tuesday")
    assert rows["kind"]["words"] == "attacked"


def test_a_brief_explains_only_where_that_is_wanted_and_still_verifies() -> None:
    plain, explained = (render_brief(findings(), explain=on) for on in (False, True))
    assert 'class="why"' not in plain and '"because"' not in plain
    assert explained.count('<details class="why">') == explained.count('href="#why-e')
    assert verify_brief(explained) == []


def test_reasons_are_escaped_and_their_words_lead_to_the_sentence() -> None:
    html = render_brief(Findings((told(),)), explain=True)
    assert "subject of &lt;b&gt;" in html and "<b>“attacked”" not in html
    why = html[html.index('id="why-e1"') :]
    assert re.search(r'<q dir="auto">Monday</q><span class="refs"><a href="#n1">', why)
    assert "not <bdi>Tehran</bdi>" in why
