"""RSS and Atom files: one report an entry."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import trafilatura

from vedette.errors import UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_PAGE_BYTES
from vedette.sources.made import Defaults, Parts, make_report
from vedette.sources.text import read_bytes


def read_feed_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a feed file; an entry that cannot be read costs only itself.

    Raises:
        UnreadableReportError: The file as a whole cannot be read.
    """
    yield from read_feed(read_bytes(path, MAX_PAGE_BYTES), str(path), defaults)


def read_feed(content: bytes, taken_from: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a feed's bytes.

    Raises:
        UnreadableReportError: `empty`, or no feed (`unsupported`), or one that declares XML entities.
    """
    if not content.strip():
        raise UnreadableReportError("empty", f"{taken_from}: there is nothing in it", taken_from)
    if b"<!ENTITY" in content:
        raise UnreadableReportError(
            "unsupported", f"{taken_from}: declares XML entities; they are not read", taken_from
        )
    feed = feedparser.parse(content)
    if not feed.version and not feed.entries:
        raise UnreadableReportError("unsupported", f"{taken_from}: this XML is no RSS or Atom feed", taken_from)
    outlet = feed.feed.get("title") or None
    for number, entry in enumerate(feed.entries, 1):
        about = f"{taken_from} entry {number}"
        try:
            yield make_report(_parts(entry, about, outlet), defaults)
        except UnreadableReportError as error:
            brought = entry.get("id") or content_id(about)
            yield Unreadable(brought, error.code, error.message, outlet, about)


def _parts(entry: Any, about: str, outlet: str | None) -> Parts:
    bodies = [body.get("value", "") for body in entry.get("content", [])]
    markup = max([*bodies, entry.get("summary", "")], key=len)
    return Parts(
        text=_plain(markup).strip() or _plain(entry.get("title", "")),
        taken_from=about,
        id=entry.get("id"),
        title=_plain(entry.get("title", "")) or None,
        published=entry.get("published") or entry.get("updated"),
        source=(entry.get("source") or {}).get("title") or outlet,
        url=entry.get("link"),
    )


def _plain(markup: str) -> str:
    """The words of a piece of HTML; text without markup as it is."""
    return trafilatura.html2txt(f"<html><body>{markup}</body></html>") if "<" in markup else markup
