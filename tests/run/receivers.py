"""Receivers that run for a test: an HTTP server that plays back what it is told to answer, and a mail server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from vedette.model.message import Channel, Payload
from vedette.model.watch import Watch
from vedette.run.clock import Clock
from vedette.run.delivering import Deliverer, Round
from vedette.run.sending import Sender
from vedette.store.store import Store


@dataclass
class Receiver:
    """What an HTTP receiver got, and what it answers: the next of `answers`, else 200."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    #: Idempotency key and body of each request, in order.
    got: list[tuple[str, bytes]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.got]


@contextmanager
def http_receiver() -> Iterator[Receiver]:
    """An HTTP server on a port of its own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((self.headers["Idempotency-Key"], body))
            receiver.headers.append({name.lower(): value for name, value in self.headers.items()})
            receiver.paths.append(self.path)
            status, headers = receiver.answers.pop(0) if receiver.answers else (200, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def wait(self, _signal: threading.Event, _seconds: float) -> bool:
        return False

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


def deliver(
    store: Store, on: Watch, clock: Clock, sender: Sender, folder: Path | None = None, limit: int = 200
) -> Round:
    """What came of one round of deliveries, waited for to its end."""
    deliverer = Deliverer(store, on, clock, sender, folder or Path(), limit)
    try:
        return deliverer.deliver(patience=60.0)
    finally:
        deliverer.close()


class Counting(Sender):
    """Passes on to another sender and counts; may fail first."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender
        self.sent: list[tuple[str, str]] = []

    def send(self, channel: Channel, key: str, payload: Payload) -> None:
        self.sent.append((channel.id, key))
        self.sender.send(channel, key, payload)
