"""A store that lives long: does it take in as fast with a million events in it, and how long do questions take?"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from benchmarks.job import Figures, Job
from benchmarks.store_readings import EVENTS, day_of, make_readings
from vedette.model.reading import Reading
from vedette.store.engine import bare, open_engine
from vedette.store.event_columns import EventFilter, event_columns
from vedette.store.readings import add_readings, keep_newest, load_readings, newest_rows, readings_since
from vedette.store.search import search
from vedette.store.store import Store

#: Reports that the store holds; each with five events.
REPORTS = 200_000
#: Reports a transaction, as the watch takes them in; and as an import does.
LIVE, IMPORT = 20, 500
#: Transactions that are compared: so many that the index of words merges its parts several times meanwhile.
COMPARED = 1500
#: Times that each question is asked; the middle one counts.
TIMES = 5
_KEY, _NOW = "benchmark", datetime(2025, 1, 1)


@dataclass
class Spent:
    """Seconds by the clock and of this process's CPU (a database server's are not among them)."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Adds what is done inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)


def run(job: Job) -> Figures:
    """Fills an SQLite file in a temporary folder (below `--out` if given), or stores on servers given as further words.

    Further words: a number of reports; `postgresql://…` of a server on which databases may be made.
    """
    numbers = [int(word) for word in job.extra if word.isdigit()]
    urls = [word for word in job.extra if not word.isdigit()]
    n_reports = numbers[0] if numbers else REPORTS
    figures: Figures = {}
    with tempfile.TemporaryDirectory(dir=job.out) as made:
        for url in urls or [f"sqlite:///{made}/vedette.db"]:
            with _two_stores(url, Path(made)) as (large, small):
                figures |= _measure(large, small, n_reports, url.split(":")[0])
    return figures


@contextmanager
def _two_stores(url: str, folder: Path) -> Iterator[tuple[Store, Store]]:
    """Two empty stores of one kind; they are gone afterwards."""
    if url.startswith("sqlite"):
        with Store(url) as large, Store(f"sqlite:///{folder}/small.db") as small:
            yield large, small
        return
    names = ("vedette_benchmark_large", "vedette_benchmark_small")
    engine = open_engine(url)
    for name in names:
        _alone(engine, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    at = [make_url(url).set(database=name).render_as_string(hide_password=False) for name in names]
    with Store(at[0]) as large, Store(at[1]) as small:
        yield large, small
    for name in names:
        _alone(engine, f"DROP DATABASE {name}")


def _alone(engine: Any, *statements: str) -> None:
    with bare(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def _measure(large: Store, small: Store, n_reports: int, kind: str) -> Figures:
    filled = Spent()
    for start in range(0, n_reports, IMPORT):
        batch = make_readings(start, min(IMPORT, n_reports - start))
        with filled.measured():
            _add(large, batch)
    print(f"{kind}: {n_reports:,} reports, {n_reports * EVENTS:,} events taken in, {IMPORT} reports a transaction")
    figures: Figures = {"reports": n_reports, "events": n_reports * EVENTS}
    figures |= {"import_reports_per_s": round(n_reports / sum(filled.wall))}
    for size, name in ((LIVE, "live"), (IMPORT, "import")):
        figures |= _compare(large, small, n_reports, size, name)
        n_reports += COMPARED * LIVE
    figures |= _ask(large, day_of(n_reports))
    return {f"{kind}_{name}": value for name, value in figures.items()}


def _compare(large: Store, small: Store, first: int, size: int, name: str) -> Figures:
    """The rate with the store full against that of a new one, turn by turn, so that both see the same disturbances."""
    full, empty = Spent(), Spent()
    turns = COMPARED if size == LIVE else COMPARED // 10
    for turn in range(turns):
        batch = make_readings(first + turn * size, size)
        for store, spent in ((large, full), (small, empty))[:: 1 if turn % 2 else -1]:
            with spent.measured():
                _add(store, batch)
    rates = {"full": turns * size / sum(full.wall), "empty": turns * size / sum(empty.wall)}
    falls = {"fall": 1 - sum(empty.wall) / sum(full.wall), "cpu_fall": 1 - sum(empty.cpu) / sum(full.cpu)}
    cost = {"full": sum(full.cpu) / turns / size * 1000, "empty": sum(empty.cpu) / turns / size * 1000}
    print(
        f"  {name:7} {size:4} a transaction: {rates['empty']:6.0f}/s into an empty store, {rates['full']:6.0f}/s into "
        f"the full one, {falls['fall']:+.1%} slower by the clock, {falls['cpu_fall']:+.1%} by CPU "
        f"({cost['empty']:.2f} and {cost['full']:.2f} ms a report); "
        f"slowest transaction {max(full.wall) * 1000:.0f} ms"
    )
    told: Figures = {f"{name}_{key}_reports_per_s": round(rate) for key, rate in rates.items()}
    told |= {f"{name}_{key}_cpu_ms": round(ms, 2) for key, ms in cost.items()}
    return told | {f"{name}_{key}": round(fall, 3) for key, fall in falls.items()}


def _add(store: Store, batch: Sequence[Reading]) -> None:
    with store.begin() as connection:
        add_readings(connection, [(reading, _KEY) for reading in batch], _NOW)


def _ask(store: Store, today: date) -> Figures:
    month = (today - timedelta(days=30), today)
    rare = make_readings(random.Random(1).randrange(1000), 1)[0].report.text.split()[0]  # noqa: S311 (no secret)

    def window(connection: Any) -> int:
        asked = EventFilter(kinds=["ASSAULT"], countries=["IQ"], days=month, undated=False)
        rows = [int(row) for one in event_columns(connection, asked) for row in set(one.reading_row.tolist())]
        return len(list(load_readings(connection, keep_newest(connection, sorted(set(rows))))))

    questions: dict[str, Callable[[Any], int]] = {
        "window_readings": window,
        "columns_month": lambda c: sum(map(len, event_columns(c, EventFilter(days=month, undated=False)))),
        "columns_all": lambda c: sum(map(len, event_columns(c, EventFilter()))),
        "newest_rows": lambda c: len(newest_rows(c)),
        "since_last_100": lambda c: len(readings_since(c, newest_rows_end(c) - 100)),
        "search_rare": lambda c: len(search(c, rare)),
        "search_two_words": lambda c: len(search(c, "w30 w300")),
        "search_common": lambda c: len(search(c, "w1")),
    }
    figures: Figures = {}
    for name, ask in questions.items():
        spent, n = Spent(), 0
        for _ in range(TIMES):
            with store.look() as connection, spent.measured():
                n = ask(connection)
        middle = sorted(spent.wall)[TIMES // 2]
        print(f"  {name:18} {n:9,} found in {middle * 1000:8.1f} ms")
        figures[f"{name}_ms"] = round(middle * 1000, 1)
    return figures


def newest_rows_end(connection: Any) -> int:
    """The last reading's row."""
    return int(connection.execute(text("SELECT max(row) FROM readings")).scalar())
