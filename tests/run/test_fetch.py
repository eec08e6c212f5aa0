"""What safe HTTP makes of servers of every temper."""

import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import trustme

from tests.web_server import Reply, WebServer, packed_bomb
from vedette.errors import FetchError, UsageError
from vedette.run import addresses
from vedette.run.addresses import check_url, is_public
from vedette.run.fetch import Asked, Fetched, Fetcher, Limits, read_retry_after, read_secret


@pytest.fixture
def server() -> Iterator[WebServer]:
    one = WebServer()
    yield one
    one.close()


def fetch(url: str, **asked: object) -> Fetched:
    return Fetcher(pause_seconds=0).fetch(Asked(url, **{"allow_private": True, **asked}))  # type: ignore[arg-type]


def refused(url: str, **asked: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, **asked)
    return caught.value


def test_an_answer_comes_with_its_validators_and_says_who_asked(server: WebServer) -> None:
    server.pages["/a"] = Reply(b"hello", headers={"ETag": '"1"'})
    found = fetch(server.url("/a"))
    assert (found.body, found.status, found.header("etag")) == (b"hello", 200, '"1"')
    assert server.asked[-1][1]["user-agent"].startswith("Vedette/")


def test_what_has_not_changed_is_not_sent_again(server: WebServer) -> None:
    server.pages["/a"] = Reply(b"hello", headers={"ETag": '"1"'}, conditional=True)
    found = fetch(server.url("/a"), etag='"1"', last_modified="Fri, 14 May 2021 08:00:00 GMT")
    assert (found.status, found.body) == (304, b"")
    assert server.asked[-1][1]["if-modified-since"] == "Fri, 14 May 2021 08:00:00 GMT"


@pytest.mark.parametrize("packing", ["gzip", "deflate", "raw"])
def test_packed_answers_are_unpacked(server: WebServer, packing: str) -> None:
    body = {
        "gzip": gzip.compress(b"hello") + gzip.compress(b" you") + b"\x00\x00",
        "deflate": zlib.compress(b"hello you"),
        "raw": zlib.compress(b"hello you")[2:-4],
    }[packing]
    server.pages["/a"] = Reply(body, headers={"Content-Encoding": "deflate" if packing == "raw" else packing})
    assert fetch(server.url("/a")).body == b"hello you"


def test_a_packed_bomb_costs_no_more_than_the_limit(server: WebServer) -> None:
    server.pages["/a"] = Reply(packed_bomb(50_000_000), headers={"Content-Encoding": "gzip"})
    assert "longer than" in refused(server.url("/a"), limits=Limits(1_000_000, 10)).message


@pytest.mark.parametrize(
    "reply",
    [
        Reply(gzip.compress(b"hello" * 100)[:20], headers={"Content-Encoding": "gzip"}),
        Reply(b"not packed", headers={"Content-Encoding": "gzip"}),
        Reply(b"x", headers={"Content-Encoding": "br"}),
        Reply(b"short", headers={"Content-Length": "50"}),
    ],
    ids=["cut off", "damaged", "unasked", "broken off"],
)
def test_a_body_that_is_not_whole_is_refused(server: WebServer, reply: Reply) -> None:
    server.pages["/a"] = reply
    assert refused(server.url("/a")).asked


def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not(server: WebServer) -> None:
    server.pages["/a"] = Reply(bytes(3000))
    assert "longer than 2,000 bytes" in refused(server.url("/a"), limits=Limits(2000, 10)).message


@pytest.mark.parametrize("headers_too", [False, True])
def test_a_byte_a_moment_ends_when_the_time_is_up(server: WebServer, headers_too: bool) -> None:
    server.pages["/a"] = Reply(bytes(1000), drip=0.05, drip_headers=headers_too)
    begun = time.monotonic()
    assert "within" in refused(server.url("/a"), limits=Limits(2000, 0.4)).message
    assert time.monotonic() - begun < 5


def test_redirects_are_followed_to_a_limit_and_not_in_circles(server: WebServer) -> None:
    server.pages["/a"] = Reply(status=301, headers={"Location": "/b"})
    server.pages["/b"] = Reply(b"there")
    server.pages["/x"] = Reply(status=302, headers={"Location": "/y"})
    server.pages["/y"] = Reply(status=302, headers={"Location": "/x"})
    for number in range(7):
        server.pages[f"/{number}"] = Reply(status=307, headers={"Location": f"/{number + 1}"})
    assert fetch(server.url("/a")).url == server.url("/b")
    assert "circle" in refused(server.url("/x")).message
    assert "over 5 redirects" in refused(server.url("/0")).message


def test_a_redirect_to_a_private_address_is_not_followed(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first host counts as public, the one that it redirects to does not.
    monkeypatch.setattr(addresses, "is_public", lambda ip: ip == "127.0.0.1")
    server.pages["/a"] = Reply(status=302, headers={"Location": "http://127.0.0.2:9/secret"})
    error = refused(server.url("/a"), allow_private=False)
    assert "private network" in error.message
    assert not error.asked


def test_redirects_to_other_kinds_of_address_are_not_followed(server: WebServer) -> None:
    server.pages["/a"] = Reply(status=302, headers={"Location": "file:///etc/passwd"})
    assert "not an http" in refused(server.url("/a")).message


def test_private_addresses_are_not_asked_unless_allowed(server: WebServer) -> None:
    error = refused(server.url("/a"), allow_private=False)
    assert not error.asked
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
        "224.0.0.1", "::1", "::", "fe80::1", "fd00:ec2::254", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::", "::127.0.0.1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    real = addresses.socket.getaddrinfo

    def pretend(host: str, port: int, *args: object, **more: object) -> object:
        # A name that points to this machine at the first look-up of a request and to nothing at a second one.
        if host != "gazette.example":
            return real(host, port, *args, **more)  # type: ignore[arg-type]
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))] if len(looked_up) <= 2 else []

    monkeypatch.setattr(addresses.socket, "getaddrinfo", pretend)
    server.pages["/a"] = Reply(b"hello")
    assert fetch(server.url("/a", host="gazette.example")).body == b"hello"
    assert len(looked_up) == 2  # one for robots.txt, one for the page


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "file:///etc/passwd", "http://", "http://a.example:0/", "http://[::1", "x"]
)
def test_addresses_of_other_kinds_are_refused(url: str) -> None:
    assert not refused(url).asked


def test_no_secret_comes_into_a_message(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hidden" not in refused("http://me:hidden@gazette.example/a").message
    assert "hidden" not in refused(server.url("/a?key=hidden")).message
    assert check_url("https://a.example/x?key=hidden#y") == "https://a.example/x"
    assert "hidden" not in repr(Asked("http://a.example", token="hidden"))
    monkeypatch.setenv("FEED_TOKEN", "hidden")
    assert read_secret("FEED_TOKEN") == "hidden"
    with pytest.raises(UsageError, match="holds no secret"):
        read_secret("NO_SUCH_TOKEN")


def test_a_token_is_sent_to_its_own_host_alone(server: WebServer) -> None:
    other = WebServer()
    server.pages["/a"] = Reply(status=302, headers={"Location": other.url("/b")})
    other.pages["/b"] = Reply(b"x")
    fetch(server.url("/a"), token="hidden")
    assert server.asked[-1][1]["authorization"] == "Bearer hidden"
    assert all("authorization" not in headers for _, headers in other.asked)
    other.close()


def test_an_error_says_its_status_and_how_long_to_wait(server: WebServer) -> None:
    server.pages["/a"] = Reply(status=429, headers={"Retry-After": "120"})
    server.pages["/b"] = Reply(status=500)
    error = refused(server.url("/a"))
    assert (error.status, error.retry_after_seconds) == (429, 120.0)
    assert refused(server.url("/b")).status == 500
    assert fetch(server.url("/gone"), take_gone=True).status == 404


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), ("Fri, 14 May 2021 08:01:00 GMT", 60.0), ("999999999", 86_400.0), ("-5", None), ("soon", None),
     ("Fri, 14 May 2021 07:00:00 GMT", 0.0), (None, None)],
)  # fmt: skip
def test_how_long_a_server_wants_to_be_left_alone(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, datetime(2021, 5, 14, 8, tzinfo=UTC)) == seconds


def test_robots_are_obeyed_and_asked_once(server: WebServer) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private/\n")
    server.pages["/a"] = Reply(b"x")
    fetcher = Fetcher(pause_seconds=0)
    for _ in range(2):
        fetcher.fetch(Asked(server.url("/a"), allow_private=True))
    with pytest.raises(FetchError, match="forbids") as caught:
        fetcher.fetch(Asked(server.url("/private/b"), allow_private=True))
    assert not caught.value.asked
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a", "/a"]


def test_a_host_whose_robots_cannot_be_read_is_left_alone(server: WebServer) -> None:
    server.pages["/robots.txt"] = Reply(status=503)
    error = refused(server.url("/a"))
    assert "could not be read" in error.message
    assert not error.asked


def test_requests_to_one_host_keep_a_distance(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    server.pages["/a"] = Reply(b"x")
    fetcher, begun = Fetcher(pause_seconds=0.15), time.monotonic()
    for _ in range(2):
        fetcher.fetch(Asked(server.url("/a")))
    assert time.monotonic() - begun >= 0.3  # robots.txt and two pages: two pauses


def test_certificates_are_verified() -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = WebServer(context)
    server.pages["/a"] = Reply(b"hello")
    trusting = ssl.create_default_context()
    assert "certificate" in refused(server.url("/a")).message
    authority.configure_trust(trusting)
    assert Fetcher(trusting).fetch(Asked(server.url("/a"), allow_private=True)).body == b"hello"
    with pytest.raises(FetchError, match="certificate"):
        Fetcher(trusting).fetch(Asked(server.url("/a", host="localhost"), allow_private=True))
    server.close()


def test_a_server_that_is_not_there_is_said_to_be_silent() -> None:
    assert "127.0.0.1:9" in refused("http://127.0.0.1:9/a").message


def test_a_refused_connection_is_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    message = refused(f"http://127.0.0.1:{port}/a").message
    assert "connection refused" in message
    assert "Errno" not in message
