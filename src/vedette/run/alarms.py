"""When to look again at reports and alerts though nothing new is learnt of them."""

import heapq
from collections.abc import Iterable
from datetime import datetime

#: A report (False) or an alert (True), and its id.
_Thing = tuple[bool, str]


class Alarms:
    """One alarm at most for each report and alert: a later decision about it takes the place of the earlier."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int]] = []
        self._things: dict[int, set[_Thing]] = {}
        self._number_of: dict[_Thing, int] = {}
        self._next = 0

    def arm(self, reports: Iterable[str], alerts: Iterable[str], at: datetime | None) -> None:
        """Sets when to look again at all of them together, None: never."""
        things = {*((False, one) for one in reports), *((True, one) for one in alerts)}
        for thing in things:
            self._let_go(thing)
        if at is None or not things:
            return
        self._next += 1
        self._things[self._next] = things
        self._number_of.update(dict.fromkeys(things, self._next))
        heapq.heappush(self._heap, (at, self._next))

    def ring(self, at: datetime) -> tuple[set[str], set[str]]:
        """The reports and alerts whose time has come; their alarms are gone then."""
        reports: set[str] = set()
        alerts: set[str] = set()
        while self._heap and self._heap[0][0] <= at:
            _, number = heapq.heappop(self._heap)
            for is_alert, one in self._things.pop(number, ()):
                del self._number_of[is_alert, one]
                (alerts if is_alert else reports).add(one)
        return reports, alerts

    def next_at(self) -> datetime | None:
        """The instant of the next alarm, None where there is none."""
        while self._heap and self._heap[0][1] not in self._things:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def _let_go(self, thing: _Thing) -> None:
        number = self._number_of.pop(thing, None)
        if number is not None:
            self._things[number].discard(thing)
            if not self._things[number]:
                del self._things[number]
