"""Threats by what is said, armed groups by what is told of them, and who is charged or laid the bomb."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report


def _events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


def _doers(event: Event) -> list[tuple[str | None, str]]:
    return [(a.name or a.description, a.on_whose_word.value) for a in event.actors if a.role == "perpetrator"]


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("The Tin Column has given the shopkeepers of Orsk until Friday to leave.", ["Tin Column"]),
        ("Rebels told the headmaster that his roof would be next.", ["Rebels"]),
        ("Clerks who stay 'will be treated as spies', says a notice signed by the Tin Column.", ["Tin Column"]),
        ("The gang's envoy said that his men would not leave a single tree standing.", ["gang's envoy"]),
        ("'You will burn,' somebody wrote on the wall of the mill.", []),
    ],
)
def test_a_threat_is_told_by_what_is_said(text: str, doers: list[str], nlp: Language) -> None:
    (threat,) = _events(text, nlp)
    assert (threat.kind, threat.stage, threat.reality) == ("THREATEN", "threatened", "actual")
    assert [name for name, _ in _doers(threat)] == doers


@pytest.mark.parametrize(
    "text",
    [
        "A note on the door says that guests who arrive late will be charged.",
        "'Love will win' was painted on the wall of the school.",
        "The Labour Movement says that any minister who lies will be sacked.",
        "The group said it would cut prices if demand fell, and promised more jobs.",
        "The council has until Friday to pay the players, the club said.",
        "The poster says that dogs 'will be removed' if they foul the grass.",
    ],
)
def test_plain_words_threaten_nobody(text: str, nlp: Language) -> None:
    assert not _events(text, nlp)


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("The police charged two cousins with plotting to set fire to a hostel.", ("cousins", "accused")),
        ("A court martial gave two sergeants nine years each for shooting a prisoner.", ("sergeants", "accused")),
        ("The air force bombed the wrong valley on Monday, its commander conceded.", ("air force", "claimed")),
        ("The navy admitted that one of its vessels had fired on a ferry.", ("navy", "claimed")),
    ],
)
def test_the_doer_is_found_on_the_right_word(text: str, doer: tuple[str, str], nlp: Language) -> None:
    assert doer in [found for event in _events(text, nlp) for found in _doers(event)]
