"""The pipeline that the reader uses gives what the pipeline as installed gives, only sooner."""

import pytest
import spacy
from spacy.language import Language

TEXTS = (
    "There's been a blast in Basra, and police aren't saying who they've got.",
    "Gunmen who'd ambushed the convoy were gonna flee; y'all know the ones that did.\n\n  \"C'mon,\" he said.",
    "ALL POSTS: STOP EVERY LORRY. There are two of them, that much is known.",
    "Взрыв в Басре, 12 \x00 убитых \U0001f4a3 and nothin' else",
    "",
    " \n ",
)


@pytest.fixture(scope="module")
def installed(nlp: Language) -> Language:
    assert nlp.path is not None
    return spacy.load(nlp.path)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_the_same(text: str, nlp: Language, installed: Language) -> None:
    def seen(pipeline: Language) -> list[tuple[object, ...]]:
        return [
            (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_, t.is_sent_start)
            for t in pipeline(text)
        ]

    assert seen(nlp) == seen(installed)
    assert seen(nlp) == seen(installed)  # from what is remembered


def test_it_is_in_use(nlp: Language) -> None:
    assert "vedette_attributes" in nlp.pipe_names


def test_words_that_are_new_are_forgotten_and_read_the_same_again(nlp: Language, installed: Language) -> None:
    texts = [f"Two zorblings{n} were vashed near the quennels{n} by glimmers." for n in range(3)]
    expected = [[(t.lemma_, t.pos_) for t in installed(text)] for text in texts]
    n_strings = len(nlp.vocab.strings)
    for _ in range(2):
        for text, words in zip(texts, expected, strict=True):
            with nlp.memory_zone():
                assert [(t.lemma_, t.pos_) for t in nlp(text)] == words
    assert len(nlp.vocab.strings) == n_strings
