"""Tells words of force that are meant otherwise: by what they are done to ("tore up the contract"), and by whom."""

from functools import cache

from spacy.tokens import Token

from vedette.reading.lexicon import words_of_field
from vedette.reading.sides import doers_of
from vedette.vocab.load import load_table

_OBJECTS = frozenset(("dobj", "nsubjpass"))
#: Prepositions between a noun for an act and what it is done to.
_ON = frozenset(("on", "against", "at"))


def is_figurative(act: Token, own: range) -> bool:
    """Whether an act's word is meant otherwise.

    Args:
        act: The trigger's head.
        own: The places in the text of the trigger's own words, which are no object of it ("opened fire").
    """
    if act.pos_ not in ("VERB", "AUX"):
        befell = [c for link in act.rights if link.lower_ in _ON for c in link.rights if c.dep_ == "pobj"]
        return any(c.lower_ in words_of_field("not_attacked") for c in befell if c.i not in own)
    befell = [c for c in act.children if c.dep_ in _OBJECTS and c.i not in own]
    if befell and all(c.lower_ in words_of_field("not_attacked") for c in befell):
        return True
    doers = doers_of(act)
    if act.lemma_ == "target" and any(noun.lower_ in words_of_field("home_bodies") for noun in doers):
        return True
    return any(is_peaceful_body(noun) for noun in doers)


def is_hoped_for(act: Token) -> bool:
    """Whether an arrest is only what somebody offers a reward for ("information leading to an arrest")."""
    verb = act.head.head if act.dep_ == "pobj" else act
    if verb.lemma_ != "lead" or verb.tag_ not in ("VBG", "VBZ", "VB", "VBP"):
        return False
    nouns = [verb.head, *doers_of(verb)]
    return any(noun.lower_ in ("information", "tip", "tips", "clues", "lead", "leads") for noun in nouns)


def is_peaceful_body(noun: Token) -> bool:
    """Whether a word for armed people, taken as one, is made another by the word before it ("the fire brigade")."""
    if noun.lower_ not in _bodies() or noun.i == noun.sent.start:
        return False
    before = noun.nbor(-1)
    if before.text == "-" and before.i > noun.sent.start:
        before = before.nbor(-1)
    if noun.lower_ == "force" and before.lower_ == "task":
        after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
        return after is not None and after.lower_ == "on"
    return before.lower_ in load_table("group_words")["not_before_bodies"]


@cache
def _bodies() -> frozenset[str]:
    table = load_table("group_words")
    return frozenset(table["armed_bodies"]) | frozenset(table["forces"]) | frozenset(table["peaceful_bodies"])
