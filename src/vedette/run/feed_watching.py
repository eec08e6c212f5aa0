"""Watches the watched: which sources and zones are quiet, which are not watched, and of which it cannot be told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection

from vedette.geo.outlines import countries_at
from vedette.model.message import Message
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.store.messages import add_messages, find_messages
from vedette.store.store import Store
from vedette.store.visits import find_visits, forget_visits
from vedette.watching.feed_alarms import decide_feeds
from vedette.watching.states import (
    LEARNT_DAYS,
    History,
    SourceState,
    ZoneStanding,
    collect_histories,
    judge_source,
    judge_zones,
)
from vedette.watching.told import Told, replay, tell

#: Puts the deliveries of messages into the outbox, in the transaction that records them.
Enqueue = Callable[[Connection, Watch, Iterable[Message], datetime], Any]
#: Time between two looks at the feeds.
EVERY = timedelta(minutes=5)
#: Days for which visits are kept: those from which a rhythm is learnt, and another month.
VISITS_KEPT_DAYS = LEARNT_DAYS + 30
#: Visits that are deleted in one transaction, and seconds between two looks at whether some are old enough.
_FORGOTTEN_AT_ONCE, _FORGET_SECONDS = 2000, 3600.0


@dataclass(frozen=True, slots=True)
class Survey:
    """How the sources and zones of a watch stand."""

    sources: tuple[SourceState, ...]
    zones: tuple[ZoneStanding, ...]


def survey(watch: Watch, histories: Mapping[str, History], now: datetime, began_at: datetime | None = None) -> Survey:
    """How the sources and zones of a watch stand, given what visits brought. Arguments as in `judge_source`."""
    p_silent = watch.alerts.p_silent
    sources = tuple(judge_source(feed, histories.get(feed.id), now, p_silent, began_at) for feed in watch.feeds)
    countries = {zone.id: countries_of(zone) for zone in watch.zones}
    return Survey(sources, judge_zones(watch, sources, countries))


def load_histories(connection: Connection, watch: Watch, now: datetime) -> dict[str, History]:
    """Feed id → what its visits brought in the days from which its rhythm is learnt."""
    since = now - timedelta(days=LEARNT_DAYS)
    return collect_histories(find_visits(connection, since, [feed.id for feed in watch.feeds]))


def forget_old_visits(store: Store, now: datetime) -> float:
    """Seconds until to do it again: deletes visits from which nothing is learnt any more, some at a time.

    Raises:
        StoreError: The store cannot be used.
    """
    with store.begin() as connection:
        n = forget_visits(connection, now - timedelta(days=VISITS_KEPT_DAYS), _FORGOTTEN_AT_ONCE)
    return 1.0 if n == _FORGOTTEN_AT_ONCE else _FORGET_SECONDS


def countries_of(zone: Zone) -> tuple[str, ...]:
    """ISO codes of the countries that a zone lies in: of a border its two, else by the outlines at its vertices."""
    if zone.side is not None:
        return (zone.side,)
    if zone.border is not None:
        return zone.border
    points = [*zone.points, *(point for polygon in zone.rings for ring in polygon for point in ring)]
    if not points:
        return ()
    lat, lon = np.array(points, dtype=float).T
    return tuple(sorted(set(countries_at(lat, lon).tolist()) - {""}))


class Histories:
    """What the visits to a watch's feeds brought, kept up with the store."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self._store, self._watch = store, watch
        self._known: dict[str, History] | None = None
        self._latest: datetime | None = None

    def learn(self, now: datetime) -> Mapping[str, History]:
        """Feed id → what its visits brought up to now.

        Takes in the visits made since; those of the last instant may have come in two parts, and count once.

        Raises:
            StoreError: The store cannot be used.
        """
        with self._store.look() as connection:
            if self._known is None:
                self._known = load_histories(connection, self._watch, now)
            else:
                visits = find_visits(connection, self._latest, [feed.id for feed in self._watch.feeds])
                self._known = collect_histories(visits, self._known)
        instants = [one.visited_at for one in self._known.values() if one.visited_at is not None]
        self._latest = max(instants, default=now)
        for history in self._known.values():
            history.forget(now - timedelta(days=LEARNT_DAYS))
        return self._known


class FeedWatcher:
    """Tells of sources that fall silent, and when they are back.

    Args:
        store: The store.
        watch: The watch.
        enqueue: What becomes of the messages, in the transaction that records them.
    """

    def __init__(self, store: Store, watch: Watch, enqueue: Enqueue) -> None:
        self._store = store
        self._watch = watch
        self._enqueue = enqueue
        self._began_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._told: dict[str, Told] | None = None
        self._histories = Histories(store, watch)

    def step(self, now: datetime) -> tuple[Message, ...]:
        """What is said now of the sources; nothing where they were looked at just before.

        Raises:
            StoreError: The store cannot be used; nothing was said.
        """
        self._began_at = self._began_at or now
        if not self._watch.feeds or (self._looked_at and timedelta() <= now - self._looked_at < EVERY):
            return ()
        told = self._told = self._load() if self._told is None else self._told
        found = survey(self._watch, self._histories.learn(now), now, self._began_at)
        said = decide_feeds(self._watch, told.values(), found.sources, found.zones, now)
        if said:
            with self._store.begin() as connection:
                add_messages(connection, said)
                self._enqueue(connection, self._watch, said, now)
        for message in said:
            told[message.alert_id] = tell(told.get(message.alert_id), message)
        self._looked_at = now
        return said

    def _load(self) -> dict[str, Told]:
        with self._store.look() as connection:
            messages = find_messages(connection, self._watch.key)
        return dict(replay([one for one in messages if one.alert.about == "not_watching"], ()))
