"""Tells harms that no one did: by a fire, a stampede, a falling building, an animal."""

from spacy.tokens import Token

from vedette.reading.lexicon import words_of_field
from vedette.reading.parse import Sentence
from vedette.reading.persons import BODIES, PEOPLE, Sort, sort_of
from vedette.reading.role_classes import class_of
from vedette.reading.scene import Scene
from vedette.reading.sides import doers_of

#: Words between a harm and what did it.
_IN = frozenset(("in", "by", "after", "during", "at"))
#: What shoots, or is said to: beside these "fire" is that of guns.
_SHOOTS = PEOPLE | BODIES | {Sort.WEAPON, Sort.PLACE}

#: Words before "fire" that make it that of guns.
_OF_GUNS = frozenset(("live", "heavy", "hostile", "friendly", "enemy", "return", "covering", "indirect", "small"))


def is_of_mishap(harm: Token, sentence: Sentence, scene: Scene) -> bool:
    """Whether a word of harm tells of a mishap ("a fire killed nine", "six hurt in a stampede"), nothing of intent."""
    if harm.pos_ not in ("VERB", "AUX", "ADJ"):
        return False
    suffers = class_of(harm).name == "die"
    nouns = (not suffers and doers_of(harm)) or [c for link in harm.rights if link.lower_ in _IN for c in link.rights]
    if not any(_is_mishap(noun) for noun in nouns):
        return False
    beside = scene.parsed.sentences[sentence.index : sentence.index + 2]
    return not any(token.lower_ in words_of_field("intent") for near in beside for token in near.tokens)


def _is_mishap(noun: Token) -> bool:
    if noun.lower_ not in words_of_field("mishaps") or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    before = [c for c in noun.lefts if c.dep_ in ("compound", "amod", "poss", "nmod")]
    if noun.lower_ == "fire" and noun.head.lower_ == "by" and not any(c.dep_ == "det" for c in noun.lefts):
        return False  # "killed by fire from across the border"
    if noun.lower_ != "fire":
        return True
    shot = any(sort_of(c) in _SHOOTS or c.ent_type_ == "NORP" or c.lower_ in _OF_GUNS for c in before)
    return not shot and not any(c.lower_ == "from" for c in noun.rights)
