"""Where the paragraphs of a text begin and end."""

import re
from collections.abc import Iterator

#: Code points of the longest piece: a longer paragraph is cut. spaCy's memory grows with what is parsed at once (about
#: 1 GB for 1M).
CHUNK_CHARS = 8_000


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each paragraph: parted by every line break, of wrapped text by blank or indented lines."""
    parting = r"\n[ \t\r]*\n\s*|\n(?=[ \t]{2,}\S)" if _is_wrapped(text) else r"\n\s*"
    start = 0
    for gap in [*re.finditer(parting, text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield from _pieces(text, start, end)
        start = gap.end() if gap else end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, cut after a sentence or else a word where it is longer than a chunk."""
    while end - start > CHUNK_CHARS:
        window = text[start : start + CHUNK_CHARS]
        cut = max(window.rfind(". "), window.rfind("۔ ")) + 1 or window.rfind(" ") or CHUNK_CHARS
        cut = cut if cut > 0 else CHUNK_CHARS
        yield start, start + cut
        start += cut
    if start < end:
        yield start, end


def _is_wrapped(text: str) -> bool:
    """Whether lines end where the margin was, not where the paragraph did (wire and e-mail style)."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 3:
        return False
    within = sum(1 for line in lines if len(line) <= 100)
    wrapped = sum(1 for line in lines if 40 <= len(line) <= 100 and line.rstrip()[-1:] not in ".!?\"'”")
    return within >= 0.9 * len(lines) and wrapped >= 0.5 * len(lines)
