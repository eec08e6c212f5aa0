"""Groups are found under all their names, and only where the words name them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.report import Report
from vedette.reading.groups import find_groups
from vedette.reading.parse import ParsedReport
from vedette.reading.scene import GroupMention


def mentions(text: str, *, title: str | None = None, capitals: bool = False) -> tuple[GroupMention, ...]:
    return find_groups(ParsedReport(Report("r", text, title), (), "none", capitals))


def found(text: str, *, capitals: bool = False) -> list[tuple[str, str]]:
    return [(m.id, text[m.span.start : m.span.end]) for m in mentions(text, capitals=capitals)]


def ids(text: str, *, capitals: bool = False) -> list[str]:
    return [group_id for group_id, _ in found(text, capitals=capitals)]


@pytest.mark.parametrize(
    ("words", "group_id"),
    [
        ("Islamic State of Iraq and the Levant", "islamic-state"),
        ("ISIS", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("داعش", "islamic-state"),
        ("وداعش", "islamic-state"),
        ("Hay’at Tahrir al Sham", "hts"),
        ("al-Shabāb", "al-shabaab"),
        ("Al Shabab", "al-shabaab"),
        ("Jaish ul-Adl", "jaish-al-adl"),
        ("جیش‌العدل", "jaish-al-adl"),
        ("Sendero\n  Luminoso", "sendero-luminoso"),
        ("Túpac Amaru Revolutionary Movement", "mrta"),
        ("Islamic Revolutionary Guard Corps", "irgc"),
    ],
)
def test_spellings_of_one_name_agree(words: str, group_id: str) -> None:
    text = f"Reports of 3 May on {words.removeprefix('و')} and others."
    text = text.replace(words.removeprefix("و"), words)
    assert group_id in ids(text)


def test_spans_hold_the_words_as_written() -> None:
    text = "Later,  the  Islamic\n State group’s men left."
    assert found(text) == [("islamic-state", "Islamic\n State group")]


def test_longest_name_wins() -> None:
    assert ids("The Islamic State in Khorasan Province said so.") == ["islamic-state-khorasan"]


def test_a_name_in_the_title_counts_in_the_title() -> None:
    (mention,) = mentions("Nothing here.", title="Boko Haram attack")
    assert (mention.span.part, mention.span.start, mention.id) == ("title", 0, "boko-haram")


def test_the_names_kind_and_countries_come_along() -> None:
    (mention,) = mentions("Hezbollah said so.")
    assert (mention.name, mention.kind, mention.countries) == ("Hezbollah", "armed_group", ("LB",))


def test_a_word_within_a_word_is_no_name() -> None:
    assert ids("The Fatahist paper and PKKs of old, subtaliban") == []


def test_capitals_tell_names_from_words() -> None:
    assert ids("The rest is far, let us go to an arena in a jam.") == []


def test_ambiguous_abbreviation_needs_its_country() -> None:
    assert ids("The CTS shut its office.") == []
    assert ids("The CTS moved on the Iraqi town.") == ["iraqi-cts"]


def test_ambiguous_abbreviation_needs_its_long_name_else() -> None:
    text = "The Rebel Armed Forces met. The FAR then left."
    assert ids(text) == ["far-guatemala", "far-guatemala"]


def test_ambiguous_abbreviation_before_people_under_arms() -> None:
    assert ids("Five IS fighters fled.") == ["islamic-state"]


def test_a_shared_abbreviation_goes_to_the_group_of_the_country_named() -> None:
    assert "upc-car" in ids("UPC men held Bambari in the Central African Republic.")
    assert "upc-ituri" in ids("UPC men held Bunia in the Democratic Republic of the Congo.")


def test_a_shared_name_without_a_sign_stays_unknown() -> None:
    assert ids("The National Liberation Army said so.") == []


def test_text_in_capitals_is_read_but_words_stay_words() -> None:
    assert ids("THE FMLN WENT AS FAR AS THEY LET US, THAT IS ALL.", capitals=True) == ["fmln"]


def test_who_is_against_a_group_is_not_the_group() -> None:
    assert ids("Anti-Taliban fighters and pro-Houthi media.") == []
    assert ids("The anti-Balaka left.") == ["anti-balaka"]


def test_a_surname_is_not_a_group() -> None:
    assert ids("Mr. Abdul al-Houthi spoke.") == []


def test_islamic_state_in_general_is_not_the_group() -> None:
    assert ids("They want an Islamic state.") == []


@pytest.mark.parametrize(
    ("words", "group_id"),
    [
        ("Iraqi police", "force:IQ:police"),
        ("Iraq's interior ministry", "force:IQ:interior-ministry"),
        ("Ministry of Defence of Pakistan", "force:PK:defence-ministry"),
        ("the US army", "force:US:army"),
        ("Nigerian troops", "force:NG:armed-forces"),
        ("Salvadoran Army", "force:SV:army"),
        ("Sudan's air force", "force:SD:air-force"),
        ("Turkish security forces", "force:TR:security-forces"),
    ],
)
def test_forces_of_states_are_found_by_pattern(words: str, group_id: str) -> None:
    assert group_id in ids(f"On Monday {words} said so.")


def test_a_listed_force_has_its_own_name() -> None:
    (mention,) = mentions("The Israeli army said so.")
    assert (mention.id, mention.name) == ("force:IL:army", "Israel Defense Forces")


def test_other_places_have_no_forces_of_the_state() -> None:
    assert ids("New Mexico police and the Central American parliament met.") == []


def test_the_pronoun_is_no_state() -> None:
    assert ids("He told us troops were there.") == []


def test_named_group_with_a_states_adjective_is_told_from_its_army_by_capitals() -> None:
    assert ids("Lebanese forces moved.") == ["force:LB:armed-forces"]
    assert ids("The Lebanese Forces moved.") == ["lebanese-forces"]


def test_a_name_does_not_run_over_a_paragraph() -> None:
    assert ids("the Islamic\n\nState of things") == []


@given(st.text(max_size=300))
def test_any_text_gives_sorted_mentions_within_it(text: str) -> None:
    spans = [m.span for m in mentions(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_every_mention_of_a_long_text_is_found() -> None:
    part = "IS fighters and the Iraqi army met al-Shabaab. " + "\n" * 50 + "al-" * 50 + " . "
    assert len(ids(part * 300)) == 900


def test_a_states_name_that_is_often_another_places_needs_a_sign() -> None:
    assert ids("Georgia police closed the road in Atlanta.") == []
    assert ids("Georgia's parliament met the Georgian president.") == ["force:GE:parliament"]


def test_signs_in_arabic_script_count_too() -> None:
    assert ids("قال إن القاعدة هي الأساس") == []
    assert ids("قال إن القاعدة في أفغانستان ضعفت") == ["al-qaida"]


def test_a_name_with_a_usual_bearer_goes_to_the_other_one_in_its_country() -> None:
    assert ids("The Taliban said so.") == ["taliban"]
    assert ids("The Taliban fled over the border of Afghanistan with Pakistan.") == ["taliban"]
    assert ids("The Taliban fled from Swat, Pakistan.") == ["ttp"]
