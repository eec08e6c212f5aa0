"""How a running watch is: whether its threads live, what troubles them, and which feeds have fallen silent."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from vedette.model.feed import Feed, FeedState
from vedette.model.message import Delivery

#: Seconds without a sign of life after which a thread counts as dead. Reading may take long over one report.
SILENT_SECONDS = {"reading": 600.0, "visiting": 120.0, "stepping": 300.0, "delivering": 300.0, "beating": 120.0}
#: Seconds by which a visit must be late, at least, to be told as overdue.
OVERDUE_SECONDS = 300.0
#: Failed visits in a row from which a feed counts as dead.
DEAD_FAILURES = 2


class Health:
    """What all threads of a watch report to.

    Args:
        monotonic: Seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._alive: dict[str, float] = {}
        self._troubles: dict[str, str] = {}
        self._standing: tuple[str, ...] = ()

    def lives(self, thread: str) -> None:
        """A sign of life."""
        with self._lock:
            self._alive[thread] = self._monotonic()

    def troubled(self, thread: str, message: str) -> None:
        """What keeps a thread from its work, until it is well again."""
        with self._lock:
            self._troubles[thread] = message

    def well(self, thread: str) -> None:
        """The thread did its work."""
        with self._lock:
            self._troubles.pop(thread, None)

    def standing(self, troubles: Iterable[str]) -> None:
        """What is wrong by what the store says, in words."""
        with self._lock:
            self._standing = tuple(troubles)

    def troubles(self) -> list[str]:
        """All that is not well, in words; empty: all feeds and threads are alive, and what is said arrives."""
        with self._lock:
            now = self._monotonic()
            silent = [
                f"{thread}: no sign of life for {now - at:.0f} s"
                for thread, at in self._alive.items()
                if now - at > SILENT_SECONDS.get(thread, 300.0)
            ]
            told = [f"{thread}: {message}" for thread, message in self._troubles.items()]
            return [*silent, *told, *self._standing]


def find_dead_feeds(
    feeds: Iterable[Feed], states: Mapping[str, FeedState], now: datetime, began_at: datetime | None
) -> dict[str, str]:
    """Id → the feeds that give no answer, in words; one that was never visited is not dead yet.

    Args:
        feeds: The feeds of the watch.
        states: Feed id → how it stands.
        now: UTC instant, without a zone.
        began_at: UTC instant since which a process visits them; None: none does, and no visit is overdue.
    """
    dead: dict[str, str] = {}
    for feed in feeds:
        state = states.get(feed.id)
        if state is None:
            continue
        waited = (now - max(state.next_at, began_at)).total_seconds() if began_at else 0.0
        if state.n_failures >= DEAD_FAILURES or (state.n_failures and state.answered_at is None):
            since = f"since {state.answered_at:%Y-%m-%d %H:%M} UTC" if state.answered_at else "so far"
            visits = "visit" if state.n_failures == 1 else "visits"
            dead[feed.id] = f"feed {feed.name} ({feed.id}): no answer {since}, {state.n_failures} {visits} failed"
        elif waited > max(OVERDUE_SECONDS, 2 * feed.every_seconds):
            due = f"{state.next_at:%Y-%m-%d %H:%M} UTC"
            dead[feed.id] = f"feed {feed.name} ({feed.id}): its visit is overdue since {due}"
    return dead


def stuck_words(stuck: Iterable[Delivery]) -> list[str]:
    """What has failed to arrive for long, in words, a line a channel."""
    return [
        f"channel {one.channel_id}: a message since {one.queued_at:%Y-%m-%d %H:%M} UTC has not arrived: {one.failure}"
        for one in stuck
    ]
