"""A plea is a statement on the charge."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.statement import Manner
from vedette.reading.assemble import read_report


@pytest.mark.parametrize(
    ("text", "manner", "cue"),
    [
        ("Both men have pleaded not guilty to the bombing of a mosque.", Manner.DENIED, "have pleaded not guilty"),
        ("The driver pleaded guilty to the killing of a judge.", Manner.CONFIRMED, "pleaded guilty"),
    ],
)
def test_a_plea_says_so_of_the_charge(nlp: Language, text: str, manner: Manner, cue: str) -> None:
    (statement,) = read_report(report(text), nlp).statements
    assert statement.manner is manner
    assert statement.cue is not None
    assert text[statement.cue.start : statement.cue.end] == cue
    assert statement.content.start == text.index(" to ") + 4


def test_who_pleads_for_help_makes_no_plea(nlp: Language) -> None:
    assert not read_report(report("The driver pleaded for help as rebels shot at him."), nlp).statements
