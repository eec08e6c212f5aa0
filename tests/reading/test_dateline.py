"""Datelines end where the sentence begins, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.reading.dateline import end_dateline
from vedette.reading.parse import parse


@pytest.mark.parametrize(
    ("head", "ended"),
    [
        ("NORTHPORT, May 12 (Sample Wire) - Two men", "NORTHPORT, May 12 (Sample Wire) . Two men"),
        ("NORTHPORT, 12 MAY 21 -- TWO MEN", "NORTHPORT, 12 MAY 21 .  TWO MEN"),
        ("(Sample News Agency) - The group", "(Sample News Agency) . The group"),
        ("Northport, 12 May 2021 – Two men", "Northport, 12 May 2021 . Two men"),
    ],
)
def test_a_dateline_ends(head: str, ended: str) -> None:
    assert end_dateline(head) == ended


@pytest.mark.parametrize(
    "head",
    [
        "Northport - Two men",
        "Two men - one armed - fled.",
        "Al-Mina was hit.",
        "- A list item",
        "It was 3 - 2 for them",
    ],
)
def test_other_dashes_stay(head: str) -> None:
    assert end_dateline(head) == head


@given(st.text(max_size=130))
def test_no_code_point_moves(head: str) -> None:
    assert len(end_dateline(head)) == len(head)


def test_the_dateline_is_no_part_of_the_first_sentence(nlp: Language) -> None:
    parsed = parse(report("NORTHPORT, May 12 - Gunmen fired on a parade."), nlp)
    assert [parsed.words(sentence.span) for sentence in parsed.sentences][-1] == "Gunmen fired on a parade."
