"""A real HTTP server on this machine whose behaviour a test scripts, good and bad."""

import gzip
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext


@dataclass
class Reply:
    """What the server answers to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Seconds between two bytes of the body.
    drip: float = 0.0
    #: Whether the headers drip too.
    drip_headers: bool = False
    #: Whether validators in the request are honoured.
    conditional: bool = False


class WebServer:
    """Serves what `pages` says; a path that is not there answers 404.

    Args:
        tls: Serves https with it.
    """

    def __init__(self, tls: SSLContext | None = None) -> None:
        self.pages: dict[str, Reply | Callable[[], Reply]] = {}
        #: Path and headers of every request.
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                found = outer.pages.get(self.path, Reply(b"not here", 404))
                outer._reply(self, found() if callable(found) else found)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"
        self._closed = threading.Event()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self._server.server_address[1]}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()

    def _reply(self, to: BaseHTTPRequestHandler, reply: Reply) -> None:
        etag = reply.headers.get("ETag")
        if reply.conditional and etag and to.headers.get("If-None-Match") == etag:
            reply = Reply(b"", 304, {"ETag": etag})
        head = f"HTTP/1.1 {reply.status} X\r\n" + "".join(f"{k}: {v}\r\n" for k, v in reply.headers.items())
        if "Content-Length" not in reply.headers:
            head += f"Content-Length: {len(reply.body)}\r\n"
        try:
            self._write(to, head.encode() + b"Connection: close\r\n\r\n", reply.drip if reply.drip_headers else 0.0)
            self._write(to, reply.body, reply.drip)
        except OSError:
            pass
        to.close_connection = True

    def _write(self, to: BaseHTTPRequestHandler, data: bytes, drip: float) -> None:
        if not drip:
            to.wfile.write(data)
            return
        for at in range(len(data)):
            to.wfile.write(data[at : at + 1])
            to.wfile.flush()
            if self._closed.is_set():
                return
            time.sleep(drip)


def packed_bomb(n_bytes: int) -> bytes:
    """Gzip that unpacks to so many zeros."""
    return gzip.compress(bytes(n_bytes))


def rss(*items: str, title: str = "Example Gazette") -> bytes:
    """A feed with these items."""
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
    return (head + "".join(items) + "</channel></rss>").encode()


def item(number: int | str, text: str, *, day: str | None = "Fri, 14 May 2021 08:00:00 GMT", link: str = "") -> str:
    """An item of a feed."""
    date = f"<pubDate>{day}</pubDate>" if day else ""
    link = link or f"http://gazette.example/{number}"
    return (
        f"<item><title>News {number}</title><link>{link}</link><guid>{link}</guid>{date}"
        f"<description>{text}</description></item>"
    )
