"""Finds who is tried for an act or laid its weapon, at a distance: "charged with plotting to burn"."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.reading.noun_phrases import antecedent
from vedette.reading.persons import Sort, sort_of
from vedette.reading.role_classes import carried, is_verbal
from vedette.reading.roles import Argument
from vedette.reading.voice import is_passive, subjects

#: Steps up the tree from an act to the verb that charges with it.
_STEPS = 8
_OBJECTS = frozenset({"dobj", "dative", "obj"})
#: Links of a charge, behind which the act stands.
_LINKS = frozenset({"of", "with", "for", "over", "in"})
#: What a court gives.
_TERMS = frozenset({"year", "month", "life", "term", "sentence"})


def arguments_charged(trigger: Token) -> Iterator[Argument]:
    """Those who are charged with the act or tried for it, and those who laid or fired the weapon that tells of it."""
    yield from _charged(trigger)
    if sort_of(trigger) is Sort.WEAPON:
        yield from _laid(trigger)


def _charged(trigger: Token) -> Iterator[Argument]:
    token, linked = trigger, False
    for _ in range(_STEPS):
        if token.head is token:
            return
        below, token = token, token.head
        if below.dep_ == "prep" and below.lower_ in _LINKS:
            linked = True
        if token.lemma_.lower() == "trial":
            yield from _on_trial(token)
            return
        if is_verbal(token):
            if below.dep_ in {"xcomp", "dobj"} and token.lemma_ in carried("carried") | carried("aims"):
                continue
            yield from _by_verb(token) if linked else ()
            return
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "ADP"}:
            return


def _by_verb(verb: Token) -> Iterator[Argument]:
    lemma = verb.lemma_.lower()
    if not (lemma in carried("accusing") | carried("trying") or _gives_term(verb) or _finds_guilty(verb)):
        return
    if lemma in {"link", "hold", "seek", "want", "find"} and not _finds_guilty(verb):
        return
    charged = subjects(verb) if is_passive(verb) else [c for c in verb.children if c.dep_ in _OBJECTS]
    for noun in charged:
        if sort_of(noun) not in {Sort.TIME, Sort.ACT, Sort.WEAPON, Sort.THING}:
            yield Argument("perpetrator", antecedent(noun), None, "accused", f"charged: “{verb}”")


def _gives_term(verb: Token) -> bool:
    terms = any(c.lemma_.lower() in _TERMS for c in verb.rights)
    return verb.lemma_ in {"give", "hand", "get", "receive"} and terms


def _finds_guilty(verb: Token) -> bool:
    return verb.lemma_ == "find" and any(t.lower_ == "guilty" for t in verb.subtree if t.i > verb.i)


def _on_trial(trial: Token) -> Iterator[Argument]:
    """ "the brothers on trial for it", "put the brothers on trial for it"."""
    on = trial.head
    if on.lower_ != "on":
        return
    above = on.head
    if above.pos_ in {"NOUN", "PROPN"}:
        charged = [above]
    else:
        charged = [c for c in above.children if c.dep_ in _OBJECTS] or subjects(above)
    yield from (Argument("perpetrator", antecedent(noun), None, "accused", "on trial for it") for noun in charged)


def _laid(weapon: Token) -> Iterator[Argument]:
    """ "a bomb that the Front had laid", "that the Front said it had laid", "the bomb had been laid by rebels"."""
    for clause in (c for c in weapon.rights if c.dep_ == "relcl"):
        nouns = [c for c in clause.lefts if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"}]
        said = any(c.dep_ == "ccomp" and c.lemma_ in carried("sending") for c in clause.rights)
        if clause.lemma_ in carried("sending") or said:
            word = "claimed" if said else "fact"
            yield from (Argument("perpetrator", antecedent(n), None, word, f"laid it: “{clause}”") for n in nouns)
    verb = weapon.head
    below = (c for c in (verb, *verb.children) if is_verbal(c) and c.lemma_ in carried("sending"))
    for clause in (c for c in below if any(x.dep_ == "auxpass" for x in c.lefts)):
        for agent in (a for by in clause.rights if by.dep_ == "agent" for a in by.rights if a.dep_ == "pobj"):
            yield Argument("perpetrator", antecedent(agent), None, "fact", f"by-agent of “{clause}”")
