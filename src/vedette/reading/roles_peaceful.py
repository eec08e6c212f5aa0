"""Reads who protests, withdraws or lets go where a noun tells of it: "Teachers went on strike"."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.reading.noun_phrases import antecedent
from vedette.reading.persons import can_act
from vedette.reading.role_classes import is_verbal
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft
from vedette.reading.voice import is_passive, subjects
from vedette.vocab.load import load_table

#: Kinds of acts that are told by such nouns.
_KINDS = frozenset(("PROTEST", "RETREAT", "CONCEDE", "YIELD"))
#: Kinds of what states impose.
_IMPOSED = frozenset(("COERCE", "SANCTION"))
_SUBJECTS = frozenset(("nsubj",))


def arguments_peaceful(mention: EventDraft) -> Iterator[Argument]:
    """The subjects of the verbs by which somebody holds a protest, declares a truce or goes on strike."""
    noun = mention.trigger
    if mention.kind in _IMPOSED and noun.lemma_.lower() in _words("imposed"):
        yield from _imposing(noun)
    if mention.kind not in _KINDS or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    if mention.names == "doer":
        yield Argument("perpetrator", noun, None, "fact", f"“{noun}” itself")
        return
    for verb in _verbs(noun):
        for doer in subjects(verb) if not is_passive(verb) else ():
            if can_act(antecedent(doer)) and doer.i != noun.i:
                yield Argument("perpetrator", antecedent(doer), None, "fact", f"subject of “{verb} {noun}”")
    for clause in (c for c in noun.rights if c.dep_ == "relcl" and _holds(c)):
        yield from (
            Argument("perpetrator", c, None, "fact", f"subject of “{clause}”")
            for c in clause.lefts
            if c.dep_ in _SUBJECTS and c.tag_ not in {"WDT", "WP"}
        )


def _imposing(noun: Token) -> Iterator[Argument]:
    """ "Eastland declared martial law", "a curfew was imposed by the governor"."""
    verb = noun.head
    if not is_verbal(verb) or verb.lemma_.lower() not in _words("imposing") or noun.dep_ not in {"dobj", "nsubjpass"}:
        return
    agents = (a for by in verb.rights if by.dep_ == "agent" for a in by.children if a.dep_ == "pobj")
    for doer in agents if is_passive(verb) else subjects(verb):
        yield Argument("perpetrator", antecedent(doer), None, "fact", f"subject of “{verb} {noun}”")


def _verbs(noun: Token) -> Iterator[Token]:
    """The verb that holds the act, is for it ("went on strike") or is done in it ("blocked the road in protest")."""
    above = noun.head
    if noun.dep_ == "dobj" and is_verbal(above) and _holds(above):
        yield above
    elif noun.dep_ == "pobj" and is_verbal(above.head):
        goes_on = above.lower_ == "on" and above.head.lemma_ in {"go", "be"}
        done_in_it = above.lower_ in {"in", "as"} and not any(c.dep_ == "det" for c in noun.lefts)
        if goes_on or done_in_it or (_holds(above.head) and above.lower_ in {"for", "with", "in"}):
            yield above.head


def _holds(verb: Token) -> bool:
    return verb.lemma_.lower() in _words("verbs")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("roles")["peaceful"][key])
