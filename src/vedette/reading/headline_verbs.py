"""Gives headlines' verbs their place in the tree, where the tagger takes them for nouns or participles."""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from vedette.reading.harm_voice import is_past
from vedette.reading.inflect import forms_of
from vedette.vocab.load import load_table

_NOUNS = frozenset({"NOUN", "PROPN"})
#: What may open the object behind a verb.
_OPENS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "DET"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})


def join_verbs(first: Token, second: Token) -> None:
    """ "Army shoots, wounds three fishermen": two verbs of harm on either side of a comma share subject and object."""
    if first.lower_ not in _harming() or second.lower_ not in _harming() or first.lower_ == second.lower_:
        return
    alike = first.lower_.endswith("s") == second.lower_.endswith("s") and is_past(first) == is_past(second)
    joined = second.dep_ == "conj" and second.head.i == first.i
    if alike and not joined:
        _set_verbs((first, second))


def make_verb(token: Token) -> None:
    """ "Guards repel militant assault": what only a verb can be, between two nouns.

    What may be a noun too is a verb behind fighters and before a name, a number or an article ("Rebels control
    Northport"), or before an act that they claim; "advance", before a preposition.
    """
    if token.tag_ not in {"NN", "NNP", "NNS", "NNPS", "JJ"}:
        return
    if token.lower_ in _only_verbs():
        _set_verbs((token,))
    elif token.lower_ in _verbs_of_fighters() and _behind_fighters(token) and token.i + 1 < token.sent.end:
        after = token.nbor(1)
        if after.tag_ in {"NNP", "CD", "DT"} or (token.lower_ == "claim" and after.lower_ in _claimed()):
            _set_verbs((token,))
        elif token.lower_ == "advance" and after.tag_ in {"IN", "RB", "RBR"}:
            _set_alone(token)


def _behind_fighters(token: Token) -> bool:
    """Whether a word for fighters stands right before the word, or a name in capitals that opens the line."""
    if token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    initials = before.i == before.sent.start and before.is_alpha and before.text.isupper() and 2 <= len(before) <= 5
    return initials or before.lower_ in _fighters()


def _set_alone(verb: Token) -> None:
    """Makes a verb without an object the root, where it is one and the noun before it hangs from it."""
    before = verb.nbor(-1)
    if verb.dep_ != "ROOT" or before.head.i != verb.i:
        return
    verb.tag_, verb.pos_, verb.lemma_ = "VBP", "VERB", verb.lower_
    before.tag_, before.pos_, before.dep_ = ("NNS" if before.tag_ == "VBZ" else before.tag_), "NOUN", "nsubj"


def _set_verbs(verbs: Sequence[Token]) -> None:
    """Makes the first verb the root, the noun before it its subject, the phrase behind the last one its object."""
    first, last = verbs[0], verbs[-1]
    sentence = first.sent
    if first.i == sentence.start or last.i + 1 >= sentence.end:
        return
    before, after = first.nbor(-1), last.nbor(1)
    if after.is_quote and after.i + 1 < sentence.end:
        after = after.nbor(1)
    noun = next((t for t in first.doc[after.i : sentence.end] if _ends_phrase(t)), None)
    if before.pos_ not in _NOUNS or (after.pos_ not in _OPENS and after.tag_ != "VBN") or noun is None:
        return
    root, own = sentence.root, {first.i, last.i, before.i, noun.i}
    loose = [t for t in sentence if t.i not in own and t.head.i in own | {root.i}]
    first.head, first.dep_ = first, "ROOT"
    before.head, before.dep_ = first, "nsubj"
    for verb in verbs:
        verb.tag_, verb.pos_ = "VBZ" if verb.lower_.endswith("s") else "VBD" if is_past(verb) else "VBP", "VERB"
        verb.lemma_ = _lemmas().get(verb.lower_, verb.lower_)
    if last is not first:
        last.head, last.dep_ = first, "conj"
    noun.head, noun.dep_ = last, "dobj"
    for token in loose:
        _hang(token, before, noun, first, last)
    if root.i not in own:
        root.head, root.dep_ = last, "dep"


def _hang(token: Token, before: Token, noun: Token, first: Token, last: Token) -> None:
    """Hangs a word from the noun or the verb beside which it stands."""
    if token.i < before.i:
        token.head = before
        token.dep_ = "compound" if token.dep_ in _SUBJECTS else token.dep_
    elif first.i < token.i < last.i:
        token.head = last
    elif last.i < token.i < noun.i:
        token.head = noun
    elif token.head.i != noun.i:
        token.head = last
        token.dep_ = "dep" if token.dep_ in _SUBJECTS else token.dep_


def _ends_phrase(token: Token) -> bool:
    """Whether a noun is the last of a headline's noun phrase."""
    last = token.i + 1 >= token.sent.end or (token.nbor(1).pos_ not in {*_NOUNS, "PART"} and token.nbor(1).text != "-")
    return token.pos_ in _NOUNS and last


@cache
def _harming() -> frozenset[str]:
    """All forms of the verbs that have whom they harm as their object."""
    return frozenset(form for verb in _verbs_of_harm() for form in forms_of(verb))


@cache
def _lemmas() -> dict[str, str]:
    """Form of such a verb → the verb."""
    verbs = {*_verbs_of_harm(), *load_table("roles")["carried"]["only_verbs"]}
    return {form: verb for verb in verbs for form in forms_of(verb)}


@cache
def _verbs_of_harm() -> frozenset[str]:
    tables = (entry for entry in load_table("roles").values() if isinstance(entry, dict))
    return frozenset(v for entry in tables if entry.get("object") == "harmed" for v in entry["verbs"] if " " not in v)


@cache
def _only_verbs() -> frozenset[str]:
    """The forms of the present of verbs that are never nouns."""
    verbs = load_table("roles")["carried"]["only_verbs"]
    return frozenset(form for verb in verbs for form in forms_of(verb) if form == verb or form.endswith("s"))


@cache
def _verbs_of_fighters() -> frozenset[str]:
    return frozenset(load_table("roles")["carried"]["verbs_of_fighters"])


@cache
def _claimed() -> frozenset[str]:
    return frozenset(load_table("roles")["carried"]["claimed"])


@cache
def _fighters() -> frozenset[str]:
    table = load_table("group_words")
    return frozenset(form for word in (*table["armed_bodies"], *table["forces"]) for form in (word, f"{word}s"))
