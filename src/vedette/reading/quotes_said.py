"""Ties quotation marks to statements: quotes beside a cue, and quotes that stand alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from vedette.model.ids import statement_id
from vedette.model.span import Span
from vedette.model.statement import Manner, Statement
from vedette.reading.parse import ParsedReport

#: Words of a quote that can be a statement of its own; shorter ones are borrowed words.
_LEAST_WORDS = 5
#: Characters between a quote and the clause of speaking: a comma, blanks, a dash.
_NEAR = 3


class QuoteBook:
    """The quoted stretches of a report, by position."""

    def __init__(self, quotes: Sequence[Span], parsed: ParsedReport) -> None:
        """A book over a report's quotes in order, title first."""
        self._parsed = parsed
        self.quotes = tuple(sorted(quotes, key=lambda q: (q.part, q.start)))
        self._starts = [(q.part, q.start) for q in self.quotes]

    def around(self, span: Span) -> list[Span]:
        """The quotes that overlap or nearly touch a stretch."""
        first = max(0, bisect_left(self._starts, (span.part, span.start)) - 1)
        found = []
        for quote in self.quotes[first:]:
            if quote.part != span.part or quote.start > span.end + _NEAR:
                break
            if quote.end >= span.start - _NEAR and self._in_one_line(quote, span):
                found.append(quote)
        return found

    def _in_one_line(self, one: Span, other: Span) -> bool:
        start, end = min(one.end, other.end), max(one.start, other.start)
        return start >= end or "\n" not in self._parsed.words(Span(start, end, one.part))

    def hold(self, cue: Span) -> bool:
        """Whether a cue stands within a quotation."""
        return any(quote.holds(cue) for quote in self.around(cue))

    def with_quotes(self, content: Span | None, clause: Span, cue: Span) -> Span | None:
        """The content run out to the ends of the quotes that it is in or beside the clause of speaking.

        None where there is neither content nor quote.
        """
        inside = [q for q in self.around(cue) if q.holds(cue)]
        if inside:
            return content if content is None or inside[0].holds(content) else None
        near = [q for q in self.around(clause) if not q.holds(clause)]
        if content is None:
            outside = [q for q in near if not clause.holds(q)]
            return _cover(outside) if outside else None
        touched = [q for q in self.around(content) if q.overlaps(content) and not q.holds(cue)]
        touched += [q for q in near if not clause.holds(q)]
        return _cover([content, *touched])


def _cover(spans: Sequence[Span]) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans), spans[0].part)


def said_by_quotes(parsed: ParsedReport, quotes: QuoteBook, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Statements for the quotes that none holds: by whoever was quoted last, in their paragraph or the one before."""
    told = sorted((s for s in statements if s.cue is not None), key=lambda s: (s.content.part, s.content.end))
    ends = [(s.content.part, s.content.end) for s in told]
    paragraphs = _paragraph_starts(parsed)
    carried: Statement | None = None
    for quote in quotes.quotes:
        if len(parsed.words(quote).split()) < _LEAST_WORDS:
            continue
        at = bisect_right(ends, (quote.part, quote.start)) - 1
        holder = next((s for s in told[max(0, at) : at + 4] if s.content.overlaps(quote)), None)
        if holder is not None:
            carried = holder
            continue
        before = told[at] if at >= 0 and told[at].content.part == quote.part else None
        before = (
            carried if carried is not None and (before is None or carried.content.end > before.content.end) else before
        )
        if before is None or not _follows(before, quote, paragraphs, quotes):
            continue
        carried = Statement(
            id=statement_id(parsed.report.id, quote, None),
            speaker=before.speaker,
            manner=Manner.SAID,
            cue=None,
            content=quote,
            when=before.when,
            quoted_from=before.quoted_from,
            because="quotation goes on",
        )
        yield carried


def _paragraph_starts(parsed: ParsedReport) -> list[int]:
    return sorted(s[0].span.start for s in parsed.by_paragraph.values() if s[0].span.part == "text")


def _follows(before: Statement, quote: Span, paragraphs: list[int], quotes: QuoteBook) -> bool:
    """Whether a quote goes on from a quoted statement: in its paragraph, or opening the paragraph after it."""
    if before.content.part != quote.part or not any(q.overlaps(before.content) for q in quotes.around(before.content)):
        return False
    here = bisect_right(paragraphs, quote.start)
    there = bisect_right(paragraphs, before.content.start)
    opens = here > 0 and paragraphs[here - 1] == quote.start
    return here == there or (here == there + 1 and opens)
