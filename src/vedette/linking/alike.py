"""Whether texts that repeat each other tell of the same: a form of words serves for many attacks, and a copy grows."""

from collections.abc import Iterable, Sequence

from vedette.linking.cases import SAME_DAYS, is_same_place, is_stopped
from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.report import Copy


def tell_alike(one: Reading, other: Reading) -> bool:
    """Whether two reports may be of the same news: some event of both may be one, or one of them tells of none."""
    return not one.events or not other.events or any(_may_be_one(a, b) for a in one.events for b in other.events)


def find_own_events(readings: Sequence[Reading], copies: Iterable[Copy]) -> frozenset[str]:
    """Ids of events in copies that the original does not tell of, or tells of with another toll or stage."""
    by_id = {one.report.id: one for one in readings}
    found = set[str]()
    for copy in copies:
        there = by_id[copy.original_id].events
        found.update(one.id for one in by_id[copy.report_id].events if not any(_is_told(one, other) for other in there))
    return frozenset(found)


def _is_told(one: Event, other: Event) -> bool:
    """Whether another event tells all that matters of it."""
    return _may_be_one(one, other) and one.stage in (None, other.stage) and _toll(one) in (None, _toll(other))


def _toll(event: Event) -> tuple[int, int | None] | None:
    return (event.killed.low, event.killed.high) if event.killed else None


def _may_be_one(one: Event, other: Event) -> bool:
    """Whether nothing speaks against it: unlike in a case, what is not told does not."""
    if one.kind != other.kind or is_stopped(one) != is_stopped(other):
        return False
    if one.where and other.where and None not in (one.where.lat, other.where.lat):
        return is_same_place(one, other) and _meet(one, other)
    return _meet(one, other)


def _meet(one: Event, other: Event) -> bool:
    """Whether their days meet; days that the words do not state may be off by the day of publication."""
    here, there = one.when, other.when
    if here is None or there is None or None in (here.start, here.end, there.start, there.end):
        return True
    assert here.start and here.end and there.start and there.end
    slack = 0 if here.span and there.span else SAME_DAYS
    return (here.start - there.end).days <= slack and (there.start - here.end).days <= slack
