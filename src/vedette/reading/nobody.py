"""Tells of whom an act is said: of nobody ("no group was able to attack", "had no plans to attack")."""

from spacy.tokens import Token

from vedette.reading.role_classes import carried, phrase
from vedette.vocab.load import load_table

#: Steps up the tree that are followed.
_MOST_STEPS = 5


def is_nobody(subject: Token) -> bool:
    """Whether a subject stands for nobody ("nobody", "no one", "no soldiers")."""
    if subject.lower_ in ("nobody", "none", "no-one", "neither"):
        return True
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in subject.children)


def meant_by_nobody(trigger: Token) -> str | None:
    """The words by which nobody means to do it ("had no plans to attack it", "no intention of attacking")."""
    noun = trigger.head if trigger.dep_ == "acl" else trigger.head.head if trigger.dep_ == "pcomp" else None
    if noun is None or noun.lemma_.lower() not in load_table("stages")["negated"]["intents"]:
        return None
    return f"no {noun.text}" if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children) else None


def done_by_nobody(trigger: Token) -> str | None:
    """The words by which nobody did it ("no group had been able to carry out an attack"), over the verbs above it."""
    verb = trigger
    if trigger.dep_ == "dobj" and {phrase(trigger.head), trigger.head.lemma_} & carried("carried"):
        verb = trigger.head
    elif trigger.pos_ not in ("VERB", "AUX"):
        return None
    for _ in range(_MOST_STEPS):
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return f"{subject.text} … {trigger.text}" if is_nobody(subject) else None
        if verb.dep_ not in ("xcomp", "acomp", "pcomp", "prep"):
            return None
        verb = verb.head
    return None
