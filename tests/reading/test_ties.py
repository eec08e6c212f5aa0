"""Who fights whom, and who stands with whom."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.reading.parse import parse
from vedette.reading.plover_ties import find_ties


def ties(text: str, nlp: Language) -> set[tuple[str, str, str]]:
    found = find_ties(parse(report(text), nlp))
    return {(tie.kind, text[tie.one.start : tie.one.end], text[tie.other.start : tie.other.end]) for tie in found}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Norwegian troops attacked Chilean rebels.", ("fighting", "Norwegian troops", "Chilean rebels")),
        ("The coalition conducted strikes against the rebels.", ("fighting", "coalition", "rebels")),
        ("The coalition supports the Chilean army.", ("allies", "coalition", "Chilean army")),
        ("Chile helped the Norwegians in their fight against Peru.", ("fighting", "Norwegians", "Peru")),
        ("The rebels were attacked by Norway.", ("fighting", "Norway", "rebels")),
    ],
)
def test_who_is_tied_to_whom(text: str, tie: tuple[str, str, str], nlp: Language) -> None:
    assert tie in ties(text, nlp)


def test_a_passive_without_a_doer_ties_nobody(nlp: Language) -> None:
    assert ties("The rebels were attacked on Monday.", nlp) == set()
