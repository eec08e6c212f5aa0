"""Passages: the sentences of reports that a brief's lines point at."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vedette.model.report import Report
from vedette.model.span import Part, Span

#: The end of a sentence: a stop (Latin, Arabic, Urdu, Indic, East Asian), closing quotes, then space; or a new line.
_END = re.compile("[.!?…؟۔।。！？][\"'”’»)\\]]*\\s+|\\n\\s*")
#: Words whose full stop ends no sentence.
_ABBREVIATED = frozenset(
    re.findall(
        r"\w+",
        """mr mrs ms dr prof gen lt col maj brig capt sgt cpl adm cmdr st sen rep gov rev hon no vs
        jan feb mar apr jun jul aug sep sept oct nov dec""",
    )
)
#: Characters of a passage at most; longer sentences (a whole report without a full stop) are cut at a space.
_LONGEST = 700
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a report, with where it stands."""

    report_id: str
    part: Part
    #: Where it starts in its part, in code points.
    start: int
    #: The words exactly as they stand there, trailing space included.
    text: str

    @property
    def end(self) -> int:
        """One past its last code point."""
        return self.start + len(self.text)


def passages_of(report: Report) -> Iterator[Passage]:
    """The sentences of a report's text, in order and without gaps: joined, they are the text."""
    start = 0
    for end in _sentence_ends(report.text):
        for cut in _cut(report.text, start, end):
            yield Passage(report.id, "text", start, report.text[start:cut])
            start = cut


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if "\n" in found.group() or not _goes_on(text, found):
            yield found.end()
    yield len(text)


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the stop belongs to an abbreviation, or the next word starts small."""
    if found.end() < len(text) and text[found.end()].islower():
        return True
    if found.group()[0] != ".":
        return False
    word = _LAST_WORD.search(text[max(0, found.start() - 16) : found.start()])
    if word is None:
        return False
    letters = word.group()
    return letters.lower() in _ABBREVIATED or all(len(one) == 1 and one.isupper() for one in letters.split("."))


def _cut(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        start = space + 1 if space >= 0 else start + _LONGEST
        yield start
    if end > start:
        yield end


class Passages:
    """All passages that are at hand, to look words up in."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._by_part: dict[tuple[str, str], list[Passage]] = {}
        for passage in passages:
            self._by_part.setdefault((passage.report_id, passage.part), []).append(passage)
        for found in self._by_part.values():
            found.sort(key=lambda one: one.start)

    def of_report(self, report_id: str) -> list[Passage]:
        """The passages of one report: title first, then in the order of the text."""
        return [*self._by_part.get((report_id, "title"), ()), *self._by_part.get((report_id, "text"), ())]

    def holding(self, report_id: str, span: Span) -> list[Passage]:
        """The passages that a span touches, in order; empty where none is at hand."""
        passages = self._by_part.get((report_id, span.part), [])
        first = max(0, bisect_right(passages, span.start, key=lambda one: one.start) - 1)
        found = []
        for passage in passages[first:]:
            if passage.start >= span.end:
                break
            if passage.end > span.start:
                found.append(passage)
        return found

    def words(self, report_id: str, span: Span) -> str:
        """The words of a span, as far as their passages are at hand."""
        return "".join(
            one.text[max(0, span.start - one.start) : span.end - one.start] for one in self.holding(report_id, span)
        )


def passages_in(reports: Iterable[Report]) -> list[Passage]:
    """Every passage of the reports, titles too."""
    found: list[Passage] = []
    for report in reports:
        if report.title:
            found.append(Passage(report.id, "title", 0, report.title))
        found.extend(passages_of(report))
    return found
