"""Whether what a predicate tells happened."""

import pytest
from spacy.language import Language

from vedette.reading.factuality import happened


def told(text: str, word: str, nlp: Language) -> str:
    return happened(next(token for token in nlp(text) if token.text == word)).happened.value


@pytest.mark.parametrize(
    ("text", "word", "answer"),
    [
        ("She left the house.", "left", "happened"),
        ("She did not leave the house.", "leave", "not"),
        ("Nobody left the house.", "left", "not"),
        ("No soldiers left the house.", "left", "not"),
        ("She will leave the house.", "leave", "ahead"),
        ("She may leave the house.", "leave", "uncertain"),
        ("If she leaves the house, we wait.", "leaves", "uncertain"),
        ("Leave the house!", "Leave", "ahead"),
        ("Did she leave the house?", "leave", "uncertain"),
        ("We fly tomorrow.", "fly", "ahead"),
        ("She went out without locking the door.", "locking", "not"),
    ],
)
def test_the_word_itself(text: str, word: str, answer: str, nlp: Language) -> None:
    assert told(text, word, nlp) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("She managed to leave.", "happened"),
        ("She did not manage to leave.", "not"),
        ("She failed to leave.", "not"),
        ("She did not fail to leave.", "happened"),
        ("She refused to leave.", "not"),
        ("She wanted to leave.", "uncertain"),
        ("She tried to leave.", "uncertain"),
        ("They will force her to leave.", "ahead"),
        ("They forced her to leave.", "happened"),
        ("He would like to leave.", "uncertain"),
    ],
)
def test_signatures_of_the_verb_above(text: str, answer: str, nlp: Language) -> None:
    assert told(text, "leave", nlp) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("He knew that she left.", "happened"),
        ("He did not know that she left.", "happened"),
        ("He said that she left.", "happened"),
        ("He denied that she left.", "not"),
        ("He hoped that she left.", "uncertain"),
        ("He hopes that she left.", "uncertain"),
        ("He doubts that she left.", "uncertain"),
    ],
)
def test_signatures_over_clauses(text: str, answer: str, nlp: Language) -> None:
    assert told(text, "left", nlp) == answer


def test_the_reason_names_the_words(nlp: Language) -> None:
    doc = nlp("She failed to leave.")
    assert "fail" in happened(doc[3]).because


def test_long_chains_do_not_hurt(nlp: Language) -> None:
    doc = nlp("She said that " + "he hoped that " * 200 + "and went " * 300)
    for token in doc:
        happened(token)
