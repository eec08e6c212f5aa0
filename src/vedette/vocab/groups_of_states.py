"""The forces, agencies and governments of states by pattern: a state's name or adjective and a word for the body."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.vocab.groups import Kind
from vedette.vocab.load import load_table


@dataclass(frozen=True, slots=True)
class State:
    """A state as the names of its bodies use it."""

    #: ISO 3166-1 alpha-2.
    code: str
    name: str
    #: Adjective for the neutral names of its bodies ("Iraqi").
    adjective: str
    #: Every name and adjective, these two among them.
    names: tuple[str, ...]
    #: Those of the names that are adjectives or peoples.
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that states have."""

    #: `army`, `interior-ministry`; the last part of ids such as `force:IQ:army`.
    id: str
    name: str
    kind: Kind
    #: The words that follow the state's adjective, lower case.
    words: tuple[str, ...]
    #: Words that come before "of STATE", beyond `words`.
    before_of: tuple[str, ...] = ()


@cache
def load_states() -> tuple[State, ...]:
    """Every state and territory, by code."""
    demonyms = load_table("demonyms")
    return tuple(_state(code, row, demonyms.get(code, ())) for code, row in sorted(load_table("countries").items()))


def _state(code: str, row: Mapping[str, Any], demonyms: Sequence[str]) -> State:
    people = tuple(f"{demonym}s" for demonym in demonyms if demonym.endswith(("i", "n")))
    names = (row["name"], *row["other"], *row["arabic"], *demonyms, *people)
    adjective = demonyms[0] if demonyms else row["name"]
    return State(code, row["name"], adjective, tuple(dict.fromkeys(names)), (*demonyms, *people))


@cache
def state_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of all states and territories."""
    return frozenset(load_table("countries"))


@cache
def load_bodies() -> tuple[Body, ...]:
    """Every kind of body, in the file's order."""
    rows = load_table("state_bodies")["body"]
    return tuple(Body(r["id"], r["name"], r["kind"], tuple(r["words"]), tuple(r.get("before_of", ()))) for r in rows)


@cache
def bodies_by_words() -> Mapping[str, Body]:
    """The bodies by their words, lower case."""
    return {words: body for body in load_bodies() for words in (*body.words, *body.before_of)}


@cache
def pattern_after_state() -> re.Pattern[str]:
    """Matches the words for a body where a state's name or adjective ends, in folded text."""
    return re.compile(rf"(?: s)? (?:(?:federal|national|government) )?({_any_words(before_of=False)})(?!\w)")


@cache
def pattern_before_state() -> re.Pattern[str]:
    """Matches the words for a body before "of STATE", in folded text that ends where the state's name begins."""
    return re.compile(rf"(?<!\w)({_any_words(before_of=True)}) of (?:the )?$")


def id_of_body(code: str, body: Body) -> str:
    """Id of a state's body."""
    return f"force:{code}:{body.id}"


def _any_words(*, before_of: bool) -> str:
    words = {w for body in load_bodies() for w in (*body.words, *(body.before_of if before_of else ()))}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
