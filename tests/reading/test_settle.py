"""When and where an event happened."""

from datetime import date

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report


def first(text: str, nlp: Language) -> Event:
    return read_report(report(text), nlp).events[0]


def test_the_day_of_the_act_not_of_the_speaking(nlp: Language) -> None:
    event = first("Gunmen attacked a checkpoint on Monday, the governor said on Thursday.", nlp)
    assert event.when is not None
    assert event.when.start == date(2021, 5, 10)


def test_the_day_of_speaking_alone_is_no_day_of_the_act(nlp: Language) -> None:
    assert first("Gunmen attacked a checkpoint, the governor said on Thursday.", nlp).when is None


def test_the_place_of_the_act_not_of_the_speaker(nlp: Language) -> None:
    event = first("Gunmen attacked a checkpoint near Mosul, officials in Baghdad said.", nlp)
    assert event.where is not None
    assert event.where.name == "Mosul"


def test_a_heading_place_holds_for_the_headline(nlp: Language) -> None:
    event = first("Iraq: Militants kill 3 police officers in bomb attack", nlp)
    assert event.where is not None
    assert event.where.country == "IQ"


def test_a_place_that_no_gazetteer_holds_keeps_its_words(nlp: Language) -> None:
    event = first("Gunmen attacked a checkpoint at Zzyxtown on Monday.", nlp)
    assert event.where is not None
    assert event.where.name == "Zzyxtown"
    assert event.where.lat is None


def test_without_a_place_it_stays_unknown(nlp: Language) -> None:
    assert first("Gunmen attacked a checkpoint on Monday.", nlp).where is None


@pytest.mark.parametrize(
    "text",
    [
        "Rebels claimed the killing of Anna Brandt, a teacher.",
        "They marked the anniversary of the death of General Omar Brandt on Monday.",
        "Police announced the arrest of Jonas Keller on Monday.",
        "The murder of Keller shocked the town.",
    ],
)
def test_a_person_is_never_a_place(text: str, nlp: Language) -> None:
    reading = read_report(report(text), nlp)
    names = [event.where.name for event in reading.events if event.where] + [place.name for place in reading.places]
    assert not [name for name in names if "Brandt" in name or "Keller" in name]
