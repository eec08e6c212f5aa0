"""Visits to feeds: what a feed gives is taken into the store, with how the feed stands, in one transaction."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from vedette.errors import (
    FetchError,
    MissingExtraError,
    OutputError,
    StoreError,
    UnreadableReportError,
    UsageError,
    VedetteError,
)
from vedette.evidence.warc import WarcFolder
from vedette.model.feed import Feed, FeedState, Visit
from vedette.model.report import Unreadable
from vedette.run.clock import Clock
from vedette.run.fetch import Fetcher
from vedette.run.gathering import gatherer_of
from vedette.run.visit_plan import Due, plan_next
from vedette.run.visitor import SAID_REFUSED, Batch, Memory, Visitor
from vedette.store.captures import append_capture
from vedette.store.intake import mark_seen, take_in
from vedette.store.store import Store
from vedette.store.visits import record_visit

#: Seconds, at most, until a feed is looked at again that could not be for a reason on this machine.
LOCAL_SECONDS = 60.0
_LOG = logging.getLogger("vedette.watch")


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a visit came to nothing, or broke off."""

    message: str
    #: Whether the feed was asked at all.
    asked: bool = True
    status: int | None = None
    retry_after_seconds: float | None = None
    #: Whether it lies on this machine (a secret, a folder, a library), so that looking again costs nobody anything.
    local: bool = False


@dataclass(slots=True)
class _Tally:
    n_items: int = 0
    n_new: int = 0
    n_refused: int = 0


@dataclass(slots=True)
class FeedVisitor:
    """Visits feeds, for all threads of a process.

    Args:
        store: Where reports go.
        fetcher: How they are fetched.
        clock: Tells the time.
        captures: Where what was fetched is kept; None: it is not kept.
    """

    store: Store
    fetcher: Fetcher
    clock: Clock
    captures: WarcFolder | None = None
    _memories: dict[str, Memory] = field(default_factory=dict)

    def visit(self, due: Due) -> Visit:
        """What the visit brought; it is recorded, and so are the reports, which wait in the queue.

        A long answer is taken in by parts, each a transaction; how the feed stands is written with the last one, so
        that a visit that was cut off is made again and finds its first parts known.

        Raises:
            StoreError: The store cannot be used; what was not taken in is found again at the next visit.
            OutputError: What was fetched could not be kept; nothing of it was taken in.
        """
        feed = due.feed
        memory = self._memories.setdefault(feed.id, Memory())
        visitor = Visitor(feed, due.state, memory, self.store, self.fetcher, self.clock)
        tally, failure, held = _Tally(), None, Batch()
        gathered = self._gather(visitor)
        while True:
            found = next(gathered, None)
            if not isinstance(found, Batch):
                failure = found
                break
            self._take_in(visitor, held, tally, None)
            held = found
        visit = self._finish(visitor, held, tally, failure)
        if visitor.learnt is not None and failure is None:
            self._memories[feed.id] = visitor.learnt
        return visit

    def forget(self) -> None:
        """Forgets what was parsed before. To be called when the store failed: what it had may be gone with it."""
        self._memories.clear()

    def _gather(self, visitor: Visitor) -> Iterator[Batch | _Failure]:
        """The batches, and at the end why there are no more, if that is no good end."""
        feed = visitor.feed
        try:
            yield from gatherer_of(feed.kind)(visitor)
        except FetchError as error:
            is_local = not feed.address.startswith(("http://", "https://"))
            yield _Failure(error.message, error.asked, error.status, error.retry_after_seconds, is_local)
        except UnreadableReportError as error:
            yield _Failure(error.message)
        except (UsageError, MissingExtraError) as error:
            yield _Failure(error.message, asked=False, local=True)
        except (StoreError, OutputError):
            raise
        except VedetteError as error:
            yield _Failure(error.message)
        except OSError as error:
            yield _Failure(f"{feed.address}: {error.strerror or error}", local=True)
        except Exception as error:  # noqa: BLE001 (the loop over feeds: one bad answer must not cost the others)
            _LOG.exception("visit failed", extra={"feed": feed.id})
            yield _Failure(f"the answer could not be read ({type(error).__name__}): please report this")

    def _take_in(self, visitor: Visitor, batch: Batch, tally: _Tally, ending: tuple[Visit, FeedState] | None) -> None:
        """One transaction: reports, sightings, queue, what was opened, captures; at the end the visit and the state."""
        if ending is None and not (batch.seen or batch.stamps or batch.captures):
            self._count(batch, 0, tally)
            _say_refused(visitor.feed, batch)
            return
        feed, now = visitor.feed, self.clock.now()
        kept = self.captures.keep(one.content for one in batch.captures) if self.captures else ()
        with self.store.begin() as connection:
            n_new = take_in(connection, feed.id, batch.seen, now)
            if batch.stamps:
                mark_seen(connection, feed.id, batch.stamps)
            for where, one in zip(kept, batch.captures, strict=bool(self.captures)):
                report = one.report
                append_capture(
                    connection,
                    where,
                    feed_id=feed.id,
                    report_id=report.id if report else None,
                    text_sha256=report.text_sha256 if report else None,
                )
            self._count(batch, n_new, tally)
            if ending is not None:
                visit, state = ending
                counted = {"n_items": tally.n_items, "n_new": tally.n_new, "n_refused": tally.n_refused}
                record_visit(connection, _with(visit, counted), state)
        _say_refused(feed, batch)

    @staticmethod
    def _count(batch: Batch, n_new: int, tally: _Tally) -> None:
        tally.n_items += len(batch.seen) + batch.n_known
        tally.n_new += n_new + batch.n_imported
        tally.n_refused += batch.n_refused + sum(1 for one in batch.seen if isinstance(one, Unreadable))

    def _finish(self, visitor: Visitor, held: Batch, tally: _Tally, failure: _Failure | None) -> Visit:
        """Takes in the last batch together with the visit and how the feed stands after it."""
        feed, before, answer, now = visitor.feed, visitor.state, visitor.answer, self.clock.now()
        n_failures = (before.n_failures if before else 0) + 1 if failure else 0
        whole = answer.whole and failure is None
        state = FeedState(
            feed_id=feed.id,
            access=feed.access,
            visited_at=now,
            next_at=_next_at(feed, n_failures, now, failure),
            etag=answer.etag if whole else None,
            last_modified=answer.last_modified if whole else None,
            n_failures=n_failures,
            answered_at=now if failure is None else before.answered_at if before else None,
        )
        visit = Visit(
            feed_id=feed.id,
            visited_at=now,
            outcome="unchanged" if failure is None else "failed" if failure.asked else "skipped",
            status=(failure.status if failure else None) or answer.status,
            n_bytes=answer.n_bytes,
            message=failure.message if failure else None,
        )
        self._take_in(visitor, held, tally, (visit, state))
        return _with(visit, {"n_items": tally.n_items, "n_new": tally.n_new, "n_refused": tally.n_refused})


def _say_refused(feed: Feed, batch: Batch) -> None:
    """Names the first items and rows that were refused; the visit counts them all."""
    unreadable = [one.message for one in batch.seen if isinstance(one, Unreadable)]
    for words in [*unreadable, *batch.refused][:SAID_REFUSED]:
        _LOG.warning("refused", extra={"feed": feed.id, "outlet": feed.name, "error": words})


def _next_at(feed: Feed, n_failures: int, now: datetime, failure: _Failure | None) -> datetime:
    if failure is not None and failure.local:
        return now + timedelta(seconds=min(feed.every_seconds, LOCAL_SECONDS))
    return plan_next(feed, n_failures, now, failure.retry_after_seconds if failure else None)


def _with(visit: Visit, counted: dict[str, int]) -> Visit:
    """The visit with what was counted; one that brought something says so, unless it broke off."""
    outcome = "new" if visit.outcome == "unchanged" and counted["n_new"] else visit.outcome
    return replace(
        visit, outcome=outcome, n_items=counted["n_items"], n_new=counted["n_new"], n_refused=counted["n_refused"]
    )
