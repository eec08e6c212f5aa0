"""Figures of a running watch, for Prometheus."""

from collections.abc import Iterable
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from vedette.model.feed import Visit
from vedette.model.message import Message
from vedette.run.delivering import Round
from vedette.run.reading_queue import ReadRound
from vedette.watching.states import SourceState, State, ZoneStanding


class Metrics:
    """Counts what a watch does, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._visits = self._counter("visits", "Visits to feeds", ["feed", "outcome"])
        self._items = self._counter("items", "Items that feeds showed", ["feed"])
        self._new = self._counter("reports_new", "Reports that were not known before", ["feed"])
        self._bytes = self._counter("fetched_bytes", "Bytes of answers", ["feed"])
        self._answered = self._gauge("feed_answered_timestamp_seconds", "When a feed last answered", ["feed"])
        self._read = self._counter("reports_read", "Reports that were read", ["outcome"])
        self._messages = self._counter("messages", "Messages about alerts", ["kind", "level"])
        self._deliveries = self._counter("deliveries", "Attempts to deliver", ["outcome"])
        self.queue = self._gauge("queue_reports", "Reports that wait to be read", [])
        self.queue_age = self._gauge("queue_oldest_seconds", "How long the first of them has waited", [])
        self.troubles = self._gauge("troubles", "Threads and feeds that are not well", [])
        self._sources = self._gauge("source_state", "1 for the state that a source is in", ["feed", "state"])
        self._zones = self._gauge("zone_state", "1 for the state that a zone is in", ["zone", "state"])
        self._failures = self._counter("failures", "Rounds of work that failed", ["thread"])

    def _counter(self, name: str, about: str, labels: list[str]) -> Counter:
        return Counter(name, about, labels, namespace="vedette", registry=self.registry)

    def _gauge(self, name: str, about: str, labels: list[str]) -> Gauge:
        return Gauge(name, about, labels, namespace="vedette", registry=self.registry)

    def visited(self, visit: Visit, at: float) -> None:
        """Counts a visit; `at` is in seconds since 1970."""
        self._visits.labels(visit.feed_id, visit.outcome).inc()
        self._items.labels(visit.feed_id).inc(visit.n_items)
        self._new.labels(visit.feed_id).inc(visit.n_new)
        self._bytes.labels(visit.feed_id).inc(visit.n_bytes)
        if visit.outcome in ("new", "unchanged"):
            self._answered.labels(visit.feed_id).set(at)

    def read(self, done: ReadRound) -> None:
        """Counts a round of reading."""
        self._read.labels("reading").inc(done.n_read - done.n_unreadable)
        self._read.labels("unreadable").inc(done.n_unreadable)

    def said(self, message: Message) -> None:
        """Counts a message."""
        self._messages.labels(message.kind, message.alert.level).inc()

    def delivered(self, done: Round) -> None:
        """Counts a round of deliveries."""
        self._deliveries.labels("delivered").inc(done.n_delivered)
        self._deliveries.labels("failed").inc(done.n_failed)
        self._deliveries.labels("dead").inc(done.n_dead)

    def surveyed(self, sources: Iterable[SourceState], zones: Iterable[ZoneStanding]) -> None:
        """Shows how sources and zones stand: of the three states one has 1, the others 0."""
        known = [(self._sources, one.feed_id, one.state) for one in sources]
        known += [(self._zones, one.zone_id, one.state) for one in zones]
        for gauge, name, state in known:
            for each in get_args(State):
                gauge.labels(name, each.replace(" ", "_")).set(each == state)

    def failed(self, thread: str) -> None:
        """Counts a round of work that failed."""
        self._failures.labels(thread).inc()

    def text(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)
