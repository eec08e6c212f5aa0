"""Quiet, not watching, cannot tell: three different things, told apart for each source and each zone.

A source that answers and brings nothing may be quiet or dead behind its answer. What it brought in the past tells
which: hours are counted in which it brought something new, by day of the week and quarter of the day. The chance that a
source of this rhythm brings nothing for as long as it has is that of so many empty hours in a row, with the rates
themselves uncertain (beta-binomial: a rate that few hours tell of is held to be near the source's own mean). Hours in
which it could not be asked count neither way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, lgamma
from typing import Literal

from vedette.model.counted import counted
from vedette.model.feed import Feed, Visit
from vedette.model.watch import Watch

State = Literal["quiet", "not watching", "cannot tell"]

#: Days over which a source's rhythm is learnt; older ones say little of it.
LEARNT_DAYS = 56
#: Least days of watching, and hours with something new, from which a rhythm can be told: two of each weekday.
MIN_DAYS, MIN_ACTIVE_HOURS = 14, 20
#: Hours that the mean of all cells weighs in each: the prior.
PRIOR_HOURS = 6.0
#: Intervals of a feed without a good answer after which it is not watched, and the least time for that.
MISSED_VISITS, MIN_SILENCE = 3, timedelta(hours=1)
#: The longest silence that is looked at, hours: a longer one is no likelier.
_MAX_HOURS = 24 * 28
#: Hours of a part of the day.
_PART = 6

_EPOCH = datetime(1970, 1, 1)


@dataclass(slots=True)
class History:
    """What visits to one source brought, by the hour."""

    #: Hours since 1970 in which it answered, and in which it brought something new.
    watched: set[int] = field(default_factory=set)
    active: set[int] = field(default_factory=set)
    #: UTC instants of the last visit, the last good answer and the last that brought something; None: none.
    visited_at: datetime | None = None
    answered_at: datetime | None = None
    brought_at: datetime | None = None
    #: Why the last visit failed, or was not made at all, None where it did not fail.
    failure: str | None = None
    #: UTC instants of the first and the last visit that failed, or was not made, since it answered; None: none.
    failing_from: datetime | None = None
    failing_to: datetime | None = None

    @property
    def failing_for(self) -> timedelta:
        """How long it has been seen to fail."""
        return self.failing_to - self.failing_from if self.failing_to and self.failing_from else timedelta()

    def add(self, visit: Visit) -> None:
        """Counts a visit; of a skipped one only why it was."""
        if visit.outcome in ("failed", "skipped"):
            self.failure = visit.message or visit.outcome
            self.failing_from = self.failing_from or visit.first_at or visit.visited_at
            self.failing_to = visit.visited_at
        else:
            self.failure = self.failing_from = self.failing_to = None
        if visit.outcome == "skipped":
            return
        self.visited_at = visit.visited_at
        if visit.outcome == "failed":
            return
        hour = _hour(visit.visited_at)
        self.answered_at = visit.visited_at
        self.watched.add(hour)
        if visit.n_new:
            self.active.add(hour)
            self.brought_at = visit.visited_at

    def forget(self, before: datetime) -> None:
        """Lets hours go that are too old to tell of its rhythm."""
        first = _hour(before)
        self.watched = {hour for hour in self.watched if hour >= first}
        self.active = {hour for hour in self.active if hour >= first}


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands."""

    feed_id: str
    name: str
    state: State
    #: In words.
    why: str
    visited_at: datetime | None
    answered_at: datetime | None
    brought_at: datetime | None
    #: Chance that it brings nothing for as long as it has, by its own rhythm; None: not known.
    p_silence: float | None


@dataclass(frozen=True, slots=True)
class ZoneStanding:
    """How well a zone is watched."""

    zone_id: str
    name: str
    state: State
    why: str
    #: Ids of the feeds that are counted on for it.
    feed_ids: tuple[str, ...]


def collect_histories(visits: Iterable[Visit], known: Mapping[str, History] | None = None) -> dict[str, History]:
    """Feed id → what its visits brought, added to what was known."""
    found = dict(known or {})
    for visit in visits:
        found.setdefault(visit.feed_id, History()).add(visit)
    return found


def judge_source(
    feed: Feed, history: History | None, now: datetime, p_silent: float, began_at: datetime | None = None
) -> SourceState:
    """How a source stands.

    Args:
        feed: The source.
        history: What its visits brought; None: it was never visited.
        now: UTC instant, without a zone.
        p_silent: Chance under which its silence is no longer taken for quiet.
        began_at: UTC instant at which watching began anew; a source is given time to answer from then on, unless it
            was seen to fail for as long before, as by a watch that is run from time to time. None: long ago.
    """
    if history is None or (history.visited_at is None and history.failure is None):
        return SourceState(feed.id, feed.name, "cannot tell", "it was not visited yet", None, None, None, None)
    p_silence = chance_of_silence(history, now)
    state, why = _judge(feed, history, now, p_silence, p_silent, began_at)
    shown = None if p_silence is None else round(p_silence, 6)
    return SourceState(
        feed.id, feed.name, state, why, history.visited_at, history.answered_at, history.brought_at, shown
    )


def _judge(
    feed: Feed,
    history: History,
    now: datetime,
    p_silence: float | None,
    p_silent: float,
    began_at: datetime | None,
) -> tuple[State, str]:
    patience = max(MIN_SILENCE, timedelta(seconds=MISSED_VISITS * feed.every_seconds))
    if history.answered_at is None or now - history.answered_at > patience:
        if began_at is not None and now - began_at <= patience and history.failing_for <= patience:
            return "cannot tell", "watching has only begun, and it has not answered yet"
        since = f"since {history.answered_at:%Y-%m-%d %H:%M} UTC" if history.answered_at else "so far"
        failure = f": {history.failure}" if history.failure else ""
        return "not watching", f"it has given no answer {since}{failure}"
    if history.brought_at is not None and p_silence is not None and p_silence < p_silent:
        hours = (now - history.brought_at) / timedelta(hours=1)
        chance = f"{p_silence:.1g}" if p_silence >= 1e-6 else "under 0.000001"
        silent = f"it answers and has brought nothing new for {counted(round(hours), 'hour', 'hours')}"
        return "not watching", f"{silent}: a chance of {chance}"
    if history.failure:
        return "cannot tell", f"no answer since {history.answered_at:%Y-%m-%d %H:%M} UTC: {history.failure}"
    if p_silence is None:
        return "cannot tell", f"its rhythm is not known yet: {MIN_DAYS} days of watching are needed, and enough news"
    return "quiet", "it answers, and brings as much as it is wont to"


def chance_of_silence(history: History, now: datetime) -> float | None:
    """The chance that a source of this rhythm brings nothing for as long as it has, None where it is not known."""
    if history.brought_at is None:
        return None
    last = _hour(history.brought_at)
    learnt = [hour for hour in history.watched if last - 24 * LEARNT_DAYS <= hour <= last]
    active = {hour for hour in history.active if hour in history.watched}
    if len({hour // 24 for hour in learnt}) < MIN_DAYS or len(active) < MIN_ACTIVE_HOURS:
        return None
    watched_by_cell: dict[tuple[int, int], int] = {}
    active_by_cell: dict[tuple[int, int], int] = {}
    for hour in learnt:
        cell = _cell(hour)
        watched_by_cell[cell] = watched_by_cell.get(cell, 0) + 1
        active_by_cell[cell] = active_by_cell.get(cell, 0) + (hour in active)
    empty: dict[tuple[int, int], int] = {}
    for hour in range(last + 1, min(_hour(now), last + _MAX_HOURS)):
        if hour in history.watched:
            empty[_cell(hour)] = empty.get(_cell(hour), 0) + 1
    mean = _mean_by_part(watched_by_cell, active_by_cell)
    found = 0.0
    for cell, n in empty.items():
        hits, hours = active_by_cell.get(cell, 0), watched_by_cell.get(cell, 0)
        alpha = hits + PRIOR_HOURS * mean[cell[1]]
        beta = hours - hits + PRIOR_HOURS * (1 - mean[cell[1]])
        found += lgamma(beta + n) - lgamma(beta) - lgamma(alpha + beta + n) + lgamma(alpha + beta)
    return exp(found)


def _mean_by_part(watched: Mapping[tuple[int, int], int], active: Mapping[tuple[int, int], int]) -> list[float]:
    """Share of hours with something new by part of the day, each held to be near the mean of the whole day."""
    overall = (sum(active.values()) + 0.5) / (sum(watched.values()) + 1)
    means = []
    for part in range(24 // _PART):
        hits = sum(n for cell, n in active.items() if cell[1] == part)
        hours = sum(n for cell, n in watched.items() if cell[1] == part)
        means.append((hits + PRIOR_HOURS * overall) / (hours + PRIOR_HOURS))
    return means


def judge_zones(
    watch: Watch, sources: Sequence[SourceState], countries: Mapping[str, Iterable[str]]
) -> tuple[ZoneStanding, ...]:
    """How well each zone is watched, in the watch's order.

    Args:
        watch: The watch.
        sources: How its feeds stand.
        countries: Zone id → ISO codes of the countries that it lies in.
    """
    states = {one.feed_id: one for one in sources}
    found = []
    for zone in watch.zones:
        here = set(countries.get(zone.id, ()))
        counted_on = [feed for feed in watch.feeds if here.intersection(feed.countries) and feed.id in states]
        state, why = _judge_zone([states[feed.id] for feed in counted_on], here)
        found.append(ZoneStanding(zone.id, zone.name, state, why, tuple(feed.id for feed in counted_on)))
    return tuple(found)


def _judge_zone(sources: Sequence[SourceState], countries: Iterable[str]) -> tuple[State, str]:
    if not sources:
        where = ", ".join(sorted(countries)) or "its countries"
        return "cannot tell", f"no feed of the watch is said to be counted on for {where} (countries = …)"
    dead = [one.name for one in sources if one.state == "not watching"]
    unsure = [f"{one.name}: {one.why}" for one in sources if one.state == "cannot tell"]
    if len(dead) == len(sources):
        return "not watching", f"none of its sources is watched: {', '.join(dead)}"
    if dead:
        return "cannot tell", f"of its {len(sources)} sources {len(dead)} are not watched: {', '.join(dead)}"
    if unsure:
        return "cannot tell", "; ".join(unsure)
    return "quiet", "its one source is watched" if len(
        sources
    ) == 1 else f"all {len(sources)} of its sources are watched"


def _hour(instant: datetime) -> int:
    return int((instant - _EPOCH) // timedelta(hours=1))


def _cell(hour: int) -> tuple[int, int]:
    """Day of the week and part of the day, UTC."""
    return hour // 24 % 7, hour % 24 // _PART
