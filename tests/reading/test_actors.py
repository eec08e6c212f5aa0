"""Who did it, to whom."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Actor, Event
from vedette.reading.assemble import read_report


def _events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


def _told(text: str, nlp: Language) -> set[tuple[str, str]]:
    """(role, words) of every actor of every event."""
    return {(a.role.value, text[a.span.start : a.span.end]) for e in _events(text, nlp) for a in e.actors}


def _actor(text: str, words: str, nlp: Language) -> Actor:
    actors = [a for e in _events(text, nlp) for a in e.actors]
    return next(a for a in actors if text[a.span.start : a.span.end] == words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Militants kill 5 soldiers in northern town.", {("perpetrator", "Militants"), ("victim", "soldiers")}),
        ("Two judges were murdered by gunmen.", {("perpetrator", "gunmen"), ("victim", "judges")}),
        ("The rebels attacked the police station.", {("perpetrator", "rebels"), ("target", "police station")}),
        (
            "The killing of three farmers by soldiers shocked the town.",
            {("perpetrator", "soldiers"), ("victim", "farmers")},
        ),
        ("Gunmen opened fire on a bus.", {("perpetrator", "Gunmen"), ("target", "bus")}),
        ("The attack on the convoy was carried out by rebels.", {("perpetrator", "rebels"), ("target", "convoy")}),
        ("A bomb exploded in front of the embassy.", {("target", "embassy")}),
        ("Rebels who attacked the bridge also burned two trucks.", {("perpetrator", "Rebels"), ("target", "bridge")}),
    ],
)
def test_the_grammar_tells_the_roles(text: str, expected: set[tuple[str, str]], nlp: Language) -> None:
    assert expected <= _told(text, nlp)


def test_a_weapon_does_not_act(nlp: Language) -> None:
    told = _told("A car bomb killed ten people outside the bank.", nlp)
    assert ("victim", "people") in told
    assert not any(role == "perpetrator" for role, _ in told)


def test_a_private_person_has_no_name_and_a_description(nlp: Language) -> None:
    actor = _actor("Gunmen murdered engineer John Exampleton on Monday.", "John Exampleton", nlp)
    assert (actor.name, actor.description) == (None, "engineer")


def test_the_holder_of_an_office_is_named_with_it(nlp: Language) -> None:
    actor = _actor("Gunmen murdered Senator John Exampleton on Monday.", "John Exampleton", nlp)
    assert (actor.name, actor.description) == ("John Exampleton", "senator")


def test_no_description_holds_a_private_name(nlp: Language) -> None:
    text = "Rebels kidnapped teacher Maria Exampleton and driver John Samplewood in the village."
    for event in _events(text, nlp):
        for actor in event.actors:
            assert actor.name is None
            assert not {"exampleton", "samplewood"} & set((actor.description or "").lower().split())


def test_a_claim_of_responsibility_makes_a_claimed_perpetrator(nlp: Language) -> None:
    text = "The Example Liberation Front claimed responsibility for the bombing of the embassy."
    actor = _actor(text, "Example Liberation Front", nlp)
    assert (actor.role, actor.on_whose_word) == ("perpetrator", "claimed")


def test_blame_makes_an_accused_perpetrator(nlp: Language) -> None:
    actor = _actor("The police blamed the rebels for the killing of a judge.", "rebels", nlp)
    assert actor.on_whose_word == "accused"


def test_the_harm_is_told_with_the_harmed(nlp: Language) -> None:
    text = "Rebels destroyed two bridges and wounded a guard."
    effects = {text[a.span.start : a.span.end]: a.effect for e in _events(text, nlp) for a in e.actors}
    assert effects["bridges"] == "destroyed"
    assert effects["guard"] == "injured"


def test_one_actor_told_twice_is_one(nlp: Language) -> None:
    text = "Gunmen killed a judge. The judge was killed by gunmen on Monday."
    told = [(a.role, text[a.span.start : a.span.end].lower()) for e in _events(text, nlp)[:1] for a in e.actors]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("A Turkish air strike killed ten people in the north.", "Turkish", "Turkey"),
        ("US drone strike kills four people in the valley", "US", "United States"),
        ("Pakistani airstrikes in the border area kill 10 villagers", "Pakistani", "Pakistan"),
        ("Two herders were killed in army shelling near the dam.", "army", None),
        ("Two killed after bandits ambush herders in the hills", "bandits", None),
    ],
)
def test_an_act_belongs_to_whoever_stands_before_it(text: str, words: str, name: str | None, nlp: Language) -> None:
    actor = _actor(text, words, nlp)
    assert (actor.role, actor.name) == ("perpetrator", name)


def test_a_state_before_a_bombing_may_only_say_where(nlp: Language) -> None:
    assert not any(role == "perpetrator" for role, _ in _told("An Iraqi suicide car bombing killed ten people.", nlp))


def test_a_group_is_told_by_its_whole_name_once(nlp: Language) -> None:
    text = "Fighters of the Islamic State of Iraq and the Levant attacked a checkpoint."
    actors = [a for e in _events(text, nlp) for a in e.actors if a.role == "perpetrator"]
    assert [a.id for a in actors] == ["islamic-state"]
    assert text[actors[0].span.start : actors[0].span.end] == "Fighters of the Islamic State of Iraq and the Levant"


def test_a_description_is_the_words_of_the_report(nlp: Language) -> None:
    text = "Gunmen attacked pro-government fighters in the old town."
    assert _actor(text, "pro-government fighters", nlp).description == "pro-government fighters"


def test_those_caught_meant_the_plot(nlp: Language) -> None:
    text = "Police arrested three militants who were planning to bomb a market in the capital."
    plots = [e for e in _events(text, nlp) if e.kind == "ASSAULT"]
    assert [text[a.span.start : a.span.end] for e in plots for a in e.actors if a.role == "perpetrator"] == [
        "militants"
    ]


def test_words_that_count_are_nobody(nlp: Language) -> None:
    told = _told("Two civilians were killed and many others wounded in a blast.", nlp)
    assert not any("others" in words for _, words in told)


@pytest.mark.parametrize("name", ["Jorun Exampleton", "Aylin Samplewood", "Tarek Specimenov", "Maria del Ejemplo"])
@pytest.mark.parametrize(
    "text",
    [
        "Police arrested {} over the bombing of a market.",
        "{} was killed by gunmen in the village. They fled.",
        "Driver {} and his brother were kidnapped by rebels.",
        "Prosecutors accused {} of planning the attack on the embassy.",
        "{}: two killed in attack",
        "The attackers shot {} and burned the house of {}.",
        "{} shot a judge. Exampleton, Samplewood, Specimenov and Ejemplo were detained; Samplewood attacked a guard.",
    ],
)
def test_private_names_stand_in_no_field(text: str, name: str, nlp: Language) -> None:
    last = name.split()[-1].lower()
    fields = [f for e in _events(text.replace("{}", name), nlp) for a in e.actors for f in (a.name, a.description)]
    assert not any(last in (field or "").lower() for field in fields)
