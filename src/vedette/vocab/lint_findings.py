"""What the linter of the vocabulary finds, and the rules for any data file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a data file."""

    #: Path of the file below `vocab/data`.
    file: str
    #: The entry, as its id or its way in the table (`verbs.said.clause`).
    entry: str
    #: What is wrong and what to do.
    words: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.words}"


def lint_header(file: str, text: str) -> Iterator[Problem]:
    """Problems of a file's head: it says what the file is, how to add a line, and where it comes from."""
    head = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
    if not text.startswith("#"):
        yield Problem(file, "head", "begin with a comment that says what the file is")
    if not re.search(r"\b(add|put|change|write)\b", head, re.IGNORECASE):
        yield Problem(file, "head", "say in a comment how to add an entry")
    if not re.search(r"\bsources?\b", head, re.IGNORECASE):
        yield Problem(file, "head", "name the source in a comment")


def lint_values(file: str, value: Any, way: str = "") -> Iterator[Problem]:
    """Problems of any table: empty strings, blanks at the ends, an entry twice in a list of words."""
    if isinstance(value, str):
        if value != value.strip():
            yield Problem(file, way, f"{value!r} is empty or has blanks at its ends")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from lint_values(file, inner, f"{way}.{key}".lstrip("."))
    elif isinstance(value, Sequence):
        yield from _lint_list(file, value, way)


def _lint_list(file: str, items: Sequence[Any], way: str) -> Iterator[Problem]:
    words = [item for item in items if isinstance(item, str)]
    for word in sorted({word for word in words if words.count(word) > 1}):
        yield Problem(file, way, f"{word!r} stands twice")
    for number, item in enumerate(items):
        if item == "":
            yield Problem(file, way, "an entry is empty")
        name = item.get("id", number) if isinstance(item, Mapping) else number
        yield from lint_values(file, item, f"{way}[{name}]")
