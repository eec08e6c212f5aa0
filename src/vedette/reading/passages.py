"""Cuts a text into passages, without parsing it: short paragraphs, or a few sentences of a long one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.reading.paragraphs import paragraphs_of

#: Code points from which a passage ends with its sentence. Shorter ones are joined, so that a full stop after an
#: abbreviation does little harm.
ENOUGH_CHARS = 160

_END = re.compile(r"[.!?۔؟。][\"'”’)\]]{0,3}\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """`[start, end)` in code points of a text."""

    start: int
    end: int
    #: Position among the text's passages, and over how many it runs.
    number: int = 0
    n_passages: int = 1


def cut_passages(text: str) -> list[Passage]:
    """The passages of a text, in order, none over the end of a paragraph."""
    cuts = (cut for start, end in paragraphs_of(text) for cut in _cuts(text, start, end))
    return [Passage(start, end, number) for number, (start, end) in enumerate(cuts)]


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _END.finditer(text, start, end):
        if stop.end() - start >= ENOUGH_CHARS and end - stop.end() >= ENOUGH_CHARS // 2:
            yield start, stop.end()
            start = stop.end()
    yield start, end
