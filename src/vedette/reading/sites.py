"""Takes the site of an act for its target, where it is a building or a vehicle and the words tell of no other."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.reading.clauses import clause_head
from vedette.reading.noun_phrases import prepositional
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft
from vedette.vocab.load import load_table

_PREPOSITIONS = frozenset({"at", "outside", "inside"})
#: Types of things (targets.toml) at which acts are aimed; a road, a house or a town is only where they were.
_AIMED_AT = (
    "diplomatic",
    "education",
    "energy",
    "government",
    "health",
    "law_enforcement",
    "military",
    "religious",
    "transport_facility",
    "crowded",
)


def arguments_at(mention: EventDraft) -> Iterator[Argument]:
    """ "Arson at synagogue", "kills 14 at wedding hall", "car bomb defused outside police station"."""
    if mention.kind != "ASSAULT" or mention.names == "doer":
        return
    verb = clause_head(mention.trigger)
    for word in (mention.trigger, verb) if verb.i != mention.trigger.i else (verb,):
        for noun in prepositional(word, _PREPOSITIONS):
            if not _names(noun).isdisjoint(_sites()):
                yield Argument("harmed", noun, None, "fact", f"site of “{mention.trigger}”")


def _names(noun: Token) -> set[str]:
    before = noun.nbor(-1).lower_ if noun.i else ""
    return {noun.lemma_.lower(), noun.lower_, f"{before} {noun.lower_}"}


@cache
def _sites() -> frozenset[str]:
    table = load_table("targets")
    return frozenset(word for kind in _AIMED_AT for word in table[kind])
