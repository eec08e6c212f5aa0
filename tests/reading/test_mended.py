"""Parses that the parser is known to get wrong, mended; and acts whose doers were lost by them."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event, Role
from vedette.reading.assemble import read_report


def events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


def doers(event: Event, text: str) -> list[str]:
    return [text[a.span.start : a.span.end] for a in event.actors if a.role is Role.PERPETRATOR]


def victims(event: Event, text: str) -> list[str]:
    return [text[a.span.start : a.span.end] for a in event.actors if a.role is Role.VICTIM]


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("Gunmen on motorcycles shot dead a tribal elder in Quetta.", ["Gunmen"], ["tribal elder"]),
        ("Border forces shot and killed a local man in Northport.", ["Border forces"], ["local man"]),
        ("Six people died in shelling of Northport by rebel forces.", ["rebel forces"], ["people"]),
        ("The United States carried out air strikes on militia positions.", ["United States"], []),
    ],
)
def test_doers_and_victims_stand_on_their_own_sides(text: str, who: list[str], whom: list[str], nlp: Language) -> None:
    (event,) = events(text, nlp)
    assert (doers(event, text), victims(event, text)) == (who, whom)


def test_an_arrest_beside_a_plot_is_no_part_of_the_plot(nlp: Language) -> None:
    text = "Security forces foiled a plot to bomb the parade in Northport and arrested eight members of a cell."
    plot, arrest = events(text, nlp)
    assert (plot.stage, arrest.stage) == ("foiled", "carried_out")
    assert doers(arrest, text) == ["Security forces"]
    assert arrest.detained and arrest.detained.low == 8


@pytest.mark.parametrize(
    ("text", "who", "word"),
    [
        (
            "A car bomb killed four in Northport. The Example Front took responsibility for the blast.",
            "Front",
            "claimed",
        ),
        ("The Example Army said it had nothing to do with the ambush of a bus near Northport.", "Army", "denied"),
        ("Authorities blame the killing on the Maoists.", "Maoists", "accused"),
        (
            "Hill hunters are accused of Saturday's massacre at Northport, where 160 villagers died.",
            "hunters",
            "accused",
        ),
        ("The blast was the work of the rebels, a police source said.", "rebels", "accused"),
        ("Washington blames Tehran for the attack on the tankers.", "Tehran", "accused"),
    ],
)
def test_a_word_on_who_did_it_is_no_word_on_whether_it_was_done(text: str, who: str, word: str, nlp: Language) -> None:
    event = events(text, nlp)[0]
    (doer,) = [a for a in event.actors if a.role is Role.PERPETRATOR]
    assert text[doer.span.start : doer.span.end].endswith(who) and doer.on_whose_word == word
    assert event.reality == "actual" and event.on_whose_word == "fact"


@pytest.mark.parametrize(
    ("text", "who", "word"),
    [
        ("Camps of the Front near Northport were bombed by Turkish jets.", "Turkish", "fact"),
        ("Two villagers were killed by army fire near Northport.", "army", "fact"),
        (
            "The Example Front said two of its members had detonated belts at the gate in Northport.",
            "Example Front",
            "claimed",
        ),
        ("The PKK said it would strike tourist resorts if the operation went on.", "PKK", "claimed"),
        ("Officials said a group of armed men, thought to be from the ADF, had killed 12 farmers.", "men", "accused"),
    ],
)
def test_machines_members_and_pronouns_stand_for_whose_they_are(text: str, who: str, word: str, nlp: Language) -> None:
    event = events(text, nlp)[0]
    named = [(text[a.span.start : a.span.end], a.on_whose_word) for a in event.actors if a.role is Role.PERPETRATOR]
    assert any(words.endswith(who) and value == word for words, value in named), named


@pytest.mark.parametrize(
    ("text", "who", "word"),
    [
        ("A jet of the air force struck the university in Northport, killing five people.", "air force", "fact"),
        (
            "Unknown attackers shot a judge in Northport. Supporters of the rebels said it was not they.",
            "rebels",
            "denied",
        ),
        (
            "The bombs killed ten in Northport. The Example Front, which he named as the culprit, was silent.",
            "Front",
            "accused",
        ),
        ("The market in Northport was bombed. Survivors say that it was the army.", "army", "accused"),
        ("The market in Northport was bombed. It was not the army, a spokesman said.", "army", "denied"),
        ("Who blew up the bridge at Northport? The rebels say that the army did.", "army", "accused"),
        ("It was not rebels that burnt the depot at Northport, the mayor said.", "rebels", "denied"),
        ("Police suspect smugglers of having burnt the depot at Northport.", "smugglers", "suspected"),
        ("The Delta Front has declared the bridge at Northport a target.", "Delta Front", "claimed"),
    ],
)
def test_further_words_on_who_did_it(text: str, who: str, word: str, nlp: Language) -> None:
    event = events(text, nlp)[0]
    named = [(text[a.span.start : a.span.end], a.on_whose_word) for a in event.actors if a.role is Role.PERPETRATOR]
    assert any(who in words and value == word for words, value in named), named


def test_suspicion_of_a_known_act_leaves_the_act_a_fact(nlp: Language) -> None:
    text = "The army detained a man suspected of having led last week's ambush, in which nine people were killed."
    ambush = next(e for e in events(text, nlp) if e.kind == "ASSAULT")
    assert (ambush.reality, ambush.on_whose_word) == ("actual", "fact")


def test_police_of_a_town_with_a_countrys_name_are_no_force_of_the_country(nlp: Language) -> None:
    (here,) = events("Lebanon Police arrested a man in Boone County, Indiana.", nlp)
    (there,) = events("Lebanon's police arrested a man in Beirut.", nlp)
    ids = [[a.id for a in one.actors if a.role is Role.PERPETRATOR] for one in (here, there)]
    assert ids == [[None], ["force:LB:police"]]


def test_a_number_before_the_years_of_the_news_is_no_day_of_an_act(nlp: Language) -> None:
    for event in events("A bomb killed two guards in Northport in 1081.", nlp):
        assert event.when is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Villagers stoned the convoy and soldiers shot three of them.", [["Villagers"], ["soldiers"]]),
        ("Gunmen attacked a bus and soldiers killed two of them.", [["Gunmen"], ["soldiers"]]),
        ("Protesters burnt the office in Northport and police shot two of them dead.", [["Protesters"], ["police"]]),
    ],
)  # fmt: skip
def test_two_sides_in_one_sentence_are_two_acts(text: str, sides: list[list[str]], nlp: Language) -> None:
    found = [event for event in events(text, nlp) if event.kind == "ASSAULT"]
    assert [doers(event, text) for event in found] == sides
    assert not any("soldiers" in victims(event, text) for event in found)


def test_what_gunmen_ride_on_is_not_what_they_attacked(nlp: Language) -> None:
    text = "Gunmen on motorcycles opened fire on a checkpoint near Northport."
    (event,) = events(text, nlp)
    assert [text[a.span.start : a.span.end] for a in event.actors if a.role is Role.TARGET] == ["checkpoint"]
