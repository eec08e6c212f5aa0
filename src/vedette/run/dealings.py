"""Reads reports for who deals with whom, one by one: each gives its dealings or the reason why it could not be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language

from vedette import __version__
from vedette.errors import VedetteError
from vedette.model.report import Report, Unreadable
from vedette.model.span import Span
from vedette.model.wire import report_to_json
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import parse
from vedette.reading.plover import Dealing, Party, find_dealings
from vedette.reading.plover_ties import Tie, find_ties


@dataclass(frozen=True)
class Dealt:
    """Who deals with whom in one report."""

    report: Report
    #: Name and version of the language pipeline, None where the report was not parsed.
    pipeline: str | None
    dealings: tuple[Dealing, ...] = ()
    ties: tuple[Tie, ...] = ()


def deal_all(items: Iterable[Report | Unreadable], *, pipeline: str | None = None) -> Iterator[Dealt | Unreadable]:
    """The dealings of each report, or the reason why it could not be read, in order.

    Args:
        items: What the sources gave.
        pipeline: The language pipeline's package; None takes the best installed.
    """
    nlp = load_pipeline(pipeline)
    for item in items:
        yield item if isinstance(item, Unreadable) else _deal(item, nlp)


def _deal(report: Report, nlp: Language) -> Dealt | Unreadable:
    if report.language not in (None, "en"):
        return Dealt(report, None)
    try:
        parsed = parse(report, nlp)
        return Dealt(report, parsed.pipeline, find_dealings(parsed), find_ties(parsed))
    except VedetteError:
        raise
    except Exception as error:  # noqa: BLE001 (the loop over reports: one bad report must not cost the others)
        message = f"the reader failed on it ({type(error).__name__}: {error}): please report this"
        return Unreadable(report.id, "internal", message, report.source, report.taken_from)


def dealt_to_json(dealt: Dealt) -> dict[str, Any]:
    """The object that is printed for one report; parties are spans and codes, never names."""
    return {
        "report": report_to_json(dealt.report),
        "reader": {"version": __version__, "pipeline": dealt.pipeline},
        "dealings": [_dealing(dealing) for dealing in dealt.dealings],
        "ties": [{"kind": tie.kind, "between": [_span(tie.one), _span(tie.other)]} for tie in dealt.ties],
    }


def _dealing(dealing: Dealing) -> dict[str, Any]:
    return {
        "kind": dealing.kind,
        "mutual": dealing.mutual,
        "trigger": _span(dealing.trigger),
        "actors": [_party(party) for party in dealing.actors],
        "recipients": [_party(party) for party in dealing.recipients],
    }


def _party(party: Party) -> dict[str, Any]:
    return {"code": party.code.code, "sector": party.code.sector, **_span(party.span)}


def _span(span: Span) -> dict[str, Any]:
    found: dict[str, Any] = {"text": [span.start, span.end]}
    return found if span.part == "text" else {**found, "in": "title"}
