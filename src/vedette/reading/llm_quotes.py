"""Finds the words that a model quotes in the report that it was given: what is not found is no value."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from vedette.model.report import Report
from vedette.model.span import Part, Span
from vedette.reading.llm_excerpts import Excerpt

#: Code points of a quotation at most: what is longer is no quotation of one value.
LONGEST = 2_000
#: Places of the same words that are looked at.
_MOST_HITS = 200
#: Characters that models write for one another, one for one, so that positions stay.
_ALIKE = str.maketrans({**dict.fromkeys("‘’‛`´", "'"), **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‐‑‒–—−", "-")})
#: What a model may put around a quotation that the report has not.
_AROUND = " \t\r\n.,;:\"'()[]…"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the report, folded: `at[n]` is where folded character n stands in its part."""

    part: Part
    folded: str
    at: tuple[int, ...]


class QuoteFinder:
    """Looks quotations up in what was sent of a report.

    Blanks count as one, kinds of quotation marks and dashes as the same, and so do capitals and small letters; words
    must be whole. What is given back are spans, so that what is shown is always the report's own.
    """

    def __init__(self, report: Report, excerpt: Excerpt) -> None:
        """Over the report's title and the stretches of an excerpt, in that order."""
        parts: list[tuple[Part, int, int]] = [("title", 0, len(report.title or ""))]
        parts += [("text", start, end) for start, end in excerpt.stretches]
        self._stretches = tuple(
            _fold(part, (report.title or "") if part == "title" else report.text, start, end)
            for part, start, end in parts
            if end > start
        )
        #: Folded characters up to each stretch, for telling how near two spans are.
        self._starts = (0, *accumulate(len(one.folded) for one in self._stretches))

    def find(self, quote: object, near: Span | None = None) -> Span | None:
        """The span of a quotation, None where it does not stand in the report.

        Args:
            quote: `{"text": …, "occurrence": …}` or the words alone, as a model gives them; may be anything.
            near: What it goes with: of several places of the same words the nearest to it is meant.
        """
        words, occurrence = _quote_of(quote)
        if not 0 < len(words) <= LONGEST:
            return None
        hits = self._hits(_folded(words)) or self._hits(_folded(words.strip(_AROUND)))
        if not hits:
            return None
        if 1 < occurrence <= len(hits):
            return hits[occurrence - 1]
        return min(hits, key=lambda hit: self._far(hit, near)) if near is not None else hits[0]

    def _hits(self, folded: str) -> list[Span]:
        found: list[Span] = []
        for stretch in self._stretches if folded else ():
            at = stretch.folded.find(folded)
            while at >= 0 and len(found) < _MOST_HITS:
                end = at + len(folded)
                if _is_whole(stretch.folded, at, end):
                    found.append(Span(stretch.at[at], stretch.at[end - 1] + 1, stretch.part))
                at = stretch.folded.find(folded, at + 1)
        return found

    def _far(self, one: Span, other: Span) -> int:
        return abs(self._place(one) - self._place(other))

    def _place(self, span: Span) -> int:
        """Where a span stands in all that was sent, in folded characters."""
        for start, stretch in zip(self._starts, self._stretches, strict=False):
            if stretch.part == span.part and stretch.at and stretch.at[0] <= span.start <= stretch.at[-1]:
                return start + bisect_right(stretch.at, span.start) - 1
        return 0


def _quote_of(quote: object) -> tuple[str, int]:
    if isinstance(quote, dict):
        words, occurrence = quote.get("text"), quote.get("occurrence")
    else:
        words, occurrence = quote, 1
    n = occurrence if isinstance(occurrence, int) and not isinstance(occurrence, bool) else 1
    return (words if isinstance(words, str) else ""), n


def _fold(part: Part, text: str, start: int, end: int) -> _Stretch:
    chars: list[str] = []
    at: list[int] = []
    for position in range(start, end):
        char = _folded_char(text[position])
        if char == " " and (not chars or chars[-1] == " "):
            continue
        chars.append(char)
        at.append(position)
    return _Stretch(part, "".join(chars), tuple(at))


def _folded(words: str) -> str:
    return " ".join("".join(_folded_char(char) for char in words).split())


def _folded_char(char: str) -> str:
    if char.isspace() or ord(char) < 32:
        return " "
    low = char.translate(_ALIKE).lower()
    return low if len(low) == 1 else char


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())
