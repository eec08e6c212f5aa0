"""Replays a watch over the store as it was known at each moment, with the code that the live watch runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vedette.model.message import Message
from vedette.model.watch import Watch
from vedette.run.following import Follower
from vedette.run.news import ClockName, News, ReadingLoader, load_news
from vedette.store.store import Store


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a watch would have said."""

    watch: Watch
    #: UTC instants.
    begin: datetime
    end: datetime
    #: In the order decided. Those decided at `begin` tell what was there already.
    messages: tuple[Message, ...]
    #: Readings that could matter and were looked at.
    n_readings: int
    #: Reports that could matter and have no day of publication; only where the replay goes by it.
    n_undated: int
    #: Reports that could matter and are left out, since they are under a licence.
    n_licensed: int


def rehearse(store: Store, watch: Watch, begin: datetime, end: datetime, by: ClockName = "recorded") -> Rehearsed:
    """What the watch would have said, had it been followed from one instant to another.

    Args:
        store: The store.
        watch: The watch.
        begin: UTC instant at which it begins; what was known then is said at once, as by a watch that is new.
        end: UTC instant up to which it goes.
        by: The clock that news go by.
    """
    since = begin - timedelta(days=watch.alerts.window_days + 1)
    with store.look() as connection:
        news = load_news(connection, watch, since=_midnight(since), until=end, by=by)
    loader = ReadingLoader(store)
    follower = Follower(watch, {}, loader.get)
    before, after = _split(news, begin)
    loader.expect([one.row for one in before.readings if one.matters])
    messages = follower.begin(before, begin)
    loader.expect([one.row for one in after.readings if one.matters])
    messages += follower.advance(after, end)
    n_readings = sum(one.matters for one in news.readings)
    return Rehearsed(watch, begin, end, tuple(messages), n_readings, news.n_undated, news.n_licensed)


def _split(news: News, at: datetime) -> tuple[News, News]:
    """What was known at an instant, and what came after it."""
    number = _known(news.readings, at)
    judged = _known(news.verdicts, at)
    return (
        replace(news, readings=news.readings[:number], verdicts=news.verdicts[:judged]),
        replace(news, readings=news.readings[number:], verdicts=news.verdicts[judged:]),
    )


def _known(rows: Sequence[object], at: datetime) -> int:
    """How many rows, from the first, were written by an instant: one after a later one was written later."""
    for number, row in enumerate(rows):
        if row.at > at:  # type: ignore[attr-defined]
            return number
    return len(rows)


def _midnight(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)
