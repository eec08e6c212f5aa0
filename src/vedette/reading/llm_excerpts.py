"""What of a report is sent to a model, and in how many pieces: only what the gate lets through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.model.report import Report
from vedette.reading.passages import Passage


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What goes out in one request, beside the title: stretches `[start, end)` of the text, in order."""

    stretches: tuple[tuple[int, int], ...]

    @property
    def n_chars(self) -> int:
        """Code points of text."""
        return sum(end - start for start, end in self.stretches)


def cut_excerpts(report: Report, only: Sequence[Passage], most_chars: int) -> tuple[Excerpt, ...]:
    """The excerpts of a report, none longer than `most_chars`; a report without text gives one of its title.

    Args:
        report: The report.
        only: What the gate lets through of its text.
        most_chars: Code points of text in one request.
    """
    found: list[Excerpt] = []
    held: list[tuple[int, int]] = []
    for start, end in _pieces(report.text, only, most_chars):
        if held and sum(b - a for a, b in held) + end - start > most_chars:
            found.append(Excerpt(tuple(held)))
            held = []
        held.append((start, end))
    if held or not found:
        found.append(Excerpt(tuple(held)))
    return tuple(found)


def _pieces(text: str, only: Sequence[Passage], most_chars: int) -> Iterator[tuple[int, int]]:
    """The passages, long ones cut at the end of a line or else of a word."""
    for passage in only:
        start = passage.start
        while passage.end - start > most_chars:
            low, high = start + most_chars // 2, start + most_chars
            cut = max(text.rfind("\n", low, high), text.rfind(". ", low, high)) + 1 or text.rfind(" ", low, high) + 1
            cut = cut or high
            yield start, cut
            start = cut
        if passage.end > start:
            yield start, passage.end
