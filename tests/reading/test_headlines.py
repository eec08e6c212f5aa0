"""Headlines: what they leave out, who speaks at their end, which country their people tell of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event
from vedette.model.wire import place_from_json, place_to_json
from vedette.reading.assemble import read_report
from vedette.reading.headline_mended import mend_headline
from vedette.reading.headline_parts import is_headline, tail_at, without_prefix


def _first(words: str, nlp: Language) -> Event:
    return read_report(report(words), nlp).events[0]


def _told(event: Event, role: str, words: str) -> list[str]:
    return [words[a.span.start : a.span.end] for a in event.actors if a.role.value == role]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Two soldiers killed in shelling - northern command", "northern command"),
        ("Four dead in blast: police", "police"),
        ("Northport: four dead in blast", None),
        ("Three held after raid - Anna Berg", "Anna Berg"),
        ("Two die in clash", None),
    ],
)
def test_the_tail_at_the_end_is_found_before_the_parse(line: str, speaker: str | None) -> None:
    at = tail_at(line)
    assert (line[at:] if at is not None else None) == speaker


@given(st.text(max_size=300))
def test_what_agencies_put_before_a_headline_leaves_every_place(line: str) -> None:
    assert len(without_prefix(line)) == len(line)
    at = tail_at(line)
    assert at is None or (is_headline(line) and 0 < at < len(line))


@pytest.mark.parametrize(
    ("words", "killed", "injured"),
    [
        ("Shelling leaves one guard dead, two wounded", (1, 1), (2, 2)),
        ("Valley attack kills one, injures six", (1, 1), (6, 6)),
        ("Blast in Kabul kills two children, father", (3, 3), None),
        ("Three soldiers killed, another wounded in rebel attack", (3, 3), (1, 1)),
        ("Six labourers from Punjab shot dead in Gwadar", (6, 6), None),
        ("IS attack kills four in Mosul", (4, 4), None),
    ],
)
def test_each_harm_has_its_own_figure(
    words: str, killed: tuple[int, int], injured: tuple[int, int] | None, nlp: Language
) -> None:
    event = _first(words, nlp)
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == killed
    assert (event.injured and (event.injured.low, event.injured.high)) == injured


@pytest.mark.parametrize(
    ("words", "harmed"),
    [
        ("Militia commander gunned down in Kunar", "Militia commander"),
        ("One Turkish soldier killed, another wounded in militant attack", "Turkish soldier"),
    ],
)
def test_a_participle_without_auxiliary_tells_whom_it_befell(words: str, harmed: str, nlp: Language) -> None:
    event = _first(words, nlp)
    assert harmed not in _told(event, "perpetrator", words)
    assert harmed in [*_told(event, "victim", words), *_told(event, "target", words)]


@pytest.mark.parametrize(
    ("words", "doer"),
    [
        ("Two killed in Easton in shelling by Ukrainian troops", "Ukrainian troops"),
        ("Teen shot dead by Israeli troops in Jenin", "Israeli troops"),
        ("Three guards killed in clash with rebels", "rebels"),
    ],
)
def test_who_did_it_is_found_behind_the_act(words: str, doer: str, nlp: Language) -> None:
    assert doer in _told(_first(words, nlp), "perpetrator", words)


def test_both_sides_of_a_clash_are_harmed_and_harm(nlp: Language) -> None:
    words = "Rebels and government forces clash in Homs"
    event = _first(words, nlp)
    assert _told(event, "perpetrator", words) == ["Rebels", "government forces"]
    assert {*_told(event, "target", words), *_told(event, "victim", words)} == {"Rebels", "government forces"}


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Two Turkish policemen killed in bomb attack", "TR"),
        ("Sri Lankan soldiers killed in ambush", "LK"),
        ("Indian shelling kills two Pakistani soldiers", None),
        ("American drone strike kills four militants", None),
        ("Gunmen kill four villagers", None),
    ],
)
def test_a_headline_of_one_people_tells_the_country_and_no_place(
    words: str, country: str | None, nlp: Language
) -> None:
    where = _first(words, nlp).where
    assert (where.country if where else None) == country
    if where is not None:
        assert not where.named
        assert place_to_json(where)["name"] is None
        assert place_from_json(place_to_json(where, explain=True)) == where


def test_the_town_that_a_country_owns_is_finer(nlp: Language) -> None:
    where = _first("Suspected militant arrested in Pakistan's Karachi", nlp).where
    assert where is not None
    assert where.name == "Karachi"


def test_a_region_of_two_countries_is_in_neither(nlp: Language) -> None:
    where = _first("India says three soldiers killed in Kashmir", nlp).where
    assert where is not None
    assert (where.name, where.country) == ("Kashmir", None)


@given(
    words=st.lists(
        st.sampled_from(
            [
                "IS",
                "attacks",
                "shot",
                "dead",
                "by",
                "kills",
                "group",
                "claims",
                "2",
                ",",
                "as",
                "killed",
                "rebels",
                "control",
                "advance",
                "towards",
                "claim",
                "Aleppo",
            ]
        ),
        max_size=9,
    )
)
@settings(max_examples=40, deadline=None)
def test_a_mended_headline_stays_a_tree(words: list[str], nlp: Language) -> None:
    for sentence in mend_headline(nlp(" ".join(words))).sents:
        assert all(token.i == sentence.root.i or sentence.root in token.ancestors for token in sentence)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ukraine hits oil depot deep inside Russia", "ASSAULT"),
        ("Houthis threaten to hit ships in Red Sea", "THREATEN"),
        ("Explosion of colour as spring hits Kyoto", None),
        ("Ten workers die in mine collapse in Zambia", None),
    ],
)
def test_what_is_hit(text: str, kind: str | None, nlp: Language) -> None:
    assert [event.kind for event in read_report(report(text), nlp).events] == ([kind] if kind else [])


def test_counts_stand_where_they_are_told(nlp: Language) -> None:
    [taken] = read_report(report("DR Congo: M23 rebels seize Sake, thousands flee"), nlp).events
    [attacked] = read_report(report("Bus attacked in South Kivu, driver killed"), nlp).events
    assert taken.detained is None
    assert attacked.killed and (attacked.killed.low, attacked.killed.high) == (1, 1)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Arson at Northport synagogue being treated as hate crime", "Northport synagogue"),
        ("Suicide bomber kills 14 at wedding hall in Jalalabad", "wedding hall"),
        ("A judge was shot dead outside his court.", None),
    ],
)
def test_a_building_at_which_it_was(text: str, target: str | None, nlp: Language) -> None:
    [event] = read_report(report(text), nlp).events
    found = [text[a.span.start : a.span.end] for a in event.actors if a.role.value == "target"]
    assert found == ([target] if target else [])
