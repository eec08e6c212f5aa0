"""On whose word: that an event happened, and that somebody did it."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event, OnWhoseWord, Role
from vedette.reading.assemble import read_report


def event(nlp: Language, text: str) -> Event:
    """The first event of a text."""
    return read_report(report(text), nlp).events[0]


def doers(nlp: Language, text: str) -> dict[str, OnWhoseWord]:
    """The perpetrators of a text's first event, by their words, and on whose word they did it."""
    about = report(text)
    found = read_report(about, nlp).events[0].actors
    return {about.words(a.span): a.on_whose_word for a in found if a.role is Role.PERPETRATOR}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A bomb exploded in the market on Monday.", OnWhoseWord.FACT),
        ("A bomb exploded in the market on Monday, police said.", OnWhoseWord.FACT),
        ("Residents said a bomb exploded in the market.", OnWhoseWord.FACT),
        ("The rebels said they had attacked the barracks.", OnWhoseWord.CLAIMED),
        ("The army said its jets bombed a camp of the rebels.", OnWhoseWord.CLAIMED),
        ("The ministry accused the army of bombing the village.", OnWhoseWord.ACCUSED),
        ("Police believe that the store was bombed by a rival.", OnWhoseWord.SUSPECTED),
        ("The army denied that its jets had bombed the village.", OnWhoseWord.DENIED),
        ("The rebels threatened to attack the barracks.", OnWhoseWord.CLAIMED),
        ("The rebels may attack the barracks on Friday.", OnWhoseWord.POSSIBLE),
    ],
)
def test_an_event_stands_on_the_word_of_who_tells_it(nlp: Language, text: str, word: OnWhoseWord) -> None:
    assert event(nlp, text).on_whose_word is word


def test_what_is_claimed_as_a_thing_already_known_is_a_fact_done_by_claim(nlp: Language) -> None:
    text = "The Dawn Front claimed the bombing of the market."
    assert event(nlp, text).on_whose_word is OnWhoseWord.FACT
    assert set(doers(nlp, text).values()) == {OnWhoseWord.CLAIMED}


@pytest.mark.parametrize(
    ("text", "doer", "word"),
    [
        ("A bomb killed six on Monday. The Dawn Front claimed responsibility.", "The Dawn Front", OnWhoseWord.CLAIMED),
        ("Gunmen shot dead a mayor. Police blamed the Dawn Front.", "the Dawn Front", OnWhoseWord.ACCUSED),
        ("A shell hit the school. Police suspect rebels.", "rebels", OnWhoseWord.SUSPECTED),
        ("A bus was attacked on Monday. The rebels denied any role in it.", "The rebels", OnWhoseWord.DENIED),
        ("Suspected rebels attacked a convoy on Monday.", "Suspected rebels", OnWhoseWord.SUSPECTED),
    ],
)
def test_a_doer_stands_on_the_word_of_who_names_it(nlp: Language, text: str, doer: str, word: OnWhoseWord) -> None:
    found = doers(nlp, text)
    assert any(doer.endswith(words) or words.endswith(doer) for words in found), found
    assert word in found.values()


def test_an_accused_doer_leaves_the_event_a_fact(nlp: Language) -> None:
    found = event(nlp, "A market was bombed on Monday. The government blamed rebels for it.")
    assert found.on_whose_word is OnWhoseWord.FACT


def test_a_relative_clause_set_off_is_the_reports_own(nlp: Language) -> None:
    text = "Police believe the man was hired by the Dawn Front, which bombed the mill in May."
    words = {
        e.on_whose_word for e in read_report(report(text), nlp).events if "bombed" in report(text).words(e.trigger)
    }
    assert words == {OnWhoseWord.FACT}


def test_the_statement_that_decides_comes_first(nlp: Language) -> None:
    text = "The ministry accused the army of bombing the village."
    reading = read_report(report(text), nlp)
    (told,) = reading.events[:1]
    assert told.statements
    assert reading.statements[0].id == told.statements[0]
    assert told.id in reading.statements[0].events


def test_whom_it_was_done_to_stands_as_the_event_does(nlp: Language) -> None:
    found = event(nlp, "Rebels attacked the barracks on Monday, the army said.")
    words = {a.role: a.on_whose_word for a in found.actors}
    assert words[Role.PERPETRATOR] is OnWhoseWord.ACCUSED
    assert words.get(Role.TARGET, OnWhoseWord.FACT) is OnWhoseWord.FACT


def test_a_claim_by_a_spokesman_is_the_groups(nlp: Language) -> None:
    text = "A bomb killed six on Monday. A spokesman for the Dawn Front claimed responsibility."
    found = read_report(report(text), nlp).events[0].actors
    assert [a.name for a in found if a.on_whose_word is OnWhoseWord.CLAIMED] == ["Dawn Front"]


def test_a_private_person_who_denies_a_part_is_no_named_actor(nlp: Language) -> None:
    text = "A shop was bombed on Monday. He denied any part in it."
    found = read_report(report(text), nlp).events[0].actors
    assert all(a.on_whose_word is not OnWhoseWord.DENIED for a in found)
