"""Reads what waits: readings go into the store in the transaction in which their reports leave the queue."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from vedette.model.feed import QueuedReport
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.run.clock import Clock
from vedette.store.intake import leave_queue, queued_reports
from vedette.store.readings import add_readings
from vedette.store.reports import add_unreadable
from vedette.store.store import Store

#: Reports that are taken from the queue at a time.
BATCH = 64
#: Readings, and seconds, after which what was read goes into the store.
MOST_HELD, HELD_SECONDS = 16, 0.5

Outcome = Reading | Unreadable


class Reads(Protocol):
    """What reads reports, in order."""

    def read(self, items: Iterable[Report]) -> Iterator[Outcome]:
        """A reading, or the reason why not, for each report."""


@dataclass(frozen=True, slots=True)
class ReadRound:
    """What one round of reading came to."""

    n_read: int = 0
    n_unreadable: int = 0


@dataclass(slots=True)
class QueueReader:
    """Reads the queue of a store.

    Args:
        store: The store.
        reads: What reads.
        key: What the readings are known by.
        clock: Tells the time.
        told: Called after each transaction, so that what follows need not wait for the rest of the batch.
    """

    store: Store
    reads: Reads
    key: str
    clock: Clock
    told: Callable[[], None] = lambda: None

    def read_some(self) -> ReadRound:
        """What came of the reports that have waited longest; nothing where none waits.

        Raises:
            StoreError: The store cannot be used; what it has not got is read again.
        """
        with self.store.look() as connection:
            waiting = queued_reports(connection, BATCH)
        held: list[tuple[QueuedReport, Outcome]] = []
        n_unreadable, since = 0, self.clock.monotonic()
        for one, outcome in zip(waiting, self.reads.read(one.report for one in waiting), strict=True):
            held.append((one, outcome))
            n_unreadable += isinstance(outcome, Unreadable)
            if len(held) >= MOST_HELD or self.clock.monotonic() - since >= HELD_SECONDS:
                self._keep(held)
                held, since = [], self.clock.monotonic()
        self._keep(held)
        return ReadRound(len(waiting), n_unreadable)

    def _keep(self, held: list[tuple[QueuedReport, Outcome]]) -> None:
        if not held:
            return
        now = self.clock.now()
        with self.store.begin() as connection:
            add_readings(connection, [(found, self.key) for _, found in held if isinstance(found, Reading)], now)
            for _, found in held:
                if isinstance(found, Unreadable):
                    add_unreadable(connection, found, now)
            leave_queue(connection, [one.row for one, _ in held])
        self.told()
