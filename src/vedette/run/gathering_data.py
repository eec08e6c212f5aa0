"""Visits to event data that is published as it comes: GDELT's update list, UCDP's interface, CAP alerts."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from vedette.errors import FetchError
from vedette.model.imported import Import, RefusedLine, refused_words
from vedette.model.report import Report
from vedette.run.addresses import show_url
from vedette.run.fetch import Asked, Fetched, Limits, read_secret
from vedette.run.importing import import_file
from vedette.run.visitor import SAID_REFUSED, TOKEN_HEADERS, Batch, ToCapture, Visitor
from vedette.sources.datasets.kinds import get_adapter
from vedette.sources.datasets.row import RefusedRow
from vedette.sources.feed import read_entries
from vedette.store.intake import Sighting

#: What one file of data may take, packed; and its bytes unpacked.
DATA_LIMITS = Limits(64_000_000, 120.0)
MAX_UNPACKED_BYTES = 400_000_000
#: Pages of one answer, and alerts of one index, that a visit follows.
MOST_PAGES, MOST_ALERTS = 200, 200
#: Namespace of CAP in all its versions.
_CAP = b"urn:oasis:names:tc:emergency:cap"
#: Header that bears the token, where it is no bearer token.
_TOKEN_HEADERS = {"ucdp": "x-ucdp-access-token"}


def gather_data(visitor: Visitor) -> Iterator[Batch]:
    """What is new in event data. Files are checked as `vedette import` does: an odd one is held back.

    CAP alerts are reports: they wait to be read like any other.
    """
    feed = visitor.feed
    if not feed.address.startswith(("http://", "https://")):
        yield from _local(visitor)
        return
    fetched = visitor.fetch(token_header=_TOKEN_HEADERS.get(feed.kind))
    if fetched.status == 304 or visitor.is_known(fetched.body):
        return
    gather = {"gdelt": _gdelt, "ucdp": _ucdp, "cap": _cap}[feed.kind]
    yield from gather(visitor, fetched)
    if visitor.answer.whole:
        visitor.remember(fetched.body, set())


def _local(visitor: Visitor) -> Iterator[Batch]:
    """Files on this machine that are new or changed."""
    root = Path(visitor.feed.address)
    if not root.exists():
        raise FetchError(f"{root}: there is no such file or folder", str(root))
    files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
    stamps = {str(path): f"{path.stat().st_size} {path.stat().st_mtime_ns}" for path in files}
    for name in sorted(visitor.unseen(stamps)):
        yield _taken(visitor, Path(name), {name: stamps[name]})


def _gdelt(visitor: Visitor, fetched: Fetched) -> Iterator[Batch]:
    """The files that an update list names: a line each of size, MD5 and address."""
    lines = re.findall(rb"^\s*\d+ ([0-9a-f]{32}) (https?://\S+)\s*$", fetched.body, re.MULTILINE | re.IGNORECASE)
    if not lines:
        raise FetchError(f"{show_url(visitor.feed.address)}: no update list: no line of size, MD5 and address")
    listed = {url.decode("utf-8", "replace"): digest.decode().lower() for digest, url in lines}
    unseen = visitor.unseen(listed)
    yield Batch(captures=[ToCapture(visitor.content(fetched))])
    for url, digest in listed.items():
        if url in unseen:
            found = _ask(visitor, url)
            if hashlib.md5(found.body, usedforsecurity=False).hexdigest() != digest:
                raise FetchError(f"{show_url(url)}: is not the file that the update list names (MD5 differs)")
            batch = _import(visitor, found.url, found.body, {url: digest})
            batch.captures.append(ToCapture(visitor.content(found)))
            yield batch


def _ucdp(visitor: Visitor, fetched: Fetched) -> Iterator[Batch]:
    """An answer with all its pages, taken as one file."""
    rows: list[object] = []
    seen, page = {fetched.url}, fetched
    captures = [ToCapture(visitor.content(fetched))]
    while url := _next_page(visitor, page, rows):
        if url in seen or len(seen) == MOST_PAGES:
            raise FetchError(f"{show_url(visitor.feed.address)}: its pages do not end")
        seen.add(url)
        page = _ask(visitor, url)
        captures.append(ToCapture(visitor.content(page)))
    yield Batch(captures=captures)
    yield _import(visitor, "ucdp.json", json.dumps({"Result": rows}).encode(), {})


def _next_page(visitor: Visitor, page: Fetched, rows: list[object]) -> str | None:
    """Address of the page after this one, None after the last; the rows of this one go into `rows`."""
    shown = show_url(visitor.feed.address)
    try:
        found = json.loads(page.body)
        rows += found["Result"]
        following = str(found.get("NextPageUrl") or "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise FetchError(f"{shown}: no answer of UCDP's API: no JSON object with Result") from error
    url = urljoin(page.url, following)
    if following and urlsplit(url).netloc != urlsplit(visitor.feed.address).netloc:
        raise FetchError(f"{shown}: its next page lies on another host")
    return url if following else None


def _cap(visitor: Visitor, fetched: Fetched) -> Iterator[Batch]:
    """The alerts at an address, or those that an index (Atom, RSS) leads to."""
    if _CAP in fetched.body[:4000]:
        yield _alert(visitor, fetched, {})
        return
    about = show_url(visitor.feed.address)
    entries = [entry for entry in read_entries(fetched.body, about) if entry.parts and entry.parts.url]
    listed = {entry.parts.url: entry.stamp for entry in entries if entry.parts and entry.parts.url}
    unseen = visitor.unseen(listed)
    yield Batch(n_known=len(listed) - len(unseen), captures=[ToCapture(visitor.content(fetched))])
    for number, url in enumerate(url for url in listed if url in unseen):
        if number == MOST_ALERTS:
            visitor.answer.whole = False
            return
        yield _alert(visitor, _ask(visitor, url), {url: listed[url]})


def _alert(visitor: Visitor, fetched: Fetched, stamps: dict[str, str]) -> Batch:
    """The reports of a CAP message."""
    batch = Batch(stamps=stamps, captures=[ToCapture(visitor.content(fetched))])
    with TemporaryDirectory(prefix="vedette-") as folder:
        path = Path(folder) / "alert.xml"
        path.write_bytes(fetched.body)
        for found in get_adapter("cap").read(path, None):
            if isinstance(found, Report):
                batch.seen.append(Sighting(replace(found, taken_from=show_url(fetched.url)), fetched.url))
            elif isinstance(found, RefusedRow):
                batch.n_refused += 1
                batch.refused += (refused_words(RefusedLine(found.line, found.id, found.why)),)
    return batch


def _ask(visitor: Visitor, url: str) -> Fetched:
    same = urlsplit(url)[:2] == urlsplit(visitor.feed.address)[:2]
    token = read_secret(visitor.feed.token_from) if same else None
    asked = Asked(
        url,
        allow_private=visitor.feed.allow_private,
        token=token,
        token_header=TOKEN_HEADERS.get(visitor.feed.kind),
        limits=DATA_LIMITS,
    )
    return visitor.fetcher.fetch(asked)


def _import(visitor: Visitor, url: str, body: bytes, stamps: dict[str, str]) -> Batch:
    """Takes a file in, unpacked where it is a ZIP of one."""
    name = Path(urlsplit(url).path).name
    if body.startswith(b"PK\x03\x04"):
        name, body = _unzip(body, url)
    with TemporaryDirectory(prefix="vedette-") as folder:
        path = Path(folder) / (re.sub(r"[^\w.-]", "_", name)[-100:].strip(".") or "data")
        path.write_bytes(body)
        return _taken(visitor, path, stamps)


def _taken(visitor: Visitor, path: Path, stamps: dict[str, str]) -> Batch:
    """What an import brought, as a part of a visit. It is in the store already; taken in again, it changes nothing."""
    found: Import = import_file(visitor.store, visitor.feed.kind, path)
    if found.held_back:
        why = "; ".join(found.held_back)
        raise FetchError(f"{path.name}: held back: {why}; look at it, then vedette import --accept-odd takes it in")
    refused = tuple(f"{path.name}: {refused_words(one)}" for one in found.refused[:SAID_REFUSED])
    return Batch(
        stamps=stamps, n_known=found.n_known, n_imported=found.n_new, n_refused=found.n_refused, refused=refused
    )


def _unzip(body: bytes, url: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            (only,) = packed.infolist()
            if only.file_size > MAX_UNPACKED_BYTES:
                raise FetchError(f"{show_url(url)}: unpacks to over {MAX_UNPACKED_BYTES // 1_000_000} MB")
            with packed.open(only) as file:
                # Not more than it says of itself is unpacked.
                return only.filename.rsplit("/", 1)[-1], file.read(MAX_UNPACKED_BYTES)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise FetchError(f"{show_url(url)}: no ZIP with one file in it") from error
