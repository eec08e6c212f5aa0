"""robots.txt: what each host lets us fetch. Source: RFC 9309."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from vedette.errors import FetchError

#: Seconds for which an answer holds, and for which it holds that there was none.
KEPT_SECONDS, RETRY_SECONDS = 86_400.0, 600.0
#: Hosts that are remembered.
_MOST = 10_000


class RobotsUnreachableError(FetchError):
    """The host's robots.txt gave no answer: until it does, nothing may be fetched there."""


@dataclass(frozen=True, slots=True)
class _Known:
    #: None: it could not be read.
    rules: Protego | None
    until: float
    why: str = ""


class Robots:
    """What the hosts' robots.txt say, remembered for a day."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def allows(self, url: str, agent: str, ask: Callable[[str], tuple[int, bytes]]) -> bool:
        """Whether the host lets this agent fetch the URL.

        Args:
            url: What is to be fetched.
            agent: User-Agent.
            ask: Gives status and body of the robots.txt at a URL; raises FetchError.

        Raises:
            RobotsUnreachableError: It could not be read: then everything is forbidden.
        """
        origin = _origin(url)
        with self._lock:
            known = self._known.get(origin)
        if known is None or known.until < time.monotonic():
            known = _read(f"{origin}/robots.txt", ask)
            with self._lock:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[origin] = known
        if known.rules is None:
            raise RobotsUnreachableError(f"its robots.txt could not be read ({known.why})", origin, asked=False)
        return bool(known.rules.can_fetch(url, agent))

    def pause(self, url: str, agent: str) -> float:
        """Seconds between two requests that the host asks for, 0 where it asks for none."""
        with self._lock:
            known = self._known.get(_origin(url))
        return float((known.rules.crawl_delay(agent) if known and known.rules else None) or 0.0)


def _read(url: str, ask: Callable[[str], tuple[int, bytes]]) -> _Known:
    now = time.monotonic()
    try:
        status, body = ask(url)
    except FetchError as error:
        return _Known(None, now + RETRY_SECONDS, error.message)
    if status >= 500 or status == 429:
        return _Known(None, now + RETRY_SECONDS, f"it answered {status}")
    text = body.decode("utf-8", "replace") if 200 <= status < 300 else ""
    return _Known(Protego.parse(text), now + KEPT_SECONDS)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
