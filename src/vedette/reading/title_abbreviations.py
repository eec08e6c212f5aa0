"""Keeps a rank or title that is cut short with the name behind it: "police Sgt. Ana Example said" is one sentence."""

from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from vedette.vocab.load import load_table

#: Cut short, but the last word of a sentence too ("on Main St.").
_ENDS_SENTENCES = frozenset(("st",))
_NAME = "vedette_title_abbreviations"


def use_title_abbreviations(nlp: Language) -> None:
    """Makes the pipeline read "Sgt." as one word after which no sentence begins.

    The pipelines know "Gen." and "Mr.", but cut "Sgt.", "Const." and "Insp." in two and end the sentence there, so that
    what is said loses its speaker.
    """
    tokenizer: Any = nlp.tokenizer
    for word in _abbreviations():
        written = f"{word.capitalize()}."
        tokenizer.add_special_case(written, [{"ORTH": written}])
    if _NAME not in nlp.pipe_names:
        nlp.add_pipe(_NAME, first=True)


@Language.component(_NAME)
def keep_with_names(doc: Doc) -> Doc:
    """The unparsed text, in which no sentence begins between a title that is cut short and a name."""
    for token in doc[: len(doc) - 1]:
        cut_short = token.lower_.endswith(".") and token.lower_[:-1] in _abbreviations()
        if cut_short and token.nbor().is_title:
            token.nbor().is_sent_start = False
    return doc


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load_table("casing")["title_abbreviations"]) - _ENDS_SENTENCES
