"""Work on many points in parts: each small enough for a core's caches, and all cores at work where it is worth it."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import TypeVar

from vedette.errors import UsageError
from vedette.geo import fast

Result = TypeVar("Result")

#: Points of one part; measured: from 16,000 to 65,000 are the same, a million at once takes a fifth longer.
_PART = 65_536
#: Fewer points than this are worked on by one core: threads take a tenth of a millisecond each to start.
WORTH_THREADS = 200_000

_bound: ContextVar[int | None] = ContextVar("threads", default=None)


def n_threads() -> int:
    """How many threads work on many points: `VEDETTE_THREADS`, else as many as the process may use cores.

    Raises:
        UsageError: `VEDETTE_THREADS` is no number above 0.
    """
    bound = _bound.get()
    if bound is not None:
        return bound
    told = os.environ.get("VEDETTE_THREADS", "")
    if told:
        if not told.isdecimal() or int(told) < 1:
            raise UsageError(f"VEDETTE_THREADS is {told!r}: give a number of threads, at least 1")
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def threads(n: int) -> Iterator[None]:
    """Within it, no more than `n` threads work on the points that the caller's own thread asks about."""
    token = _bound.set(n)
    try:
        yield
    finally:
        _bound.reset(token)


def over_parts(n: int, work: Callable[[slice], Result]) -> list[Result]:
    """What `work` gives for each part of `n` points, in order.

    Threads are started for the call and gone after it: nothing is left that a fork could lose, and callers on several
    threads do not wait for one another. Compiled loops and most of numpy run without the interpreter's lock.

    Args:
        n: How many points there are.
        work: Called with the slice of each part, on several threads at once; what it fills must not overlap.
    """
    parts = [slice(start, min(start + _PART, n)) for start in range(0, n, _PART)]
    at_once = min(n_threads(), len(parts)) if n >= WORTH_THREADS else 1
    with fast.for_parts(n):
        if at_once == 1:
            return [work(part) for part in parts]
        # What a part asks in its turn is done by its own thread.
        with threads(1), ThreadPoolExecutor(at_once, "points") as pool:
            return [done.result() for done in [pool.submit(copy_context().run, work, part) for part in parts]]
