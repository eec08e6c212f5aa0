"""The gate lets through what can matter, without parsing."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.reading.assemble import read_report
from vedette.reading.gate import has_trigger, may_matter


def test_a_trigger_in_any_form_and_case_opens_the_gate() -> None:
    assert has_trigger("GUNMEN AMBUSHED A PATROL")
    assert has_trigger("The suspected bombings of Tuesday")


def test_words_that_only_contain_a_trigger_do_not() -> None:
    assert not has_trigger("A plumber painted the skilled craftsman's door")


def test_a_trigger_in_the_title_is_enough() -> None:
    assert may_matter(report("Nothing here.", title="Car bomb in Northport"))


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert has_trigger(text) in (True, False)


def test_with_the_gate_a_report_without_trigger_is_left_unparsed(nlp: Language) -> None:
    reading = read_report(report("The library opens at nine."), nlp, gate=True)
    assert reading.reader.pipeline is None
    assert reading.events == reading.places == ()


def test_without_the_gate_it_is_parsed(nlp: Language) -> None:
    assert read_report(report("The library opens at nine."), nlp).reader.pipeline
