"""Words of force that are meant otherwise, harms that nobody did, and explosions of unknown cause."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event, OnWhoseWord, Reality, Role, Stage
from vedette.reading.assemble import read_report


def events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


@pytest.mark.parametrize(
    "text",
    [
        "The fire brigade attacked the blaze in Northport.",
        "A brass band took the town of Easton by surprise.",
        "The sales force attacked the plan at a meeting in Northport.",
        "Northport fell to third after a defeat.",
        "An attack on the budget by the opposition followed.",
        "A fire killed nine at a nightclub in Northport.",
        "Six people were killed in a stampede in Easton.",
    ],
)
def test_words_of_force_meant_otherwise_tell_of_no_act(text: str, nlp: Language) -> None:
    assert events(text, nlp) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The rebel brigade attacked the barracks at Northport.",
        "The town of Easton fell to the rebels on Sunday.",
        "Army fire killed three villagers near Northport.",
        "A fire set by arsonists killed nine in Northport.",
        "A fire destroyed a police post in Northport on Sunday. The Karst Front claimed it.",
        "A fire gutted a school in Northport on Friday. Residents blamed bandits.",
    ],
)
def test_the_same_words_tell_of_one_where_force_is_used(text: str, nlp: Language) -> None:
    assert [event.reality for event in events(text, nlp)] == [Reality.ACTUAL]


def test_a_town_falls_to_those_who_take_it(nlp: Language) -> None:
    (event,) = events("The town of Easton fell to the rebels on Sunday.", nlp)
    assert [a.description for a in event.actors if a.role is Role.PERPETRATOR] == ["rebels"]


@pytest.mark.parametrize(
    ("text", "reality"),
    [
        ("A blast at a house in Northport left two people injured.", Reality.POSSIBLE),
        ("An explosion at a restaurant in Northport killed two on Tuesday.", Reality.POSSIBLE),
        ("A blast in a flat in Northport killed three. Police said a grenade had gone off.", Reality.ACTUAL),
        ("A blast at a house in Northport killed six militants.", Reality.ACTUAL),
    ],
)
def test_an_explosion_in_a_house_is_of_unknown_cause(text: str, reality: Reality, nlp: Language) -> None:
    (event,) = events(text, nlp)
    assert event.reality is reality


def test_who_denies_an_act_and_lays_it_to_another_tells_that_it_was_done(nlp: Language) -> None:
    (event,) = events("The army denied shelling Northport and said the rebels had done it.", nlp)
    words = {a.description: a.on_whose_word for a in event.actors if a.role is Role.PERPETRATOR}
    assert (event.reality, event.on_whose_word) == (Reality.ACTUAL, OnWhoseWord.ACCUSED)
    assert words == {"army": OnWhoseWord.DENIED, "rebels": OnWhoseWord.ACCUSED}


def test_those_killed_as_their_act_is_stopped_are_its_toll(nlp: Language) -> None:
    (event,) = events("Army foils infiltration bid, two militants killed", nlp)
    assert event.stage is Stage.FOILED
    assert event.killed is not None
    assert event.killed.low == 2


def test_a_place_that_opens_a_sentence_is_not_those_behind_it(nlp: Language) -> None:
    (event,) = events("In Mosul gunmen killed three.", nlp)
    assert event.where is not None
    assert event.where.name == "Mosul"
    assert [a.description for a in event.actors] == ["gunmen"]


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("Gunmen killed at least 12 soldiers near Northport.", (12, None)),
        ("The attack killed nearly 20 people in Northport.", (20, 20)),
        ("A raid killed at least a dozen in Northport.", (12, None)),
        ("A soldier was killed about 10 km from Northport.", (1, 1)),
    ],
)
def test_numbers_that_are_not_exact_stand_behind_the_verb(
    text: str, toll: tuple[int, int | None], nlp: Language
) -> None:
    (event,) = events(text, nlp)
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == toll


@pytest.mark.parametrize(
    "text",
    [
        "Police offered a reward for information leading to an arrest in Northport.",
        "Police were targeting six new shops in Northport.",
    ],
)
def test_what_is_hoped_for_or_only_looked_into_is_no_act(text: str, nlp: Language) -> None:
    assert events(text, nlp) == ()


def test_the_block_of_a_street_is_no_protest(nlp: Language) -> None:
    text = "A student was shot in the 400 block of North Mill Street in Northport. Residents heard shots."
    (event,) = events(text, nlp)
    assert event.kind == "ASSAULT"
    assert all(actor.role is not Role.PERPETRATOR for actor in event.actors)


def test_an_act_that_came_after_another_is_told_apart(nlp: Language) -> None:
    told = events("The attack came a week after gunmen killed four people in Northport.", nlp)
    assert [event.killed and event.killed.low for event in told] == [None, 4]


def test_suspects_told_of_before_are_arrested_once(nlp: Language) -> None:
    text = "Police have arrested three men in Northport, a spokesman said.\n\nThe suspects were detained on Sunday."
    assert [event.mode for event in events(text, nlp)] == ["arrest"]
