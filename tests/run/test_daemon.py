"""The watch that does not sleep: what it survives, and that it says so."""

import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.build import event, reading
from tests.web_server import Reply, WebServer, item, rss
from vedette.errors import StoreError, UsageError
from vedette.model.alert import Alert
from vedette.model.feed import Feed, FeedState
from vedette.model.message import Channel, Message
from vedette.model.report import Report, Unreadable
from vedette.model.watch import Watch
from vedette.run.clock import SystemClock
from vedette.run.daemon import Daemon
from vedette.run.delivering import Round
from vedette.run.fetch import Fetcher
from vedette.run.health import Health, find_dead_feeds
from vedette.run.health_server import HealthServer
from vedette.run.holding import Holding, name_process
from vedette.run.loops import Loop
from vedette.run.metrics import Metrics
from vedette.run.reading_queue import Outcome, QueueReader
from vedette.run.visiting import FeedVisitor
from vedette.store import intake, outbox
from vedette.store.readings import newest_rows
from vedette.store.store import Store
from vedette.store.watch_lock import take_lock

NOON = datetime(2021, 5, 14, 12)


class QuickReads:
    """Reads at once: one event a report; a report that says so cannot be read."""

    def read(self, items: Iterable[Report]) -> Iterator[Outcome]:
        for one in items:
            if "unreadable" in one.text:
                yield Unreadable(one.id, "internal", "cannot be read")
            else:
                yield replace(reading(event(f"e-{one.id}")), report=one)


class Steps:
    """Says a message for each reading that it has not seen, and remembers nothing else."""

    def __init__(self, store: Store) -> None:
        self._store, self._said = store, set[int]()

    def step(self, now: datetime) -> tuple[Message, ...]:
        with self._store.look() as connection:
            new = set(newest_rows(connection)) - self._said
        self._said |= new
        return tuple(message(str(row), now) for row in sorted(new))


def message(name: str, at: datetime) -> Message:
    alert = Alert(name, "w", (), (), "low", f"Alert {name}", (), (), 1, ())
    return Message(name, name, "w", "alert", 1, at, alert, "new")


def until(done: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    assert done()


@pytest.fixture
def server() -> Iterator[WebServer]:
    one = WebServer()
    yield one
    one.close()


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path}/vedette.db") as one:
        yield one


class Running:
    """A daemon in a thread of its own."""

    def __init__(self, store: Store, *feeds: Feed, deliver: Callable[[], Round] = Round) -> None:
        clock = SystemClock()
        self.said: list[Message] = []
        self.daemon = Daemon(
            store=store,
            watch=Watch("w1", "Example", "", (), (), feeds=feeds),
            visitor=FeedVisitor(store, Fetcher(pause_seconds=0), clock),
            reader=QueueReader(store, QuickReads(), "quick", clock),
            stepper=Steps(store),
            deliver=deliver,
            clock=clock,
            tell=self.said.append,
            health=Health(clock.monotonic),
            metrics=Metrics(),
        )
        self.holding = Holding(store, "example", clock)
        self.holding.take(self.daemon.stop)
        self.lost: list[bool] = []
        self._thread = threading.Thread(target=lambda: self.lost.append(self.daemon.run(self.holding)))
        self._thread.start()

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.daemon.stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive()
        assert not self.daemon.is_busy


def feed(server: WebServer, path: str = "/feed", **more: object) -> Feed:
    given: dict[str, object] = {"every_seconds": 0.2, "allow_private": True, **more}
    return Feed(path, f"Feed {path}", "feed", server.url(path), **given)  # type: ignore[arg-type]


def test_a_new_report_on_a_feed_is_told_of(store: Store, server: WebServer) -> None:
    server.pages["/feed"] = Reply(rss(item(1, "A bomb exploded.")))
    with Running(store, feed(server)) as running:
        until(lambda: len(running.said) == 1)
        server.pages["/feed"] = Reply(rss(item(2, "Another exploded."), item(3, "unreadable")))
        until(lambda: len(running.said) == 2)
        assert running.daemon.health.troubles() == []
    with store.look() as connection:
        assert intake.queue_length(connection) == (0, None)
    figures = running.daemon.metrics.text().decode()
    assert 'vedette_reports_new_total{feed="/feed"} 3.0' in figures
    assert 'vedette_reports_read_total{outcome="unreadable"} 1.0' in figures


def test_a_message_that_does_not_arrive_is_told_by_its_health(file_store: Store, server: WebServer) -> None:
    server.pages["/feed"] = Reply(rss())
    hour = timedelta(hours=1)
    queued = SystemClock().now() - hour
    with file_store.begin() as connection:
        on = Watch("w1", "Example", "", (), (), channels=(Channel("desk", "webhook", "https://desk.example/hook"),))
        (one,) = outbox.enqueue(connection, on, [replace(message("a", queued), watch_id=on.key)], queued)
        outbox.mark_failed(connection, one.key, queued, "receiver is down")
    with Running(file_store, feed(server)) as running:
        until(running.daemon.health.troubles)
        assert running.daemon.health.troubles()[0].endswith("UTC has not arrived: receiver is down")
        with file_store.begin() as connection:
            outbox.mark_delivered(connection, one.key, queued + hour)
        until(lambda: not running.daemon.health.troubles())


def test_one_bad_feed_does_not_keep_the_others(file_store: Store, server: WebServer) -> None:
    server.pages["/slow"] = Reply(bytes(100_000), drip=0.2)
    server.pages["/good"] = Reply(rss(item(1, "A bomb exploded.")))
    with Running(file_store, feed(server, "/bad"), feed(server, "/slow"), feed(server, "/good")) as running:
        until(lambda: running.said)
        until(lambda: any("Feed /bad" in one for one in running.daemon.health.troubles()))
        server.close()  # ends the slow one


def test_a_store_that_is_gone_for_a_while_is_waited_for(
    file_store: Store, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = Reply(rss(item(1, "A bomb exploded.")))
    monkeypatch.setattr("vedette.run.loops.FIRST_PAUSE", 0.1)
    gone = threading.Event()
    real = Store.begin

    def begin(self: Store) -> object:
        if gone.is_set():
            raise StoreError("the disk is full")
        return real(self)

    with Running(file_store, feed(server)) as running:
        until(lambda: running.said)
        monkeypatch.setattr(Store, "begin", begin)
        gone.set()
        server.pages["/feed"] = Reply(rss(item(2, "Another exploded.")))
        until(lambda: any("the disk is full" in one for one in running.daemon.health.troubles()))
        assert len(running.said) == 1
        gone.clear()
        until(lambda: len(running.said) == 2)
        until(lambda: running.daemon.health.troubles() == [])


def test_work_that_fails_for_any_reason_is_tried_again_and_said(file_store: Store, server: WebServer) -> None:
    n_calls = []

    def deliver() -> Round:
        n_calls.append(1)
        if len(n_calls) == 1:
            raise ZeroDivisionError("nobody foresaw this")
        return Round()

    with Running(file_store, feed(server), deliver=deliver) as running:
        until(lambda: len(n_calls) >= 2)
        assert running.daemon.metrics.text().decode().count('failures_total{thread="delivering"} 1.0') == 1


def test_once_visits_reads_tells_and_ends(file_store: Store, server: WebServer) -> None:
    server.pages["/feed"] = Reply(rss(item(1, "A bomb exploded.")))
    clock = SystemClock()
    said: list[Message] = []
    daemon = Daemon(
        file_store,
        Watch("w1", "Example", "", (), (), feeds=(feed(server), feed(server, "/bad"))),
        FeedVisitor(file_store, Fetcher(pause_seconds=0), clock),
        QueueReader(file_store, QuickReads(), "quick", clock),
        Steps(file_store),
        Round,
        clock,
        said.append,
        Health(clock.monotonic),
        Metrics(),
    )
    assert {visit.feed_id: visit.outcome for visit in daemon.run_once()} == {"/feed": "new", "/bad": "failed"}
    assert len(said) == 1
    left = next(visit for visit in daemon.run_once() if visit.feed_id == "/bad")
    assert left.outcome == "skipped" and "left alone until" in (left.message or "")


def test_a_report_leaves_the_queue_in_the_transaction_that_keeps_its_reading(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [replace(reading().report, id=f"r{n}", text=f"Report {n}.", text_sha256=f"{n}") for n in range(40)]
    with store.begin() as connection:
        assert intake.take_in(connection, "f", [intake.Sighting(one, None) for one in reports], NOON) == 40
    reader = QueueReader(store, QuickReads(), "quick", SystemClock())
    real = intake.leave_queue

    def fail(*_: object) -> None:
        raise StoreError("killed here")

    monkeypatch.setattr("vedette.run.reading_queue.leave_queue", fail)
    with pytest.raises(StoreError):
        reader.read_some()
    with store.look() as connection:
        assert (intake.queue_length(connection)[0], newest_rows(connection)) == (40, [])
    monkeypatch.setattr("vedette.run.reading_queue.leave_queue", real)
    assert reader.read_some().n_read == 40
    assert reader.read_some().n_read == 0
    assert len(list(store.readings())) == 40


def test_only_one_process_runs_a_watch(store: Store) -> None:
    stop, clock = threading.Event(), SystemClock()
    with store.begin() as connection:
        assert take_lock(connection, "w", name_process(1), NOON)  # the first process of the machine lives
    with pytest.raises(UsageError, match="another process"):
        Holding(store, "w", clock).take(stop)
    Holding(store, "other", clock).take(stop)


def test_the_place_of_a_process_that_was_killed_is_taken_at_once(store: Store) -> None:
    stop, clock = threading.Event(), SystemClock()
    holding = Holding(store, "w", clock)
    dead = holding.holder.rsplit(" ", 1)[0] + " 1"
    with store.begin() as connection:
        take_lock(connection, "w", dead, NOON)
    holding.take(stop)
    holding.beat()
    holding.release()


def test_a_process_that_was_killed_and_is_still_listed_holds_nothing(store: Store) -> None:
    killed = subprocess.Popen(["sleep", "60"])
    holder = name_process(killed.pid)
    killed.kill()
    until(lambda: name_process(killed.pid) != holder)
    with store.begin() as connection:
        take_lock(connection, "w", holder, NOON)
    Holding(store, "w", SystemClock()).take(threading.Event())
    killed.wait()


def test_a_process_elsewhere_is_dead_when_its_beat_stands_still(store: Store) -> None:
    class Waiting(SystemClock):
        beats = False

        def wait(self, signal: threading.Event, seconds: float) -> bool:
            if self.beats:
                other.beat()
            return False

    stop, clock = threading.Event(), Waiting()
    other = Holding(store, "w", clock)
    other.holder = "elsewhere 0-0 pid 7 started 7"
    other.take(stop)
    clock.beats = True
    with pytest.raises(UsageError, match="elsewhere"):
        Holding(store, "w", clock).take(stop)
    clock.beats = False
    Holding(store, "w", clock).take(stop)
    with pytest.raises(StoreError, match="taken this watch over"):
        other.beat()


def test_a_daemon_whose_watch_was_taken_over_ends(file_store: Store, server: WebServer) -> None:
    running = Running(file_store, feed(server))
    with file_store.begin() as connection:
        take_lock(connection, "example", "another", NOON, running.holding.holder)
    running.daemon._wake("beating")
    until(lambda: running.lost == [True])


def test_health_is_served_with_its_reasons() -> None:
    now = [0.0]
    health = Health(lambda: now[0])
    server = HealthServer("127.0.0.1", 0, health.troubles, Metrics().text)

    def ask(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    health.lives("reading")
    assert ask("/healthz") == (200, '{"ok": true, "troubles": []}')
    now[0] = 1000.0
    health.troubled("stepping", "the disk is full")
    status, body = ask("/healthz")
    assert status == 503
    assert json.loads(body)["troubles"] == [
        "reading: no sign of life for 1000 s",
        "stepping: the disk is full",
    ]
    assert ask("/metrics")[0] == 200
    assert ask("/")[0] == 404
    server.close()


def test_a_feed_is_dead_when_its_visits_fail_or_do_not_happen() -> None:
    one = Feed("f", "Example Gazette", "feed", "x", every_seconds=60.0)
    hour = timedelta(hours=1)

    def dead(began: datetime | None = NOON - 3 * hour, **state: object) -> bool:
        given: dict[str, object] = {"visited_at": NOON, "next_at": NOON, "answered_at": NOON, **state}
        return bool(find_dead_feeds([one], {"f": FeedState("f", "x", **given)}, NOON, began))  # type: ignore[arg-type]

    assert find_dead_feeds([one], {}, NOON, NOON) == {}
    assert not dead()
    assert not dead(n_failures=1)
    assert dead(n_failures=2)
    assert dead(n_failures=1, answered_at=None)
    assert dead(next_at=NOON - hour)
    assert not dead(began=None, next_at=NOON - hour)
    assert not dead(began=NOON, next_at=NOON - hour)


def test_a_loop_that_is_woken_does_not_wait() -> None:
    n_done, stop, health = [], threading.Event(), Health(time.monotonic)

    def work() -> float:
        n_done.append(1)
        return 60.0

    loop = Loop("x", work, stop, SystemClock(), health, lambda _: None, lambda: None)
    loop.start()
    until(lambda: len(n_done) == 1)
    loop.wake()
    until(lambda: len(n_done) == 2)
    stop.set()
    loop.wake()
    loop.join(5)
    assert not loop.is_alive()


def test_a_loop_that_has_nothing_to_do_for_an_hour_lives() -> None:
    seconds, stop = [0.0], threading.Event()

    class Hours(SystemClock):
        """A clock whose waits are over at once."""

        def monotonic(self) -> float:
            return seconds[0]

        def wait(self, signal: threading.Event, _seconds: float) -> bool:
            seconds[0] += _seconds
            assert health.troubles() == []
            return signal.is_set()

    health = Health(lambda: seconds[0])

    def work() -> float:
        if seconds[0]:
            stop.set()
        return 3600.0

    loop = Loop("stamping", work, stop, Hours(), health, lambda _: None, lambda: None)
    loop.start()
    loop.join(5)
    assert seconds[0] == 3600.0


def test_visits_that_were_called_off_leave_nothing_under_way(store: Store, server: WebServer) -> None:
    feeds = [feed(server, f"/feed{n}") for n in range(40)]
    for n in range(40):
        server.pages[f"/feed{n}"] = Reply(rss(item(n, "A bomb exploded.")))
    with Running(store, *feeds) as running:
        until(lambda: bool(running.daemon.is_busy))
