"""How a watch stands by what its store says: one judgement, for `vedette status`, `/healthz` and `/metrics` alike."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from vedette.model.counted import counted
from vedette.model.message import Delivery
from vedette.model.watch import Watch
from vedette.run.feed_watching import Histories, Survey, survey
from vedette.run.health import Health, find_dead_feeds, stuck_words
from vedette.run.metrics import Metrics
from vedette.store.intake import queue_length
from vedette.store.outbox_review import count_waiting, find_stuck, list_deliveries
from vedette.store.store import Store
from vedette.store.visits import find_feed_states
from vedette.watching.states import History

#: Time after which a message that failed to arrive is a trouble: most failures are over before.
ARRIVES_WITHIN = timedelta(minutes=15)
#: Time that a report may wait to be read.
LONGEST_WAIT = timedelta(minutes=15)
#: Free bytes under which the disk counts as nearly full.
LEAST_FREE = 500_000_000
#: Seconds between two looks at a running watch.
LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a watch at an instant; without a watch, of all that the store holds."""

    at: datetime
    survey: Survey | None
    #: Id → the feeds that give no answer, in words.
    dead_feeds: Mapping[str, str]
    n_queued: int
    queued_since: datetime | None
    n_waiting: int
    #: Of each channel the first that has failed to arrive for long.
    stuck: tuple[Delivery, ...]
    dead: tuple[Delivery, ...]
    #: Free bytes where the store lies, and its own; None where it is no file.
    free_bytes: int | None
    store_bytes: int | None

    def troubles(self) -> list[str]:
        """What is wrong, in words; empty: nothing."""
        found = [*self.dead_feeds.values(), *self._not_watched()]
        if self.dead:
            found.append(f"{counted(len(self.dead), 'delivery is', 'deliveries are')} dead (vedette outbox list)")
        found += stuck_words(self.stuck)
        if self.queued_since is not None and self.at - self.queued_since > LONGEST_WAIT:
            waits = counted(self.n_queued, "report waits", "reports wait")
            found.append(f"{waits} to be read, since {self.queued_since:%Y-%m-%d %H:%M} UTC")
        if self.free_bytes is not None and self.free_bytes < LEAST_FREE:
            found.append(f"the disk is nearly full: {self.free_bytes / 1e6:.0f} MB are free")
        return found

    def _not_watched(self) -> list[str]:
        """Sources and zones that are not watched, in words; a feed that gives no answer is said but once."""
        if self.survey is None:
            return []
        states = [(one.name, one.state, one.why) for one in self.survey.sources if one.feed_id not in self.dead_feeds]
        states += [(one.name, one.state, one.why) for one in self.survey.zones]
        return [f"{name}: not watching: {why}" for name, state, why in states if state == "not watching"]


def look_at(
    store: Store,
    watch: Watch | None,
    histories: Mapping[str, History],
    at: datetime,
    began_at: datetime | None = None,
) -> Standing:
    """How a watch stands.

    Args:
        store: The store.
        watch: The watch; None: the store alone.
        histories: Feed id → what its visits brought.
        at: UTC instant, without a zone.
        began_at: UTC instant since which a process runs it; None: none does.
    """
    key = watch.key if watch else None
    with store.look() as connection:
        n_queued, since = queue_length(connection)
        states = find_feed_states(connection, watch.feeds) if watch else {}
        n_waiting = count_waiting(connection, key)
        stuck = find_stuck(connection, at - ARRIVES_WITHIN, key)
        dead = list_deliveries(connection, ("dead",), key)
    return Standing(
        at,
        survey(watch, histories, at, began_at) if watch else None,
        find_dead_feeds(watch.feeds, states, at, began_at) if watch else {},
        n_queued,
        since,
        n_waiting,
        tuple(stuck),
        tuple(dead),
        *_disk(store.url),
    )


def _disk(url: str) -> tuple[int | None, int | None]:
    """Free bytes where the store lies, and its own; None where it is no file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None, None
    path = Path(parsed.database)
    size = sum(one.stat().st_size for one in (path, path.with_name(path.name + "-wal")) if one.exists())
    return shutil.disk_usage(path.absolute().parent).free, size


class StandingLook:
    """Looks at a running watch from time to time, for those who ask after it.

    Args:
        store: The store.
        watch: The watch.
        health: Is told what is wrong.
        metrics: Shows how sources and zones stand.
    """

    def __init__(self, store: Store, watch: Watch, health: Health, metrics: Metrics) -> None:
        self._store, self._watch, self._health, self._metrics = store, watch, health, metrics
        self._histories = Histories(store, watch)
        self._began_at: datetime | None = None

    def look(self, now: datetime) -> float:
        """Seconds until to look again.

        Raises:
            StoreError: The store cannot be used.
        """
        self._began_at = self._began_at or now
        found = look_at(self._store, self._watch, self._histories.learn(now), now, self._began_at)
        self._health.standing(found.troubles())
        if found.survey is not None:
            self._metrics.surveyed(found.survey.sources, found.survey.zones)
        return LOOK_SECONDS
