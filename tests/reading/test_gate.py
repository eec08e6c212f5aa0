"""The gate lets through what can matter, and little else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.gate import has_trigger, may_matter, passages_that_matter
from vedette.reading.gate_words import find_cues
from vedette.reading.passages import cut_passages

FILLER = (
    "The library opens its new reading room on Thursday, and the choir of the music school will sing there.\n\n"
    "Admission is free, the director told the Example Gazette, and the cafe on the ground floor stays open late.\n\n"
    "More than two hundred people have lent books for the show, some of them in languages hardly spoken today.\n\n"
)


def test_triggers_are_found_in_any_case_and_form() -> None:
    assert has_trigger("GUNMEN AMBUSHED A PATROL")
    assert has_trigger("The suspected bombings of Tuesday")


def test_triggers_within_other_words_are_none() -> None:
    assert not has_trigger("A plumber painted the skilled craftsman's door")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen opened fire on a convoy near Northport on Monday, killing three drivers.",
        "Police in Northport defused a device left outside the courthouse.",
        "SUBVERSIVES DYNAMITED TWO PYLONS NEAR EASTON LAST NIGHT.",
        "The ministry denied that soldiers had fired at the marchers.",
        "Two men were arrested over a plan to set fire to the shrine.",
        "The group vowed revenge for its commander.",
    ],
)
def test_conflict_passes(text: str) -> None:
    assert may_matter(report(text))
    assert may_matter(report(FILLER + text + "\n\n" + FILLER))


@pytest.mark.parametrize(
    "text",
    [
        "Northport's striker shot wide before the break, and the visitors' attack never got going in the second half.",
        "Shares of Example Corp fell after analysts attacked its forecast and a strike at its largest plant went on.",
        "The storm hit the coast at noon and killed power in four districts, the weather service said.",
        "The actor died of a heart attack at the age of 82, his agent said; his last film opens in the spring.",
        "Hackers attacked the company's servers and stole passwords of two million customers.",
        "The minister came under fire for her budget, which critics call an assault on the middle class.",
    ],
)
def test_ordinary_news_with_words_for_violence_is_passed_over(text: str) -> None:
    assert not may_matter(report(FILLER + text + "\n\n" + FILLER))


def test_the_title_counts_too() -> None:
    assert may_matter(report("Nothing here.", title="Car bomb in Northport"))


def test_of_a_long_report_only_what_can_matter_is_kept() -> None:
    act = "A bomb exploded at the market of Northport on Monday, police said.\n\n"
    text = FILLER * 4 + act + FILLER * 4
    kept = passages_that_matter(report(text))
    assert kept
    assert any(passage.start <= text.index(act) < passage.end for passage in kept)
    assert kept[0].start == 0
    assert sum(passage.end - passage.start for passage in kept) < 0.3 * len(text)


def test_passages_left_out_keep_the_places_of_words(nlp: Language) -> None:
    act = "A bomb exploded at the market of Northport on Monday and killed four people, police said.\n\n"
    text = FILLER * 4 + act + FILLER * 4
    found = read_report(report(text), nlp, gate=True)
    whole = read_report(report(text), nlp)
    assert [event.trigger for event in found.events] == [event.trigger for event in whole.events]
    assert found.events
    assert any("passed over" in note for note in found.notes)


@pytest.mark.parametrize("words", ["ADF fighters", "the adf function"])
def test_abbreviations_of_groups_count_in_capitals_only(words: str) -> None:
    assert any("capitals" in cue.tables for cue in find_cues(words)) == words.isupper() or words.startswith("ADF")


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert may_matter(Report("r", text)) in (True, False)


@given(st.text(alphabet="ab .!?\n\t\"'", max_size=900))
def test_passages_lie_in_order_and_hold_all_words(text: str) -> None:
    passages = cut_passages(text)
    assert all(one.end <= other.start for one, other in pairwise(passages))
    kept = "".join(text[passage.start : passage.end] for passage in passages)
    assert "".join(kept.split()) == "".join(text.split())
