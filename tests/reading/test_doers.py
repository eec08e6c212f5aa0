"""Who did it, where another sentence, a speaker or a headline tells of them."""

import re

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report

_HARMED = {"target", "victim"}


def _events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


def _doers(text: str, nlp: Language) -> set[tuple[str, str]]:
    """(words without their article, on whose word) of every perpetrator of every event."""
    return {
        (re.sub(r"^(the|an?) ", "", text[a.span.start : a.span.end], flags=re.IGNORECASE), a.on_whose_word.value)
        for e in _events(text, nlp)
        for a in e.actors
        if a.role == "perpetrator"
    }


@pytest.mark.parametrize(
    ("after", "doer"),
    [
        ("It was claimed by the Lowland Brigade.", ("Lowland Brigade", "claimed")),
        ("Suspicion fell on the Lowland Brigade.", ("Lowland Brigade", "suspected")),
        ("It bore the hallmarks of the Lowland Brigade.", ("Lowland Brigade", "suspected")),
        ("The evidence points to the Lowland Brigade.", ("Lowland Brigade", "suspected")),
        ("The police chief said drug traffickers were responsible.", ("drug traffickers", "accused")),
        ("Residents say the police did it.", ("police", "accused")),
        ("A far-right circle may be behind it.", ("far-right circle", "possible")),
        ("The Lowland Brigade said it was behind the blast.", ("Lowland Brigade", "claimed")),
        ("The Lowland Brigade is the prime suspect.", ("Lowland Brigade", "suspected")),
        ("The Lowland Brigade claimed it.", ("Lowland Brigade", "claimed")),
        ("The Lowland Brigade said the bomb was not its own.", ("Lowland Brigade", "denied")),
        ("The Lowland Brigade rejected the accusation.", ("Lowland Brigade", "denied")),
        ("The minister called it an act of terrorism by the Lowland Brigade.", ("Lowland Brigade", "accused")),
        ("Police found a leaflet signed by the Lowland Brigade.", ("Lowland Brigade", "claimed")),
        ("The Lowland Brigade was not behind it.", None),
    ],
)
def test_a_later_sentence_names_the_doer(after: str, doer: tuple[str, str] | None, nlp: Language) -> None:
    told = _doers(f"A bomb exploded outside the bank on Monday. {after}", nlp)
    assert doer in told if doer is not None else not {word for _, word in told} - {"denied"}


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Nine militants were neutralised in the hills, the defence ministry said.", ("defence ministry", "claimed")),
        ("Four rebels killed in overnight operation: army", ("army", "claimed")),
        ("Two men were hanged at dawn, the judiciary's website reported.", ("judiciary", "fact")),
        ("The army admitted that a shell had hit the school.", ("army", "claimed")),
        ("Officers stormed the flat. A man of 30 was taken into custody.", ("Officers", "fact")),
        ("Troops killed five smugglers, the defence staff said.", ("Troops", "claimed")),
        ("Gunmen stormed a school on Friday. Thirty pupils were taken away.", ("Gunmen", "fact")),
        ("Three militants were killed when police raided a house on Monday.", ("police", "fact")),
        ("The mayor was killed by what police described as smugglers.", ("smugglers", "accused")),
        ("The company denied that any of its guards had fired on villagers.", ("guards", "denied")),
        ("Dockers will block the port from Monday, their union said.", ("Dockers", "claimed")),
        ("Teachers went on strike on Monday over unpaid wages.", ("Teachers", "fact")),
        ("Ardavia declared martial law on Sunday after the army had attacked a police post.", ("army", "fact")),
        ("Shelling by the army on the market on Sunday left nine dead.", ("army", "fact")),
        (
            "Suspicion for Friday's shooting of a judge has fallen on drug traffickers.",
            ("drug traffickers", "suspected"),
        ),
        ("Local radio said soldiers had shot four captives. The army denied it.", ("soldiers", "accused")),
    ],
)
def test_who_tells_of_it_did_it(text: str, doer: tuple[str, str], nlp: Language) -> None:
    assert doer in _doers(text, nlp)


def test_those_who_tell_of_their_own_dead_did_not_kill_them(nlp: Language) -> None:
    assert not _doers("Four soldiers were killed in the valley, the army said.", nlp)
    assert not _doers("Four rebels were killed in a feud with a rival band, the army said.", nlp)


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("The militia's bid to seize the refinery failed.", "militia"),
        ("An attempt by separatists to blow up the bridge failed.", "separatists"),
        ("Helicopters bombed the village on Monday.", "Helicopters"),
        ("Nine killed in NATO air strike", "NATO"),
        ("IS group claims attack on army base", "IS"),
        ("Army shoots, wounds three fishermen", "Army"),
        ("Forces loyal to the ousted governor killed ten villagers.", "Forces loyal to the ousted governor"),
    ],
)
def test_the_doer_stands_beside_the_act(text: str, doer: str, nlp: Language) -> None:
    assert doer in {words for words, _ in _doers(text, nlp)}


@pytest.mark.parametrize(
    "text",
    ["NPA rebel killed in Northport clash", "Police kill suspected bomber", "Two rebels found dead near Northport"],
)
def test_a_fighter_who_fell_is_not_who_did_it(text: str, nlp: Language) -> None:
    assert not {words for words, _ in _doers(text, nlp)} & {"NPA rebel", "suspected bomber", "bomber", "rebels"}


def test_who_beats_an_attack_off_was_its_aim(nlp: Language) -> None:
    (event,) = _events("The garrison beat back a rebel assault.", nlp)
    assert {(a.role.value, a.description) for a in event.actors} >= {("target", "garrison"), ("perpetrator", "rebel")}


def test_the_outskirts_are_no_target_but_what_lies_there_is(nlp: Language) -> None:
    text = "Rebels shelled the outskirts of the airport."
    told = {(a.role.value, text[a.span.start : a.span.end]) for e in _events(text, nlp) for a in e.actors}
    assert ("target", "airport") in told


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Rebels seized Kunduz on Monday.", "Kunduz"),
        ("Militiamen hunt down Muslims in Bangui", "Muslims"),
        ("Policemen returned fire and wounded two of the attackers.", "attackers"),
    ],
)
def test_whom_it_befell(text: str, target: str, nlp: Language) -> None:
    (event,) = _events(text, nlp)
    assert target in {text[a.span.start : a.span.end].removeprefix("the ") for a in event.actors if a.role in _HARMED}
    assert target not in {text[a.span.start : a.span.end] for a in event.actors if a.role == "perpetrator"}


def test_a_town_that_was_shelled_is_nobody(nlp: Language) -> None:
    assert not _doers("The shelling of Vorsk, which killed five, went on until noon.", nlp)


def test_a_judge_behind_another_noun_ordered_it(nlp: Language) -> None:
    assert ("Northport judge", "fact") in _doers("A student was ordered held for trial by a Northport judge.", nlp)


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Security agents arrested three men before they could strike the market.", {"men"}),
        ("Police in Southport arrested two women as they were preparing an attack on the station.", {"women"}),
        ("The cell had come by bus. Agents arrested its members before they could bomb the rally.", {"members"}),
        ("The fighters had come by boat. Agents followed and arrested them before they could strike.", {"fighters"}),
        ("The militants shot the guards before they could fire.", {"militants", "guards"}),
        ("Police arrested them after they attacked a church.", set()),
    ],
)  # fmt: skip
def test_they_who_were_stopped_are_not_those_who_stopped_them(text: str, doers: set[str], nlp: Language) -> None:
    attacks = [e for e in read_report(report(text), nlp).events if e.kind == "ASSAULT"]
    told = {text[a.span.start : a.span.end] for e in attacks for a in e.actors if a.role.value == "perpetrator"}
    assert told == doers


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("The army has been on high alert along the border for two years.", "army"),
        ("Since spring the armed forces have been fully alert at the border.", "armed forces"),
    ],
)
def test_who_stands_ready(text: str, doer: str, nlp: Language) -> None:
    [event] = read_report(report(text), nlp).events
    assert (event.kind, [text[a.span.start : a.span.end] for a in event.actors]) == ("MOBILIZE", [doer])


def test_each_verdict_has_its_doer(nlp: Language) -> None:
    told = _doers(
        "A guard was stabbed to death on Friday: by smugglers, says Ardavia; by a colleague, says Kestria.", nlp
    )
    assert {("smugglers", "accused"), ("colleague", "accused")} <= told


@pytest.mark.parametrize(
    "text",
    [
        "The mayor is believed to have been killed on Monday.",
        "The killing was blamed on smugglers by the police.",
        "A rocket fell on a school on Monday. Both sides blamed each other.",
    ],
)
def test_who_suffers_or_blames_did_not_do_it(text: str, nlp: Language) -> None:
    assert not {who for who, _ in _doers(text, nlp)} & {"mayor", "police", "other", "each other"}


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Northport reported hearing explosions overnight.",
        "The embassy in Northport warned of possible attacks on churches over Easter.",
        "The president said that all the attackers had been eliminated.",
    ],
)
def test_who_hears_warns_or_tells_did_not_do_it(text: str, nlp: Language) -> None:
    assert _doers(text, nlp) == set()


def test_a_side_that_strikes_back_does_another_act(nlp: Language) -> None:
    text = "Ruritanian forces killed 50 rebels, radio reported. The rebels said they had killed 30 soldiers."
    killed = [event.killed and event.killed.low for event in _events(text, nlp)]
    assert killed == [50, 30]


def test_a_car_is_no_country_and_a_victim_no_assailant(nlp: Language) -> None:
    text = "A car carrying five people exploded in Northport on Friday, killing a commander."
    assert _doers(text, nlp) == set()
    assert _doers("The mayor survived an attempt on his life on Sunday.", nlp) == set()
    assert _doers("The UAE bombed a camp near Northport.", nlp) == {("UAE", "fact")}
