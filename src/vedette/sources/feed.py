"""RSS and Atom: one report an entry. A feed of any length is gone through in bounded memory."""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import feedparser
import trafilatura
from lxml import etree  # type: ignore[import-untyped]

from vedette.errors import UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_FEED_BYTES
from vedette.sources.made import Defaults, Parts, make_report
from vedette.sources.text import read_bytes

#: Entries that are parsed at a time.
CHUNK = 500
#: Bytes up to which a feed that is no well-formed XML is read by guessing.
MAX_LOOSE_BYTES = 4_000_000
_ITEMS = ("{*}item", "{*}entry")
#: What stands around the entries while they are parsed, by the root's name.
_FRAMES = {
    "feed": ('<feed xmlns="http://www.w3.org/2005/Atom"%s>', "</feed>"),
    "RDF": ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"%s>', "</rdf:RDF>"),
    "rss": ('<rss version="2.0"%s><channel>', "</channel></rss>"),
}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    #: Hash of the entry as it stands in the feed.
    stamp: str
    #: None: its stamp was known, so that it was not parsed.
    parts: Parts | None
    #: Name of the feed, None where it has none.
    outlet: str | None = None


def read_feed_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a feed file; an entry that cannot be read costs only itself.

    Raises:
        UnreadableReportError: The file as a whole cannot be read.
    """
    yield from read_feed(read_bytes(path, MAX_FEED_BYTES), str(path), defaults)


def read_feed(content: bytes, taken_from: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a feed's bytes.

    Raises:
        UnreadableReportError: `empty`, or no feed (`unsupported`), or one that declares XML entities.
    """
    for entry in read_entries(content, taken_from):
        if entry.parts is not None:
            yield make_entry(entry.parts, defaults)


def make_entry(parts: Parts, defaults: Defaults) -> Report | Unreadable:
    """The report of an entry, or why it has none."""
    try:
        return make_report(parts, defaults)
    except UnreadableReportError as error:
        brought = parts.id or content_id(parts.taken_from)
        return Unreadable(brought, error.code, error.message, parts.source, parts.taken_from)


def read_entries(content: bytes, taken_from: str, known: Collection[str] = ()) -> Iterator[Entry]:
    """The entries of a feed's bytes, in its order.

    Args:
        content: The feed.
        taken_from: Its address, for messages.
        known: Stamps of entries that need not be parsed again.

    Raises:
        UnreadableReportError: As of `read_feed`; before the first entry comes, never after.
    """
    if not content.strip():
        raise UnreadableReportError("empty", f"{taken_from}: there is nothing in it", taken_from)
    if b"<!ENTITY" in content.replace(b"\x00", b""):
        message = f"{taken_from}: declares XML entities; they are not read"
        raise UnreadableReportError("unsupported", message, taken_from)
    try:
        head = _read_head(content)
    except etree.XMLSyntaxError:
        head = None
    if head is None:
        yield from _read_loosely(content, taken_from)
    else:
        yield from _read_in_chunks(content, head, taken_from, known)


@dataclass(frozen=True, slots=True)
class _Head:
    """What holds for all entries of a feed."""

    root: str
    base: str | None
    outlet: str | None


def _read_head(content: bytes) -> _Head | None:
    """What stands outside the entries; None where it is no feed that has any. Fails on XML that is not well-formed."""
    root = outlet = base = None
    n_items = 0
    for event, element in _events(content, ("start", "end"), None):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if event == "start":
            if root is None:
                root, base = name, element.get(_BASE)
            continue
        parent = element.getparent()
        above = etree.QName(parent).localname if parent is not None else ""
        if name == "title" and above in ("channel", "feed"):
            outlet = outlet or (element.text or "").strip() or None
        if name in ("item", "entry") and above in ("channel", "feed", "RDF"):
            n_items += 1
            _forget(element)
    return _Head(root, base, outlet) if n_items and root in _FRAMES else None


def _events(content: bytes, events: tuple[str, ...], tags: tuple[str, ...] | None) -> Any:
    """Elements as they are read. Nothing is resolved, loaded or validated."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}
    return etree.iterparse(io.BytesIO(content), events=events, tag=tags, remove_pis=True, **options)


def _forget(element: Any) -> None:
    """Lets go of an element and of those before it."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _read_in_chunks(content: bytes, head: _Head, taken_from: str, known: Collection[str]) -> Iterator[Entry]:
    held: list[tuple[str, str]] = []
    for _, element in _events(content, ("end",), _ITEMS):
        parent = element.getparent()
        if parent is None or etree.QName(parent).localname not in ("channel", "feed", "RDF"):
            continue
        raw = etree.tostring(element, encoding="unicode", with_tail=False)
        held.append((content_id("entry", raw), raw))
        _forget(element)
        if len(held) == CHUNK:
            yield from _parse(held, head, taken_from, known)
            held = []
    yield from _parse(held, head, taken_from, known)


def _parse(held: list[tuple[str, str]], head: _Head, taken_from: str, known: Collection[str]) -> Iterator[Entry]:
    fresh = [raw for stamp, raw in held if stamp not in known]
    before, after = _FRAMES[head.root]
    base = f' xml:base="{_attribute(head.base)}"' if head.base else ""
    framed = "".join((before % base, *fresh, after)).encode("utf-8", "replace")
    found = feedparser.parse(io.BytesIO(framed)).entries if fresh else []
    # An entry that the library passes over keeps its place, so that none is given another's words.
    whole = len(found) == len(fresh)
    parsed = iter(found if whole else [_parse_one(raw, before % base, after) for raw in fresh])
    for stamp, _ in held:
        if stamp in known:
            yield Entry(stamp, None)
        else:
            yield Entry(stamp, _parts(next(parsed), taken_from, stamp, head.outlet), head.outlet)


def _parse_one(raw: str, before: str, after: str) -> Any:
    found = feedparser.parse(io.BytesIO((before + raw + after).encode("utf-8", "replace"))).entries
    return found[0] if found else {}


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _read_loosely(content: bytes, taken_from: str) -> Iterator[Entry]:
    """The entries of a feed that is broken, odd or empty, as the library guesses them."""
    if len(content) > MAX_LOOSE_BYTES:
        message = f"{taken_from}: not well-formed XML, and too long to be read by guessing"
        raise UnreadableReportError("unsupported", message, taken_from)
    feed = feedparser.parse(io.BytesIO(content))
    if not feed.version and not feed.entries:
        raise UnreadableReportError("unsupported", f"{taken_from}: this XML is no RSS or Atom feed", taken_from)
    outlet = feed.feed.get("title") or None
    for number, entry in zip(count(1), feed.entries, strict=False):
        parts = _parts(entry, taken_from, f"number {number}", outlet)
        yield Entry(content_id("entry", parts.id, parts.title, str(parts.published), parts.text), parts, outlet)


def _parts(entry: Any, taken_from: str, name: str, outlet: str | None) -> Parts:
    bodies = [body.get("value", "") for body in entry.get("content", [])]
    markup = max([*bodies, entry.get("summary", "")], key=len)
    return Parts(
        text=_plain(markup).strip() or _plain(entry.get("title", "")),
        taken_from=f"{taken_from} entry {entry.get('link') or name}",
        id=entry.get("id"),
        title=_plain(entry.get("title", "")) or None,
        published=entry.get("published") or entry.get("updated"),
        source=(entry.get("source") or {}).get("title") or outlet,
        url=entry.get("link"),
    )


def _plain(markup: str) -> str:
    """The words of a piece of HTML; text without markup as it is."""
    return trafilatura.html2txt(f"<html><body>{markup}</body></html>") if "<" in markup else markup
