"""Why each event was coded so: for each value its words, the rule, and what lost, as the brief shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.views.brief.citations import Citations
from vedette.views.brief.explain import Why, explain_event
from vedette.views.brief.items import Item, Told
from vedette.views.brief.values import Line, Value

#: Values that lost, shown of one.
_MOST_LOST = 6


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One value with its reasons."""

    of: str
    value: str
    #: The report's words, in quotation marks, with the sentences that hold them; None where none are left.
    words: Value | None
    because: tuple[str, ...]
    #: What else was read nearby and not chosen: the value, then the words.
    lost: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class WhyOfTelling:
    """The reasons as one report gave them."""

    #: Outlet and headline.
    told_by: str
    lines: tuple[WhyLine, ...]


@dataclass(frozen=True, slots=True)
class WhyOfItem:
    """The reasons of one line of the table of events."""

    item: Item
    tellings: tuple[WhyOfTelling, ...]


def whys_of(items: Sequence[Item], citations: Citations) -> list[WhyOfItem]:
    """The reasons of every item, in the order of the tables; the words that they rest on are cited."""
    return [WhyOfItem(item, tuple(_telling(told, item, citations) for told in item.told)) for item in items]


def _telling(told: Told, item: Item, citations: Citations) -> WhyOfTelling:
    report, line = told.reading.report, Line(citations, *item.line)
    whys = (_line(why, report.id, line) for why in explain_event(told.reading, told.event))
    return WhyOfTelling(", ".join(filter(None, (report.source or "outlet not known", report.title))), tuple(whys))


def _line(why: Why, report_id: str, line: Line) -> WhyLine:
    words = line.quote(report_id, why.span) if why.span else None
    lost = tuple((one.value, line.quote(report_id, one.span)) for one in why.lost[:_MOST_LOST])
    return WhyLine(why.of, why.value, words, why.because, lost)
