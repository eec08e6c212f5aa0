"""Records of WARC files as bytes.

Source: ISO 28500:2017 (WARC/1.1).
"""

import hashlib
import uuid
from urllib.parse import quote, urlsplit, urlunsplit

from vedette import __version__
from vedette.model.capture import Content

#: Headers that are not kept: cookies are secrets.
_DROPPED = {"set-cookie", "set-cookie2"}
#: Headers that no longer hold of the body as kept; their values stay under another name, as archives do it.
_UNDONE = {"content-encoding", "transfer-encoding", "content-length"}


def response_record(item: Content) -> bytes:
    """The record of what an address gave: a `response` of what came over HTTP, else a `resource`."""
    digest = hashlib.sha256(item.body).hexdigest()
    url = quote(without_credentials(item.url), safe="/:?#[]@!$&'()*+,;=%~-._")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{url} {item.fetched_at.isoformat()} {digest}")
    http = item.status is not None
    headers = {
        "WARC-Type": "response" if http else "resource",
        "WARC-Record-ID": f"<urn:uuid:{name}>",
        "WARC-Date": f"{item.fetched_at.isoformat(timespec='microseconds')}Z",
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": f"sha256:{digest}",
        "Content-Type": "application/http; msgtype=response" if http else _line(item.media_type),
    }
    return make_record(headers, _http_head(item) + item.body if http else item.body)


def _http_head(item: Content) -> bytes:
    lines = [f"HTTP/1.1 {item.status}"]
    for name, value in item.headers:
        if name.lower() not in _DROPPED:
            shown = f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name
            lines.append(f"{_line(shown)}: {_line(value)}")
    lines.append(f"Content-Length: {len(item.body)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"


def warcinfo_record(name: str, version: str = __version__) -> bytes:
    """The record that a file begins with, as a version of Vedette writes it."""
    body = f"software: Vedette {version}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>",
        "WARC-Date": f"{name[:4]}-{name[4:6]}-{name[6:8]}T00:00:00Z",
        "WARC-Filename": name,
        "Content-Type": "application/warc-fields",
    }
    return make_record(headers, body)


def make_record(headers: dict[str, str], block: bytes) -> bytes:
    """A record with these headers, its length added."""
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items()), f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _line(text: str) -> str:
    """The text on one line: a header that holds a line break would begin another header."""
    return " ".join(text.split())


def without_credentials(url: str) -> str:
    """The URL without the user and password that may stand in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url
