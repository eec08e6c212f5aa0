"""Visits to RSS and Atom feeds and to pages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from vedette.errors import FetchError, UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.run.addresses import show_url
from vedette.run.fetch import GONE, Asked, Fetched, Limits
from vedette.run.visitor import Batch, ToCapture, Visitor
from vedette.sources.feed import Entry, make_entry, read_entries
from vedette.sources.made import Defaults, Parts, read_day
from vedette.sources.page import read_page
from vedette.store.intake import Sighting

#: Entries that are taken in at a time, and pages behind entries.
CHUNK, PAGES = 500, 10
#: Seconds after which a visit fetches no further page; the rest waits for the next visit.
FOLLOW_SECONDS = 120.0
#: What one page may take.
PAGE_LIMITS = Limits(16_000_000, 30.0)
#: Ids that are unique in the whole world; others only within their feed.
_WORLDWIDE = re.compile(r"(https?|urn|tag):", re.IGNORECASE)


def gather_feed(visitor: Visitor) -> Iterator[Batch]:
    """The entries of a feed that are not known; with `follow`, the pages behind them."""
    fetched = visitor.fetch()
    if fetched.status == 304 or visitor.is_known(fetched.body):
        return
    captured = [ToCapture(visitor.content(fetched))]
    about = show_url(visitor.feed.address)
    entries = read_entries(fetched.body, about, () if visitor.feed.follow else visitor.memory.stamps)
    stamps: set[str] = set()
    for batch in _follow(visitor, entries) if visitor.feed.follow else _own_words(visitor, entries, stamps):
        batch.captures = captured + batch.captures
        captured = []
        yield batch
    if captured:
        yield Batch(captures=captured)
    if visitor.answer.whole:
        visitor.remember(fetched.body, stamps)


def _own_words(visitor: Visitor, entries: Iterator[Entry], stamps: set[str]) -> Iterator[Batch]:
    batch, defaults = Batch(), visitor.defaults
    for number, entry in enumerate(entries, 1):
        stamps.add(entry.stamp)
        if entry.parts is None:
            batch.n_known += 1
        else:
            batch.seen.append(_seen(make_entry(_named(visitor, entry, entry.parts), defaults)))
        if number % CHUNK == 0:
            yield batch
            batch = Batch()
    yield batch


def _named(visitor: Visitor, entry: Entry, parts: Parts) -> Parts:
    """The entry with its outlet as the watch names it, and an id that no other feed's entry has."""
    said = parts.source if parts.source != entry.outlet else None
    brought = parts.id
    if brought and not _WORLDWIDE.match(brought):
        brought = content_id("entry", visitor.feed.address, brought)
    return replace(parts, source=said or visitor.feed.name, id=brought)


def _seen(found: Report | Unreadable) -> Sighting | Unreadable:
    return found if isinstance(found, Unreadable) else Sighting(found, found.url)


def _follow(visitor: Visitor, entries: Iterator[Entry]) -> Iterator[Batch]:
    """The pages behind the entries that were not opened before."""
    held: list[Entry] = []
    for entry in entries:
        held.append(entry)
        if len(held) == PAGES:
            yield _follow_some(visitor, held)
            held = []
    yield _follow_some(visitor, held)


def _follow_some(visitor: Visitor, entries: list[Entry]) -> Batch:
    batch = Batch()
    stamps = {(entry.parts.url if entry.parts else None) or entry.stamp: entry.stamp for entry in entries}
    unseen = visitor.unseen(stamps)
    for entry in entries:
        item = (entry.parts.url if entry.parts else None) or entry.stamp
        if entry.parts is None or item not in unseen:
            batch.n_known += 1
        elif monotonic() - visitor.begun > FOLLOW_SECONDS:
            visitor.answer.whole = False
        else:
            _follow_one(visitor, entry, _named(visitor, entry, entry.parts), batch)
    return batch


def _follow_one(visitor: Visitor, entry: Entry, parts: Parts, batch: Batch) -> None:
    """Adds the page; where it cannot be had, the entry's own words, and a failure that may pass is tried again."""
    try:
        if not parts.url:
            raise FetchError("the entry names no page", asked=False)
        page = visitor.fetcher.fetch(
            Asked(parts.url, allow_private=visitor.feed.allow_private, limits=PAGE_LIMITS, take_gone=True)
        )
        if page.status in GONE:
            raise FetchError(f"{show_url(parts.url)}: answered {page.status}", asked=False)
        report = _read_followed(page, parts, visitor.defaults)
        batch.captures.append(ToCapture(visitor.content(page), report))
        batch.seen.append(Sighting(report, parts.url))
        batch.stamps[parts.url] = entry.stamp
    except (FetchError, UnreadableReportError) as error:
        found = make_entry(parts, visitor.defaults)
        if isinstance(found, Report):
            note = f"only the feed's own words: the page behind them could not be read ({error.message})"
            found = replace(found, notes=(*found.notes, note))
        batch.seen.append(_seen(found))
        if isinstance(error, UnreadableReportError) or not error.asked:
            batch.stamps[parts.url or entry.stamp] = entry.stamp
        else:
            visitor.answer.whole = False


def _read_followed(page: Fetched, parts: Parts, defaults: Defaults) -> Report:
    """The report on the page behind an entry; title, day and outlet are the entry's where it says them."""
    report = read_page(page.body, show_url(page.url), defaults, page.url)
    day = read_day(parts.published)
    if day and defaults.latest and day > defaults.latest:
        day = None
    return replace(
        report,
        id=parts.id or content_id("entry", parts.url),
        title=parts.title or report.title,
        published=day or report.published,
        source=parts.source,
        url=parts.url,
    )


def gather_page(visitor: Visitor) -> Iterator[Batch]:
    """The article of a page, when its text is another one than before; that it is gone, once."""
    fetched = visitor.fetch()
    if fetched.status == 304:
        return
    if fetched.status in GONE:
        yield _gone(visitor, fetched)
        raise FetchError(f"{show_url(visitor.feed.address)}: answered {fetched.status}", status=fetched.status)
    report = read_page(fetched.body, show_url(fetched.url), visitor.defaults, fetched.url)
    named = content_id("page", visitor.feed.address)
    report = replace(report, id=named, source=visitor.feed.name, url=visitor.feed.address)
    stamps = {"page": f"{report.title} {report.text_sha256}"}
    if not visitor.unseen(stamps):
        yield Batch(n_known=1)
        return
    sighting = Sighting(report, visitor.feed.address)
    yield Batch(seen=[sighting], stamps=stamps, captures=[ToCapture(visitor.content(fetched), report)])


def _gone(visitor: Visitor, fetched: Fetched) -> Batch:
    stamps = {"page": f"gone {fetched.status}"}
    if not visitor.unseen(stamps):
        return Batch()
    return Batch(stamps=stamps, captures=[ToCapture(visitor.content(fetched))])
