"""What headlines leave out or shorten: directions, capitals, labels, speakers stuck to a dash, people held besides."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.reading.assemble import read_report


def _first(headline: str, nlp: Language, source: str = "Example Gazette") -> Event:
    return read_report(report(headline, source=source), nlp).events[0]


@pytest.mark.parametrize(
    ("headline", "name", "country"),
    [
        ("Four soldiers killed in ambush in NW Pakistan", "Pakistan", "PK"),
        ("Nine dead in E.Ukraine fighting", "Ukraine", "UA"),
        ("Two Turkish policemen shot dead by rebels in southeast", "southeast", "TR"),
        ("Gunmen kill six in attack on hotel in Somali capital", "Mogadishu", "SO"),
        ("Car bomb kills three near Iraq's capital", "Baghdad", "IQ"),
        ("Thirteen dead in fresh C. Africa clashes", "Central African Republic", "CF"),
        ("Two civilians killed in shelling at LoC", "Line of Control", None),
        ("Kenya: Gunmen kill five villagers in Northmarsh", "Northmarsh", "KE"),
    ],
)
def test_short_words_for_places(headline: str, name: str, country: str | None, nlp: Language) -> None:
    where = _first(headline, nlp).where
    assert where is not None
    assert (where.name, where.country) == (name, country)


@pytest.mark.parametrize(
    "headline",
    [
        "Turkey-backed rebels kill nine in ambush",
        "Border guard killed by fire from Syria",
        "Neighbour accuses Kenya of shelling border village",
    ],
)
def test_a_country_that_backs_sends_or_is_blamed_does_not_tell_where(headline: str, nlp: Language) -> None:
    where = _first(headline, nlp).where
    assert where is None or where.country is None


@pytest.mark.parametrize(
    "headline", ["Five rebels killed, four arrested in raid", "Police kill five rebels, arrest four"]
)
def test_those_held_in_the_same_breath_are_of_the_operation(headline: str, nlp: Language) -> None:
    event = _first(headline, nlp)
    assert event.kind == "ASSAULT"
    assert event.killed is not None
    assert event.detained is not None
    assert (event.killed.low, event.detained.low) == (5, 4)


def test_an_arrest_told_beside_a_killing_is_not_of_it(nlp: Language) -> None:
    assert _first("Five killed in ambush as police arrest four editors", nlp).detained is None


@pytest.mark.parametrize(
    ("headline", "killed"),
    [
        ("Gunmen kill family of five in Northport", 5),
        ("Two members of self-defence group killed in blast", 2),
        ("Double murder in Northport", 2),
        ("Army and rebels clash – one killed and two wounded", 1),
    ],
)
def test_counts_of_the_dead(headline: str, killed: int, nlp: Language) -> None:
    toll = _first(headline, nlp).killed
    assert toll is not None
    assert (toll.low, toll.high) == (killed, killed)


@pytest.mark.parametrize(
    "headline", ["Car bomb kills seven in Baghdad -police", "Car bomb in market of Baghdad kills seven-police"]
)
def test_a_speaker_stuck_to_a_dash_speaks(headline: str, nlp: Language) -> None:
    statements = read_report(report(headline), nlp).statements
    assert [s.speaker.organisation or s.speaker.description for s in statements] == ["police"]


def test_two_between_whom_fire_goes_are_both_sides(nlp: Language) -> None:
    roles = [
        (actor.role.value, actor.description)
        for actor in _first("Exchange of shelling between the army and the rebels near Aleppo", nlp).actors
    ]
    assert ("perpetrator", "rebels") in roles
    assert ("target", "army") in roles or ("target", "rebels") in roles


@pytest.mark.parametrize(
    ("headline", "kind", "perpetrator"),
    [
        ("Rebels control Tal Rifaat village near Aleppo", "COERCE", "Rebels"),
        ("Northern factions control three villages near Idlib", "COERCE", "Northern factions"),
        ("Government forces advance towards Palmyra", "ASSAULT", "Government forces"),
        ("Northern troops claim capture of hill outpost", "COERCE", "Northern troops"),
    ],
)
def test_verbs_that_are_nouns_too(headline: str, kind: str, perpetrator: str, nlp: Language) -> None:
    event = _first(headline, nlp)
    assert event.kind == kind
    assert perpetrator in [actor.description for actor in event.actors if actor.role.value == "perpetrator"]


def test_what_befell_people_behind_as_is_not_what_is_vowed(nlp: Language) -> None:
    events = read_report(report("Premier vows new offensive as 12 killed in Mosul"), nlp).events
    assert [(event.stage, event.killed and event.killed.low) for event in events if event.killed] == [
        ("carried_out", 12)
    ]


def test_who_claims_to_kill_says_that_it_was_done(nlp: Language) -> None:
    event = _first("Rebels claim to kill seven soldiers in Helmand", nlp)
    assert (event.stage, event.on_whose_word) == ("carried_out", "claimed")


def test_who_tries_to_make_safe_attempts_no_act(nlp: Language) -> None:
    assert _first("Three sappers killed trying to defuse truck bomb", nlp).stage == "carried_out"


def test_who_gets_a_sentence_is_whom_it_befalls(nlp: Language) -> None:
    event = next(
        e for e in read_report(report("Militant gets 20 years over bus bombing"), nlp).events if e.kind == "COERCE"
    )
    assert [(actor.role.value, actor.description) for actor in event.actors] == [("victim", "Militant")]


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Syrian army kills four gunmen in Menbej", "Manbij"),
        ("Iraqi army kills four gunmen in Salah-al-Din province", "Saladin"),
        ("Gunmen kill four in Menbej", "Menbej"),
    ],
)
def test_a_place_spelt_nearly_so_is_found_in_the_country_that_is_told(headline: str, name: str, nlp: Language) -> None:
    where = _first(headline, nlp).where
    assert where is not None
    assert where.name == name
    assert (where.lat is None) == (name == "Menbej")
