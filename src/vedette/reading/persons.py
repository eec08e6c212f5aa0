"""Tells what a noun stands for, and describes people without their private names."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.vocab.load import load_table


class Sort(StrEnum):
    """What a noun stands for."""

    PERSON = "person"
    OFFICIAL = "official"
    UNIFORMED = "uniformed"
    PERPETRATOR = "perpetrator"
    BODY = "body"
    NAMED = "named"
    ORGANISATION = "organisation"
    THING = "thing"
    WEAPON = "weapon"
    ACT = "act"
    PLACE = "place"
    TIME = "time"
    PRONOUN = "pronoun"
    OTHER = "other"


#: Sorts that are people.
PEOPLE = frozenset({Sort.PERSON, Sort.OFFICIAL, Sort.UNIFORMED, Sort.PERPETRATOR, Sort.NAMED})
#: Sorts that can act together.
BODIES = frozenset({Sort.BODY, Sort.ORGANISATION})

_ENTITY_SORTS = {
    "PERSON": Sort.NAMED,
    "ORG": Sort.ORGANISATION,
    "NORP": Sort.ORGANISATION,
    "GPE": Sort.PLACE,
    "LOC": Sort.PLACE,
    "FAC": Sort.THING,
    "DATE": Sort.TIME,
    "TIME": Sort.TIME,
    "CARDINAL": Sort.OTHER,
    "MONEY": Sort.OTHER,
    "PERCENT": Sort.OTHER,
}
#: Weapons whose names are also other words in the singular.
_TWO_SENSES = frozenset({"mine", "shell", "fire", "vehicle"})
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "PRP$", "WP$", "EX"})


@dataclass(frozen=True)
class Person:
    """A named person as the text has it."""

    #: The name alone.
    name: TokenSpan
    #: What the text calls the person ("former senator"), in small letters; None when it does not.
    description: str | None
    #: Whether the description is a public office.
    public: bool


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(load_table(table)[key])


@cache
def _things() -> dict[str, str]:
    """Word for a thing → its type."""
    return {word: kind for kind, words in load_table("targets").items() for word in words}


@cache
def _acts() -> frozenset[str]:
    return frozenset(
        noun for entry in load_table("roles").values() if isinstance(entry, dict) for noun in entry.get("nouns", ())
    )


@cache
def _weapon_heads() -> frozenset[str]:
    return frozenset(word for entry in load_table("weapons").values() for word in entry["words"])


def singular(token: Token) -> str:
    """The noun's singular in small letters (the lemmatiser leaves names and some plurals as they are)."""
    low = token.lemma_.lower()
    irregular = load_table("persons")["plurals"]
    if token.lower_ in irregular:
        return str(irregular[token.lower_])
    if low.endswith("men") and len(low) > 4 and low not in {"specimen", "regimen", "abdomen"}:
        return low[:-2] + "an"
    if token.tag_ in {"NNPS", "NNP"} and low.endswith("s") and not low.endswith("ss"):
        known = low[:-1]
        if known in _people() or known in _things():
            return low if token.ent_type_ == "PERSON" and token.tag_ == "NNP" else known
        return known if known in _weapon_heads() and token.tag_ == "NNPS" else low
    return low


@cache
def _people() -> dict[str, Sort]:
    table = load_table("persons")
    lists = (
        ("people", Sort.PERSON),
        ("bodies", Sort.BODY),
        ("officials", Sort.OFFICIAL),
        ("uniformed", Sort.UNIFORMED),
    )
    sorts = {word: sort for key, sort in lists for word in table[key]}
    return {**sorts, **dict.fromkeys(table["perpetrators"], Sort.PERPETRATOR)}


@cache
def _organisations() -> frozenset[str]:
    """Words whose bearers act and speak together though they may also be a building ("court", "embassy")."""
    return _words("speakers", "organisation") | _words("persons", "bodies")


def can_act(token: Token) -> bool:
    """Whether the noun may be the one that does something."""
    sort = sort_of(token)
    return sort in PEOPLE | BODIES or sort is Sort.PLACE or singular(token) in _organisations()


def sort_of(token: Token) -> Sort:
    """What the noun stands for, by the vocabulary first, then by the entity recogniser."""
    if token.tag_ in _PRONOUNS or token.pos_ == "PRON":
        return Sort.PRONOUN
    word = singular(token)
    for known in (f"{_before(token)} {word}", word):
        if known in _people():
            return _people()[known]
        if known in _weapon_heads() and (known not in _TWO_SENSES or token.lower_ == "shells"):
            return Sort.WEAPON
        if known in _things():
            return Sort.THING
    if word in _organisations() and not word.endswith("site"):
        return Sort.BODY
    if word in _acts():
        return Sort.ACT
    if token.ent_type_ in _ENTITY_SORTS:
        return _ENTITY_SORTS[token.ent_type_]
    if word.endswith(("man", "woman", "ist", "person")) and token.pos_ == "NOUN":
        return Sort.PERSON
    return Sort.NAMED if _looks_named(token) else Sort.OTHER


def says_nothing(token: Token) -> bool:
    """Whether a noun tells of nobody and nothing that can act or be harmed ("others", "way", "kg")."""
    return token.lower_ in _words("persons", "empty") or singular(token) in _words("persons", "empty")


def _before(token: Token) -> str:
    return token.nbor(-1).lower_ if token.i else ""


def _looks_named(token: Token) -> bool:
    """A run of two or more names that no vocabulary knows, in a sentence otherwise in small letters."""
    return token.pos_ == "PROPN" and token.i > 0 and token.is_title and token.nbor(-1).pos_ == "PROPN"


def is_plural(token: Token) -> bool:
    """Whether the noun stands for more than one."""
    return token.tag_ in {"NNS", "NNPS"} or token.lower_ in {"people", "police"}


def named_person(head: Token) -> Person | None:
    """The person whose name the head ends, with what the text calls them; None when it is no name."""
    doc = head.doc
    end = head.i + 1
    while end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
        end += 1
    start = head.i
    while start > head.sent.start and _is_name(doc[start - 1], doc[start]):
        start -= 1
    if doc[start].lower_ in _particles():
        start = min(start + 1, head.i)
    name = doc[start:end]
    title = _title(name) or _apposed(head)
    return Person(name, title, title is not None and is_public(title))


def _is_name(token: Token, after: Token) -> bool:
    if _is_title(token) or token.is_punct or token.is_space:
        return token.is_punct and token.text == "." and token.i > 0 and len(token.nbor(-1)) == 1
    if token.lower_ in _particles():
        return token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.nbor(-1).is_title
    return token.pos_ == "PROPN" and token.ent_type_ not in {"ORG", "NORP", "GPE", "FAC", "LOC"} and not token.is_lower


@cache
def _particles() -> frozenset[str]:
    return frozenset(load_table("casing")["particles"])


def _is_title(token: Token) -> bool:
    low = token.lower_.rstrip(".")
    return low in _people() or low in _words("casing", "titles") or low in _words("casing", "title_abbreviations")


def _title(name: TokenSpan) -> str | None:
    """The words before a name that say what its bearer is."""
    doc, start = name.doc, name.start
    first = start
    while first > name.sent.start and (_is_title(doc[first - 1]) or _qualifies(doc[first - 1], first < start)):
        first -= 1
    while first < start and (doc[first].pos_ in {"DET", "PUNCT", "CCONJ"} or doc[first].is_punct):
        first += 1
    words = doc[first:start]
    return words.text.lower() if any(_is_title(token) for token in words) else None


def _qualifies(token: Token, near: bool) -> bool:
    """Whether the word may stand before a title that is already found ("former", "defence", nationality)."""
    if not near:
        return token.text == "." and token.i > 0 and _is_title(token.nbor(-1))
    if token.text == ".":
        return token.i > 0 and _is_title(token.nbor(-1))
    return (
        token.dep_ in {"amod", "compound", "nmod"}
        and token.ent_type_ != "PERSON"
        and token.pos_ in {"ADJ", "NOUN", "PROPN"}
    )


def _apposed(head: Token) -> str | None:
    """What an apposition calls the person ("…, a judge")."""
    for child in (*head.children, *([head.head] if head.dep_ == "appos" else [])):
        apposition = child.dep_ == "appos" or child is head.head
        if apposition and _people().get(singular(child)) is not None:
            left = [t for t in child.lefts if t.dep_ in {"amod", "compound"} and t.ent_type_ != "PERSON"]
            start = min([t.left_edge.i for t in left], default=child.i)
            return str(child.doc[start : child.i + 1].text.lower())
    return None


def is_public(description: str) -> bool:
    """Whether a description names a public office, whose holder is named with it.

    >>> is_public("former foreign minister"), is_public("bus driver")
    (True, False)
    """
    table = load_table("offices")["offices"] if "offices" in load_table("offices") else load_table("offices")
    last = description.split()[-1] if description.split() else ""
    return last in table["heads"] or last in table["ranks"] or any(p in description for p in table["phrases"])
