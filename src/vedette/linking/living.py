"""Which reports hang together through copies and cases, kept up while reports come and go.

Copies and cases are made of pairs: two texts that repeat each other, two events of one act. Reports between which there
is no chain of such pairs say nothing of each other, so what a new report changes is confined to those that it hangs
together with, however many the store holds. `find_copies` and `find_cases` over such a group of reports find what they
would find in it over all.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from rensa import RMinHash

from vedette.linking.cases import SAME_DAYS, Told, is_same_case, is_stopped, tell_events
from vedette.linking.copies import is_copy, new_index, shingles_of, sign
from vedette.model.reading import Reading

#: Degrees of latitude a band: a bit more than the kilometres within which two towns are one scene.
_BAND = 0.25
#: Days from which an event is found by its place alone.
_WIDE_DAYS = 31
#: Signatures that were taken out before the index is made anew: it lets none go by itself.
_STALE = 20_000

#: Kind, stopped or not, the day (None: a wide one) and the band of latitude or the name of the place.
_Key = tuple[str, bool, int | None, int | str]


class LivingLinks:
    """Groups of reports that hang together."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._group: dict[str, set[str]] = {}
        self._acts = _Acts()
        self._texts = _Texts()

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._readings

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def group(self, report_id: str) -> frozenset[str]:
        """The reports that hang together with one, itself with them; empty when it is not there."""
        return frozenset(self._group.get(report_id, ()))

    def add(self, reading: Reading) -> None:
        """Takes a report in, in place of what was there under its id."""
        report_id = reading.report.id
        self.remove([report_id])
        self._readings[report_id] = reading
        self._acts.add(reading)
        self._texts.add(reading)
        self._group[report_id] = {report_id}
        self._link(report_id)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Lets reports go; those that hung together through them alone come apart."""
        gone = {one for one in report_ids if one in self._readings}
        left = set[str]().union(*(self._group[one] for one in gone)) - gone
        for report_id in gone:
            self._acts.remove(self._readings[report_id])
            self._texts.remove(report_id)
            del self._readings[report_id], self._group[report_id]
        for report_id in left:
            self._group[report_id] = {report_id}
        for report_id in left:
            self._link(report_id)

    def _link(self, report_id: str) -> None:
        """Joins it with the groups of its neighbours. A group that is joined already needs no second link."""
        reading = self._readings[report_id]
        for other in self._neighbours(reading):
            if self._group[other] is not self._group[report_id]:
                small, large = sorted((self._group[other], self._group[report_id]), key=len)
                large |= small
                for one in small:
                    self._group[one] = large

    def _neighbours(self, reading: Reading) -> Iterator[str]:
        mine = reading.report.id
        for told in tell_events(reading, mine):
            for other in self._acts.near(told):
                if self._group[other.report_id] is not self._group[mine] and is_same_case(*_ordered(told, other)):
                    yield other.report_id
        yield from self._texts.copies(mine, self._group[mine])


def _ordered(one: Told, other: Told) -> tuple[Told, Told]:
    """As `find_cases` puts them: the earlier first."""
    return (one, other) if (one.start, one.event.id) <= (other.start, other.event.id) else (other, one)


class _Acts:
    """Dated events by kind, day and place."""

    def __init__(self) -> None:
        self._found: dict[_Key, dict[tuple[str, str], Told]] = defaultdict(dict)

    def add(self, reading: Reading) -> None:
        for told in tell_events(reading, reading.report.id):
            for key in _keys(told, 0):
                self._found[key][told.report_id, told.event.id] = told

    def remove(self, reading: Reading) -> None:
        for told in tell_events(reading, reading.report.id):
            for key in _keys(told, 0):
                there = self._found.get(key, {})
                there.pop((told.report_id, told.event.id), None)
                if not there:
                    self._found.pop(key, None)

    def near(self, told: Told) -> Iterator[Told]:
        """Events that may be of one case with it, each once or more."""
        for key in _keys(told, SAME_DAYS):
            yield from list(self._found.get(key, {}).values())


def _keys(told: Told, slack: int) -> Iterator[_Key]:
    """Where an event is kept (slack 0), or looked for: also in the bands beside its own and among the wide ones."""
    where, stopped = told.event.where, is_stopped(told.event)
    if where is None or where.lat is None:
        return
    places: list[int | str] = [where.name]
    band = math.floor(where.lat / _BAND)
    places += range(band - 1, band + 2) if slack else (band,)
    wide = (told.end - told.start).days > _WIDE_DAYS
    days: list[int | None] = []
    if not wide:
        first = (told.start - timedelta(days=slack)).toordinal()
        days += range(first, (told.end + timedelta(days=slack)).toordinal() + 1)
    if wide or slack:
        days.append(None)
    if wide and slack:
        first = told.start.toordinal() - slack
        days += range(first, min(told.end.toordinal() + slack, first + 3660) + 1)
    for day in days:
        for place in places:
            yield told.event.kind, stopped, day, place


class _Texts:
    """Signatures of texts in an index where near copies meet."""

    def __init__(self) -> None:
        self._index = new_index()
        self._numbers: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self._signed: dict[str, RMinHash] = {}
        self._texts: dict[str, str] = {}
        self._next = 0

    def add(self, reading: Reading) -> None:
        report_id = reading.report.id
        self._texts[report_id] = reading.report.text
        self._signed[report_id] = sign(shingles_of(reading.report.text))
        self._insert(report_id)

    def _insert(self, report_id: str) -> None:
        self._numbers[report_id], self._ids[self._next] = self._next, report_id
        self._index.insert(self._next, self._signed[report_id])
        self._next += 1

    def remove(self, report_id: str) -> None:
        del self._ids[self._numbers.pop(report_id)], self._signed[report_id], self._texts[report_id]
        if self._next - len(self._ids) > max(_STALE, len(self._ids)):
            self._index, self._ids, self._next = new_index(), {}, 0
            for one in list(self._numbers):
                self._insert(one)

    def copies(self, report_id: str, known: set[str]) -> Iterator[str]:
        """Reports whose text repeats it, or that it repeats, apart from those known to hang together with it."""
        mine = shingles_of(self._texts[report_id])
        for number in sorted(self._index.query(self._signed[report_id])):
            other = self._ids.get(number)
            if other is not None and other not in known and is_copy(mine, shingles_of(self._texts[other])):
                yield other
