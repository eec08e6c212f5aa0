"""`vedette watch`: visits feeds, reads, alerts and delivers, until stopped."""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.evidence.warc import WarcFolder
from vedette.model.feed import Visit
from vedette.model.findings import Findings
from vedette.model.message import Message
from vedette.model.plain import to_plain
from vedette.model.watch import Watch
from vedette.run.addresses import show_url
from vedette.run.briefing import BriefSchedule
from vedette.run.capturing import captures_folder
from vedette.run.clock import SystemClock
from vedette.run.daemon import Daemon
from vedette.run.delivering import Deliverer, check_channels
from vedette.run.feed_watching import forget_old_visits
from vedette.run.fetch import Fetcher
from vedette.run.health import Health
from vedette.run.health_server import HealthServer
from vedette.run.holding import Holding
from vedette.run.metrics import Metrics
from vedette.run.read import reader_key
from vedette.run.reading_pool import ReadingPool
from vedette.run.reading_queue import QueueReader
from vedette.run.rechecking import PageChecker
from vedette.run.sending import NetworkSender
from vedette.run.stamping import Stamper
from vedette.run.stepping import Stepper
from vedette.run.visiting import FeedVisitor
from vedette.store.store import Store
from vedette.views.brief import render_brief
from vedette.views.cli_gazetteer import GazetteerFile, use_gazetteer
from vedette.views.log_lines import start_logging
from vedette.views.options import DEFAULT_STORE, PipelineName, StoreUrl
from vedette.views.output import write_whole
from vedette.views.small_pipeline import say_if_small
from vedette.watching.watch_file import load_watch

WATCH_HELP = """Visit the feeds of a watch, read what they bring, and tell of what matters, until stopped.

Prints a line for each thing that is said about an alert. Stopped with Ctrl-C or SIGTERM, or killed, it goes on later
where it was.

Example: vedette watch WATCH.toml --store sqlite:///vedette.db --listen 127.0.0.1:9464"""
_LOG = logging.getLogger("vedette.watch")
#: Seconds between two looks at which of the pages that alerts rest on are due.
RECHECK_SECONDS = 60.0

Listen = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="Serve /healthz and /metrics there; without HOST on this machine alone."),
]
Captures = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Where what was fetched is kept; beside the store by default.")
]


def watch(
    file: Annotated[Path, typer.Argument(metavar="WATCH.toml", help="The watch.")],
    once: Annotated[bool, typer.Option("--once", help="Visit all feeds once and stop, for cron.")] = False,
    store: StoreUrl = DEFAULT_STORE,
    listen: Listen = None,
    captures: Captures = None,
    brief: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the brief is written, at brief_at or with --once."),
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that read; one a processor by default.")
    ] = None,
    json_logs: Annotated[bool, typer.Option("--json-logs", help="Log one JSON object a line.")] = False,
    pipeline: PipelineName = None,
    gazetteer: GazetteerFile = None,
    json_: Annotated[bool, typer.Option("--json", help="Print a JSON object a message.")] = False,
) -> None:
    """Runs the watch; with `--once` exits 1 when a feed could not be visited."""
    use_gazetteer(gazetteer)
    found = load_watch(file)
    if not found.feeds:
        raise UsageError(f"{file}: the watch names no [[feeds]]: add some, or with vedette source add", str(file))
    place = _place(listen)
    start_logging(json_lines=json_logs)
    say_if_small(pipeline)
    for trouble in check_channels(found):
        print(f"vedette: {trouble}: nothing arrives there until that is mended", file=sys.stderr)
    _check_brief(found, brief, once=once)
    stop = threading.Event()
    with ExitStack() as held, _stopping(stop) as caught:
        # Before any thread runs and the store is opened: its processes are forked from this one.
        pool = held.enter_context(ReadingPool(processes or os.cpu_count() or 1, pipeline=pipeline, gate=True))
        opened = held.enter_context(Store(store))
        daemon = _build(found, file, opened, pool, reader_key(pipeline, True), captures, held, json_)
        daemon.stop = stop
        if brief is not None:
            daemon.chores = {**daemon.chores, "briefing": _briefing(daemon, brief, at_once=once)}
        holding = Holding(opened, found.key, daemon.clock)
        holding.take(stop)
        held.callback(holding.release)
        if place:
            server = HealthServer(*place, daemon.health.troubles, daemon.metrics.text)
            held.callback(server.close)
            _LOG.info("listening", extra={"port": server.port})
        status = _say_visits(daemon.run_once(), found) if once else _run(daemon, holding, found)
    raise typer.Exit(caught[0] if caught else status)


def _build(
    found: Watch,
    file: Path,
    store: Store,
    pool: ReadingPool,
    key: str,
    captures: Path | None,
    held: ExitStack,
    as_json: bool,
) -> Daemon:
    clock, sender, fetcher = SystemClock(), NetworkSender(), Fetcher()
    kept = held.enter_context(WarcFolder(captures_folder(store.url, captures)))
    deliverer = Deliverer(store, found, clock, sender, file.parent)
    held.callback(deliverer.close)
    checker = PageChecker(store, found, fetcher, kept, clock)
    return Daemon(
        store=store,
        watch=found,
        visitor=FeedVisitor(store, fetcher, clock, kept),
        reader=QueueReader(store, pool, key, clock),
        stepper=Stepper(store, found),
        deliver=deliverer.deliver,
        clock=clock,
        tell=_tell_json if as_json else _tell,
        health=Health(clock.monotonic),
        metrics=Metrics(),
        chores={
            "rechecking": lambda: _recheck(checker),
            "forgetting visits": lambda: forget_old_visits(store, clock.now()),
            **_stamping(store, clock),
        },
    )


def _recheck(checker: PageChecker) -> float:
    for change in checker.check():
        _LOG.warning("page " + change.kind, extra={"page": show_url(change.url), "report": change.report_id})
    return RECHECK_SECONDS


def _stamping(store: Store, clock: SystemClock) -> dict[str, Callable[[], float]]:
    """Work that has the chain of captures stamped, where `VEDETTE_TSA` names an authority."""
    tsa = os.environ.get("VEDETTE_TSA")
    return {"stamping": Stamper(store, tsa, clock).stamp_if_due} if tsa else {}


def _briefing(daemon: Daemon, path: Path, *, at_once: bool) -> Callable[[], float]:
    """Work that writes the brief when its time has struck, or at once."""

    def write(findings: Findings, now: datetime) -> None:
        write_whole(path, render_brief(findings, made_at=now.replace(tzinfo=UTC)))
        _LOG.info("brief written", extra={"file": str(path)})

    schedule = BriefSchedule(daemon.store, daemon.watch, write, daemon.clock.now())

    def work() -> float:
        return schedule.write(daemon.clock.now()) if at_once else schedule.write_if_due(daemon.clock.now())

    return work


def _run(daemon: Daemon, holding: Holding, found: Watch) -> int:
    _LOG.info("watching", extra={"watch": found.key, "feeds": len(found.feeds), "store": daemon.store.url})
    lost = daemon.run(holding)
    _LOG.info("stopped", extra={"watch": found.key})
    if daemon.is_busy:
        # A thread hangs in a call that cannot be ended; what it does is found undone at the next start.
        holding.release()
        sys.stdout.flush()
        os._exit(3 if lost else 0)
    return 3 if lost else 0


@contextmanager
def _stopping(stop: threading.Event) -> Iterator[list[int]]:
    """Stops on SIGINT and SIGTERM; gives the exit status that the signal asks for. A second signal ends at once."""
    caught: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        if caught:
            os._exit(130)
        caught.append(130 if number == signal.SIGINT else 0)
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check_brief(found: Watch, brief: Path | None, *, once: bool) -> None:
    """Says on standard error where a brief is asked for and would never be written."""
    if brief is None and found.alerts.brief_at:
        print("vedette: brief_at is set, and no brief is written: name its file with --brief", file=sys.stderr)
    if brief is not None and not found.alerts.brief_at and not once:
        print(f"vedette: {brief} is not written: the watch names no brief_at in [alerts]", file=sys.stderr)


def _place(listen: str | None) -> tuple[str, int] | None:
    """Host and port to listen on.

    Raises:
        UsageError: It is no such place.
    """
    if listen is None:
        return None
    host, _, port = listen.rpartition(":")
    if not port.isdigit() or int(port) > 65_535:
        raise UsageError(f"--listen {listen}: give HOST:PORT or PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


def _say_visits(visits: list[Visit], found: Watch) -> int:
    names = {feed.id: feed.name for feed in found.feeds}
    bad = [visit for visit in visits if visit.outcome in ("failed", "skipped")]
    for visit in bad:
        print(f"vedette: feed {names[visit.feed_id]} ({visit.feed_id}): {visit.message}", file=sys.stderr)
    return 1 if bad else 0


def _tell(message: Message) -> None:
    level = message.alert.level.upper()
    _print(f"{message.decided_at:%Y-%m-%d %H:%M:%S} {message.kind} {level}: {message.alert.title} ({message.why})")


def _tell_json(message: Message) -> None:
    _print(json.dumps(to_plain(message), ensure_ascii=False))


def _print(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError as error:
        # Who read our output has gone, or its disk is full: the message is recorded and delivered all the same.
        _LOG.error("output lost", extra={"error": error.strerror})
