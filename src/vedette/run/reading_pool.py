"""Reads reports in several processes, in order; one that hangs its process, or kills it twice, costs itself alone."""

import gc
import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from types import TracebackType
from typing import Self

from vedette.errors import VedetteError
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.language_pipeline import load_pipeline
from vedette.run.read_safely import MIN_SECONDS, PATIENCE, read_safely, seconds_for, timed_out

#: Seconds beyond a report's own limit, kept inside the process, after which the process is ended from outside.
GRACE_SECONDS = 5.0
#: Reports taken ahead of the one that is given next, for each process: what waits in memory while one takes long.
AHEAD = 16
#: Reports that a process is given at a time, and code points of those beyond the first: it reads on while what it has
#: read is being stored. They must fit into a pipe, so that giving them out never waits for the process.
GIVEN, GIVEN_CHARS = 6, 10_000

Item = Report | Reading | Unreadable
Outcome = Reading | Unreadable


@dataclass
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    #: The report that it is at and those that follow, with their numbers; empty when it waits.
    at: deque[tuple[int, Report]] = field(default_factory=deque)
    #: Seconds that the report may take, and when the process is ended from outside (`time.monotonic`).
    seconds: float = 0.0
    until: float = 0.0

    def has_room(self, report: Report) -> bool:
        """Whether it can be given this report as well."""
        if not self.at:
            return True
        given = sum(_size(one) for _, one in self.at)
        return len(self.at) < GIVEN and given + _size(report) <= GIVEN_CHARS


@dataclass
class _Queue:
    """What was taken in and not yet given out."""

    #: Reports that no process has begun, with their numbers.
    waiting: deque[tuple[int, Report]] = field(default_factory=deque)
    #: Outcomes by number.
    done: dict[int, Outcome] = field(default_factory=dict)
    #: Numbers of those whose process died: it may have been killed for want of memory, so they are tried once more.
    tried: set[int] = field(default_factory=set)
    n_taken: int = 0
    n_given: int = 0

    def take(self, item: Item) -> None:
        if isinstance(item, Report):
            self.waiting.append((self.n_taken, item))
        else:
            self.done[self.n_taken] = item
        self.n_taken += 1

    def try_again(self, number: int, report: Report) -> bool:
        """Whether a report whose process died is read once more."""
        if number in self.tried:
            return False
        self.tried.add(number)
        self.waiting.appendleft((number, report))
        return True

    def ready(self) -> Iterator[Outcome]:
        while self.n_given in self.done:
            yield self.done.pop(self.n_given)
            self.n_given += 1


class ReadingPool:
    """Processes that read reports; use it as a context manager.

    The language pipeline is loaded before they are forked, so that its memory is shared. Where a process cannot be
    forked safely (other threads run, or the system has no fork) each loads its own.
    """

    def __init__(
        self, n_processes: int, *, pipeline: str | None = None, gate: bool = False, min_seconds: float = MIN_SECONDS
    ) -> None:
        self._nlp = load_pipeline(pipeline)
        self._pipeline, self._gate, self._min_seconds = pipeline, gate, min_seconds
        self._context = _context()
        gc.collect()
        gc.freeze()  # what is loaded is not walked through by the collector, so its pages stay shared
        self._workers: list[_Worker] = []
        for _ in range(max(1, n_processes)):
            self._workers.append(self._start())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes, at once."""
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
        self._workers = []
        gc.unfreeze()

    def read(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """A reading, or the reason why not, for each report, in order; what is no report goes through as it is."""
        queue = _Queue()
        try:
            yield from self._read(iter(items), queue)
        finally:
            for worker in self._workers:
                if worker.at:  # the caller went before its end: what it is at is not wanted any more
                    self._replace(worker)

    def _read(self, source: Iterator[Item], queue: _Queue) -> Iterator[Outcome]:
        ended = False
        while not ended or queue.n_given < queue.n_taken:
            while not ended and self._wants_more(queue):
                item = next(source, None)
                ended = item is None
                if item is not None:
                    queue.take(item)
            self._give_out(queue)
            self._collect(queue)
            yield from queue.ready()

    def _wants_more(self, queue: _Queue) -> bool:
        ahead = queue.n_taken - queue.n_given
        return len(queue.waiting) < len(self._workers) * GIVEN and ahead < AHEAD * len(self._workers)

    def _give_out(self, queue: _Queue) -> None:
        """Gives each report to the process that has the fewest, as long as one has room for it."""
        while queue.waiting:
            number, report = queue.waiting[0]
            worker = min(self._workers, key=lambda one: len(one.at))
            if not worker.has_room(report):
                return
            queue.waiting.popleft()
            worker.at.append((number, report))
            if len(worker.at) == 1:
                self._begin(worker)
            with suppress(OSError):  # it died while it waited: found out when its answer is asked for
                worker.pipe.send(report)

    def _begin(self, worker: _Worker) -> None:
        """Sets how long the process may take for the report that it is at now."""
        worker.seconds = seconds_for(worker.at[0][1], self._nlp, self._min_seconds)
        worker.until = time.monotonic() + PATIENCE * worker.seconds + GRACE_SECONDS

    def _collect(self, queue: _Queue) -> None:
        """Takes what the processes have done, and ends those that hang."""
        busy = [worker for worker in self._workers if worker.at]
        if not busy:
            return
        first = min(worker.until for worker in busy)
        answered = wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
        for worker in busy:
            if worker.pipe in answered:
                self._take_answer(worker, queue)
            elif time.monotonic() >= worker.until:
                number, report = worker.at.popleft()
                queue.done[number] = timed_out(report, worker.seconds)
                queue.waiting.extendleft(reversed(worker.at))
                self._replace(worker)

    def _take_answer(self, worker: _Worker, queue: _Queue) -> None:
        outcome = self._answer(worker)
        number, report = worker.at.popleft()
        if outcome is not None:
            queue.done[number] = outcome
            if worker.at:
                self._begin(worker)
            return
        queue.waiting.extendleft(reversed(worker.at))
        if not queue.try_again(number, report):
            queue.done[number] = _died(report)
        self._replace(worker)

    def _answer(self, worker: _Worker) -> Outcome | None:
        """What the process answers, None: it died."""
        try:
            outcome: Outcome | VedetteError = worker.pipe.recv()
        except (EOFError, OSError):
            return None
        if isinstance(outcome, VedetteError):
            raise outcome
        return outcome

    def _replace(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        fresh = self._start()
        worker.process, worker.pipe, worker.at = fresh.process, fresh.pipe, fresh.at

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        forked = isinstance(self._context, ForkContext)
        inherited = [ours, *(worker.pipe for worker in self._workers)] if forked else []
        arguments = (theirs, inherited, self._pipeline, self._gate, self._min_seconds)
        process = self._context.Process(target=_work, args=arguments, daemon=True, name="vedette-reader")
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _size(report: Report) -> int:
    return len(report.text) + len(report.title or "")


def _died(report: Report) -> Unreadable:
    message = "the process that read it ended, twice: please report this"
    return Unreadable(report.id, "internal", message, report.source, report.taken_from)


def _context() -> ForkContext | SpawnContext:
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")


def _work(
    pipe: Connection, inherited: Sequence[Connection], pipeline: str | None, gate: bool, min_seconds: float
) -> None:
    """Reads what comes through the pipe, until its other end is closed, which no sibling may then hold."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that gives out the work
    for other in inherited:
        other.close()
    nlp = load_pipeline(pipeline)
    while True:
        try:
            report: Report = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            with nlp.memory_zone():  # or each word that was ever read stays in memory
                outcome: Outcome | VedetteError = read_safely(report, nlp, gate=gate, min_seconds=min_seconds)
        except VedetteError as error:
            outcome = error
        pipe.send(outcome)
