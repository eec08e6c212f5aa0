"""A watch that is killed over and over, at moments nobody chose, against one that is left alone."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.faults_spawner import ForkedWatch, Spawner
from benchmarks.job import Figures
from benchmarks.stream_texts import News, Sort, make_news
from benchmarks.stream_web import Desk, Publisher, write_watch
from vedette.run.verifying import verify_store
from vedette.store.store import Store
from vedette.store.tables import readings, reports
from vedette.store.tables_intake import queue

#: Half of the reports end the way to an alert, so that there is always one under way.
SHARES: tuple[tuple[Sort, int], ...] = (("matters", 3), ("elsewhere", 1), ("ordinary", 6))
#: Reports a second; seconds after a start, or after it watches, within which it is killed.
RATE, EARLY_SECONDS, LATE_SECONDS = 5.0, 0.6, 2.5
#: Share of the kills that fall into the start.
EARLY = 0.2
_FEEDS, _SHOWN = 2, 4000


@dataclass
class Scene:
    """Feeds, a receiver, and a watch between them."""

    folder: Path
    store_url: str
    rate: float = RATE
    seed: int = 1
    matters: dict[int, News] = field(default_factory=dict)
    made: list[News] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.publisher, self.desk = Publisher(_FEEDS, self.rate, _SHOWN), Desk()
        watch = write_watch(self.publisher.urls, self.desk.url)
        (self.folder / "WATCH.toml").write_text(watch, encoding="utf-8")
        self._source = threading.Thread(target=self._publish, daemon=True)

    def start(self, spawner: Spawner) -> ForkedWatch:
        """The watch, begun."""
        options = ("--store", self.store_url, "--processes", "1", "--captures", str(self.folder / "captures"))
        return spawner.start(self.folder, *options)

    def publish(self) -> None:
        """Begins to publish."""
        self._source.start()

    def end_publishing(self) -> None:
        """Publishes nothing more."""
        self._stop.set()
        self._source.join()
        self.made = [one for one in self.made if one.number in self.publisher.published]

    def wait_for_alerts(self, seconds: float) -> float:
        """Seconds until all that matters was told, or the time is over; it waits on a little for what comes twice."""
        began = time.monotonic()
        while self.missing and time.monotonic() - began < seconds:
            time.sleep(0.1)
        waited = time.monotonic() - began
        time.sleep(1.5)
        return waited

    @property
    def missing(self) -> list[int]:
        """Reports that matter and of which nothing was told."""
        return sorted(set(self.matters) - set(self.desk.told))

    def figures(self) -> Figures:
        """What was lost, told twice and missing at the end."""
        with Store(self.store_url) as store:
            with store.look() as connection:
                kept, read, waiting = (
                    connection.execute(select(func.count(func.distinct(column)))).scalar_one()
                    for column in (reports.c.report_id, readings.c.report_row, queue.c.row)
                )
            n_problems = len(verify_store(store, self.folder / "captures").problems)
        return {
            "published": len(self.made),
            "lost": len(self.made) - kept,
            "unread": len(self.made) - read,
            "waiting": waiting,
            "matter": len(self.matters),
            "missing": len(self.missing),
            "told_twice": len(self.desk.told_twice()),
            "repeated_requests": self.desk.n_repeated,
            "chain_problems": n_problems,
        }

    def close(self) -> None:
        """Ends feeds and receiver."""
        self.publisher.close()
        self.desk.close()

    def _publish(self) -> None:
        def noted() -> Iterator[News]:
            for one in make_news(self.seed, datetime.now(UTC).date(), SHARES):
                self.made.append(one)
                yield one

        self.publisher.publish(noted(), self._stop, self.matters)


def kill_at_random(spawner: Spawner, scene: Scene, n_kills: int) -> Figures:
    """What is lost, told twice or missing after so many kills, and whether a watch left alone tells the same."""
    rng = random.Random(scene.seed)  # noqa: S311 (no secret)
    scene.publish()
    n_early = 0
    for _ in range(n_kills):
        watch = scene.start(spawner)
        if rng.random() < EARLY:
            n_early += 1
            time.sleep(rng.uniform(0, EARLY_SECONDS))
        else:
            watch.wait_until_watching()
            time.sleep(rng.uniform(0, LATE_SECONDS))
        watch.kill()
    scene.end_publishing()
    watch = scene.start(spawner)
    waited = scene.wait_for_alerts(600.0)
    for number in scene.missing[:20]:
        print(f"   nothing was told of {number}: {scene.matters[number].title}")
    figures: Figures = {"times": n_kills, "while_starting": n_early, "ended": watch.stop()}
    return figures | scene.figures() | {"caught_up_s": round(waited, 1)}


def tell_undisturbed(spawner: Spawner, scene: Scene, news: list[News]) -> set[tuple[int, ...]]:
    """The alerts, by the reports they name, of a watch that is left alone with the same reports."""
    for one in news:
        if one.sort == "matters":
            scene.matters[one.number] = one
        scene.publisher.add(one)
        scene.made.append(one)
    watch = scene.start(spawner)
    scene.wait_for_alerts(120.0)
    watch.stop()
    return alerts_of(scene)


def alerts_of(scene: Scene) -> set[tuple[int, ...]]:
    """The alerts that the receiver was told of, by the reports that the first message named."""
    return {numbers for kind, numbers in scene.desk.messages.values() if kind == "alert"}
