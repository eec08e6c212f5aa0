"""Visits to event data that is published as it comes: GDELT's update list, UCDP's interface, CAP alerts."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from vedette.errors import FetchError
from vedette.model.imported import Import
from vedette.run.addresses import show_url
from vedette.run.fetch import Asked, Fetched, Limits, read_secret
from vedette.run.gathering import Batch, ToCapture, Visitor
from vedette.run.importing import import_file
from vedette.sources.feed import read_entries

#: What one file of data may take, packed; and its bytes unpacked.
DATA_LIMITS = Limits(64_000_000, 120.0)
MAX_UNPACKED_BYTES = 400_000_000
#: Pages of one answer, and alerts of one index, that a visit follows.
MOST_PAGES, MOST_ALERTS = 200, 200
#: Namespace of CAP in all its versions.
_CAP = b"urn:oasis:names:tc:emergency:cap"


def gather_data(visitor: Visitor) -> Iterator[Batch]:
    """The rows of event data that are new. Each file is checked as `vedette import` does: an odd one is held back."""
    if not visitor.feed.address.startswith(("http://", "https://")):
        yield from _local(visitor)
        return
    fetched = visitor.fetch()
    if fetched.status == 304 or visitor.is_known(fetched.body):
        return
    gather = {"gdelt": _gdelt, "ucdp": _ucdp, "cap": _cap}[visitor.feed.kind]
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
            yield _import(visitor, found, {url: digest})


def _ucdp(visitor: Visitor, fetched: Fetched) -> Iterator[Batch]:
    """The pages of an answer, each of which names the next."""
    seen = {fetched.url}
    while True:
        yield _import(visitor, fetched, {})
        try:
            following = json.loads(fetched.body).get("NextPageUrl") or ""
        except (ValueError, AttributeError):
            return
        url = urljoin(fetched.url, str(following)) if following else ""
        if not url or url in seen or urlsplit(url).netloc != urlsplit(visitor.feed.address).netloc:
            return
        if len(seen) == MOST_PAGES:
            visitor.answer.whole = False
            return
        seen.add(url)
        fetched = _ask(visitor, url)


def _cap(visitor: Visitor, fetched: Fetched) -> Iterator[Batch]:
    """An alert, or the alerts that an index (Atom, RSS) leads to."""
    if _CAP in fetched.body[:4000]:
        yield _import(visitor, fetched, {})
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
        yield _import(visitor, _ask(visitor, url), {url: listed[url]})


def _ask(visitor: Visitor, url: str) -> Fetched:
    same = urlsplit(url)[:2] == urlsplit(visitor.feed.address)[:2]
    token = read_secret(visitor.feed.token_from) if same else None
    asked = Asked(url, allow_private=visitor.feed.allow_private, token=token, limits=DATA_LIMITS)
    return visitor.fetcher.fetch(asked)


def _import(visitor: Visitor, fetched: Fetched, stamps: dict[str, str]) -> Batch:
    """Takes a fetched file in, unpacked where it is a ZIP of one."""
    with TemporaryDirectory(prefix="vedette-") as folder:
        name = Path(urlsplit(fetched.url).path).name or "data"
        body = fetched.body
        if body.startswith(b"PK\x03\x04"):
            name, body = _unzip(body, fetched.url)
        path = Path(folder) / (re.sub(r"[^\w.-]", "_", name)[-100:] or "data")
        path.write_bytes(body)
        batch = _taken(visitor, path, stamps)
        batch.captures.append(ToCapture(visitor.content(fetched)))
        return batch


def _taken(visitor: Visitor, path: Path, stamps: dict[str, str]) -> Batch:
    """What an import brought, as a part of a visit. It is in the store already; taken in again, it changes nothing."""
    found: Import = import_file(visitor.store, visitor.feed.kind, path)
    if found.held_back:
        why = "; ".join(found.held_back)
        raise FetchError(f"{path.name}: held back: {why}; look at it, then vedette import --accept-odd takes it in")
    return Batch(stamps=stamps, n_known=found.n_rows, n_imported=found.n_new, n_refused=found.n_refused)


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
