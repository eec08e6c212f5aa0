"""Feeds on this machine that publish invented news at a rate, and the receiver at the other end of the watch."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.stream_texts import News

#: Seconds for which an item stays in its feed.
SHOWN_SECONDS = 60.0


class Publisher:
    """Feeds that publish; `urls` are theirs.

    Args:
        n_feeds: Reports are dealt out to so many.
        rate: Reports a second in all; None: all that `publish` is given at once.
        shown: Items that a feed shows at most, the newest first.
    """

    def __init__(self, n_feeds: int, rate: float, shown: int | None = None) -> None:
        self._rate = rate
        keep = shown or max(20, round(rate * SHOWN_SECONDS / n_feeds))
        self._feeds: list[deque[bytes]] = [deque(maxlen=keep) for _ in range(n_feeds)]
        self._numbers = [0] * n_feeds
        self._lock = threading.Lock()
        #: Number of each report → when it was published, by the monotonic clock.
        self.published: dict[int, float] = {}
        self._server = _serve(self._handler())
        self.port = int(self._server.server_address[1])
        self.urls = tuple(f"http://127.0.0.1:{self.port}/{number}" for number in range(n_feeds))

    def publish(self, news: Iterator[News], stop: threading.Event, matters: dict[int, News]) -> None:
        """Publishes at the rate until stopped or at the end; those that matter are noted before they appear."""
        began = time.monotonic()
        for count, one in enumerate(news):
            wait = began + count / self._rate - time.monotonic()
            if stop.wait(max(0.0, wait)) or stop.is_set():
                return
            if one.sort == "matters":
                matters[one.number] = one
            self.add(one)

    def add(self, one: News) -> None:
        """Publishes one report now."""
        at = one.number % len(self._feeds)
        raw = item(one).encode()
        with self._lock:
            self._feeds[at].appendleft(raw)
            self._numbers[at] += 1
            self.published[one.number] = time.monotonic()

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()

    def _body(self, at: int) -> tuple[bytes, str]:
        with self._lock:
            items, number = list(self._feeds[at]), self._numbers[at]
        head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette {at}</title>'
        return head.encode() + b"".join(items) + b"</channel></rss>", f'"{number}"'

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                at = self.path.strip("/")
                if not at.isdigit():
                    _answer(self, 404, b"", {})
                    return
                body, etag = outer._body(int(at))
                same = self.headers.get("If-None-Match") == etag
                _answer(self, 304 if same else 200, b"" if same else body, {"ETag": etag})

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def link(number: int) -> str:
    """The address, and so the id, of a report."""
    return f"https://gazette.example/{number}"


def item(one: News) -> str:
    """A report as an item of a feed."""
    day = format_datetime(datetime.now(UTC))
    return (
        f"<item><title>{escape(one.title)}</title><link>{link(one.number)}</link><guid>{link(one.number)}</guid>"
        f"<pubDate>{day}</pubDate><description>{escape(one.text)}</description></item>"
    )


@dataclass
class Desk:
    """A receiver that honours idempotency keys and remembers what it was told."""

    #: Number of a report → when a message first named it, by the monotonic clock.
    told: dict[int, float] = field(default_factory=dict)
    #: Message id → idempotency keys under which it came.
    keys: dict[str, set[str]] = field(default_factory=dict)
    #: Message id → kind, and the numbers of the reports it named.
    messages: dict[str, tuple[str, tuple[int, ...]]] = field(default_factory=dict)
    n_requests: int = 0
    n_repeated: int = 0
    #: Whether it answers 503.
    down: bool = False
    _seen: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._server = _serve(self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def take(self, key: str, body: bytes) -> None:
        """Takes one delivery; one that bears a key that was seen is passed over."""
        at = time.monotonic()
        with self._lock:
            self.n_requests += 1
            if key in self._seen:
                self.n_repeated += 1
                return
            self._seen.add(key)
            for message in json.loads(body)["messages"]:
                self._note(message, key, at)

    def _note(self, message: dict[str, Any], key: str, at: float) -> None:
        numbers = tuple(sorted(_number(one["url"]) for one in message["reports"] if one["url"]))
        self.keys.setdefault(message["id"], set()).add(key)
        self.messages[message["id"]] = (message["kind"], numbers)
        for number in numbers:
            self.told.setdefault(number, at)

    def told_twice(self) -> list[int]:
        """Numbers of reports for which an alert was opened twice, or whose message came under two keys."""
        opened: dict[int, int] = {}
        for message, (kind, numbers) in self.messages.items():
            for number in numbers:
                times = len(self.keys[message]) if kind == "alert" else len(self.keys[message]) - 1
                opened[number] = opened.get(number, 0) + times
        return sorted(number for number, times in opened.items() if times > 1)

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                body = self.rfile.read(size)
                if len(body) < size:  # the sender was killed while it sent
                    self.close_connection = True
                    return
                if outer.down:
                    _answer(self, 503, b"", {})
                    return
                outer.take(self.headers["Idempotency-Key"], body)
                _answer(self, 200, b"", {})

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _number(url: str) -> int:
    return int(url.rsplit("/", 1)[1])


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error."""


def _serve(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def _answer(to: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
    to.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        to.send_header(name, value)
    to.end_headers()
    to.wfile.write(body)


def write_watch(urls: Sequence[str], hook: str, *, more: str = "") -> str:
    """A watch of attacks in and around Iraq, over these feeds, told to this receiver."""
    feeds = "".join(
        f'\n[[feeds]]\nname = "Gazette {at}"\nkind = "feed"\nurl = "{url}"\nevery = "1s"\nallow_private = true\n'
        for at, url in enumerate(urls)
    )
    return (
        '[watch]\nname = "Stream"\nkinds = ["ASSAULT"]\n\n[[zones]]\nname = "Plain"\n'
        "area = [[29.0, 38.5], [29.0, 49.5], [38.0, 49.5], [38.0, 38.5]]\n"
        f'\n[[channels]]\nid = "desk"\nkind = "webhook"\nto = "{hook}"\nallow_private = true\n{feeds}{more}'
    )
