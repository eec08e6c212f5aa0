"""Looks again at the pages that alerts rest on: whether they say something else by now, or are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, select

from vedette.errors import FetchError, UnreadableReportError
from vedette.evidence.warc import WarcFolder
from vedette.model.capture import Content, Page, PageChange
from vedette.model.report import Report
from vedette.model.watch import Watch
from vedette.run.addresses import show_url
from vedette.run.clock import Clock
from vedette.run.fetch import GONE, Asked, Fetched, Limits
from vedette.sources.made import Defaults
from vedette.sources.page import read_page
from vedette.store.captures import append_capture, changes, pages_of_reports
from vedette.store.intake import Sighting, take_in
from vedette.store.messages import find_messages
from vedette.store.reports import load_reports
from vedette.store.store import Store
from vedette.store.tables import reports

#: Ages at which a page is looked at again: corrections come soon, removals late.
AGES = tuple(timedelta(hours=hours) for hours in (1, 24, 24 * 3, 24 * 7, 24 * 30))
#: Alerts of so long are minded: a week more than the last age, for machines that were off.
_MINDED = AGES[-1] + timedelta(days=7)
#: After a page gave no answer it is left alone for so long.
_REST = timedelta(hours=1)
#: The store is asked no oftener which pages are due: all alerts of weeks are gone through for it.
_PAUSE = timedelta(minutes=5)
#: What one page may take.
_LIMITS = Limits(16_000_000, 30.0)


class Fetches(Protocol):
    """What fetches pages (`run.fetch.Fetcher`)."""

    def fetch(self, asked: Asked) -> Fetched:
        """The answer."""


def is_due(page: Page, now: datetime) -> bool:
    """Whether a page has reached an age since it was last looked at."""
    return any(page.last_at < page.first_at + age <= now for age in AGES)


@dataclass(slots=True)
class PageChecker:
    """Looks again at pages, for one watch.

    Args:
        store: The store.
        watch: Pages are those of the reports on which its alerts of the last weeks rest.
        fetcher: How they are fetched.
        captures: Where what was fetched is kept.
        clock: Tells the time.
    """

    store: Store
    watch: Watch
    fetcher: Fetches
    captures: WarcFolder
    clock: Clock
    #: Address → UTC instant before which it is not asked again, since it gave no answer.
    _resting: dict[str, datetime] = field(default_factory=dict)
    #: UTC instant at which the store was last asked which pages are due, None: it is to be asked.
    _looked_at: datetime | None = None

    def check(self, limit: int = 20) -> list[PageChange]:
        """What was noticed of the pages that were due, at most so many of them.

        Each is captured again. One whose text is another is read again as another version of its report, so that what
        follows from it is told; one that is gone is noted, and nothing is concluded from it.

        Raises:
            StoreError: The store cannot be used.
            OutputError: What was fetched could not be kept.
        """
        now = self.clock.now()
        if self._looked_at is not None and self._looked_at <= now < self._looked_at + _PAUSE:
            return []
        with self.store.look() as connection:
            found = pages_of_reports(connection, _told_of(connection, self.watch, now - _MINDED))
        due = [page for page in found if is_due(page, now) and self._resting.get(page.url, now) <= now]
        self._looked_at = now if len(due) <= limit else None
        noticed: list[PageChange] = []
        for page in due[:limit]:
            noticed += self._look(page)
        return noticed

    def _look(self, page: Page) -> Iterable[PageChange]:
        now = self.clock.now()
        private = any(feed.allow_private for feed in self.watch.feeds if feed.id == page.feed_id)
        try:
            answer = self.fetcher.fetch(Asked(page.url, allow_private=private, limits=_LIMITS, take_gone=True))
            text = None if answer.status in GONE else read_page(answer.body, show_url(page.url), Defaults(), page.url)
        except (FetchError, UnreadableReportError):
            self._resting[page.url] = now + _REST
            return ()
        self._resting.pop(page.url, None)
        # The address asked, not the one it redirected to: it is by this one that captures are compared.
        content = Content(page.url, now, answer.body, answer.status, answer.headers)
        (kept,) = self.captures.keep([content])
        with self.store.begin() as connection:
            capture = append_capture(
                connection,
                kept,
                feed_id=page.feed_id,
                report_id=page.report_id if text else None,
                text_sha256=text.text_sha256 if text else None,
            )
            if text and page.text_sha256 and text.text_sha256 != page.text_sha256:
                self._take_in(connection, page, text, now)
            return [one for one in changes(connection, page.report_id) if one.number == capture.number]

    def _take_in(self, connection: Connection, page: Page, text: Report, now: datetime) -> None:
        """Puts the page's new text into the queue as another version of its report."""
        query = select(reports.c.row).where(reports.c.report_id == page.report_id).order_by(reports.c.row.desc())
        row = connection.execute(query.limit(1)).scalar()
        for _, before in load_reports(connection, [row] if row is not None else []):
            note = f"the page changed after it was first read; this is its text of {now:%Y-%m-%d %H:%M} UTC"
            new = replace(before, text=text.text, text_sha256=text.text_sha256, notes=(*text.notes, note))
            take_in(connection, page.feed_id or "recheck", [Sighting(new, page.url)], now)


def _told_of(connection: Connection, watch: Watch, since: datetime) -> Sequence[str]:
    """Ids of the reports on which alerts rest that were told of since."""
    found = find_messages(connection, watch.key, since=since)
    return sorted({report_id for message in found for report_id in message.alert.report_ids})
