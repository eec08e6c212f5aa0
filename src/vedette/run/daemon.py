"""The watch that does not sleep: visit → read → step → deliver, each in threads of their own, tied by the store alone.

Each arrow ends in one transaction, so that a process that is killed at any moment has lost nothing and repeats nothing.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from vedette.errors import OutputError, StoreError
from vedette.model.feed import FeedState, Visit
from vedette.model.message import Message
from vedette.model.watch import Watch
from vedette.run.clock import Clock
from vedette.run.delivering import Round
from vedette.run.health import Health
from vedette.run.holding import BEAT_SECONDS, Holding
from vedette.run.loops import Loop
from vedette.run.metrics import Metrics
from vedette.run.reading_queue import QueueReader
from vedette.run.standing import StandingLook
from vedette.run.visit_plan import Due, decide_visits
from vedette.run.visiting import FeedVisitor
from vedette.store.intake import queue_length
from vedette.store.store import Store
from vedette.store.visits import find_feed_states

_LOG = logging.getLogger("vedette.watch")
#: Feeds that are visited at the same time.
VISITS_AT_ONCE = 8
#: Seconds between two looks at what is due, at most.
IDLE_SECONDS = 1.0
#: Seconds that work under way has to end when the watch is stopped.
DRAIN_SECONDS = 10.0


class Steps(Protocol):
    """Decides what is said."""

    def step(self, now: datetime) -> tuple[Message, ...]:
        """What is said now; it is recorded, and lies in the outbox."""


@dataclass(slots=True)
class Daemon:
    """A watch and all that runs it."""

    store: Store
    watch: Watch
    visitor: FeedVisitor
    reader: QueueReader
    stepper: Steps
    deliver: Callable[[], Round]
    clock: Clock
    #: Called with each message once it is recorded.
    tell: Callable[[Message], None]
    health: Health
    metrics: Metrics
    #: Further work: name → does it once, and gives the seconds until it is done again.
    chores: Mapping[str, Callable[[], float]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    _loops: dict[str, Loop] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _visit_errors: list[StoreError | OutputError] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lost: bool = False

    def run_once(self) -> list[Visit]:
        """Visits all feeds, reads what waits, says what is to be said, delivers what is due; gives the visits, and of
        each feed that is left alone for a while after failures that it was skipped, which is not recorded.

        Raises:
            StoreError: The store cannot be used; what was done is done.
            OutputError: What was fetched cannot be kept.
        """
        states, now = self._states(), self.clock.now()
        due = decide_visits(self.watch.feeds, states, now, eager=True)
        asked = {one.feed.id for one in due}
        alone = [_left_alone(states[feed.id], now) for feed in self.watch.feeds if feed.id not in asked]
        with ThreadPoolExecutor(VISITS_AT_ONCE) as pool:
            visits = list(pool.map(self._visit, due))
        while (done := self.reader.read_some()).n_read and not self.stop.is_set():
            self.metrics.read(done)
        self._step()
        while self._deliver() == 0.0 and not self.stop.is_set():
            pass
        for work in self.chores.values():
            work()
        return [*visits, *alone]

    def run(self, holding: Holding) -> bool:
        """Runs until stopped; whether it ended because another process took the watch over."""
        self.reader.told = lambda: self._wake("stepping")
        pool = ThreadPoolExecutor(VISITS_AT_ONCE, "visit")
        look = StandingLook(self.store, self.watch, self.health, self.metrics)
        works: dict[str, Callable[[], float]] = {
            "visiting": lambda: self._send_visits(pool),
            "reading": self._read,
            "stepping": self._step,
            "delivering": self._deliver,
            "beating": lambda: self._beat(holding),
            "looking": lambda: look.look(self.clock.now()),
            **self.chores,
        }
        for name, work in works.items():
            loop = Loop(name, work, self.stop, self.clock, self.health, self.metrics.failed, self._give_up)
            self._loops[name] = loop
        for loop in self._loops.values():
            loop.start()
        self.stop.wait()
        pool.shutdown(wait=False, cancel_futures=True)
        self._drain()
        return self._lost

    @property
    def is_busy(self) -> bool:
        """Whether a thread is still at work, though it was told to stop."""
        return bool(self._under_way) or any(loop.is_alive() for loop in self._loops.values())

    def _drain(self) -> None:
        """Waits for the work under way: what is not done by then is done at the next start."""
        deadline = self.clock.monotonic() + DRAIN_SECONDS
        for loop in self._loops.values():
            loop.wake()
        for loop in self._loops.values():
            loop.join(max(0.0, deadline - self.clock.monotonic()))
        while self._under_way and self.clock.monotonic() < deadline:
            self.clock.wait(threading.Event(), 0.1)

    def _give_up(self) -> None:
        self._lost = True
        self.stop.set()

    def _wake(self, name: str) -> None:
        loop = self._loops.get(name)
        if loop is not None:
            loop.wake()

    def _states(self) -> dict[str, FeedState]:
        with self.store.look() as connection:
            return find_feed_states(connection, self.watch.feeds)

    def _send_visits(self, pool: ThreadPoolExecutor) -> float:
        """Sends for the feeds that are due, and says how long none will be."""
        with self._lock:
            errors, self._visit_errors = self._visit_errors, []
        if errors:
            self.visitor.forget()
            raise errors[0]
        try:
            states, now = self._states(), self.clock.now()
        except StoreError:
            self.visitor.forget()
            raise
        for due in decide_visits(self.watch.feeds, states, now):
            with self._lock:
                if due.feed.id in self._under_way:
                    continue
                self._under_way.add(due.feed.id)
            try:
                sent = pool.submit(self._visit_aside, due)
            except RuntimeError:  # told to stop meanwhile: the pool takes no more
                self._came_back(due)
                break
            sent.add_done_callback(partial(self._came_back, due))
        waits = [(state.next_at - now).total_seconds() for state in states.values()]
        return min([IDLE_SECONDS, *(wait + 0.001 for wait in waits if wait > 0)])

    def _visit_aside(self, due: Due) -> None:
        """A visit in a thread of the pool; what goes wrong with the store is raised by the loop that sent for it."""
        try:
            self._visit(due)
            self.health.well(f"visit to {due.feed.id}")
        except (StoreError, OutputError) as error:
            with self._lock:
                self._visit_errors.append(error)
        except Exception as error:  # noqa: BLE001 (the loop over feeds: one of them must not cost the others)
            _LOG.exception("visit failed", extra={"feed": due.feed.id})
            self.health.troubled(f"visit to {due.feed.id}", f"{type(error).__name__}: {error}")

    def _came_back(self, due: Due, _visit: Future[None] | None = None) -> None:
        """After a visit, also one that was called off before it began."""
        with self._lock:
            self._under_way.discard(due.feed.id)
        self._wake("reading")
        self._wake("visiting")

    def _visit(self, due: Due) -> Visit:
        visit = self.visitor.visit(due)
        self.metrics.visited(visit, self.clock.now().replace(tzinfo=UTC).timestamp())
        level = logging.WARNING if visit.outcome in ("failed", "skipped") else logging.INFO
        told: dict[str, str | int] = {"feed": due.feed.id, "outlet": due.feed.name, "outcome": visit.outcome}
        told |= {"items": visit.n_items, "new": visit.n_new, "refused": visit.n_refused}
        if visit.n_new or visit.n_refused or level == logging.WARNING:
            _LOG.log(level, "visit", extra={**told, "status": visit.status, "error": visit.message})
        return visit

    def _read(self) -> float:
        done = self.reader.read_some()
        self.metrics.read(done)
        with self.store.look() as connection:
            n_waiting, since = queue_length(connection)
        self.metrics.queue.set(n_waiting)
        self.metrics.queue_age.set((self.clock.now() - since).total_seconds() if since else 0.0)
        return 0.0 if done.n_read else IDLE_SECONDS

    def _step(self) -> float:
        said = self.stepper.step(self.clock.now())
        for message in said:
            self.metrics.said(message)
            self.tell(message)
        if said:
            self._wake("delivering")
        self.metrics.troubles.set(len(self.health.troubles()))
        return IDLE_SECONDS

    def _deliver(self) -> float:
        done = self.deliver()
        self.metrics.delivered(done)
        return 0.0 if done.n_delivered else IDLE_SECONDS

    def _beat(self, holding: Holding) -> float:
        holding.beat()
        return BEAT_SECONDS


def _left_alone(state: FeedState, now: datetime) -> Visit:
    """That a feed was not visited, since it failed before and its time has not come."""
    visits = "visit" if state.n_failures == 1 else "visits"
    message = f"left alone until {state.next_at:%Y-%m-%d %H:%M} UTC, after {state.n_failures} {visits} that failed"
    return Visit(state.feed_id, now, "skipped", message=message)
