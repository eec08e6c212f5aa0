"""What matters first: alerts with their reasons, or the gravest events where there is no watch."""

from collections.abc import Mapping
from dataclasses import dataclass

from vedette.model.alert import Alert
from vedette.model.findings import Findings
from vedette.views.brief.citations import Citations
from vedette.views.brief.event_rows import EventRow, zone_value
from vedette.views.brief.items import Item
from vedette.views.brief.passages import Passage
from vedette.views.brief.values import Line, Value, merged
from vedette.views.brief.words import count_words, match_words

_LEVELS = {"high": 0, "medium": 1, "low": 2}
#: How many events are named first where there is no watch.
_MOST_GRAVE = 5


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in words."""

    label: str
    level: str
    title: str
    #: Labels of its events.
    events: tuple[str, ...]
    zones: tuple[Value, ...]
    occasions: tuple[str, ...]
    sources: str
    reasons: tuple[Value, ...]
    refs: tuple[Passage, ...]

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return self.label.lower()


def alert_lines(findings: Findings, items: list[Item], citations: Citations) -> list[AlertLine]:
    """The alerts, the highest level first, else in the findings' order."""
    labels = {told.event.id: item.label for item in items for told in item.told}
    names = {zone.id: zone.name for zone in findings.watch.zones} if findings.watch else {}
    ordered = sorted(findings.alerts, key=lambda one: _LEVELS[one.level])
    return [_line(f"A{n}", alert, labels, names, citations) for n, alert in enumerate(ordered, start=1)]


def _line(
    label: str, alert: Alert, labels: Mapping[str, str], names: Mapping[str, str], citations: Citations
) -> AlertLine:
    line = Line(citations, label.lower(), label)
    reasons = [
        line.value(one.words, one.report_id, [one.span], "reason") if one.report_id and one.span else Value(one.words)
        for one in alert.reasons
    ]
    return AlertLine(
        label=label,
        level=alert.level,
        title=alert.title,
        events=tuple(dict.fromkeys(labels[one] for one in alert.event_ids if one in labels)),
        zones=merged(zone_value(one, names.get(one.zone_id, one.zone_id)) for one in alert.zones),
        occasions=tuple(match_words(one) for one in alert.occasions),
        sources=count_words(alert.n_sources, "independent source"),
        reasons=merged(reasons),
        refs=tuple(dict.fromkeys(ref for one in reasons for ref in one.refs)),
    )


def gravest(rows: list[EventRow]) -> list[EventRow]:
    """The gravest real events, most killed first, for a brief without a watch."""
    real = [row for row in rows if row.item.real]
    return sorted(real, key=lambda row: row.item.gravity())[:_MOST_GRAVE]


def nearest_words(findings: Findings, items: list[Item]) -> str:
    """How near the nearest real event came to a zone, in words; empty where none has a distance."""
    names = {zone.id: zone.name for zone in findings.watch.zones} if findings.watch else {}
    checks = dict(findings.zone_checks)
    found = [
        (-check.p_inside, check.distance_km, item.label, names.get(check.zone_id, check.zone_id))
        for item in items
        if item.real
        for told in item.told
        for check in checks.get(told.event.id, ())
        if check.p_inside is not None and check.distance_km is not None
    ]
    if not found:
        return ""
    p, distance, label, name = min(found)
    return (
        f"The nearest to a zone is {label}: {distance:,.0f} km from the line of “{name}”, p {-p:.2f} of lying inside."
    )
