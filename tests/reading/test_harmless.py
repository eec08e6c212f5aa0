"""Words that threaten or tell of violence in the mouths of armed people, and mean nothing of the kind elsewhere."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.reading.assemble import read_report
from vedette.reading.gate import may_matter


@pytest.mark.parametrize(
    "text",
    [
        "The Northport Tigers fired their manager on Monday after losing nine games.",
        "The Easton Eagles hit the road for Northport.",
        "The town will be hit by snow until Thursday, forecasters said.",
        "The issue will be dealt with next week, the minister said.",
        "The school will be visited by the president on Monday.",
        "We will not see a recovery before 2025, the bank's chief economist said.",
        "The next one will be held in Northport in May.",
        "Workers will answer for the accident in court.",
        "The city's charity came to the school and handed out meals.",
        "The reform party lost Northport at the election.",
        "Fighting in the courts over the pipeline went on for years.",
        "Farmers use drones to spray their fields near Northport.",
        "The firm stands to lose its licence in Northport.",
        "Smith was declared a target for takeover by a rival bank.",
        "The hospital was on standby after the crash.",
    ],
)
def test_ordinary_news_tells_of_no_act(text: str, nlp: Language) -> None:
    assert read_report(report(text), nlp).events == ()


def test_the_same_words_threaten_where_rebels_speak(nlp: Language) -> None:
    (event,) = read_report(report("Foreign engineers will be hit, a rebel commander said in Northport."), nlp).events
    assert event.stage == "threatened"


@pytest.mark.parametrize(
    "text",
    [
        "A house explosion in Northport injured three people on Tuesday.",
        "Two workers were killed in a blast at a chemical plant in Northport.",
        "A transformer blast injured a farmer near Northport.",
        "A propane cylinder exploded in a food truck in Northport, hurting two.",
        "Boiler blast at textile mill kills five in Northport.",
    ],
)
def test_a_mishap_is_no_attack(text: str, nlp: Language) -> None:
    assert read_report(report(text), nlp).events == ()


@pytest.mark.parametrize(
    ("text", "reality"),
    [
        ("An explosion was heard in Northport on Monday; its cause is not known.", "possible"),
        ("An explosion near a mosque killed six in Northport. Police are investigating what caused it.", "possible"),
        ("A car bomb exploded in Northport. Police are investigating who caused it.", "actual"),
        ("An explosion near a mosque in Northport killed six and caused an unknown number of injuries.", "actual"),
        ("An explosion near a mosque killed six in Northport. A militant group claimed it.", "actual"),
    ],
)
def test_an_explosion_of_unknown_cause_is_possible_as_an_attack(text: str, reality: str, nlp: Language) -> None:
    assert [event.reality for event in read_report(report(text), nlp).events][:1] == [reality]


def test_gas_cylinders_that_are_wired_together_are_no_mishap(nlp: Language) -> None:
    text = "Police seized a lorry in Northport on Wednesday, its gas cylinders wired together."
    assert may_matter(report(text)) and read_report(report(text), nlp).events
