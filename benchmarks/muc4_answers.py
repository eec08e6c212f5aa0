"""The key of a train document, in the form the models are taught by."""

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from benchmarks.muc4_rank import SLOTS, Shown
from vedette.model.reading import Reading

#: An interval, open at the start where that is None.
_Days = tuple[date | None, date]


@dataclass(frozen=True)
class Seen:
    """A document with its key."""

    shown: Shown
    reading: Reading
    header: Mapping[str, Any]
    relevant: bool
    #: Type → how many incidents of it.
    incidents: Mapping[str, int]
    #: (slot, type or "") → plain wordings.
    wordings: Mapping[tuple[str, str], frozenset[str]]
    #: Plain wording of an organisation → the words for how surely it is named.
    confidence: Mapping[str, frozenset[str]]
    #: Type → days and places of its incidents.
    dates: Mapping[str, list[_Days]]
    locations: Mapping[str, list[tuple[str, str]]]
    #: Plain wordings of each phrase.
    _plains: tuple[frozenset[str], ...]

    @property
    def types(self) -> frozenset[str]:
        """The types of its incidents."""
        return frozenset(self.incidents)

    def fills(self, phrase: int, slot: str, kind: str = "") -> bool:
        """Whether a phrase fills a slot, of an incident of one type where given."""
        return bool(self._plains[phrase] & self.wordings.get((slot, kind), frozenset()))

    def by_sentence(self) -> list[set[str]]:
        """The types of incident that each sentence holds a fill for; organisations, named everywhere, left out."""
        told: list[set[str]] = [set() for _ in range(self.shown.n_sentences)]
        for i, phrase in enumerate(self.shown.phrases):
            kinds = {k for k in self.types for s in SLOTS if s != "perp_organizations" and self.fills(i, s, k)}
            for sentence in phrase.sentences:
                told[sentence] |= kinds
        return told

    def is_fill(self, words: str, slot: str) -> bool:
        """Whether the words are among the key's."""
        return plain(words) in self.wordings.get((slot, ""), ())

    def words_of(self) -> Iterator[tuple[int, frozenset[str]]]:
        """(phrase, how surely it is named) of the organisations of the key."""
        for i, plains in enumerate(self._plains):
            told = frozenset(word for p in plains for word in self.confidence.get(p, ()))
            if told:
                yield i, told

    def settles(self, asked: str, kind: str) -> bool:
        """Whether the key tells the day or place of an incident of the type."""
        return bool((self.dates if asked == "day" else self.locations).get(kind))

    def credit(self, asked: str, words: str, kind: str) -> float:
        """1 where a day or place is that of an incident of the type, .5 where it is partly so."""
        if asked == "day":
            start, _, end = words.rpartition("/")
            first = date.fromisoformat(start) if start else None if words[0] == "/" else date.fromisoformat(end)
            told = (first, date.fromisoformat(end))
            return max((_overlap(told, key) for key in self.dates[kind]), default=0.0)
        country, _, place = words.partition(": ")
        return max((_same_place((country, place), key) for key in self.locations[kind]), default=0.0)


def _overlap(told: _Days, key: _Days) -> float:
    if told == key:
        return 1.0
    if told[0] is None:
        return 0.5 if told[1] == key[1] else 0.0
    opened = key[0] or date.fromordinal(key[1].toordinal() - 61)
    return 0.5 if told[0] <= key[1] and opened <= told[1] else 0.0


def _same_place(told: tuple[str, str], key: tuple[str, str]) -> float:
    if told[0] != key[0]:
        return 0.0
    return 1.0 if told[1] == key[1] else 0.5


def seen(row: dict[str, Any], reading: Reading, shown: Shown) -> Seen:
    """A document with its key."""
    wordings: dict[tuple[str, str], set[str]] = defaultdict(set)
    confidence: dict[str, set[str]] = defaultdict(set)
    dates: dict[str, list[_Days]] = defaultdict(list)
    locations: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for template in row["templates"]:
        kinds = template["incident_type"]
        for slot, key in SLOTS.items():
            told = {plain(words) for fill in template["slots"][key] for words in fill["alts"]}
            for kind in ("", *kinds):
                wordings[slot, kind] |= told
        for fill in template["slots"]["perp_organization_confidence"]:
            for words in fill.get("ref", ()):
                confidence[plain(words)].update(fill["alts"][:1])
        for kind in kinds:
            dates[kind].extend(_dates(template))
            locations[kind].extend(_locations(template))
    return Seen(
        shown,
        reading,
        row["header"],
        bool(row["templates"]),
        Counter(kind for template in row["templates"] for kind in template["incident_type"]),
        {key: frozenset(told) for key, told in wordings.items()},
        {key: frozenset(told) for key, told in confidence.items()},
        dates,
        locations,
        tuple(frozenset(plain(words) for words in phrase.wordings) for phrase in shown.phrases),
    )


def _dates(template: dict[str, Any]) -> Iterator[_Days]:
    for fill in template["slots"]["incident_date"]:
        for told in fill["alts"]:
            if told["end"]:
                start = date.fromisoformat(told["start"]) if told["start"] else None
                yield start, date.fromisoformat(told["end"])


def _locations(template: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for fill in template["slots"]["incident_location"]:
        for told in fill["alts"]:
            yield told["country"], told["path"][-1]["name"] if told["path"] else ""


@cache
def plain(words: str) -> str:
    """Words in small letters without punctuation and articles, as the scorer compares them."""
    bare = words.lower().translate(str.maketrans("", "", string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())
