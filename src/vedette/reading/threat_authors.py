"""Finds who utters a threat: whoever says it, signs it, or has it written."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.reading.attach import heads_above
from vedette.reading.doers_telling import arguments_telling
from vedette.reading.persons import singular
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Verbs that utter a threat by themselves.
_UTTERING = frozenset({"announce", "declare", "deliver", "send"})
#: Steps up the tree from what is threatened to whoever says it.
_STEPS = 6


def authors_of_threat(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """Who is told to utter the threat that a mention is: its speaker, the subject over it, or who signed the paper."""
    signed = list(_signers(mention))
    if signed:
        yield from signed
        return
    found = [a for a in arguments_telling(mention, scene) if singular(a.noun) not in _papers()]
    yield from found or _above(mention.trigger)


def _above(trigger: Token) -> Iterator[Argument]:
    """The subject of the first verb above that has one of its own: "the Front tells drivers that they will be …".

    Of a verb that utters the threat itself, its own: "the Front has declared the bridge a target".
    """
    own = [trigger] if trigger.lemma_ in _UTTERING else []
    for verb in [*own, *heads_above(trigger)][:_STEPS]:
        subjects = [c for c in verb.lefts if c.dep_ == "nsubj"] if verb.pos_ in {"VERB", "AUX"} else []
        if subjects and not any(c.tag_ == "MD" for c in verb.lefts):
            yield from (
                Argument("perpetrator", noun, None, "claimed", f"“{verb}” it")
                for noun in subjects
                if singular(noun) not in _papers() and noun.pos_ in {"NOUN", "PROPN"}
            )
            return


def _signers(mention: EventDraft) -> Iterator[Argument]:
    """ "a notice signed by the Front", "a letter from the Front"."""
    for paper in mention.sentence.tokens:
        if singular(paper) not in _papers() or paper.pos_ != "NOUN":
            continue
        links = [c for c in paper.rights if c.lower_ == "from"]
        links += [by for c in paper.rights if c.lemma_ == "sign" for by in c.rights if by.lower_ == "by"]
        for noun in (inner for link in links for inner in link.rights if inner.dep_ == "pobj"):
            yield Argument("perpetrator", noun, None, "claimed", f"“{paper}” of theirs")


@cache
def _papers() -> frozenset[str]:
    return frozenset(load_table("threats")["written"]["papers"])
