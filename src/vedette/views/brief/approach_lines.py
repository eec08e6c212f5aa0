"""Approaches in words: who comes nearer to which zone, how fast, how surely, and by which events."""

from dataclasses import dataclass

from vedette.model.approach import Approach
from vedette.model.findings import Findings
from vedette.views.brief.items import Item
from vedette.views.brief.words import count_words, days_words


@dataclass(frozen=True, slots=True)
class ApproachLine:
    """One approach in words."""

    #: Who: the group's name, or the case's title.
    name: str
    words: str
    #: Labels of its events, in the order of their days.
    events: tuple[str, ...]


def approach_lines(findings: Findings, items: list[Item]) -> list[ApproachLine]:
    """The approaches, in the findings' order."""
    label = {told.event.id: item.label for item in items for told in item.told}
    zones = {zone.id: zone.name for zone in findings.watch.zones} if findings.watch else {}
    return [
        ApproachLine(
            name=one.name,
            words=_words(one, zones.get(one.zone_id, one.zone_id)),
            events=tuple(dict.fromkeys(label[event] for event in one.event_ids if event in label)),
        )
        for one in findings.approaches
    ]


def _words(one: Approach, zone: str) -> str:
    low, high = -one.km_per_day_high, -one.km_per_day_low
    tested = f"; {count_words(one.n_tested, 'series', 'series')} tested together" if one.n_tested > 1 else ""
    return (
        f"nearer to “{zone}” by {-one.km_per_day:g} km a day (95 % interval {low:g} to {high:g}):"
        f" from {one.first_km:,.0f} to {one.last_km:,.0f} km over {days_words(one.first_on, one.last_on)},"
        f" events on {count_words(one.n_days, 'day')}. Were their order chance, so strong a drift would come with"
        f" p {_chance(one.p_chance)}{tested}."
    )


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
