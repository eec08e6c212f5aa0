"""Tells what did not come, as a condition was not met: "had it gone off, hundreds would have died"."""

from spacy.tokens import Token

from vedette.reading.clauses import clause_head
from vedette.vocab.load import load_table


def counterfactual(trigger: Token) -> str | None:
    """The words of a condition that was not met, or of what would have come of it; None where none stands.

    "If there had been a coup, he would have …", "had it gone off, hundreds would have died"; not where both are
    denied ("had it not been found", "he could not have shot them").
    """
    verb, words = _unreal(trigger)
    return words if words and not _is_denied(verb) else None


def came_all_the_same(trigger: Token) -> bool:
    """Whether an act was done but for a condition ("had the pistol been taken, he could not have shot them")."""
    verb, words = _unreal(trigger)
    return words is not None and _is_denied(verb)


def _is_denied(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _unreal(trigger: Token) -> tuple[Token, str | None]:
    """The verb of an act's clause, and the words by which the clause tells of what did not come."""
    verb = clause_head(trigger)
    if verb.i != trigger.i and any(c.dep_ == "relcl" and c.tag_ == "VBD" for c in trigger.children):
        return verb, None  # "it would have driven over a charge that the dog then found"
    above = verb.head if verb.dep_ == "ccomp" and verb.head.lower_ == "had" else verb
    unmet = _unmet(above)
    if unmet is not None and _would_have(above.head):
        return verb, unmet.text
    if not _would_have(verb):
        return verb, None
    known = next((c.text for clause in verb.children if (c := _unmet(clause)) is not None), None)
    is_own = trigger.tag_ == "VBN" and trigger.i == verb.i and not _is_denied(verb)
    return verb, known or (f"would have {trigger.text}" if is_own else None)


def _unmet(verb: Token) -> Token | None:
    """The "if" or the "had" before its subject of a condition in the past that was not met."""
    if verb.lower_ == "had" and verb.dep_ == "advcl" and any(c.dep_ == "ccomp" for c in verb.children):
        return verb  # "Had the troops not arrived": the parser takes it for the verb.
    had = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("had", "'d")), None)
    if had is None or verb.dep_ not in ("advcl", "ccomp"):
        return None
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and had.i < subject.i:
        return had
    return next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "if"), None)


def _would_have(verb: Token) -> bool:
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(auxiliaries & {"would", "could", "might"} and auxiliaries & {"have", "'ve"})


def goal_of(trigger: Token) -> str | None:
    """The word for an aim that an act is said to be ("one of its objectives was to attack it"), else None."""
    verb = trigger.head
    if trigger.dep_ != "xcomp" or verb.lemma_ != "be":
        return None
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    nouns = [subject, *(n for of in subject.rights for n in of.rights)] if subject is not None else []
    goals = frozenset(load_table("stages")["possible"]["goals"])
    return next((noun.text for noun in nouns if noun is not None and noun.lemma_.lower() in goals), None)
