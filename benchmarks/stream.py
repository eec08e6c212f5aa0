"""A stream of news through a running watch: how long from publication to alert, what is lost, what memory does."""

import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.job import Figures, Job
from benchmarks.stream_process import Taken, WatchProcess
from benchmarks.stream_texts import News, make_news
from benchmarks.stream_web import Desk, Publisher, write_watch
from tests.postgres import PostgresServer, find_programs
from vedette.errors import UsageError
from vedette.store.store import Store
from vedette.store.tables import readings, reports, unreadable
from vedette.store.tables_intake import queue

#: Unless told otherwise.
MINUTES, RATE, FEEDS, SEED = 15.0, 40.0, 4, 1
#: Seconds after the last report for which alerts are waited for, and between two looks at memory.
GRACE_SECONDS, LOOK_SECONDS = 90.0, 10.0
#: Minutes at the end over which memory is to be flat.
FLAT_MINUTES = 10.0


@dataclass
class Run:
    """What was published, told and taken."""

    publisher: Publisher
    desk: Desk
    matters: dict[int, News] = field(default_factory=dict)
    #: Seconds since the beginning, what the processes took, 1-minute load of the machine.
    looks: list[tuple[float, Taken, float]] = field(default_factory=list)

    @property
    def latencies(self) -> list[float]:
        """Seconds from publication to alert, of those that were told."""
        told, published = self.desk.told, self.publisher.published
        return sorted(told[one] - published[one] for one in self.matters if one in told)

    @property
    def missing(self) -> list[int]:
        """Reports that matter and of which nothing was told."""
        return sorted(set(self.matters) - set(self.desk.told))


def run(job: Job) -> Figures:
    """Publishes at `--rate` for `--minutes` to a watch on SQLite.

    Further words: `postgresql`, `nice`, `processes=N`, `feeds=N`.
    """
    minutes, rate = job.minutes or MINUTES, job.rate or RATE
    options = dict(word.split("=") for word in job.extra if "=" in word)
    nice = 10 if "nice" in job.extra else 0
    with tempfile.TemporaryDirectory(prefix="vedette-stream-") as made, _store(job.out or Path(made), job) as url:
        folder = job.out or Path(made)
        publisher, desk = Publisher(int(options.get("feeds", FEEDS)), rate), Desk()
        (folder / "WATCH.toml").write_text(write_watch(publisher.urls, desk.url), encoding="utf-8")
        arguments = ["--store", url, "--json-logs", "--captures", str(Path(made) / "captures")]
        if "processes" in options:
            arguments += ["--processes", options["processes"]]
        watch = WatchProcess(folder, *arguments, nice=nice)
        watch.wait_until_watching()
        found = _publish(Run(publisher, desk), watch, minutes, folder)
        status = watch.stop()
        for number in found.missing[:20]:
            print(f"  nothing was told of {number}: {found.matters[number].title}")
        figures = _figures(found, url, rate, minutes) | {"exit_status": status}
        publisher.close()
        desk.close()
    return figures


@contextmanager
def _store(folder: Path, job: Job) -> Iterator[str]:
    """The address of an empty store, as a user has it: PostgreSQL waits for its disk."""
    folder.mkdir(parents=True, exist_ok=True)
    if "postgresql" not in job.extra:
        yield f"sqlite:///{folder.absolute()}/vedette.db"
        return
    programs = find_programs()
    if programs is None:
        raise UsageError("no PostgreSQL server is installed here: make system")
    server = PostgresServer(programs, options="")
    server.start()
    try:
        yield server.url(server.new_database())
    finally:
        server.remove()


def _publish(found: Run, watch: WatchProcess, minutes: float, folder: Path) -> Run:
    stop = threading.Event()
    news = make_news(SEED, datetime.now(UTC).date())
    source = threading.Thread(target=found.publisher.publish, args=(news, stop, found.matters), daemon=True)
    began = time.monotonic()
    source.start()
    with (folder / "memory.csv").open("w", encoding="utf-8") as table:
        table.write("seconds,processes,rss_mb,pss_mb,cpu_seconds,load,published,told\n")
        for number in itertools.count(1):
            time.sleep(max(0.0, min(began + number * LOOK_SECONDS, began + minutes * 60) - time.monotonic()))
            _look(found, watch, began, table)
            if time.monotonic() - began >= minutes * 60:
                break
            if number % 6 == 0:
                print(_line(found), flush=True)
    stop.set()
    source.join()
    end = time.monotonic() + GRACE_SECONDS
    while found.missing and time.monotonic() < end:
        time.sleep(0.5)
    time.sleep(2)
    return found


def _look(found: Run, watch: WatchProcess, began: float, table: object) -> None:
    taken, at, load = watch.measure(), time.monotonic() - began, os.getloadavg()[0]
    found.looks.append((at, taken, load))
    line = (
        f"{at:.0f},{taken.n_processes},{taken.rss / 1e6:.1f},{taken.pss / 1e6:.1f},{taken.cpu_seconds:.1f},{load:.2f}"
    )
    print(f"{line},{len(found.publisher.published)},{len(found.desk.told)}", file=table, flush=True)  # type: ignore[call-overload]


def _line(found: Run) -> str:
    at, taken, load = found.looks[-1]
    recent = found.latencies
    middle = f"{statistics.median(recent):.1f}" if recent else "-"
    return (
        f"  {at:5.0f} s: {len(found.publisher.published)} published, {len(found.matters)} matter, {len(recent)} told, "
        f"median {middle} s, {taken.pss / 1e6:.0f} MB, {taken.cpu_seconds:.0f} s of CPU, load {load:.1f}"
    )


def _figures(found: Run, url: str, rate: float, minutes: float) -> Figures:
    latencies, published = found.latencies, len(found.publisher.published)
    with Store(url) as store, store.look() as connection:
        kept, read, bad, waiting = (
            connection.execute(select(func.count(func.distinct(column)))).scalar_one()
            for column in (reports.c.report_id, readings.c.report_row, unreadable.c.row, queue.c.row)
        )
    figures: Figures = {
        "store": url.split(":")[0],
        "rate": rate,
        "minutes": minutes,
        "published": published,
        "matter": len(found.matters),
        "median_s": round(statistics.median(latencies), 2) if latencies else None,
        "p99_s": round(latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))], 2) if latencies else None,
        "max_s": round(latencies[-1], 2) if latencies else None,
        "lost": published - kept,
        "unread": kept - read,
        "unreadable": bad,
        "waiting": waiting,
        "missing": len(found.missing),
        "told_twice": len(found.desk.told_twice()),
        "messages": len(found.desk.messages),
        "repeated_requests": found.desk.n_repeated,
    }
    figures |= _memory(found)
    for name, value in figures.items():
        print(f"  {name:20} {value}")
    return figures


def _memory(found: Run) -> Figures:
    """Memory over the last minutes, and processor time.

    Resident memory tells whether it is flat. It counts shared pages in each process; with those counted once (`pss`)
    it is what the watch costs, but moves with whatever else on the machine maps the same files.
    """
    last = found.looks[-1][0]
    late = [taken for at, taken, _ in found.looks if at >= last - FLAT_MINUTES * 60]
    rss = [one.rss / 1e6 for one in late]
    middle = statistics.fmean(rss)
    return {
        "rss_mb_mean": round(middle, 1),
        "rss_mb_last": round(rss[-1], 1),
        "rss_spread": round(max(max(rss) - middle, middle - min(rss)) / middle, 4),
        "rss_growth": round(rss[-1] / rss[0] - 1, 4),
        "pss_mb_mean": round(statistics.fmean(one.pss / 1e6 for one in late), 1),
        "pss_mb_last": round(late[-1].pss / 1e6, 1),
        "cpu_share": round(found.looks[-1][1].cpu_seconds / last, 3),
        "load_mean": round(statistics.fmean(load for _, _, load in found.looks), 2),
    }
