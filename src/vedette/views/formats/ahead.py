"""Reading ahead and writing behind in threads of their own, while the main one measures."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from vedette.views.formats.batch import EventBatch, EventWriter, Found

Item = TypeVar("Item")

_END = object()


def read_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each read while the one before is worked on; memory holds two."""
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[object] = pool.submit(next, items, _END)
        while (item := waiting.result()) is not _END:
            waiting = pool.submit(next, items, _END)
            yield item  # type: ignore[misc]


class _Behind:
    def __init__(self, writer: EventWriter, pool: ThreadPoolExecutor) -> None:
        self._writer, self._pool = writer, pool
        self._waiting: Future[None] | None = None

    def write(self, batch: EventBatch, found: Found) -> None:
        self.finish()
        self._waiting = self._pool.submit(self._writer.write, batch, found)

    def finish(self) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.result()


@contextmanager
def write_behind(writer: EventWriter) -> Iterator[EventWriter]:
    """The writer in a thread of its own: each batch is written while the next one is measured."""
    with ThreadPoolExecutor(1) as pool:
        behind = _Behind(writer, pool)
        yield behind
        behind.finish()
