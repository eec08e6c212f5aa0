"""Values as a line shows them: words, whether they are quoted, and the passages they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vedette.model.span import Span
from vedette.model.time import When
from vedette.views.brief.citations import Citations
from vedette.views.brief.passages import Passage
from vedette.views.brief.words import when_words


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a line."""

    words: str
    #: Plain words before it ("by").
    lead: str = ""
    #: Whether `words` are a report's own words, to be shown in quotation marks.
    quoted: bool = False
    #: Plain words after it ("accused by the ministry").
    note: str = ""
    #: The passages it rests on.
    refs: tuple[Passage, ...] = ()


class Line:
    """Makes the values of one line, and cites for them."""

    def __init__(self, citations: Citations, anchor: str, label: str) -> None:
        self._citations = citations
        self._line = (anchor, label)

    def value(
        self,
        words: str,
        report_id: str,
        spans: Iterable[Span | None],
        what: str | None = None,
        *,
        lead: str = "",
        note: str = "",
    ) -> Value:
        """A value that rests on spans of a report.

        Args:
            words: What is shown.
            report_id: The report.
            spans: The words it was read from; None is left out.
            what: What was read from these very words, for the highlighting.
            lead: Plain words before it.
            note: Plain words after it.
        """
        return Value(words, lead, False, note, self.refs(report_id, spans, what))

    def quote(self, report_id: str, span: Span, what: str | None = None, *, lead: str = "", note: str = "") -> Value:
        """The very words of a span, in quotation marks."""
        words = self._citations.words(report_id, span, self._line, what)
        return Value(tidy(words), lead, True, note, self.refs(report_id, [span], what))

    def refs(self, report_id: str, spans: Iterable[Span | None], what: str | None = None) -> tuple[Passage, ...]:
        """The passages of several spans, each once, in order."""
        found: dict[Passage, None] = {}
        for span in spans:
            if span is not None:
                found.update(dict.fromkeys(self._citations.cite(report_id, span, self._line, what)))
        return tuple(found)


def when_value(line: Line, report_id: str, when: When | None, what: str) -> Value | None:
    """The days of something, with the report's words where they tell less than one day; None where nothing is told."""
    if when is None or (when.span is None and not when_words(when)):
        return None
    if when.span is None:
        return Value(when_words(when))
    quoted = line.quote(report_id, when.span, what)
    if not (days := when_words(when)):
        return replace(quoted, note="day not known")
    note = "" if when.start == when.end or not quoted.words else f"“{quoted.words}”"
    return Value(days, note=note, refs=quoted.refs)


def merged(values: Iterable[Value]) -> tuple[Value, ...]:
    """The values, those that look the same made one that rests on all their passages."""
    found: dict[Value, dict[Passage, None]] = {}
    for value in values:
        found.setdefault(replace(value, refs=()), {}).update(dict.fromkeys(value.refs))
    return tuple(replace(value, refs=tuple(refs)) for value, refs in found.items())


def tidy(words: str, longest: int = 320) -> str:
    """Words on one line, without the quotation marks around them, cut at a space where they are long."""
    line = " ".join(words.split()).strip("\"“”„«»'‘’ ")
    if len(line) <= longest:
        return line
    cut = line.rfind(" ", longest // 2, longest)
    return line[: cut if cut > 0 else longest] + " …"
