"""What matters first: alerts with their reasons, or the gravest events where there is no watch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vedette.model.alert import Alert, OccasionMatch, Reason
from vedette.model.event import Event
from vedette.model.findings import AlertStanding, Findings
from vedette.model.occasion import Occasion
from vedette.model.zone import Zone, ZoneCheck
from vedette.views.brief.citations import Citations
from vedette.views.brief.event_rows import EventRow, zone_value
from vedette.views.brief.items import Item
from vedette.views.brief.values import Line, Value, merged
from vedette.views.brief.words import count_words, match_words, p_words
from vedette.watching.match import match_occasions

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
    #: What the running watch told of it and what people made of it, empty where no watch runs.
    standing: str = ""

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return self.label.lower()


def alert_lines(findings: Findings, items: list[Item], citations: Citations) -> list[AlertLine]:
    """The alerts, the highest level first, else in the findings' order."""
    told_of = {told.event.id: (item.label, told.event) for item in items for told in item.told}
    zones = {zone.id: zone for zone in findings.watch.zones} if findings.watch else {}
    own = dict(findings.zone_checks)
    standings = {one.alert_id: _standing_words(one) for one in findings.standings}
    ordered = sorted(findings.alerts, key=lambda one: _LEVELS[one.level])
    found = []
    for n, alert in enumerate(ordered, start=1):
        line = Line(citations, f"a{n}", f"A{n}")
        told = [told_of[one] for one in alert.event_ids if one in told_of]
        told.sort(key=lambda pair: not _is_reason(pair[1], alert))  # the event that speaks for the alert first
        reasons = [_reason(one, line) for one in alert.reasons]
        found.append(
            AlertLine(
                label=f"A{n}",
                level=alert.level,
                title=alert.title,
                events=tuple(dict.fromkeys(label for label, _ in told)),
                zones=merged(_zone(one, zones, own, alert) for one in alert.zones),
                occasions=_meetings(alert, [event for _, event in told], findings.occasions),
                sources=count_words(alert.n_sources, "independent source"),
                reasons=merged(reasons),
                standing=standings.get(alert.id, ""),
            )
        )
    return found


def _standing_words(one: AlertStanding) -> str:
    stands = "stands" if one.lives else "no longer stands"
    told = f"told since {one.told_at:%Y-%m-%d %H:%M} UTC ({one.told_id[:8]}), {stands}"
    judged = f"; {one.state} by {one.by}: {one.why}" if one.by else "; nobody has judged it"
    return told + judged


def _zone(check: ZoneCheck, zones: Mapping[str, Zone], own: Mapping[str, tuple[ZoneCheck, ...]], alert: Alert) -> Value:
    """How it stands to a zone, and where that is not at the zone's own distance, which the map and tables show."""
    value = zone_value(check, zones.get(check.zone_id))
    if any(check in own.get(event_id, ()) for event_id in alert.event_ids):
        return value
    return replace(value, note=f"{value.note}; at the distance that holds for such events")


def _is_reason(event: Event, alert: Alert) -> bool:
    return any(reason.span == event.trigger and reason.report_id in alert.report_ids for reason in alert.reasons[:1])


def _reason(reason: Reason, line: Line) -> Value:
    if reason.report_id and reason.span:
        return line.value(reason.words, reason.report_id, [reason.span], "reason")
    return Value(reason.words)


def _meetings(alert: Alert, events: list[Event], occasions: tuple[Occasion, ...]) -> tuple[str, ...]:
    """The alert's occasions in words, each by the first of its events that meets it so."""
    by_id = {one.id: one for one in occasions}
    met: dict[OccasionMatch, Event] = {}
    for event in events:
        for match in match_occasions(event, occasions):
            met.setdefault(match, event)
    return tuple(
        dict.fromkeys(match_words(one, met[one], by_id.get(one.occasion_id)) for one in alert.occasions if one in met)
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
    return f"The nearest to a zone is {label}: {distance:,.0f} km from “{name}”, {p_words(-p)} of lying inside."
