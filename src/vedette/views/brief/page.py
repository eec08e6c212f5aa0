"""The page of a brief: everything the template shows, put together from its content."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from vedette.model.case import Case
from vedette.model.findings import Findings
from vedette.model.occasion import Occasion
from vedette.model.report import Copy
from vedette.views.brief.approach_lines import ApproachLine, approach_lines
from vedette.views.brief.citations import Citations
from vedette.views.brief.data import BriefContent
from vedette.views.brief.event_rows import EventRow, EventRows
from vedette.views.brief.items import Item, items_of
from vedette.views.brief.map_view import MapView, map_view
from vedette.views.brief.matters import AlertLine, alert_lines, gravest, nearest_words
from vedette.views.brief.passages import Passages
from vedette.views.brief.source_list import SourceList, source_list
from vedette.views.brief.statement_rows import SpeakerStatements, statements_by_speaker
from vedette.views.brief.timeline import Timeline, timeline
from vedette.views.brief.unknowns import Unknowns, unknowns_of
from vedette.views.brief.why import WhyOfItem, whys_of
from vedette.views.brief.words import STAGE_WORDS, STAGES, days_words
from vedette.watching.match import match_occasions


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template shows."""

    content: BriefContent
    counts: dict[str, int]
    #: Words for the days covered, empty where no report is dated.
    days: str
    #: Version and pipeline of every reader, in words.
    readers: tuple[str, ...]
    #: Stage words and how many real events got that far, the gravest first.
    stages: tuple[tuple[str, int], ...]
    alerts: list[AlertLine]
    approaches: list[ApproachLine]
    gravest: list[EventRow]
    nearest: str
    map: MapView | None
    timeline: Timeline | None
    #: Occasions in whose window an event falls, with the labels of those events.
    occasions: tuple[tuple[Occasion, tuple[str, ...]], ...]
    #: Every row by its label; the real ones, and the others.
    rows: dict[str, EventRow]
    real: list[EventRow]
    other: list[EventRow]
    speakers: list[SpeakerStatements]
    cases: tuple[tuple[Case, Item], ...]
    copies: tuple[Copy, ...]
    #: Anchor and words for each report id.
    reports: dict[str, tuple[str, str]]
    unknowns: Unknowns
    sources: SourceList
    #: Why each event was coded so; empty where that is not wanted.
    whys: list[WhyOfItem]

    @property
    def findings(self) -> Findings:
        """The findings it shows."""
        return self.content.findings


def counts_of(findings: Findings, items: list[Item]) -> dict[str, int]:
    """The numbers that the brief shows, by name; `verify` recomputes them."""
    reports = [one.report for one in findings.readings]
    return {
        "reports": len(reports),
        "outlets": len({one.source for one in reports if one.source}),
        "copies": len({one.report_id for one in findings.copies}),
        "unreadable": len(findings.unreadable),
        "undated-reports": sum(one.published is None for one in reports),
        "events": sum(item.real for item in items),
        "other-events": sum(not item.real for item in items),
        "statements": sum(len(one.statements) for one in findings.readings),
        "alerts": len(findings.alerts),
    }


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines that cite, and what they cite."""

    items: list[Item]
    alerts: list[AlertLine]
    rows: list[EventRow]
    speakers: list[SpeakerStatements]
    unknowns: Unknowns
    citations: Citations
    whys: list[WhyOfItem]


def lines_of(content: BriefContent) -> Lines:
    """The lines of a brief; where it holds whole texts, every sentence of theirs stands among what is cited."""
    findings = content.findings
    citations = Citations(Passages(content.passages))
    items = items_of(findings)
    alerts = alert_lines(findings, items, citations)
    maker = EventRows(citations, findings.watch, findings.zone_checks, findings.occasions)
    rows = [maker.row(item) for item in items]
    speakers = statements_by_speaker(findings.readings, items, citations)
    unknowns = unknowns_of(findings, items, citations)
    whys = whys_of(items, citations) if content.explain else []
    if content.full_text:
        for reading in findings.readings:
            citations.cite_all(reading.report.id)
    return Lines(items, alerts, rows, speakers, unknowns, citations, whys)


def page_of(content: BriefContent) -> Page:
    """The page."""
    findings, lines = content.findings, lines_of(content)
    items, rows = lines.items, lines.rows
    sources = source_list(findings, lines.citations)
    return Page(
        content=content,
        counts=counts_of(findings, items),
        days=_days(findings),
        readers=_readers(findings),
        stages=_stages(items),
        alerts=lines.alerts,
        approaches=approach_lines(findings, items),
        gravest=gravest(rows),
        nearest=nearest_words(findings, items),
        map=map_view(findings, items),
        timeline=timeline(findings, items),
        occasions=_occasions(findings, items),
        rows={row.item.label: row for row in rows},
        real=[row for row in rows if row.item.real],
        other=[row for row in rows if not row.item.real],
        speakers=lines.speakers,
        cases=tuple((item.case, item) for item in items if item.case),
        copies=findings.copies,
        reports=_reports(findings, sources),
        unknowns=lines.unknowns,
        sources=sources,
        whys=lines.whys,
    )


def _days(findings: Findings) -> str:
    days: list[date] = [one.report.published for one in findings.readings if one.report.published]
    return days_words(min(days), max(days)) if days else ""


def _readers(findings: Findings) -> tuple[str, ...]:
    readers = {one.reader for one in findings.readings}
    whole = {f"Vedette {one.version} with {one.pipeline}" for one in readers if one.pipeline}
    bare = {f"Vedette {one.version}" for one in readers if not one.pipeline}
    return tuple(sorted(whole or bare))


def _stages(items: list[Item]) -> tuple[tuple[str, int], ...]:
    n = Counter(item.stage_rank for item in items if item.real)
    return tuple((STAGE_WORDS[STAGES[rank]] if STAGES[rank] else "stage not told", n[rank]) for rank in sorted(n))


def _occasions(findings: Findings, items: list[Item]) -> tuple[tuple[Occasion, tuple[str, ...]], ...]:
    met: dict[str, dict[str, None]] = {}
    for item in items:
        for told in item.told:
            for match in match_occasions(told.event, findings.occasions):
                met.setdefault(match.occasion_id, {})[item.label] = None
    return tuple((one, tuple(met[one.id])) for one in findings.occasions if one.id in met)


def _reports(findings: Findings, sources: SourceList) -> dict[str, tuple[str, str]]:
    anchors = {one.reading.report.id: one.anchor for one in sources.reports}
    found = {}
    for reading in findings.readings:
        report = reading.report
        words = ", ".join(filter(None, (report.source or "outlet not known", report.title)))
        found[report.id] = (anchors.get(report.id, ""), words)
    return found
