"""What is told: a message with all that it rests on."""

import re
from dataclasses import dataclass

from vedette.model.event import Event, OnWhoseWord
from vedette.model.message import Message
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.zone import Zone

#: Code points of a report that are quoted at most, and that are shown around a word to make sense of it.
LONGEST_QUOTE, AROUND = 300, 100


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message about the same alert that reached the same channel before."""

    message: Message
    #: Key of the delivery that brought it.
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """One message with what it rests on, as far as the store still has it."""

    message: Message
    watch_name: str
    #: Zones of the watch that the alert names, in its order.
    zones: tuple[Zone, ...] = ()
    #: Events of the alert.
    events: tuple[Event, ...] = ()
    #: Reports of the alert; of those that are erased or not to be passed on there is none.
    reports: tuple[Report, ...] = ()
    #: What this channel was told of the alert before, oldest first.
    earlier: tuple[Earlier, ...] = ()
    #: Number of reports that are left out, since their rights do not allow to pass them on.
    n_withheld: int = 0

    @property
    def on_whose_word(self) -> OnWhoseWord | None:
        """On whose word it stands that it happened, by the event best vouched for; None where none is known."""
        words = {event.on_whose_word for event in self.events}
        return next((one for one in _BEST_FIRST if one in words), None)


_BEST_FIRST = (
    OnWhoseWord.FACT,
    OnWhoseWord.ACCUSED,
    OnWhoseWord.CLAIMED,
    OnWhoseWord.SUSPECTED,
    OnWhoseWord.POSSIBLE,
    OnWhoseWord.DENIED,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One reason in words, with the words of a report that it rests on."""

    words: str
    #: The report's words, None for a reason from the watch itself or where the report is no longer there.
    quote: str | None = None
    #: Outlet, day and address of the report.
    source: str | None = None
    published: str | None = None
    url: str | None = None


def citations(told: Told) -> tuple[Citation, ...]:
    """The alert's reasons, each with its quote."""
    reports = {report.id: report for report in told.reports}
    found = []
    for reason in told.message.alert.reasons:
        report = reports.get(reason.report_id or "")
        if report is None or reason.span is None:
            found.append(Citation(clean(reason.words)))
            continue
        day = report.published.isoformat() if report.published else None
        source = one_line(report.source) if report.source else None
        quote = _quote(report, reason.span)
        found.append(Citation(clean(reason.words), quote, source, day, web_address(report.url)))
    return tuple(found)


def _quote(report: Report, span: Span) -> str | None:
    """The words around a span, cut at blanks where it can be; None where they are gone."""
    text = report.text if span.part == "text" else report.title or ""
    start, end = max(0, span.start - AROUND), min(len(text), max(span.end, span.start + 1) + AROUND)
    end = min(end, start + LONGEST_QUOTE)
    words = text[start:end]
    if start > 0 and " " in words[: span.start - start]:
        words = "… " + words[words.index(" ") + 1 :]
    if end < len(text):
        words = words.rsplit(" ", 1)[0] + " …"
    return one_line(words) or None


def clean(text: str) -> str:
    """The text without what no format carries: control characters, halves of surrogates, marks that turn the line."""
    return _UNCARRIED.sub("�", _TURNING.sub("", text))


#: Marks that reorder what is shown (a name could be made to read otherwise than it is written).
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")
#: Control characters but tabs and line ends, halves of surrogates, and code points that are no characters.
_UNCARRIED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def one_line(text: str, longest: int | None = None) -> str:
    """The text on one line, cut to so many characters."""
    line = " ".join(clean(text.replace("\r", "\n")).split())
    return line if longest is None or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def web_address(url: str | None) -> str | None:
    """The address where it is one that can be followed over HTTP, without user and password; else None."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    head, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{head}://{host.rpartition('@')[2]}{slash}{path}"
    if any(ord(one) <= 0x20 or one in '<>"{}|\\^`' or 0x7F <= ord(one) <= 0x9F for one in address):
        return None
    return clean(address)
