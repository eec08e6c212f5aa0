"""Cases: events of several reports that are about one plot or attack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pyproj import Geod

from vedette.linking.union import Groups
from vedette.model.case import Case
from vedette.model.event import Event, Reality, Stage
from vedette.model.ids import content_id
from vedette.model.reading import Reading
from vedette.model.report import Copy

#: Days by which two reports of one event may differ (night attacks, time zones, "on Sunday").
SAME_DAYS = 1
#: Kilometres within which two towns count as one scene; wider radii do not widen it: a province is no scene.
SAME_KM = 25.0
#: Kilometres of radius from which a place is too vague to link by, unless both reports name the very same one.
VAGUE_KM = 30.0

_GEOD = Geod(ellps="WGS84")
_STOPPED = {Stage.FOILED, Stage.PLANNED}


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the report that tells it."""

    event: Event
    report_id: str
    source: str
    start: date
    end: date


def find_cases(readings: Sequence[Reading], copies: Iterable[Copy]) -> tuple[Case, ...]:
    """The cases, sorted by id; an event that stands alone is no case.

    Two events are of one case when both are told as real and not as history, their kinds are equal, stopped acts
    are not mixed with acts carried out, their days overlap (± 1) and their places are within 25 km or the same.
    Where only the day of slack brings them together, fewer killed on the later day make them two: tolls grow.
    What cannot be compared (no day, no place) is not linked.
    """
    told = sorted(_told(readings, copies), key=lambda one: (one.start, one.event.id))
    groups = Groups(len(told))
    for at, one in enumerate(told):
        for later in range(at + 1, len(told)):
            if told[later].start > one.end + timedelta(days=SAME_DAYS):
                break
            if is_same_case(one, told[later]):
                groups.join(at, later)
    cases = (_case([told[at] for at in members]) for members in groups.members() if len(members) > 1)
    return tuple(sorted(cases, key=lambda case: case.id))


def _told(readings: Sequence[Reading], copies: Iterable[Copy]) -> Iterable[Told]:
    original = {copy.report_id: copy.original_id for copy in copies}
    outlet = {reading.report.id: reading.report.source or reading.report.id for reading in readings}
    for reading in readings:
        report = reading.report
        # A copy speaks with the voice of its original.
        source = outlet.get(original.get(report.id, report.id), report.id)
        yield from tell_events(reading, source)


def tell_events(reading: Reading, source: str) -> Iterable[Told]:
    """The events of a report that may belong to a case: dated, real and no history."""
    for event in reading.events:
        when = event.when
        if when is None or when.start is None or event.background or event.reality is not Reality.ACTUAL:
            continue
        yield Told(event, reading.report.id, source, when.start, when.end or when.start)


def is_stopped(event: Event) -> bool:
    """Whether it is a plot that did not come to be; such are no case with acts carried out."""
    return event.stage in _STOPPED


def is_same_case(one: Told, other: Told) -> bool:
    """Whether two events are of one case, by the rule of `find_cases`."""
    if one.report_id == other.report_id or one.event.kind != other.event.kind:
        return False
    if is_stopped(one.event) != is_stopped(other.event):
        return False
    if other.start - one.end > timedelta(days=SAME_DAYS) or one.start - other.end > timedelta(days=SAME_DAYS):
        return False
    return is_same_place(one.event, other.event) and not (_toll_falls(one, other) or _toll_falls(other, one))


def _toll_falls(earlier: Told, later: Told) -> bool:
    """Whether fewer were killed on a day wholly after the other's."""
    if later.start <= earlier.end:
        return False
    before, after = earlier.event.killed, later.event.killed
    return before is not None and after is not None and after.high is not None and after.high < before.low


def is_same_place(one: Event, other: Event) -> bool:
    """Whether their places are known, and are one or near enough to be one scene."""
    here, there = one.where, other.where
    if here is None or there is None or here.lat is None or there.lat is None:
        return False
    if (here.name, here.country, here.admin1) == (there.name, there.country, there.admin1):
        return here.kind != "country"
    if max(here.radius_km or 0.0, there.radius_km or 0.0) > VAGUE_KM:
        return False
    _, _, metres = _GEOD.inv(here.lon, here.lat, there.lon, there.lat)
    return bool(metres <= SAME_KM * 1000)


def _case(told: Sequence[Told]) -> Case:
    event_ids = tuple(sorted(one.event.id for one in told))
    first = min(told, key=lambda one: (one.start, one.event.id))
    where = next((one.event.where.name for one in told if one.event.where), "unknown place")
    return Case(
        id=content_id("case", *event_ids),
        title=f"{first.event.kind.lower()} in {where}, {first.start.isoformat()}",
        event_ids=event_ids,
        report_ids=tuple(sorted({one.report_id for one in told})),
        n_sources=len({one.source for one in told}),
    )
