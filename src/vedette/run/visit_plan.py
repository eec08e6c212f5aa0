"""Which feeds are visited when: plain decisions, without clock, network or store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.model.feed import Feed, FeedState
from vedette.model.ids import content_id

#: Longest back-off of a feed that fails, in seconds; a feed that is visited more rarely keeps its own pace.
MAX_BACK_OFF_SECONDS = 3600.0
#: By how much of itself a back-off is lengthened at most, so that feeds that failed together do not return together.
JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Due:
    """A feed to visit now."""

    feed: Feed
    #: How it stood after the last visit, None: it was never visited.
    state: FeedState | None
    #: Why now, for the log.
    why: str


def decide_visits(
    feeds: Iterable[Feed], states: Mapping[str, FeedState], now: datetime, *, eager: bool = False
) -> tuple[Due, ...]:
    """The feeds that are due, the one that has waited longest first.

    Args:
        feeds: The feeds of a watch.
        states: Feed id → how it stands.
        now: UTC instant, without a zone.
        eager: Whether all are visited but those that failed and are left alone for a while.
    """
    due = []
    for feed in feeds:
        state = states.get(feed.id)
        why = _why_now(state, now, eager)
        if why:
            due.append(Due(feed, state, why))
    return tuple(sorted(due, key=lambda one: one.state.next_at if one.state else datetime.min))


def _why_now(state: FeedState | None, now: datetime, eager: bool) -> str | None:
    if state is None:
        return "it was never visited"
    if state.visited_at > now:
        return "the clock was set back"
    if state.next_at <= now:
        return "its time has come"
    return "all are visited" if eager and state.n_failures == 0 else None


def plan_next(feed: Feed, n_failures: int, now: datetime, retry_after_seconds: float | None = None) -> datetime:
    """UTC instant before which the feed is left alone.

    Args:
        feed: The feed.
        n_failures: Failures since its last good visit, this one counted.
        now: UTC instant of the visit, without a zone.
        retry_after_seconds: What the server asked for.
    """
    wait = feed.every_seconds
    if n_failures:
        longest = max(MAX_BACK_OFF_SECONDS, feed.every_seconds)
        wait = min(feed.every_seconds * 2.0 ** min(n_failures, 30), longest)
        wait *= 1.0 + JITTER * _share(feed.id, n_failures)
    return now + timedelta(seconds=max(wait, retry_after_seconds or 0.0))


def _share(feed_id: str, number: int) -> float:
    """A number from 0 to 1 that is the same each time, and another for each feed and failure."""
    return int(content_id("jitter", feed_id, number)[:8], 16) / 0xFFFFFFFF
