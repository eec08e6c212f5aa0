"""Progress on standard error, for anything that takes over a second."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Item = TypeVar("Item")

#: Seconds before anything is shown.
QUIET_SECONDS = 1.0


def show_progress(items: Iterable[Item], doing: str, total: int | None = None) -> Iterator[Item]:
    """The items as they come, with a bar once a second has gone by; none where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    started, done = time.monotonic(), 0
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=False) as bar:
        task = bar.add_task(doing, total=total, visible=False)
        for item in items:
            done += 1
            bar.update(task, completed=done, visible=time.monotonic() - started > QUIET_SECONDS)
            yield item
