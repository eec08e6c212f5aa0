"""Citations: which lines of a brief rest on which passages. The only way from a line to the words of a report."""

from dataclasses import dataclass, field

from vedette.model.span import Span
from vedette.views.brief.passages import Passage, Passages

#: A span is followed through this many passages; a longer one is cited by its beginning.
_MOST_PASSAGES = 6


@dataclass(slots=True)
class Cited:
    """One passage that lines rest on."""

    passage: Passage
    #: Lines that cite it: their anchor and label, in the order of the brief.
    lines: dict[str, str] = field(default_factory=dict)
    #: Stretches to highlight, counted in the passage, and what was read from them.
    marks: set[tuple[int, int, str]] = field(default_factory=set)
    #: Stretches that were cited as a whole; highlighted only where nothing in the passage is marked.
    wholes: set[tuple[int, int]] = field(default_factory=set)


class Citations:
    """Collects what is cited while a brief is put together; whatever words are shown are cited."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._cited: dict[Passage, Cited] = {}

    def cite(self, report_id: str, span: Span, line: tuple[str, str], what: str | None = None) -> tuple[Passage, ...]:
        """The passages that a span stands in, cited from now on.

        Args:
            report_id: The report.
            span: The words.
            line: Anchor and label of the line that rests on them.
            what: What was read from these very words ("where"); None where a whole stretch is pointed at.
        """
        found = tuple(self._passages.holding(report_id, span)[:_MOST_PASSAGES])
        for passage in found:
            cited = self._cited.setdefault(passage, Cited(passage))
            cited.lines.setdefault(*line)
            start, end = max(0, span.start - passage.start), min(len(passage.text), span.end - passage.start)
            if what is None:
                cited.wholes.add((start, end))
            else:
                cited.marks.add((start, end, what))
        return found

    def words(self, report_id: str, span: Span, line: tuple[str, str], what: str | None = None) -> str:
        """The words of a span, which are cited thereby."""
        passages = self.cite(report_id, span, line, what)
        if not passages:
            return ""
        return self._passages.words(report_id, Span(span.start, min(span.end, passages[-1].end), span.part))

    def peek(self, report_id: str, span: Span) -> str:
        """The words of a span that its caller is about to cite, to compare them with others."""
        return self._passages.words(report_id, span)

    def cite_all(self, report_id: str) -> None:
        """Cites every passage of a report, for a brief that holds whole texts."""
        for passage in self._passages.of_report(report_id):
            self._cited.setdefault(passage, Cited(passage))

    def of_report(self, report_id: str) -> list[Cited]:
        """What is cited of a report: title first, then in the order of its text."""
        return [self._cited[one] for one in self._passages.of_report(report_id) if one in self._cited]
