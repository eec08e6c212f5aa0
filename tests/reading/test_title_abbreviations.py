"""A rank cut short stays with the name behind it."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.reading.parse import parse


@pytest.mark.parametrize("rank", ["Lt.", "Sgt.", "Const.", "Capt.", "Insp.", "Cpl.", "Gen."])
def test_no_sentence_ends_at_a_rank(nlp: Language, rank: str) -> None:
    parsed = parse(report(f"The man was pulled from the car, Northport police {rank} Ana Example said."), nlp)
    assert len(parsed.sentences) == 1
    said = next(token for token in parsed.sentences[0].tokens if token.text == "said")
    assert "Example" in [token.text for token in said.children if token.dep_ == "nsubj"]
