"""How far an act got, whether it is told as real, and what is only history."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report


def only(text: str, nlp: Language, kind: str = "ASSAULT") -> Event:
    return next(event for event in read_report(report(text), nlp).events if event.kind == kind)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Gunmen attacked a checkpoint near Easton.", "carried_out"),
        ("Security forces foiled an attack on the embassy in Easton.", "foiled"),
        ("A bomb was defused outside the courthouse in Easton on Monday.", "foiled"),
        ("Air defences shot down a drone over Easton.", "foiled"),
        ("A grenade was thrown at the consulate in Easton but did not explode.", "failed"),
        ("Three rockets fired at the base near Easton fell short.", "failed"),
        ("Gunmen tried to storm the barracks in Easton.", "attempted"),
        ("The rebels are preparing an attack on Easton, a commander said.", "planned"),
        ("The bomb in the station was a hoax, police said.", "hoax"),
        ("The militants vowed to attack the embassy in Easton.", "threatened"),
    ],
)
def test_the_ladder(text: str, stage: str, nlp: Language) -> None:
    assert only(text, nlp).stage == stage


@pytest.mark.parametrize(
    ("text", "reality"),
    [
        ("The army said that no attack took place in Easton.", "negated"),
        ("The ministry denied that its aircraft had bombed the market.", "negated"),
        ("Militants could attack the pilgrims in Easton.", "possible"),
        ("Whoever attacks an embassy faces life imprisonment under the law.", "generic"),
        ("Gunmen attacked the police station in Easton.", "actual"),
        ("Police foiled a plot to bomb the market.", "actual"),
    ],
)
def test_whether_it_is_told_as_real(text: str, reality: str, nlp: Language) -> None:
    assert only(text, nlp).reality == reality


def test_what_may_come_has_no_stage(nlp: Language) -> None:
    assert only("Militants could attack the pilgrims in Easton.", nlp).stage is None


def test_an_old_attack_beside_a_new_one_is_background(nlp: Language) -> None:
    text = "A bomb killed two people in Easton on Wednesday. In 2018 a car bomb exploded at the same market."
    found = read_report(report(text), nlp).events
    assert [event.background for event in found] == [False, True]


def test_the_reasons_name_the_words(nlp: Language) -> None:
    because = " ".join(only("Security forces foiled an attack on the embassy.", nlp).because)
    assert "foiled" in because
