"""Which alert of before is which of now, while events and reports join and leave.

An alert stays itself as long as it shares an event with what was told; where the events themselves are gone (a report
was read anew, or turned out to be a copy), as long as it shares a report. Of two alerts that became one, the one that
shares more goes on, of equals the older.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vedette.model.alert import Alert
from vedette.watching.match import Material
from vedette.watching.told import Told


@dataclass(frozen=True, slots=True)
class Kinship:
    """Alerts of before and of now, put together."""

    #: Each alert of now with the alert it continues, None where it is new.
    now: tuple[tuple[Alert, Told | None], ...]
    #: Alerts of before that went into another, with the alert of before that goes on.
    merged: tuple[tuple[Told, Told], ...]
    #: Alerts of before that live and of which nothing is there now.
    vanished: tuple[Told, ...]


def match_told(alerts: Sequence[Alert], told: Iterable[Told], material: Material) -> Kinship:
    """Which alert continues which."""
    before = sorted(told, key=lambda one: (one.opened_at, one.last.alert_id))
    near = _Nearness(material)
    pairs = [
        ((not one.lives, one.last.kind == "cancel", -shared), at, number)
        for number, alert in enumerate(alerts)
        for at, (one, shared) in enumerate(_kin(alert, before, near))
        if shared
    ]
    goes_on: dict[int, int] = {}
    taken: dict[int, int] = {}
    for _, at, number in sorted(pairs):
        if number not in goes_on and at not in taken:
            goes_on[number], taken[at] = at, number
    linked: dict[int, int] = {}
    for _, at, number in sorted(pairs):
        if at not in taken:
            linked.setdefault(at, number)
    return Kinship(
        now=tuple((alert, before[goes_on[n]] if n in goes_on else None) for n, alert in enumerate(alerts)),
        merged=tuple((before[at], before[goes_on[n]]) for at, n in sorted(linked.items()) if before[at].lives),
        vanished=tuple(one for at, one in enumerate(before) if one.lives and at not in taken and at not in linked),
    )


def _kin(alert: Alert, before: Sequence[Told], near: "_Nearness") -> Iterator[tuple[Told, float]]:
    events, reports = near.events(alert), near.reports(alert.report_ids)
    for one in before:
        other = one.last.alert
        shared: float = len(events.intersection(other.event_ids))
        if not shared and other.kind == alert.kind and near.gone(other):
            # Less than any shared event.
            shared = len(reports & near.reports(other.report_ids)) / 1000
        yield one, shared


class _Nearness:
    """Events of a case and reports of a group of copies, whichever of them speaks for it now."""

    def __init__(self, material: Material) -> None:
        self._original = {copy.report_id: copy.original_id for copy in material.copies}
        self._case = {event_id: set(case.event_ids) for case in material.cases for event_id in case.event_ids}
        self._live = {
            event.id
            for reading in material.readings
            if reading.report.id not in self._original
            for event in reading.events
        }

    def events(self, alert: Alert) -> set[str]:
        return set(alert.event_ids).union(*(self._case.get(event_id, ()) for event_id in alert.event_ids))

    def reports(self, report_ids: Iterable[str]) -> set[str]:
        return {self._original.get(one, one) for one in report_ids}

    def gone(self, alert: Alert) -> bool:
        return self._live.isdisjoint(alert.event_ids)
