"""`/healthz` and `/metrics` over HTTP."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vedette.errors import UsageError


class HealthServer:
    """Serves how a watch is: `/healthz` (200 when nothing troubles it, else 503 with what does) and `/metrics`.

    Args:
        host: Address to listen on.
        port: Its port; 0: any free one.
        troubles: Gives what is not well.
        figures: Gives the figures, as Prometheus reads them.

    Raises:
        UsageError: Nothing can listen there.
    """

    def __init__(self, host: str, port: int, troubles: Callable[[], list[str]], figures: Callable[[], bytes]) -> None:
        class Handler(BaseHTTPRequestHandler):
            #: Seconds for a request, so that nobody holds a thread for ever.
            timeout = 10

            def do_GET(self) -> None:
                if self.path == "/healthz":
                    found = troubles()
                    body = json.dumps({"ok": not found, "troubles": found}, ensure_ascii=False).encode()
                    self._send(503 if found else 200, "application/json", body)
                elif self.path == "/metrics":
                    self._send(200, "text/plain; version=0.0.4; charset=utf-8", figures())
                else:
                    self._send(404, "text/plain", b"/healthz and /metrics are here\n")

            def _send(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Requests are not logged: they come every few seconds."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except OSError as error:
            raise UsageError(f"--listen {host}:{port}: cannot listen there: {error.strerror}") from error
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()
