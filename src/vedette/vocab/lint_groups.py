"""The linter's rules for groups."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from vedette.vocab.groups import Alias, Group, group_from_entry, is_abbreviation
from vedette.vocab.groups_of_states import load_bodies, state_codes
from vedette.vocab.lint_findings import Problem
from vedette.vocab.load import load_table

#: Abbreviations of up to so many letters must say whether they need context.
_SHORT_LETTERS = 3


def lint_groups(entries_by_file: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Problem]:
    """Problems of the groups, one file's and those between files.

    Args:
        entries_by_file: `[[group]]` entries that fit the schema, by file.
    """
    groups = {file: [group_from_entry(entry) for entry in entries] for file, entries in entries_by_file.items()}
    ids = {group.id for listed in groups.values() for group in listed}
    for file, entries in entries_by_file.items():
        yield from _lint_order(file, [entry["id"] for entry in entries])
        for entry, group in zip(entries, groups[file], strict=True):
            yield from _lint_entry(file, entry)
            yield from _lint_group(file, group)
            yield from _lint_ties(file, group, ids)
    everyone = [(file, group) for file, listed in groups.items() for group in listed]
    yield from _lint_twice(everyone)
    yield from _lint_collisions(everyone)


def _lint_order(file: str, ids: Sequence[str]) -> Iterator[Problem]:
    for before, after in pairwise(ids):
        if before > after:
            yield Problem(file, after, f"sort the entries by id: it stands after {before}")


def _lint_entry(file: str, entry: Mapping[str, Any]) -> Iterator[Problem]:
    """What only the file shows: whether short abbreviations say if they need context."""
    for item in entry.get("aliases", ()):
        name = item if isinstance(item, str) else item["name"]
        said = not isinstance(item, str) and "needs_context" in item
        if is_abbreviation(name) and name.isascii() and sum(map(str.isalpha, name)) <= _SHORT_LETTERS and not said:
            yield Problem(file, entry["id"], f"say needs_context = true or false of the short alias {name!r}")


def _lint_group(file: str, group: Group) -> Iterator[Problem]:
    for code in group.countries:
        if code not in state_codes():
            yield Problem(file, group.id, f"{code!r} is no ISO 3166-1 code in countries.toml")
    if group.id.startswith("force:"):
        yield from _lint_state_id(file, group)
    yield from _lint_neutral(file, group)
    for alias in group.aliases:
        if alias.from_year and alias.to_year and alias.from_year > alias.to_year:
            yield Problem(file, group.id, f"{alias.name!r} ends before it begins")
    folded = [(_key(alias), alias.lang) for alias in group.names]
    for name, lang in sorted({pair for pair in folded if folded.count(pair) > 1}, key=str):
        yield Problem(file, group.id, f"the name {name!r} ({lang or 'no language'}) stands twice")


def _lint_state_id(file: str, group: Group) -> Iterator[Problem]:
    code = group.id.split(":")[1]
    if code not in state_codes():
        yield Problem(file, group.id, f"{code!r} is no ISO 3166-1 code in countries.toml")
    elif code not in group.countries:
        yield Problem(file, group.id, f"add {code!r} to its countries")


def _lint_neutral(file: str, group: Group) -> Iterator[Problem]:
    words = load_table("group_words")
    for loaded in words["loaded"]:
        if (
            re.search(rf"(?<![\w-]){re.escape(loaded)}s?(?!\w)", group.name.lower())
            and group.id not in words["own_names"]
        ):
            yield Problem(file, group.id, f"{group.name!r} takes a side ({loaded!r}): make it an alias with a tone")


def _lint_ties(file: str, group: Group, ids: set[str]) -> Iterator[Problem]:
    for affiliate in group.affiliates:
        if affiliate.id not in ids:
            yield Problem(file, group.id, f"its affiliate {affiliate.id!r} is no group")
        if affiliate.id == group.id:
            yield Problem(file, group.id, "it is its own affiliate")
        if affiliate.from_year and affiliate.to_year and affiliate.from_year > affiliate.to_year:
            yield Problem(file, group.id, f"the tie to {affiliate.id!r} ends before it begins")
    for claim in group.claims:
        if claim.who not in ids and not _is_body(claim.who):
            yield Problem(file, group.id, f"its claim names {claim.who!r}, which is no group")


def _is_body(group_id: str) -> bool:
    """Whether an id is one of a state's bodies by pattern."""
    parts = group_id.split(":")
    return len(parts) == 3 and parts[1] in state_codes() and parts[2] in {body.id for body in load_bodies()}


def _lint_twice(everyone: Sequence[tuple[str, Group]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file, group in everyone:
        if group.id in seen:
            yield Problem(file, group.id, f"the id stands in {seen[group.id]} too")
        seen[group.id] = file


def _lint_collisions(everyone: Sequence[tuple[str, Group]]) -> Iterator[Problem]:
    """Names that several groups bear by themselves, without need of context."""
    bearers: dict[str, dict[str, tuple[str, Alias]]] = defaultdict(dict)
    for file, group in everyone:
        for alias in group.names:
            if not alias.needs_context:
                bearers[_key(alias)][group.id] = (file, alias)
    for name, groups in sorted(bearers.items()):
        if len(groups) > 1:
            first, *others = sorted(groups)
            file = groups[first][0]
            yield Problem(file, first, f"{name!r} is also a name of {', '.join(others)}: needs_context = true on them")


def _key(alias: Alias) -> str:
    """What makes two names the same in text: capitals tell abbreviations apart (JEM, JeM)."""
    return alias.name if alias.match_case else fold_name(alias.name)


def fold_name(name: str) -> str:
    """A name in lower case without diacritics and apostrophes, dashes as blanks."""
    letters = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    return " ".join(re.sub(r"['’ʿ`]", "", re.sub(r"[-–—]", " ", letters.lower())).split())
