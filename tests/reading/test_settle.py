"""When and where an event happened."""

from datetime import date

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
