"""Steps of a live watch: what the store has learnt since goes in, and what is said is written with how far it got."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from vedette.model.message import Message, Parts
from vedette.model.watch import Watch
from vedette.run.feed_watching import Enqueue, FeedWatcher
from vedette.run.following import Follower
from vedette.run.news import News, ReadingLoader, load_news, newest_rows_of
from vedette.store.erasure import newest_erasure
from vedette.store.messages import (
    Cursor,
    add_messages,
    add_parts,
    find_cursor,
    find_messages,
    find_parts,
    find_verdicts,
    move_cursor,
)
from vedette.store.outbox import enqueue as enqueue_in_outbox
from vedette.store.store import Store
from vedette.watching.told import Told, replay

_LOG = logging.getLogger("vedette.watch")


class Stepper:
    """Steps of one watch over one store. Only one at a time may step a watch.

    Args:
        store: The store.
        watch: The watch.
        enqueue: What becomes of the messages, in the transaction that records them.
    """

    def __init__(self, store: Store, watch: Watch, enqueue: Enqueue = enqueue_in_outbox) -> None:
        self._store = store
        self._watch = watch
        self._enqueue = enqueue
        self._loader = ReadingLoader(store)
        self._feeds = FeedWatcher(store, watch, enqueue)
        self._follower: Follower | None = None
        self._cursor: Cursor | None = None
        #: As the store has it, None where it has none yet.
        self._recorded: Cursor | None = None
        self._newest_erasure = 0

    def step(self, now: datetime) -> tuple[Message, ...]:
        """What is said now; it is recorded, and lies in the outbox.

        The messages, their deliveries and how far the store was taken into account are one transaction. Where it fails,
        the next step begins where the store stands.

        Args:
            now: UTC instant, without a zone.

        Raises:
            StoreError: The store cannot be used; nothing was said.
        """
        try:
            return (*self._step(now), *self._feeds.step(now))
        except BaseException:
            self._follower = self._cursor = None
            raise

    @property
    def told(self) -> tuple[Told, ...]:
        """How the alerts stand; empty before the first step."""
        return tuple(self._follower.told.values()) if self._follower else ()

    def _step(self, now: datetime) -> tuple[Message, ...]:
        said: list[Message] = []
        self._let_go_of_erased()
        if self._follower is None or self._cursor is None:
            said += self._begin(now)
        assert self._follower is not None and self._cursor is not None
        with self._store.look() as connection:
            news = load_news(connection, self._watch, after=(self._cursor.reading_row, self._cursor.judgement_row))
        _say_licensed(news)
        self._expect(news)
        # What was recorded by a clock that has since been set back is not left behind.
        instants = [one.at for one in news.readings] + [one.at for one in news.verdicts]
        latest = max(instants, default=now)
        said += self._follower.advance(news, max(now, latest, self._follower.at))
        joined = self._follower.joined()
        rows = (news.reading_row, news.judgement_row)
        if said or joined or rows != (self._cursor.reading_row, self._cursor.judgement_row) or self._recorded is None:
            self._record(said, joined, Cursor(*rows, self._follower.at, self._cursor.followed_from), now)
        return tuple(said)

    def _let_go_of_erased(self) -> None:
        """Begins anew from what the store still has, where words were erased since the last step."""
        with self._store.look() as connection:
            newest = newest_erasure(connection)
        if newest != self._newest_erasure:
            self._follower = self._cursor = None
            self._newest_erasure = newest

    def _begin(self, now: datetime) -> list[Message]:
        """Takes up where the store says that the watch was left; a watch that is new begins now."""
        with self._store.look() as connection:
            self._recorded = find_cursor(connection, self._watch.key)
            rows = newest_rows_of(connection)
            self._cursor = self._recorded or Cursor(*rows, now, now)
            told = _told(connection, self._watch, self._cursor.followed_to)
            since = self._cursor.followed_to - timedelta(days=self._watch.alerts.window_days + 1)
            news = load_news(connection, self._watch, since=datetime.combine(since.date(), datetime.min.time()))
        _say_licensed(news)
        before = _up_to(news, self._cursor)
        self._follower = Follower(self._watch, told, self._loader.get)
        self._expect(before)
        return self._follower.begin(before, self._cursor.followed_to)

    def _expect(self, news: News) -> None:
        self._loader.expect([one.row for one in news.readings if one.matters])

    def _record(self, said: Iterable[Message], joined: Iterable[Parts], cursor: Cursor, now: datetime) -> None:
        with self._store.begin() as connection:
            add_messages(connection, said)
            add_parts(connection, joined)
            self._enqueue(connection, self._watch, said, now)
            move_cursor(connection, self._watch.key, cursor)
        self._recorded = self._cursor = cursor


def _say_licensed(news: News) -> None:
    if news.n_licensed:
        _LOG.warning("no alert of reports under a licence", extra={"reports": news.n_licensed})


def _told(connection: Connection, watch: Watch, at: datetime) -> dict[str, Told]:
    """The alerts of the watch that live or were told of lately."""
    settings = watch.alerts
    # An alert lives no longer than its expiry, and once ended is kept in mind while its reports may be there.
    since = at - timedelta(days=2 * settings.window_days + 2 * settings.expire_after_days + 60)
    messages = find_messages(connection, watch.key, since=since)
    alert_ids = [one.alert_id for one in messages if one.number == 1]
    verdicts = find_verdicts(connection, about=alert_ids, as_of=at)
    return dict(replay(messages, [(one.judgement, one.at) for one in verdicts], find_parts(connection, alert_ids)))


def _up_to(news: News, cursor: Cursor) -> News:
    """What had been taken into account when the cursor was written."""
    return News(
        tuple(one for one in news.readings if one.row <= cursor.reading_row),
        tuple(one for one in news.verdicts if one.row <= cursor.judgement_row),
        cursor.reading_row,
        cursor.judgement_row,
    )
