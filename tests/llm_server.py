"""A chat server on this machine that plays back recorded answers: good, broken, hostile and slow."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

Json = dict[str, Any]


@dataclass
class Reply:
    """What the server answers to one request."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Seconds before it answers at all.
    wait: float = 0.0
    #: Whether it goes on sending for ever, a byte at a time.
    endless: bool = False
    #: Whether the connection is reset instead.
    reset: bool = False


def quote(text: str, occurrence: int | None = 1) -> Json:
    """A quotation as a model gives it."""
    return {"text": text, "occurrence": occurrence}


def coded(trigger: str, **told: Any) -> Json:
    """An event as a model gives it, by default an assault that was carried out."""
    empty: Json = {key: [] for key in ("evidence", "context", "actors", "killed", "injured", "detained", "weapons")}
    none: Json = dict.fromkeys(("mode", "when", "where", "stopped_by"))
    plain = {"kind": "ASSAULT", "stage": "carried_out", "reality": "actual", "background": False}
    return {"trigger": quote(trigger), "on_whose_word": "fact", **empty, **none, **plain, **told}


def answer(*events: Json, statements: tuple[Json, ...] = ()) -> Json:
    """A model's whole answer."""
    return {"events": list(events), "statements": list(statements)}


def chat(content: object, *, finish: str = "stop", usage: Json | None = None) -> Reply:
    """A chat completion whose message is this text, or this value as JSON."""
    words = content if isinstance(content, str) else json.dumps(content)
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": words}}
    told: Json = {"id": "x", "object": "chat.completion", "choices": [choice]}
    if usage is not None:
        told["usage"] = usage
    return Reply(json.dumps(told).encode())


class ChatServer:
    """Answers with what `say` gives for a request; keeps what it was asked.

    Args:
        tls: Serves https with it.
    """

    def __init__(self, tls: SSLContext | None = None) -> None:
        self.say: Callable[[Json], Reply] = lambda _: chat(answer())
        #: Body and headers of every request, and its path.
        self.asked: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        #: Most requests that were under way at a time.
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._closed = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def play(self, *replies: Reply) -> None:
        """Answers with these in turn, and then with the last one again and again."""
        left = list(replies)
        self.say = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def close(self) -> None:
        """Stops it."""
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, to: BaseHTTPRequestHandler) -> None:
        body = json.loads(to.rfile.read(int(to.headers["Content-Length"])))
        with self._lock:
            self.asked.append(body)
            self.headers.append({name.lower(): value for name, value in to.headers.items()})
            self.paths.append(to.path)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            reply = self.say(body)
        try:
            self._closed.wait(reply.wait)
            self._send(to, reply)
        except OSError:
            pass
        finally:
            with self._lock:
                self._at_once -= 1

    def _send(self, to: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.reset:
            to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            to.connection.close()
            return
        to.send_response(reply.status)
        length = {} if reply.endless else {"Content-Length": str(len(reply.body))}
        for name, value in {"Content-Type": "application/json", **length, **reply.headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(reply.body)
        while reply.endless and not self._closed.is_set():
            to.wfile.write(b" ")
            to.wfile.flush()
            time.sleep(0.02)
