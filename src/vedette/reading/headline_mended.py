"""Mends what the parser gets wrong in headlines, which leave out "was", "were" and articles."""

from spacy.tokens import Doc, Token

from vedette.reading.harm_voice import is_active, is_past
from vedette.reading.harm_words import harm_of

_AUXILIARIES = frozenset({"aux", "auxpass"})
_SUBJECTS = frozenset({"nsubj", "csubj"})


def mend_headline(doc: Doc) -> Doc:
    """The parsed headline, mended in place: "Guard killed, two hurt" tells whom it befell, not who did it."""
    for token in doc:
        if token.tag_ in {"VBD", "VBN"} and is_past(token) and harm_of(token) and _stands_bare(token):
            _make_passive(token)
    return doc


def _stands_bare(verb: Token) -> bool:
    """Whether neither an auxiliary nor an object goes with the verb."""
    if any(child.dep_ in _AUXILIARIES for child in verb.children):
        return False
    return not is_active(verb, verb.doc[verb.sent.start : verb.sent.end])


def _make_passive(verb: Token) -> None:
    verb.tag_ = "VBN"
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.i < verb.i:
            child.dep_ = "nsubjpass"
        elif child.dep_ in {"dobj", "obj"} and child.i > verb.i:
            child.dep_ = "dep"
