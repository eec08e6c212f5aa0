"""Classes of words for acts, and who stands in which role around them (roles.toml)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from vedette.vocab.load import load_table


@dataclass(frozen=True)
class RoleClass:
    """What stands where around the words of one class (a table of roles.toml)."""

    name: str
    subject: str
    object: str
    of: str
    possessive: str
    compound: str
    preps: frozenset[str]
    effect: str | None
    #: Prepositions behind which stands who did it ("the town fell to the rebels").
    doers: frozenset[str]


@cache
def _classes() -> tuple[dict[str, RoleClass], dict[str, RoleClass], RoleClass]:
    """Verb → class, noun → class, and the class of words in none."""
    verbs: dict[str, RoleClass] = {}
    nouns: dict[str, RoleClass] = {}
    for name, entry in load_table("roles").items():
        if not isinstance(entry, dict) or "subject" not in entry:
            continue
        read = _role_class(name, entry)
        verbs.update({verb: verbs.get(verb, read) for verb in entry["verbs"]})
        nouns.update({noun: nouns.get(noun, read) for noun in entry["nouns"]})
    return verbs, nouns, _role_class("other", load_table("roles")["other"])


def _role_class(name: str, entry: dict[str, Any]) -> RoleClass:
    parts = (entry["subject"], entry["object"], entry["of"], entry["possessive"], entry["compound"])
    return RoleClass(
        name, *parts, frozenset(entry["preps"]), entry["effect"] or None, frozenset(entry.get("doers", ()))
    )


@cache
def carried(key: str) -> frozenset[str]:
    """The verbs of one list of those that carry a noun for an act; "carried": those whose subject does it."""
    table = load_table("roles")
    return frozenset(table["carried"]["verbs"] if key == "carried" else table["carried"][key])


def class_of(token: Token) -> RoleClass:
    """The class of a word for an act."""
    verbs, nouns, other = _classes()
    known = verbs if is_verbal(token) else nouns
    for form in (*_phrases(token), token.lemma_.lower(), token.lower_):
        if form in known:
            return known[form]
    return nouns.get(token.lemma_.lower()) or verbs.get(token.lemma_.lower()) or other


def _phrases(token: Token) -> Iterator[str]:
    """The verb with its particle, object or adjective ("blow up", "set fire", "shoot dead")."""
    for child in token.rights:
        if child.dep_ in {"prt", "dobj", "acomp", "oprd", "prep", "advmod"} and child.i - token.i <= 4:
            yield f"{token.lemma_.lower()} {child.lower_}"


def is_verbal(token: Token) -> bool:
    """Whether the word is used as a verb."""
    return token.pos_ in {"VERB", "AUX"} or (token.tag_.startswith("VB") and token.dep_ not in {"amod", "compound"})


def phrase(verb: Token) -> str:
    """The verb's lemma with its particle."""
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
    return f"{verb.lemma_.lower()} {particle}" if particle else verb.lemma_.lower()
