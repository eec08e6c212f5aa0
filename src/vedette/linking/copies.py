"""Copies: reports that repeat another nearly word for word, found by MinHash and checked by counting."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from vedette.linking.alike import tell_alike
from vedette.linking.union import Groups
from vedette.model.reading import Reading
from vedette.model.report import Copy

#: Words a shingle; fewer match by chance, more break at every edited word.
SHINGLE_WORDS = 4
#: Share of the smaller report's shingles that must stand in the larger: wire copy is cut, and led in anew.
MIN_CONTAINED = 0.7
#: Shingles below which a text is too short to be called a copy, unless the two are equal.
MIN_SHINGLES = 8
#: MinHash permutations and bands: a pair at Jaccard .5 shares a band with probability .98.
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 42


def find_copies(readings: Sequence[Reading]) -> tuple[Copy, ...]:
    """The reports that repeat another, each with the earliest of its group, sorted by id.

    A text that repeats another and tells of another place or day is no copy: it is the same form filled in anew.

    Args:
        readings: Of any reports; the earliest is the first by day of publication (unknown last), then in order given.
    """
    reports = [one.report for one in readings]
    shingles = [shingles_of(report.text) for report in reports]
    groups = Groups(len(reports))
    for one, other in _candidates(shingles):
        if is_copy(shingles[one], shingles[other]) and tell_alike(readings[one], readings[other]):
            groups.join(one, other)
    found: list[Copy] = []
    for members in groups.members():
        first = min(members, key=lambda at: (reports[at].published or date.max, at))
        found.extend(
            Copy(reports[at].id, reports[first].id, _contained(shingles[at], shingles[first]))
            for at in members
            if at != first and reports[at].id != reports[first].id
        )
    return tuple(sorted(found, key=lambda copy: copy.report_id))


def new_index() -> RMinHashLSH:
    """An empty index of signatures, in which near copies share a band."""
    return RMinHashLSH(0.3, _PERMUTATIONS, _BANDS)


def sign(shingles: frozenset[str]) -> RMinHash:
    """The MinHash signature of a text's shingles."""
    signature = RMinHash(_PERMUTATIONS, _SEED)
    signature.update(sorted(shingles))
    return signature


@lru_cache(maxsize=1024)  # some 50 kB each
def shingles_of(text: str) -> frozenset[str]:
    """The runs of four words of a text."""
    words = re.findall(r"\w+", text.lower())
    if len(words) < SHINGLE_WORDS:
        return frozenset([" ".join(words)])
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1))


def _candidates(shingles: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a band of their MinHash signatures."""
    index = new_index()
    for at, one in enumerate(shingles):
        signature = sign(one)
        yield from ((other, at) for other in sorted(index.query(signature)))
        index.insert(at, signature)


def is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one of two texts, given their shingles, repeats the other."""
    if one == other:
        return True
    return min(len(one), len(other)) >= MIN_SHINGLES and _contained(one, other) >= MIN_CONTAINED


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set that stands in the larger."""
    return len(one & other) / max(1, min(len(one), len(other)))
