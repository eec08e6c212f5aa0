"""The words that the gate knows, and where they stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from vedette.reading.inflect import forms_of, noun_forms
from vedette.reading.lexicon import words_of_field
from vedette.reading.timex_rule import small_letters
from vedette.vocab.groups import is_abbreviation, load_groups
from vedette.vocab.load import load_table

#: Table of the abbreviations of armed groups, which count only in capitals ("ADF" no adf).
_CAPITALS = "capitals"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the gate in a text."""

    start: int
    end: int
    #: Tables of gate.toml that have it.
    tables: frozenset[str]


def find_cues(text: str) -> list[Cue]:
    """The words of the gate that stand in a text as whole words, in order, the longest where some overlap."""
    automaton, tables = _automaton()
    low = small_letters(text)
    found = [
        (start, -end, tables[number])
        for number, start, end in automaton.find_matches_as_indexes(low, overlapping=True)
        if not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())
    ]
    found.sort(key=itemgetter(0, 1))
    cues: list[Cue] = []
    for start, minus_end, of in found:
        if (cues and start < cues[-1].end) or (_CAPITALS in of and not text[start:-minus_end].isupper()):
            continue
        cues.append(Cue(start, -minus_end, of))
    return cues


def is_elsewhere(passage: str) -> bool:
    """Whether a passage speaks of a field of life in which words for violence mean something else (sport, markets)."""
    words = _WORD.findall(passage.lower())
    known = _elsewhere()
    return not known.isdisjoint(words) or not known.isdisjoint(map(" ".join, pairwise(words)))


@cache
def _elsewhere() -> frozenset[str]:
    fields: list[str] = load_table("gate")["elsewhere"]["fields"]
    return frozenset(word for field in fields for word in words_of_field(field))


@cache
def _automaton() -> tuple[AhoCorasick, list[frozenset[str]]]:
    tables: dict[str, set[str]] = {}
    for table, word in (*_listed(), *_groups()):
        tables.setdefault(word, set()).add(table)
    words = sorted(tables)
    return AhoCorasick(words, matchkind=MatchKind.Standard), [frozenset(tables[word]) for word in words]


def _listed() -> Iterator[tuple[str, str]]:
    for table, entry in load_table("gate").items():
        for verb in entry.get("verbs", ()):
            first, _, rest = verb.partition(" ")
            yield from ((table, f"{form} {rest}".rstrip()) for form in forms_of(first))
        for noun in entry.get("nouns", ()):
            before, _, last = noun.rpartition(" ")
            yield from ((table, f"{before} {form}".lstrip()) for form in noun_forms(last))
        yield from ((table, word) for word in entry.get("words", ()))


def _groups() -> Iterator[tuple[str, str]]:
    """The names of armed groups that mean nothing else."""
    for group in load_groups():
        if group.kind == "armed_group":
            names = [group.name] if group.name_in_text else []
            names += [alias.name for alias in group.aliases if not (alias.needs_context or alias.match_case)]
            for name in names:
                yield _CAPITALS if is_abbreviation(name) else "sure", name.lower()
