"""Puts the codings of the modern articles together with the articles' texts, which lie with the data alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.job import read_jsonl
from vedette.model.ids import sha256_hex

#: The sentence that is only the report's address, in sets that come as tokens.
ADDRESS = re.compile(r"(?i)^(?:https?\b|www\b)")


@dataclass(frozen=True)
class Article:
    """One report of a set of the data folder, with what its coders say it tells."""

    id: str
    text: str
    title: str | None
    source: str | None
    #: As the coders read it from the set's date; None where the set gives none.
    published: str | None
    #: Events as in the stage set, but for `mentions` (offsets, the first one first) in the place of `anchor`,
    #: and offsets in `perp` where the words are a private person's.
    events: tuple[dict[str, Any], ...]
    #: `cue` (offsets), `speaker` (strings or offsets), `manner`.
    statements: tuple[dict[str, Any], ...]

    def as_input(self) -> dict[str, Any]:
        """The report without its answers."""
        row = {
            "id": self.id,
            "text": self.text,
            "title": self.title,
            "published": self.published,
            "source": self.source,
        }
        return {name: value for name, value in row.items() if value}

    def as_gold(self, mentions: Sequence[int] = ()) -> dict[str, Any]:
        """The record in the stage set's form.

        Args:
            mentions: For each event which of its mentions is its anchor; the first one if not given.
        """
        chosen = mentions or [0] * len(self.events)
        return {
            **self.as_input(),
            "events": [self._event(event, at) for event, at in zip(self.events, chosen, strict=True)],
            "statements": [self._statement(statement) for statement in self.statements],
        }

    def _event(self, event: dict[str, Any], at: int) -> dict[str, Any]:
        start, end = event["mentions"][at]
        rest = {name: value for name, value in event.items() if name != "mentions"}
        return rest | {"anchor": self.text[start:end], "anchor_start": start, "perp": self._words(event["perp"])}

    def _statement(self, statement: dict[str, Any]) -> dict[str, Any]:
        start, end = statement["cue"]
        return {
            "anchor": self.text[start:end],
            "anchor_start": start,
            "speaker": self._words(statement["speaker"]),
            "manner": statement["manner"],
        }

    def _words(self, values: list[str | list[int]]) -> list[str]:
        return [value if isinstance(value, str) else self.text[value[0] : value[1]] for value in values]


def find_articles(codings: Path, data: Path) -> Iterator[Article]:
    """The coded articles whose texts are below `data`, unchanged since they were coded."""
    rows = list(read_jsonl(codings))
    for name in dict.fromkeys(row["set"] for row in rows):
        path = _set_file(name, data)
        wanted = {row["id"]: row for row in rows if row["set"] == name}
        for record in read_jsonl(path) if path else ():
            coding = wanted.get(record["id"])
            if coding is not None:
                yield from _together(coding, record)


def _set_file(name: str, data: Path) -> Path | None:
    folder = data if data.is_dir() else data.parent
    tried = (folder / "eval" / f"{name}.jsonl", folder / f"{name}.jsonl")
    return next((path for path in tried if path.is_file()), None)


def _together(coding: dict[str, Any], record: dict[str, Any]) -> Iterator[Article]:
    text = _text(record)
    if sha256_hex(text) != coding["text_sha256"]:
        print(f"left out: the text of {coding['id']} is not the one that was coded")
        return
    yield Article(
        coding["id"],
        text,
        record.get("title"),
        record.get("domain") or record.get("source"),
        coding["published"],
        tuple(coding["events"]),
        tuple(coding["statements"]),
    )


def _text(record: dict[str, Any]) -> str:
    """The record's text; of a set that comes as tokens, joined as its scorer joins them."""
    if "text" in record:
        return str(record["text"])
    sentences = record["sentences"]
    if sentences and ADDRESS.match("".join(sentences[0])):
        sentences = sentences[1:]
    return "\n".join(" ".join(words) for words in sentences)
