"""The words for being killed, injured and taken."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from vedette.reading.inflect import forms_of, noun_forms
from vedette.vocab.load import load_table

HARMS = ("killed", "injured", "detained")


@dataclass(frozen=True)
class HarmWords:
    """The words of one harm."""

    verbs: frozenset[str]
    states: frozenset[str]
    nouns: frozenset[str]
    tolls: frozenset[str]


@cache
def harm_words(harm: str) -> HarmWords:
    """The words of `killed`, `injured` or `detained`, in all forms."""
    table = load_table("tolls")[harm]
    return HarmWords(
        frozenset(form for verb in table["verbs"] for form in forms_of(verb.split()[0])),
        frozenset(state.split()[-1] for state in table["states"]),
        frozenset(form for noun in table["nouns"] for form in noun_forms(noun)),
        frozenset(noun.split()[-1] for noun in table["toll_nouns"]),
    )


def harm_of(token: Token) -> str | None:
    """The harm that the word is for, None where it is for none."""
    low = token.lower_
    for harm in HARMS:
        known = harm_words(harm)
        if low in known.states or low in known.verbs or low in known.nouns or low in known.tolls:
            return harm
    return None


def is_harm(token: Token) -> bool:
    """Whether the word is one for a harm ("killed", "wounding", "dead")."""
    return harm_of(token) is not None
