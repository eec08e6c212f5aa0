"""Passages: sentences without gaps, cut where a reader would cut them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views.findings import at, report
from vedette.model.span import Span
from vedette.views.brief.passages import Passages, passages_of


def sentences(text: str) -> list[str]:
    return [one.text.strip() for one in passages_of(report(1, text))]


@given(st.text(st.sampled_from('aA. \n"!?x،؟'), max_size=300))
def test_joined_they_are_the_text(text: str) -> None:
    found = list(passages_of(report(1, text)))
    assert "".join(one.text for one in found) == text
    assert all(one.text and text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One fell. Two fled.", ["One fell.", "Two fled."]),
        ("Gen. Sample spoke. He left.", ["Gen. Sample spoke.", "He left."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ('"They came." He left.', ['"They came."', "He left."]),
        ("About 3.5 km away. Here.", ["About 3.5 km away.", "Here."]),
        ("Headline\nText follows", ["Headline", "Text follows"]),
        ("کجاست؟ آنجاست.", ["کجاست؟", "آنجاست."]),
        ("TWO DIED. ONE FLED.", ["TWO DIED.", "ONE FLED."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_without_stops_is_cut_at_spaces() -> None:
    found = sentences("word " * 1000)
    assert len(found) > 4
    assert all(len(one) <= 700 and one.startswith("word") and one.endswith("word") for one in found)


@pytest.mark.parametrize("text", ["a" * 200_000, "." * 200_000, '."' * 100_000, "A.B. " * 40_000, "\n" * 200_000])
def test_long_texts_take_linear_time(text: str) -> None:
    assert sum(len(one.text) for one in passages_of(report(1, text))) == len(text)


def test_a_span_over_two_sentences_is_held_by_both() -> None:
    one = report(1, "First here. Second there. Third.")
    passages = Passages(passages_of(one))
    span = Span(at(one, "here").start, at(one, "Second").end)
    assert [passage.text for passage in passages.holding(one.id, span)] == ["First here. ", "Second there. "]
    assert passages.words(one.id, span) == "here. Second"


@given(st.integers(-5, 60), st.integers(1, 60))
def test_words_are_those_of_the_report_as_far_as_it_reaches(start: int, length: int) -> None:
    one = report(1, "First here. Second there. Third.")
    span = Span(max(0, start), max(0, start) + length)
    assert Passages(passages_of(one)).words(one.id, span) == one.words(span)
