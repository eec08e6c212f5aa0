"""PLOVER's codes of actors: the state or organisation, and the sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span as TokenSpan

from vedette.vocab.load import load_table

#: Words of the longest name of a state that is looked for.
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What PLOVER writes for an actor."""

    #: ISO 3166-1 alpha-3, `IGO`, `NGO`; None where the words name neither.
    code: str | None
    #: Three letters (`GOV, MIL, REB …`), None for a state as such.
    sector: str | None


def code_of(words: TokenSpan) -> ActorCode:
    """The code of the party that the words name."""
    text = f" {' '.join(token.lower_ for token in words)} "
    return ActorCode(_across(text) or _state([token.text for token in words]), _sector(words, text))


@cache
def _names() -> dict[str, str]:
    """ISO alpha-3 by every name, capital and adjective of a state: in lower case, abbreviations as they are."""
    countries = load_table("countries")
    found = {_key(row["capital"]): row["iso3"] for row in countries.values() if row["capital"]}
    for code, row in countries.items():
        adjectives = load_table("demonyms").get(code, ())
        plural = [f"{word}s" for word in adjectives]
        found.update(
            dict.fromkeys((_key(name) for name in (*adjectives, *plural, row["name"], *row["other"])), row["iso3"])
        )
    return found


def _key(name: str) -> str:
    return name if name.isupper() else name.lower()


def _across(text: str) -> str | None:
    known: dict[str, list[str]] = load_table("plover_actors")["across_states"]
    for name, code in (("igo", "IGO"), ("ngo", "NGO")):
        if any(f" {word} " in text for word in known[name]):
            return code
    return None


def _state(words: Sequence[str]) -> str | None:
    """The code of the state named first, the longer name where two begin together."""
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            name = " ".join(words[start:end])
            found = None if name.islower() else _names().get(name) or _names().get(name.lower())
            if found:
                return found
    return None


def _sector(words: TokenSpan, text: str) -> str | None:
    """The sector of the phrase's head, else of the first of its words that has one."""
    by_word = _sectors()
    head = by_word.get(words.root.lemma_.lower())
    if head:
        return head
    rows: list[dict[str, Any]] = load_table("plover_actors")["sector"]
    lemmas = {token.lemma_.lower() for token in words}
    for row in rows:
        if any(word in lemmas or (" " in word and f" {word} " in text) for word in row["words"]):
            return str(row["code"])
    return None


@cache
def _sectors() -> dict[str, str]:
    rows: list[dict[str, Any]] = load_table("plover_actors")["sector"]
    return {word: row["code"] for row in reversed(rows) for word in row["words"]}
