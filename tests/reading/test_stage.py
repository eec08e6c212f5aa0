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


@pytest.mark.parametrize(
    "text",
    [
        "Troops were deployed to prevent attacks on polling stations.",
        "Any attack on the dam would be thwarted, the general said.",
        "The groups crossed the border to carry out attacks in Easton.",
    ],
)
def test_what_is_only_to_be_stopped_or_only_an_aim_is_possible_and_has_no_stage(text: str, nlp: Language) -> None:
    event = only(text, nlp)
    assert (event.stage, event.reality) == (None, "possible")


def test_what_was_not_prevented_was_done(nlp: Language) -> None:
    assert only("Police failed to prevent the attack on the market in Easton.", nlp).stage == "carried_out"
    assert only("Soldiers managed to foil a bomb attack in Easton.", nlp).stage == "foiled"


def test_attacks_in_many_countries_are_told_in_general_and_have_no_place_of_another_clause(nlp: Language) -> None:
    event = only("The group has carried out terrorist attacks in various countries, but why not in Iran?", nlp)
    assert (event.reality, event.where) == ("generic", None)


def test_an_anniversary_makes_only_what_it_recalls_background(nlp: Language) -> None:
    text = "Two men were arrested in Easton. They had planned to bomb the rally on the anniversary of the revolution."
    assert not any(event.background for event in read_report(report(text), nlp).events)


def test_a_bomb_found_is_foiled_not_a_bombing(nlp: Language) -> None:
    assert only("Sappers destroyed a bomb outside the police post in Easton.", nlp).stage == "foiled"


def test_who_stopped_an_attack_is_no_perpetrator(nlp: Language) -> None:
    event = only("These attacks on the shrine have been foiled by security forces.", nlp)
    assert "perpetrator" not in {actor.role for actor in event.actors}


def test_a_plot_for_which_a_court_punishes_was_foiled(nlp: Language) -> None:
    text = "A court in Easton sentenced a man to six years in prison for planning an attack on a market."
    assert only(text, nlp).stage == "foiled"


@pytest.mark.parametrize(
    "text",
    ["The men were sent to kill the mayor of Easton.", "He was ordered by the rebels to bomb the bridge at Easton."],
)
def test_an_act_that_is_only_meant_is_planned(text: str, nlp: Language) -> None:
    assert only(text, nlp).stage == "planned"


def test_nobody_as_a_subject_denies_the_act(nlp: Language) -> None:
    assert only("No convoys were attacked in Easton.", nlp).reality == "negated"


@pytest.mark.parametrize(
    ("text", "stage", "reality"),
    [
        ("Pipe bombs were left outside the party office in Easton; neither went off.", "failed", "actual"),
        ("The embassy in Easton warned on Tuesday of a possible attack on hotels.", None, "possible"),
        ("Police in Easton are preparing for an attack on the fair.", None, "possible"),
        ("An attack on hotels in Easton is a real possibility.", None, "possible"),
        ("The explosion in Easton was caused by a gas cylinder and was not a bomb.", None, "negated"),
        ("A drone fell into a car park in Easton without going off.", "failed", "actual"),
    ],
)
def test_what_did_not_go_off_and_what_is_only_feared(text: str, stage: str | None, reality: str, nlp: Language) -> None:
    event = only(text, nlp)
    assert (event.stage, event.reality) == (stage, reality)


@pytest.mark.parametrize(
    ("text", "stage", "reality"),
    [
        ("The bomb was defused; had it gone off, hundreds would have died.", "foiled", "actual"),
        ("If the bomb had exploded, it would have destroyed the station.", "failed", "actual"),
        ("A bomb was left at the station but failed to go off.", "failed", "actual"),
        ("Had the troops not arrived in time, the rebels would have taken the town.", "threatened", "negated"),
        ("Had officers taken his pistol, he could not have shot six pupils on Thursday.", "carried_out", "actual"),
    ],
)
def test_what_would_have_come(text: str, stage: str, reality: str, nlp: Language) -> None:
    event = read_report(report(text), nlp).events[-1]
    assert (event.stage, event.reality) == (stage, reality)


def test_an_act_of_years_ago_is_background(nlp: Language) -> None:
    text = "Three years after the bombing of the stadium, survivors are still waiting for compensation."
    (event,) = read_report(report(text), nlp).events
    assert event.background


@pytest.mark.parametrize(
    ("text", "stage", "reality"),
    [
        (
            "Evacuation begins on Saturday if the shelling that stopped the convoy lets up.",
            "carried_out",
            "actual",
        ),
        ("The Front said it would avenge Sunday's killing of its treasurer.", "carried_out", "actual"),
        ("Drone boats set out against the jetty on Monday; what became of them is not known.", "attempted", "actual"),
        ("No embassy can be made safe against a lorry bomb with flower boxes.", None, "generic"),
    ],
)
def test_what_is_answered_goes_on_or_is_only_guarded_against(
    text: str, stage: str | None, reality: str, nlp: Language
) -> None:
    events = read_report(report(text), nlp).events
    assert (stage, reality) in {(event.stage and event.stage.value, event.reality.value) for event in events}


@pytest.mark.parametrize(
    "text",
    [
        "The minister said no group had been able to carry out an attack during the feast.",
        "The Front said it had no plans to attack the pilgrimage.",
        "Nobody managed to storm the building.",
    ],
)
def test_what_nobody_did_or_meant_is_negated(text: str, nlp: Language) -> None:
    (event,) = read_report(report(text), nlp).events
    assert event.reality == "negated"


def test_no_group_has_claimed_is_no_claim(nlp: Language) -> None:
    read = read_report(report("No group has claimed the attack on the market."), nlp)
    assert read.events[0].reality == "actual"
    assert not [a for a in read.events[0].actors if a.role.value == "perpetrator"]
    assert read.statements == ()


def test_off_the_coast_is_no_carrying_off(nlp: Language) -> None:
    text = "The army intercepted a boat carrying 40 rifles off the coast of Northport."
    assert not any(event.mode == "abduct" for event in read_report(report(text), nlp).events)


def test_an_aim_is_no_act(nlp: Language) -> None:
    text = "One of the objectives of the Front was to attack the parade in Northport."
    (event,) = read_report(report(text), nlp).events
    assert (event.stage, event.reality) == (None, "possible")
