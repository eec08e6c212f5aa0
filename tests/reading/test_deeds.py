"""Plain verbs that are acts where armed people do them, and what keeps such acts apart from others."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event, Reality, Stage
from vedette.reading.assemble import read_report


def events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen came for the headmaster of Northport school on Tuesday.",
        "Militants came ashore at Northport in rubber boats.",
        "Rebels burst out of the forest, and set light to the depot at Northport.",
        "Insurgents tied the watchmen of the Northport depot to a tree.",
        "Gunmen led four passengers away near Northport.",
        "Bandits put up a roadblock at Northport and took the money of travellers.",
        "Soldiers locked up their officers at Northport and drove off in two lorries.",
        "A fire at the Northport mill was claimed by the Karst Front.",
    ],
)
def test_plain_verbs_are_acts_of_armed_people(text: str, nlp: Language) -> None:
    assert [event.kind for event in events(text, nlp)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor came for the headmaster of Northport school on Tuesday.",
        "Tourists came ashore at Northport in rubber boats.",
        "The rebels took part in talks in Northport.",
        "The choir led four children away from the stage at Northport.",
        "The fire brigade stopped the train at Northport.",
        "A fire at the Northport mill was blamed on old wiring.",
        "The reform party won control of the Northport council.",
    ],
)
def test_plain_verbs_of_others_are_none(text: str, nlp: Language) -> None:
    assert events(text, nlp) == ()


def test_a_pronoun_does_what_its_speaker_will_do(nlp: Language) -> None:
    (event,) = events("The Delta Front says it will sink the next tanker that loads at Northport.", nlp)
    assert event.stage is Stage.THREATENED


def test_an_act_long_after_another_stands_alone(nlp: Language) -> None:
    text = "Gunmen killed a customs officer on Tuesday, fourteen months after a car bomb levelled the same post."
    assert len(events(text, nlp)) == 2


def test_what_kept_others_from_theirs_was_done_itself(nlp: Language) -> None:
    (event,) = events("The army struck a rocket crew near Northport before it could fire.", nlp)
    assert event.stage is Stage.CARRIED_OUT


def test_what_is_feared_is_not_what_it_answers(nlp: Language) -> None:
    told = events("Residents fear reprisals for Thursday's killing of a chief by rebels.", nlp)
    assert {event.reality for event in told} == {Reality.POSSIBLE, Reality.ACTUAL}


def test_a_noun_after_after_is_not_to_come(nlp: Language) -> None:
    (event,) = events("There will be no more convoys through the pass after Saturday's ambush by rebels.", nlp)
    assert (event.stage, event.reality) == (Stage.CARRIED_OUT, Reality.ACTUAL)


def test_a_habit_is_told_in_general(nlp: Language) -> None:
    (event,) = events("Bandits who raid the villages for cattle have grown bolder, a bishop said.", nlp)
    assert event.reality is Reality.GENERIC


def test_what_was_done_before_is_an_act_of_its_own(nlp: Language) -> None:
    threat, earlier = events("The miners will dynamite the road unless they are paid, as they did in 2013.", nlp)
    assert (threat.stage, earlier.stage) == (Stage.THREATENED, Stage.CARRIED_OUT)


def test_a_participle_behind_its_noun_is_no_verb_of_its_own(nlp: Language) -> None:
    (event,) = events("Drones launched from the west bank were brought down before they got to Northport.", nlp)
    assert event.stage is Stage.FOILED


def test_a_bomb_with_its_place_is_an_act(nlp: Language) -> None:
    assert len(events("The car bomb on the Northport road was the work of rivals, the police said.", nlp)) == 1


def test_a_weapon_that_only_says_what_a_thing_is_for_is_none(nlp: Language) -> None:
    assert [event.kind for event in events("Customs seized 900 drone engines at Northport on Sunday.", nlp)] == [
        "COERCE"
    ]


def test_gunmen_who_stop_a_bus_foil_nothing(nlp: Language) -> None:
    (event,) = events("The gunmen stopped the bus near Northport.", nlp)
    assert event.stage is Stage.CARRIED_OUT


def test_forces_on_the_way_to_the_front_are_told(nlp: Language) -> None:
    (event,) = events("Two battalions left Northport for the northern front on Monday.", nlp)
    assert event.kind == "MOBILIZE"
