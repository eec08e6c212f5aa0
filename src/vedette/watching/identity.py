"""Which alert of before is which of now, while events and reports join and leave.

An alert stays itself as long as it shares an event with what was told of it; where that was taken back or is too old,
as long as it shares one that joined it without a word said; where the events themselves are gone (a report was read
anew, or was a copy of one that was retracted), as long as it shares a report. Of two alerts that became one, the one
that shares more goes on, of equals the older.
"""

from collections.abc import Iterable, Sequence
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
    kin = _Kin(before, material)
    pairs = [
        ((not before[at].lives, before[at].last.kind == "cancel", -shared), at, number)
        for number, alert in enumerate(alerts)
        for at, shared in kin.of(alert).items()
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


class _Kin:
    """Alerts of before by what they share with one of now: events of a case and reports of a group of copies count as
    shared whichever of them speaks for it now."""

    def __init__(self, before: Sequence[Told], material: Material) -> None:
        self._original = {copy.report_id: copy.original_id for copy in material.copies}
        self._case = {event_id: case.event_ids for case in material.cases for event_id in case.event_ids}
        self._kinds = [one.last.alert.kind for one in before]
        self._by_event: dict[str, list[int]] = {}
        self._by_joined: dict[str, list[int]] = {}
        self._by_report: dict[str, list[int]] = {}
        live = {event.id for event, _ in material.speaking()}
        for at, one in enumerate(before):
            for event_id in one.last.alert.event_ids:
                self._by_event.setdefault(event_id, []).append(at)
            for event_id in one.event_ids.difference(one.last.alert.event_ids):
                self._by_joined.setdefault(event_id, []).append(at)
            if live.isdisjoint(one.event_ids):
                for report_id in self._reports(one.report_ids):
                    self._by_report.setdefault(report_id, []).append(at)

    def of(self, alert: Alert) -> dict[int, float]:
        """Position of each alert of before that shares something, with how much."""
        found: dict[int, float] = {}
        events = set(alert.event_ids).union(*(self._case.get(event_id, ()) for event_id in alert.event_ids))
        for event_id in events:
            for at in self._by_event.get(event_id, ()):
                found[at] = found.get(at, 0.0) + 1.0
            if event_id not in self._by_event:
                for at in self._by_joined.get(event_id, ()):
                    # Less than any event that was told of, more than any report.
                    found[at] = found.get(at, 0.0) + 1e-4
        by_report: dict[int, float] = {}
        for report_id in self._reports(alert.report_ids):
            for at in self._by_report.get(report_id, ()):
                if at not in found and self._kinds[at] == alert.kind:
                    # Less than any shared event.
                    by_report[at] = by_report.get(at, 0.0) + 1e-8
        return {**found, **by_report}

    def _reports(self, report_ids: Iterable[str]) -> set[str]:
        return {self._original.get(one, one) for one in report_ids}
