"""Seconds of what is run: of one core's CPU, or by the clock where several cores work on it."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vedette.geo import cores


@dataclass(frozen=True)
class Stopwatch:
    """Times calls that may use so many threads.

    With one thread the CPU time of the caller counts, so that others may share the machine; with several it is the
    clock, which is only right on an idle one.
    """

    n_threads: int = 1

    def __call__(self, what: Callable[[], object], n_runs: int) -> float:
        """The middle one of some runs."""
        return statistics.median(self.once(what) for _ in range(n_runs))

    def once(self, what: Callable[[], object]) -> float:
        """Seconds of one run."""
        start = self._now()
        what()
        return self._now() - start

    @contextmanager
    def bounding(self) -> Iterator[None]:
        """Within it, Vedette uses no more threads than are timed."""
        with cores.threads(self.n_threads):
            yield

    def _now(self) -> float:
        return time.thread_time() if self.n_threads == 1 else time.perf_counter()
