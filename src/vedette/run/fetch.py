"""Safe HTTP: what is fetched is bounded in bytes and time, verified, polite, and never from a private network."""

import email.utils
import os
import re
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from vedette import __version__
from vedette.errors import FetchError, UsageError
from vedette.run.addresses import check_url, show_url
from vedette.run.connecting import Transport
from vedette.run.robots import Robots, RobotsUnreachableError
from vedette.run.unpack import read_body

#: What we say that we are, so that whoever runs a server can look us up or shut us out.
USER_AGENT = f"Vedette/{__version__} (+https://github.com/vedette-project/vedette)"
#: Hops that are followed.
MAX_REDIRECTS = 5
#: Seconds between two requests to one host of the public internet; more where its robots.txt asks for more.
PAUSE_SECONDS = 1.0
#: Longest pause that a robots.txt is granted, and longest rest that a Retry-After is, in seconds.
MAX_PAUSE_SECONDS, MAX_RETRY_SECONDS = 30.0, 86_400.0
#: Requests to one host at a time, and seconds to wait for others to it.
MOST_AT_ONCE = 2
HOST_WAIT_SECONDS = 120.0
#: HTTP statuses that say that a page is no longer there.
GONE = (404, 410)
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may take, redirects with it."""

    #: Bytes of the body, packed and unpacked alike.
    max_bytes: int = 16_000_000
    #: Seconds from the first byte sent to the last one read.
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be fetched."""

    url: str
    #: Validators of the last answer; None: it is fetched whatever it was.
    etag: str | None = None
    last_modified: str | None = None
    #: Whether addresses of the own machine and of private networks may be asked; they are asked without pauses.
    allow_private: bool = False
    #: Token; sent to the first host alone.
    token: str | None = field(default=None, repr=False)
    #: Header that bears it; None: as a bearer token.
    token_header: str | None = None
    limits: Limits = Limits()
    #: Whether an answer that says that the page is gone (404, 410) is an answer.
    take_gone: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: 200 to 299, 304 (nothing new), or that a page is gone where that was asked for."""

    #: Where it came from, after redirects.
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    #: Unpacked.
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of the first header of this name (lower case), None where there is none."""
        return next((value for key, value in self.headers if key == name), None)


class Fetcher:
    """Fetches over HTTP, for all threads of a process: it holds what is known of each host.

    Args:
        tls: What certificates are held against; None: the usual authorities, or `SSL_CERT_FILE`.
        pause_seconds: Least time between two requests to one public host.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._tls = tls or httpx.create_ssl_context()
        self._pause = pause_seconds
        self._turns: dict[str, _Turn] = {}
        self._lock = threading.Lock()
        self._robots = Robots()

    def fetch(self, asked: Asked) -> Fetched:
        """The answer, redirects followed.

        Raises:
            FetchError: There is none that can be used; says why, and whether it was asked at all.
        """
        shown = check_url(asked.url)
        deadline = time.monotonic() + asked.limits.seconds
        url, seen = asked.url, {asked.url}
        for _ in range(MAX_REDIRECTS + 1):
            check_url(url)
            self._check_robots(url, asked)
            answer = self._ask(url, _headers(asked, url), asked, deadline)
            if answer.status not in _REDIRECTS:
                return answer if asked.take_gone and answer.status in GONE else _usable(answer, shown)
            before, url = url, urljoin(url, answer.header("location") or "").split("#")[0]
            if before.startswith("https:") and url.startswith("http:"):
                raise FetchError(f"{shown}: redirects from https to http", shown, status=answer.status)
            if url in seen:
                raise FetchError(f"{shown}: redirects in a circle", shown, status=answer.status)
            seen.add(url)
        raise FetchError(f"{shown}: over {MAX_REDIRECTS} redirects", shown, status=answer.status)

    def _check_robots(self, url: str, asked: Asked) -> None:
        """Passes when the host's robots.txt lets us fetch this."""

        def ask(robots_url: str) -> tuple[int, bytes]:
            return self._ask_robots(robots_url, asked.allow_private)

        try:
            allowed = self._robots.allows(url, USER_AGENT, ask)
        except RobotsUnreachableError as error:
            raise FetchError(f"{show_url(url)}: {error}", show_url(url), asked=False) from error
        if not allowed:
            raise FetchError(f"{show_url(url)}: its robots.txt forbids it", show_url(url), asked=False)

    def _ask_robots(self, url: str, allow_private: bool) -> tuple[int, bytes]:
        asked = Asked(url, allow_private=allow_private, limits=Limits(500_000, 10.0))
        deadline = time.monotonic() + asked.limits.seconds
        for _ in range(MAX_REDIRECTS + 1):
            check_url(url)
            answer = self._ask(url, _headers(asked, url), asked, deadline)
            if answer.status not in _REDIRECTS:
                return answer.status, answer.body
            url = urljoin(url, answer.header("location") or "")
        # Source: RFC 9309 2.3.1.2: after five redirects it may be taken as not there.
        return 404, b""

    def _ask(self, url: str, headers: Mapping[str, str], asked: Asked, deadline: float) -> Fetched:
        """One answer, whatever its status."""
        shown = show_url(url)
        pause = 0.0 if asked.allow_private else max(self._pause, self._robots.pause(url, USER_AGENT))
        with self._turn(url, min(pause, MAX_PAUSE_SECONDS)) as waited, _told(shown, asked.limits):
            transport = Transport(self._tls, deadline + waited, asked.allow_private)
            with transport, httpx.Client(transport=transport, trust_env=False) as client:
                request = client.build_request("GET", url, headers=headers)
                answer = client.send(request, stream=True, follow_redirects=False)
                body = b"" if answer.status_code in _REDIRECTS else read_body(answer, asked.limits.max_bytes, shown)
                kept = tuple((key.lower(), value) for key, value in answer.headers.multi_items())
                return Fetched(url, answer.status_code, kept, body)

    @contextmanager
    def _turn(self, url: str, pause: float) -> Iterator[float]:
        """Few requests a host at a time, begun with a pause in between; gives the seconds that were waited."""
        if not pause:
            yield 0.0
            return
        host = urlsplit(url).netloc
        with self._lock:
            turn = self._turns.setdefault(host, _Turn())
        begun = time.monotonic()
        if not turn.slots.acquire(timeout=HOST_WAIT_SECONDS):
            raise FetchError(f"{host}: too many requests to this host are waiting", host, asked=False)
        try:
            with self._lock:
                start = max(time.monotonic(), turn.next)
                turn.next = start + pause
            time.sleep(max(0.0, start - time.monotonic()))
            yield time.monotonic() - begun
        finally:
            turn.slots.release()


@dataclass(slots=True)
class _Turn:
    """When a host may be asked next, and how many may ask it at a time: a slow answer must not keep all others."""

    slots: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(MOST_AT_ONCE))
    next: float = float("-inf")


@contextmanager
def _told(shown: str, limits: Limits) -> Iterator[None]:
    """Turns what goes wrong on the way into a FetchError."""
    try:
        yield
    except httpcore.TimeoutException as error:
        message = f"{shown}: gave no whole answer within {limits.seconds:.0f} s"
        raise FetchError(message, shown) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
        raise FetchError(f"{shown}: {_reason(str(error))}", shown) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{shown}: cannot be asked: {error}", shown, asked=False) from error


def _reason(words: str) -> str:
    """What went wrong on the way, without numbers of the system."""
    if "CERTIFICATE_VERIFY" in words:
        return "its certificate cannot be trusted"
    return re.sub(r"^\[Errno -?\d+\] ", "", words).lower() or "no answer"


def _headers(asked: Asked, url: str) -> dict[str, str]:
    """What is sent along. The token never leaves the origin that it is for."""
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    if asked.etag:
        headers["If-None-Match"] = asked.etag
    if asked.last_modified:
        headers["If-Modified-Since"] = asked.last_modified
    if asked.token and urlsplit(url)[:2] == urlsplit(asked.url)[:2]:
        headers |= (
            {asked.token_header: asked.token} if asked.token_header else {"Authorization": f"Bearer {asked.token}"}
        )
    return headers


def _usable(answer: Fetched, shown: str) -> Fetched:
    if answer.status == 304 or 200 <= answer.status < 300:
        return answer
    raise FetchError(
        f"{shown}: answered {answer.status}",
        shown,
        status=answer.status,
        retry_after_seconds=read_retry_after(answer.header("retry-after"), datetime.now(UTC)),
    )


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header (a number or a date), at most a day; None where it tells nothing.

    Source: RFC 9110 10.2.3.
    """
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else _seconds_until(value, now)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_SECONDS)


def _seconds_until(value: str, now: datetime) -> float:
    at = email.utils.parsedate_to_datetime(value)
    return (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()


def read_secret(named: str | None) -> str | None:
    """The secret that an environment variable or a file (`file:PATH`) holds, None where none is named.

    Raises:
        UsageError: There is no such variable or file, or it is empty; the message never holds the secret.
    """
    if named is None:
        return None
    if named.startswith("file:"):
        try:
            secret = Path(named.removeprefix("file:")).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{named}: the secret could not be read from this file", named) from error
    else:
        secret = os.environ.get(named, "").strip()
    if not secret:
        raise UsageError(f"{named}: holds no secret: set the environment variable, or write it into the file", named)
    return secret
