"""Acts are found, told once each, and accidents, sport and business are none."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report


def events(text: str, nlp: Language, title: str | None = None) -> tuple[Event, ...]:
    return read_report(report(text, title=title), nlp).events


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("A roadside bomb exploded beside a patrol near Easton on Monday.", "ASSAULT", "explosives"),
        ("Gunmen shot dead two policemen in Easton.", "ASSAULT", "firearms"),
        ("Rebels kidnapped three engineers near Easton.", "ASSAULT", "abduct"),
        ("Police arrested two men in Easton.", "COERCE", "arrest"),
        ("Troops seized a weapons cache in Easton.", "COERCE", "seize"),
        ("The army shelled the village of Easton.", "ASSAULT", "heavy-weapons"),
        ("Thousands of people protested in Easton.", "PROTEST", "demo"),
        ("The rebels withdrew from Easton.", "RETREAT", "withdraw"),
    ],
)
def test_an_act_has_the_kind_and_mode_of_its_word(text: str, kind: str, mode: str, nlp: Language) -> None:
    found = events(text, nlp)
    assert (found[0].kind, found[0].mode) == (kind, mode)


@pytest.mark.parametrize(
    "text",
    [
        "Two people were killed when their car overturned in a crash near Easton.",
        "The striker shot wide and the coach was fired after the match.",
        "He died of a heart attack at home.",
        "The shares were attacked by short sellers as the company's profit fell.",
        "The rocket will carry a satellite into orbit, the space agency NASA said.",
        "Four hikers died in an avalanche above Easton.",
        "The firm set up shell companies to hide its earnings.",
    ],
)
def test_accidents_sport_business_and_illness_are_no_events(text: str, nlp: Language) -> None:
    assert events(text, nlp) == ()


def test_an_attack_and_its_dead_are_one_event(nlp: Language) -> None:
    found = events("A car bomb exploded near a market in Easton on Monday. Five people were killed in the blast.", nlp)
    assert [event.kind for event in found] == ["ASSAULT"]
    assert found[0].killed is not None
    assert (found[0].killed.low, found[0].killed.high) == (5, 5)


def test_title_and_lead_tell_one_event(nlp: Language) -> None:
    found = events(
        "Gunmen killed three soldiers near Easton on Monday.", nlp, title="Gunmen kill three soldiers near Easton"
    )
    assert len(found) == 1
    assert {span.part for span in found[0].evidence} == {"title", "text"}


def test_an_attack_of_another_day_is_another_event(nlp: Language) -> None:
    found = events("A bomb killed two people in Easton on Monday. In 2018 a car bomb exploded at the same market.", nlp)
    assert len(found) == 2


def test_a_second_device_is_another_event(nlp: Language) -> None:
    found = events("A bomb exploded at the market on Monday. A second bomb was found and defused by the army.", nlp)
    assert [event.stage for event in found] == ["carried_out", "foiled"]


def test_the_arrest_that_stopped_a_plot_is_an_event_of_its_own(nlp: Language) -> None:
    found = events("Police arrested two men who were planning to bomb a market in Easton.", nlp)
    by_kind = {event.kind: event for event in found}
    assert set(by_kind) == {"ASSAULT", "COERCE"}
    assert by_kind["ASSAULT"].stage == "foiled"
    assert by_kind["ASSAULT"].stopped_by == by_kind["COERCE"].id
    assert by_kind["COERCE"].detained is not None
    assert by_kind["COERCE"].detained.low == 2


def test_evidence_begins_with_the_clause_of_the_trigger(nlp: Language) -> None:
    reading = read_report(report("Police said that gunmen attacked a checkpoint near Easton."), nlp)
    (event,) = reading.events
    assert event.evidence[0].holds(event.trigger)
    assert "Police" not in reading.report.words(event.evidence[0])


def test_reading_twice_gives_the_same_events(nlp: Language) -> None:
    text = "Gunmen attacked a checkpoint near Easton. Two soldiers were killed."
    assert events(text, nlp) == events(text, nlp)


@pytest.mark.parametrize("text", ["", "\x00\x01", "💥" * 50, "انفجار در شهر", "KILLED " * 200, "bomb"])
def test_odd_texts_do_not_break_it(text: str, nlp: Language) -> None:
    events(text, nlp)


@pytest.mark.parametrize(
    "text",
    [
        "The rocket has five million pounds of thrust, the company said.",
        "Conspiracy theorists and shooting stars filled the news roundup.",
        "The zoo shot and killed a gorilla that grabbed a boy.",
        "The tenants left the flat without a fight.",
    ],
)
def test_figures_of_speech_and_animals_are_no_events(text: str, nlp: Language) -> None:
    assert not events(text, nlp)


def test_title_and_lead_tell_one_arrest_and_one_plot(nlp: Language) -> None:
    text = "Two men were arrested in Easton on Sunday over a plot to bomb a mosque, police said on Monday."
    found = events(text, nlp, title="Two held over plot in Easton")
    assert sorted(event.kind for event in found) == ["ASSAULT", "COERCE"]


def test_people_counted_apart_in_one_sentence_are_two_arrests(nlp: Language) -> None:
    found = events("One suspect was arrested in Weston, and 26 people were arrested in the north.", nlp)
    assert [event.detained and event.detained.low for event in found] == [1, 26]


def test_the_day_of_speaking_is_not_the_day_of_the_act(nlp: Language) -> None:
    (found,) = events("On Monday the ministry announced the killing of a commander in Norton.", nlp)
    assert found.when is None
    (found,) = events("Speaking in May 2015, the minister condemned the bombing of the market.", nlp)
    assert found.when is None


def test_blanks_between_sentences_do_not_break_it(nlp: Language) -> None:
    assert events("\n \n  attack on the market in Easton by rebels.\n\n  \n", nlp)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Border guards shot dead two smugglers who had opened fire on their patrol near Easton.", 2),
        ("A gunman killed ten people in Easton before police shot him.", 2),
        ("Gunmen abducted a priest on the Easton road on Friday.", 1),
        ("Insurgents overran the post, torching the clinic and beheading five guards.", 1),
        ("Mobs torched houses in Easton on Monday, leaving at least 18 dead.", 1),
        ("Gunmen raided two churches in Easton on Sunday. All five attackers were shot dead.", 2),
        ("Two grenades were thrown at a house in Easton. One exploded.", 1),
        ("Rioters burned a bus in Easton, a day after a boy had been shot dead in Weston.", 2),
        ("A mine killed a soldier near Easton. Nothing burned.", 1),
    ],
)
def test_both_sides_are_kept_apart_and_what_belongs_together_is_not(text: str, number: int, nlp: Language) -> None:
    assert len([event for event in events(text, nlp) if event.kind == "ASSAULT"]) == number


@pytest.mark.parametrize(
    "text",
    [
        "The novel opens with the bombing of a ministry in Easton.",
        "The knife was taken off him at the door of the court, police said.",
        "The champion attacked on the king's side and won the chess title in Easton.",
        "A leopard killed two goats before rangers shot it.",
        "Guards on board fired warning shots and the skiffs turned away.",
        "Bystanders held him down until police came.",
        "The strike at the glass works in Easton ended on Friday.",
    ],
)
def test_loose_words_are_no_events_where_they_mean_something_else(text: str, nlp: Language) -> None:
    assert not events(text, nlp)


@pytest.mark.parametrize("town", ["Mosul", "Kirkuk"])
def test_a_town_that_gives_its_province_its_name_is_told_from_another(town: str, nlp: Language) -> None:
    text = f"A car bomb killed four people in Baghdad on Monday. Gunmen killed two policemen in {town}."
    found = read_report(report(text), nlp).events
    assert [event.where.name for event in found if event.where] == ["Baghdad", town]


def test_a_town_that_no_gazetteer_holds_may_lie_in_the_province_of_the_title(nlp: Language) -> None:
    text = "A truck bomb exploded at a crowded market in Khan Bani Saad on Friday evening, killing at least 115 people."
    made = report(text, title="Truck bomb kills more than 100 at market in Diyala", published="2015-07-18")
    (event,) = read_report(made, nlp).events
    assert event.when and event.when.start
