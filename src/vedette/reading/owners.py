"""Finds whose an act, a weapon or a machine is: "police raid", "Ruritanian air strike", "the group's rockets"."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.geo.countries import country_names, find_country, is_initials
from vedette.reading.group_at import group_at, uses_force
from vedette.reading.persons import Sort, singular, sort_of
from vedette.reading.scene import Scene
from vedette.vocab.load import load_table

#: Words looked at before a noun: names of acts are short.
_MOST_WORDS = 8
_DOERS = frozenset({Sort.PERPETRATOR, Sort.BODY, Sort.UNIFORMED})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("roles")["owned"][key])


def crewed() -> frozenset[str]:
    """Machines with people in them, in the singular."""
    return _words("crewed")


@cache
def _stopping() -> frozenset[str]:
    """Verbs of finding and foiling, which headlines put before a noun ("Police bust plot")."""
    return frozenset(load_table("roles")["carried"]["finding"])


@cache
def states() -> dict[str, str]:
    """Adjective or short form of a state, in small letters → the state's name."""
    countries = load_table("countries")
    found = {
        word.lower(): str(countries[code]["name"])
        for code, words in load_table("demonyms").items()
        if code in countries
        for word in words
    }
    return {
        **found,
        **{word: str(countries[code]["name"]) for word, code in load_table("roles")["owned"]["short"].items()},
    }


@cache
def countries() -> dict[str, str]:
    """Name of a country, in small letters → its first name; without initials, which are words then ("car")."""
    rows = load_table("countries").values()
    names = ((name, str(row["name"])) for row in rows for name in (row["name"], *row["other"]))
    return {name.lower(): first for name, first in names if not is_initials(name)}


@cache
def _capitals() -> dict[str, str]:
    """Name of a capital, in small letters → the state's name."""
    return {row["capital"].lower(): str(row["name"]) for row in load_table("countries").values() if row["capital"]}


def state_named(token: Token) -> str | None:
    """The state whose name or adjective a word is; None for others."""
    low = token.lower_
    if low == "us" and token.text != "US":
        return None
    return states().get(low) or countries().get(low) or _by_initials(token) or _of_two_words(token) or _seat(token)


def _by_initials(token: Token) -> str | None:
    """The state that initials stand for ("UAE")."""
    code = find_country(token.text) if is_initials(token.text) and len(token) > 1 else None
    return country_names()[code] if code else None


def _seat(token: Token) -> str | None:
    """The state whose capital's name stands for it ("Washington blames Tehran"): as subject or object of such words."""
    if token.pos_ != "PROPN" or token.dep_ not in {"nsubj", "dobj", "nsubjpass", "poss"}:
        return None
    return _capitals().get(token.lower_)


def _of_two_words(token: Token) -> str | None:
    """The state whose last word this is ("United States", "Saudi Arabia", "South Korea")."""
    if token.pos_ != "PROPN" or token.i == token.sent.start:
        return None
    words = f"{token.nbor(-1).lower_} {token.lower_}"
    return states().get(words) or countries().get(words)


def state_words(token: Token) -> TokenSpan:
    """The words of a state's name that ends with this one."""
    return token.doc[token.i - (_of_two_words(token) is not None) : token.i + 1]


def is_owned(noun: Token) -> bool:
    """Whether the noun is an act, a weapon or a machine, which somebody does or has."""
    return sort_of(noun) in {Sort.ACT, Sort.WEAPON} or singular(noun) in _words("machines") or _is_state_act(noun)


def _is_state_act(noun: Token) -> bool:
    return singular(noun) in _words("state_acts") or noun.lower_ in _words("state_acts")


def owners(noun: Token, scene: Scene) -> Iterator[Token]:
    """The words before a noun that say whose it is, the nearest alone; or "of" whom it is."""
    behind = _of_whom(noun, scene)
    if behind is not None:
        yield behind
        return
    at, first = noun.i - 1, max(noun.sent.start, noun.i - _MOST_WORDS)
    while at >= first:
        token = noun.doc[at]
        if token.lower_ in {"its", "their"} and token.dep_ == "poss":
            yield token
            return
        if _ends(token):
            return
        if token.lower_ in _words("not_by"):
            at -= 3 if noun.doc[at - 1].text == "-" else 2
            continue
        group = group_at(token, scene)
        if uses_force(group) or _is_doer(token, noun) or _is_state_doer(token, noun):
            yield token
            return
        at -= 1


def _of_whom(noun: Token, scene: Scene) -> Token | None:
    """ "a jet of the air force", "rockets of the movement"."""
    for of in (c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of"):
        for inner in (c for c in of.rights if c.dep_ == "pobj"):
            group = group_at(inner, scene)
            if uses_force(group) or sort_of(inner) in _DOERS:
                return inner
    return None


def _ends(token: Token) -> bool:
    """Whether the noun's own words end here: at what is no modifier, or at a thing, whose the words before are."""
    if token.text == "-" or token.tag_ == "POS" or token.text in {"’s", "'s", "'", "’"}:
        return False
    if token.lemma_.lower() in _stopping() or singular(token) in _stopping():
        return True
    if token.is_punct or token.pos_ in {"DET", "ADP", "AUX", "CCONJ", "SCONJ", "PRON", "PART", "ADV"}:
        return True
    if token.pos_ == "VERB" and token.tag_ not in {"VBN", "VBG"}:
        return True
    return sort_of(token) is Sort.THING and singular(token) not in _words("machines")


def _is_doer(token: Token, noun: Token) -> bool:
    if sort_of(token) not in _DOERS or token.tag_ in {"VBN", "VBG"}:
        return False
    if token.pos_ == "ADJ" and sort_of(token) is not Sort.BODY:
        return False
    return token.i + 1 >= noun.i or sort_of(noun.doc[token.i + 1]) is not Sort.THING or is_owned(noun.doc[token.i + 1])


def _is_state_doer(token: Token, noun: Token) -> bool:
    """Whether a state's adjective (or its name with "'s") stands before an act of the kind that states do."""
    low = token.lower_
    if not _is_state_act(noun) and singular(noun) not in _words("machines"):
        return False
    if low in states():
        return state_named(token) is not None
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS" and low in countries()
