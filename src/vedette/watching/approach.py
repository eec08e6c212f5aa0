"""Finds events of a group or a case that come nearer to a zone over days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vedette.model.approach import Approach
from vedette.model.case import Case
from vedette.model.event import Event, OnWhoseWord, Reality, Role, Stage
from vedette.model.ids import content_id
from vedette.model.reading import Reading
from vedette.model.report import Copy
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.drift import Drift, measure_chance, measure_drift
from vedette.watching.match import matters

#: Least number of days with events. Of four days no order, and of five only the wholly ordered one (p 2/120), has a
#: two-sided chance of at most .05; of six, one pair of neighbours may stand the wrong way round (12 of 720: p .017).
MIN_DAYS = 6
#: Days back from a series' last event that are looked at: an approach is of weeks, not of years.
WINDOW_DAYS = 90
#: Kilometres beyond which an event says nothing of a move on a zone: a group's acts on another continent.
NEAR_KM = 500.0
#: Days from which an event's date is too wide to be put in order.
WIDE_DAYS = 3
#: The chance at which a drift is told, over all series together (Holm): so seldom does any stand there by chance.
P_CHANCE = 0.05
#: Draws of each place within its circle.
_N_DRAWS = 200
#: Radius of the circle that holds .95 of a round normal distribution, in sigmas: sqrt(-2 ln .05).
_CIRCLE_95 = 2.447746830680816
#: What shows where somebody is. Words spoken (threats, accusations) have no such place.
_BODILY = {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"}
#: Their day and place are those of something that did not come to be.
_NOT_YET = {Stage.THREATENED, Stage.PLANNED, Stage.HOAX}


@dataclass(frozen=True, slots=True)
class _Members:
    """Events that are one group's or one case's."""

    kind: Literal["group", "case"]
    about: str
    name: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """Events in the order of their days, held against one zone."""

    kind: Literal["group", "case"]
    about: str
    name: str
    zone: Zone
    events: tuple[Event, ...]
    days: tuple[date, ...]
    #: Kilometres to the zone's line, an event each.
    km: tuple[float, ...]


def find_approaches(
    readings: Iterable[Reading],
    watch: Watch,
    zone_checks: Mapping[str, Sequence[ZoneCheck]],
    *,
    cases: Sequence[Case] = (),
    copies: Iterable[Copy] = (),
) -> tuple[Approach, ...]:
    """The approaches to the watch's zones, the fastest first; none where the days are too few or chance explains them.

    Args:
        readings: What was read.
        watch: What is watched; only events that it asks for count.
        zone_checks: Event id → how it stands to each zone.
        cases: Each is a series of its own; within a group's series the events of a case count once.
        copies: Reports whose events do not count.
    """
    copied = {copy.report_id for copy in copies}
    events = [
        event
        for reading in readings
        if reading.report.id not in copied
        for event in reading.events
        if _shows_where(event) and matters(watch, event)
    ]
    tested = [
        (series, _chance(series))
        for members in (*_by_group(events, watch, cases), *_by_case(events, cases))
        for zone in watch.zones
        if (series := _series(members, zone, zone_checks))
    ]
    holds = _holm([p_chance for _, p_chance in tested])
    approaches = [
        _approach(series, drift, p_chance, len(tested))
        for (series, p_chance), told in zip(tested, holds, strict=True)
        if told and (drift := _drift(series)).high < 0
    ]
    return tuple(sorted(approaches, key=lambda one: (one.km_per_day, one.id)))


def _shows_where(event: Event) -> bool:
    return event.reality is Reality.ACTUAL and event.kind in _BODILY and event.stage not in _NOT_YET


def _by_group(events: Iterable[Event], watch: Watch, cases: Iterable[Case]) -> Iterator[_Members]:
    """The events of each known group that acted in them; denied deeds are not its own."""
    case_of = {event_id: case.id for case in cases for event_id in case.event_ids}
    groups: dict[str, dict[str, Event]] = defaultdict(dict)
    names: dict[str, str] = {}
    for event in sorted(events, key=_how_vague):
        for actor in event.actors:
            acted = actor.role is Role.PERPETRATOR and actor.on_whose_word is not OnWhoseWord.DENIED
            if actor.id and acted and (not watch.groups or actor.id in watch.groups):
                groups[actor.id].setdefault(case_of.get(event.id, event.id), event)
                names.setdefault(actor.id, actor.name or actor.id)
    for about in sorted(groups):
        yield _Members("group", about, names[about], tuple(groups[about].values()))


def _by_case(events: Iterable[Event], cases: Iterable[Case]) -> Iterator[_Members]:
    by_id = {event.id: event for event in events}
    for case in cases:
        yield _Members("case", case.id, case.title, tuple(by_id[one] for one in case.event_ids if one in by_id))


def _how_vague(event: Event) -> tuple[bool, float, str]:
    """The best placed of the events of a case first."""
    radius = event.where.radius_km if event.where else None
    return radius is None, radius or 0.0, event.id


def _series(members: _Members, zone: Zone, zone_checks: Mapping[str, Sequence[ZoneCheck]]) -> _Series | None:
    """Its dated and placed events of the last days before the zone; None where there are too few days."""
    rows = []
    for event in members.events:
        check = next((one for one in zone_checks.get(event.id, ()) if one.zone_id == zone.id), None)
        day = _day_of(event)
        if day and check and check.distance_km is not None and check.distance_km <= NEAR_KM:
            rows.append((day, event.id, event, check.distance_km))
    if not rows:
        return None
    since = max(rows)[0] - timedelta(days=WINDOW_DAYS)
    rows = sorted(row for row in rows if row[0] > since)
    if len({row[0] for row in rows}) < MIN_DAYS:
        return None
    days, _, kept, km = zip(*rows, strict=True)
    return _Series(members.kind, members.about, members.name, zone, kept, days, km)


def _day_of(event: Event) -> date | None:
    """The middle of an event's days, None where they are not known or too wide."""
    when = event.when
    if when is None or when.start is None:
        return None
    width = ((when.end or when.start) - when.start).days
    return when.start + timedelta(days=width // 2) if 0 <= width < WIDE_DAYS else None


def _chance(series: _Series) -> float:
    _, draws, rng = _draw_days(series)
    return measure_chance(draws, rng)


def _drift(series: _Series) -> Drift:
    days, draws, rng = _draw_days(series)
    return measure_drift(days, draws, rng)


def _draw_days(series: _Series) -> tuple[NDArray[np.float64], NDArray[np.float64], np.random.Generator]:
    """Distinct days, and draws of each one's median distance; seeded from the events, so they come out again."""
    seed = content_id("approach", series.kind, series.about, series.zone.id, *(one.id for one in series.events))
    rng = np.random.default_rng(int(seed, 16))
    draws = _draw_distances(series, rng)
    ordinals = np.array([day.toordinal() for day in series.days])
    days = np.unique(ordinals)
    by_day = np.stack([np.median(draws[:, ordinals == day], axis=1) for day in days], axis=1)
    return (days - days[0]).astype(float), by_day, rng


def _draw_distances(series: _Series, rng: np.random.Generator) -> NDArray[np.float64]:
    """Distances with each place moved within its circle, the first draw as reported: `(draws, events)`.

    The edge is taken as straight as far as the circle reaches; how well the line itself is known shifts all events
    alike and is left out.
    """
    km = np.array(series.km)
    sigma = np.array([(one.where.radius_km if one.where else None) or 0.0 for one in series.events]) / _CIRCLE_95
    across, along = rng.normal(size=(2, _N_DRAWS, len(km))) * sigma
    across[0] = along[0] = 0.0
    drawn: NDArray[np.float64] = np.abs(km + across)
    if series.zone.kind == "point":
        drawn = np.hypot(km + across, along)
    elif series.zone.kind == "area":
        drawn = np.maximum(km + across, 0.0)
    return drawn


def _holm(chances: Sequence[float]) -> list[bool]:
    """Which hold when all are tested together, in their order. Source: Holm (1979)."""
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    holds = [False] * len(chances)
    for rank, at in enumerate(order):
        if chances[at] > P_CHANCE / (len(chances) - rank):
            break
        holds[at] = True
    return holds


def _approach(series: _Series, drift: Drift, p_chance: float, n_tested: int) -> Approach:
    ids = tuple(one.id for one in series.events)
    days, km = np.array([day.toordinal() for day in series.days]), np.array(series.km)
    return Approach(
        id=content_id("approach", series.kind, series.about, series.zone.id, *ids),
        zone_id=series.zone.id,
        series=series.kind,
        about=series.about,
        name=series.name,
        event_ids=ids,
        n_days=len(set(series.days)),
        first_on=series.days[0],
        last_on=series.days[-1],
        first_km=round(float(np.median(km[days == days[0]])), 1),
        last_km=round(float(np.median(km[days == days[-1]])), 1),
        km_per_day=round(drift.per_day, 2),
        km_per_day_low=round(drift.low, 2),
        km_per_day_high=round(drift.high, 2),
        p_chance=round(p_chance, 5),
        n_tested=n_tested,
    )
