"""The groups of the vocabulary as they load, and the facts that users rely on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.vocab.groups import group_from_entry, groups_by_id, is_abbreviation, load_groups
from vedette.vocab.groups_of_states import bodies_by_words, load_states, pattern_after_state, pattern_before_state


def test_groups_come_sorted_by_id_and_once() -> None:
    ids = [group.id for group in load_groups()]
    assert ids == sorted(set(ids))


def test_the_worlds_groups_are_there() -> None:
    assert len(load_groups()) > 900
    assert sum(len(group.ucdp) for group in load_groups()) > 250


def test_hostile_names_are_marked_as_such() -> None:
    tones = {alias.name: alias.tone for alias in groups_by_id()["islamic-state"].aliases}
    assert tones["Daesh"] == "hostile"
    assert tones["ISIS"] == "plain"


def test_names_in_arabic_and_persian_script_say_their_language() -> None:
    languages = {alias.lang for alias in groups_by_id()["jaish-al-adl"].aliases if not alias.name.isascii()}
    assert languages == {"ar", "fa"}


def test_former_names_have_their_years() -> None:
    years = {alias.name: (alias.from_year, alias.to_year) for alias in groups_by_id()["islamic-state"].aliases}
    assert years["al-Qaeda in Iraq"] == (2004, 2006)


def test_ties_are_dated_and_claims_are_claims() -> None:
    (tie,) = groups_by_id()["islamic-state"].affiliates
    assert (tie.id, tie.relation, tie.from_year, tie.to_year) == ("al-qaida", "branch_of", 2004, 2014)
    (claim,) = groups_by_id()["m23"].claims
    assert (claim.claim, claim.who, claim.disputed) == ("backed_by", "force:RW:government", True)


def test_a_people_is_never_looked_for_in_text() -> None:
    assert groups_by_id()["fulani"].kind == "community"
    assert groups_by_id()["fulani"].names == ()


def test_a_label_coined_by_a_dataset_is_not_looked_for() -> None:
    assert "Syrian insurgents" in {alias.name for alias in groups_by_id()["syrian-insurgents"].names}
    assert groups_by_id()["ttp-mr"].names == ()


def test_abbreviations_match_their_capitals() -> None:
    group = group_from_entry(
        {
            "id": "x",
            "name": "Example Front",
            "kind": "armed_group",
            "countries": ["XX"],
            "source": "s",
            "aliases": ["EXF"],
        }
    )
    assert [(alias.name, alias.match_case) for alias in group.names] == [("Example Front", False), ("EXF", True)]


@pytest.mark.parametrize("name", ["FMLN", "M-19", "FDLR-FOCA", "LeT"])
def test_abbreviations_are_told(name: str) -> None:
    assert is_abbreviation(name)


@pytest.mark.parametrize("name", ["Hamas", "Dev Sol", "1920", "حماس", "McDonald"])
def test_other_names_are_no_abbreviations(name: str) -> None:
    assert not is_abbreviation(name)


@given(st.text())
def test_any_name_is_one_or_the_other(name: str) -> None:
    assert is_abbreviation(name) in {True, False}


def test_states_have_their_adjective_first() -> None:
    adjectives = {state.code: state.adjective for state in load_states()}
    assert (adjectives["IQ"], adjectives["FR"], adjectives["PK"]) == ("Iraqi", "French", "Pakistani")


def test_bodies_are_matched_longest_first() -> None:
    after = pattern_after_state().match("iraqi army soldiers left", len("iraqi"))
    assert after and after[1] == "army soldiers"
    before = pattern_before_state().search("the ministry of defence of the ")
    assert before and bodies_by_words()[before[1]].id == "defence-ministry"
