"""Spans: where in a report the words stand that a value comes from."""

from dataclasses import dataclass
from typing import Literal

#: The two parts of a report that are read; a span counts from the start of its part.
Part = Literal["text", "title"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of a report's text or title, in Unicode code points."""

    #: First code point.
    start: int
    #: One past the last code point; `end > start`.
    end: int
    #: Which part of the report it counts in.
    part: Part = "text"

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point of the same part."""
        return self.part == other.part and self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies wholly within this span."""
        return self.part == other.part and self.start <= other.start and other.end <= self.end
