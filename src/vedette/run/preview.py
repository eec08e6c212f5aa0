"""What a watch would have made of the past: alerts a week for each zone, distance and kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vedette.linking.alike import find_own_events
from vedette.linking.cases import find_cases
from vedette.linking.copies import find_copies
from vedette.model.alert import Alert, Level
from vedette.model.event import Event
from vedette.model.findings import Findings
from vedette.model.reading import Reading
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.pipeline import check_distances, check_zones, find
from vedette.watching.match import WIDE_DAYS, Material, find_alerts, matters

#: Kilometres that are tried for every zone.
LADDER_KM = (5.0, 10.0, 20.0, 40.0, 80.0, 150.0)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What one setting would have made. A case of several kinds counts once in each kind's row and once in all."""

    #: None: the whole watch, its occasions too.
    zone_id: str | None
    #: Kilometres tried; None: as the watch sets it, its distances for some events too.
    out_to_km: float | None
    #: PLOVER kind; None: all that the watch asks for.
    kind: str | None
    #: Alerts in the period by level.
    n_high: int
    n_medium: int
    n_low: int
    #: The most alerts in one ISO week of the period.
    n_most_in_a_week: int
    #: Alerts before or after the period, in none of the numbers above.
    n_outside: int
    #: Alerts of which neither the event nor the report has a day, in none of the numbers above.
    n_undated: int

    @property
    def n_alerts(self) -> int:
        """Alerts in the period."""
        return self.n_high + self.n_medium + self.n_low


@dataclass(frozen=True, slots=True)
class Period:
    """The days over which a preview counts."""

    start: date
    #: Last day, inclusive.
    end: date

    @property
    def n_weeks(self) -> float:
        """Its length in weeks."""
        return ((self.end - self.start).days + 1) / 7


def find_period(readings: Iterable[Reading], start: date | None, end: date | None) -> Period | None:
    """The days asked for, by default those on which reports were published; where no report is dated, those of events.

    None where nothing has a day.
    """
    read = list(readings)
    days = [one.report.published for one in read if one.report.published]
    days = days or [day for one in read for event in one.events if (day := _day_of(event))]
    if not days and (start is None or end is None):
        return None
    first, last = start or min(days), end or max(days)
    return Period(first, max(first, last))


def preview(readings: Sequence[Reading], watch: Watch, period: Period) -> Iterator[PreviewRow]:
    """A row for the whole watch, then rows for each zone as set and at each distance: all kinds, then each kind.

    Every row is made by the live match, so it is what a watch with that setting would have said; reports that repeat
    another make no alert, and events of one case make one.
    """
    counting = _Counting(readings, period)
    yield counting.row(None, None, None, find(readings, watch).alerts)
    copies = find_copies(readings)
    findings = Findings(tuple(readings), (), copies, find_cases(readings, copies))
    kinds = watch.kinds or _kinds(readings, watch)
    for zone in watch.zones:
        bare = replace(watch, zones=(zone,), occasions=())
        mine = tuple(one for one in watch.distances if one.zone_id == zone.id)
        for km in (None, *(km for km in LADDER_KM if km > zone.inner_km)):
            tried = replace(bare, distances=mine) if km is None else _at(bare, zone, km)
            material = _material(findings, tried)
            for kind in (None, *kinds):
                asked = tried if kind is None else replace(tried, kinds=(kind,))
                yield counting.row(zone.id, km, kind, find_alerts(asked, material))


def n_rows(readings: Iterable[Reading], watch: Watch) -> int:
    """How many rows `preview` gives."""
    kinds = watch.kinds or _kinds(readings, watch)
    return 1 + sum((1 + sum(km > zone.inner_km for km in LADDER_KM)) * (1 + len(kinds)) for zone in watch.zones)


def _at(watch: Watch, zone: Zone, km: float) -> Watch:
    return replace(watch, zones=(replace(zone, outer_km=km),), distances=())


def _material(findings: Findings, watch: Watch) -> Material:
    checks = check_zones([event for one in findings.readings for event in one.events], watch.zones)
    own = find_own_events(findings.readings, findings.copies)
    other = check_distances(findings.readings, watch)
    return Material(findings.readings, findings.copies, findings.cases, dict(checks), (), dict(other), own=own)


def _kinds(readings: Iterable[Reading], watch: Watch) -> tuple[str, ...]:
    return tuple(sorted({event.kind for one in readings for event in one.events if matters(watch, event)}))


class _Counting:
    """Counts alerts by level and week."""

    def __init__(self, readings: Iterable[Reading], period: Period) -> None:
        self._period = period
        self._days: dict[str, date | None] = {}
        for one in readings:
            for event in one.events:
                self._days[event.id] = _day_of(event) or one.report.published

    def row(self, zone_id: str | None, km: float | None, kind: str | None, alerts: Iterable[Alert]) -> PreviewRow:
        levels, weeks = Counter[Level](), Counter[tuple[int, int]]()
        n_outside = n_undated = 0
        for alert in alerts:
            days = [day for one in alert.event_ids if (day := self._days[one])]
            if not days:
                n_undated += 1
            elif not self._period.start <= min(days) <= self._period.end:
                n_outside += 1
            else:
                levels[alert.level] += 1
                weeks[min(days).isocalendar()[:2]] += 1
        most = max(weeks.values(), default=0)
        return PreviewRow(
            zone_id, km, kind, levels["high"], levels["medium"], levels["low"], most, n_outside, n_undated
        )


def _day_of(event: Event) -> date | None:
    """The first day of an event that is known to less than a week."""
    when = event.when
    if when is None or when.start is None:
        return None
    return when.start if ((when.end or when.start) - when.start).days < WIDE_DAYS else None
