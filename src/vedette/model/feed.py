"""Feeds: where a watch takes its reports from, and what each visit brought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vedette.model.report import Report

FeedKind = Literal["feed", "page", "folder", "mail", "telegram", "cap", "gdelt", "ucdp"]
#: `new`: it brought something; `unchanged`: it answered and had nothing new; `failed`: it gave no answer that can be
#: used; `skipped`: it was not asked (robots, back-off, a host's limit), with the reason.
VisitOutcome = Literal["new", "unchanged", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One place that is visited for reports or rows."""

    #: Stable id: as written in the watch, else made from kind and address.
    id: str
    #: Name of the outlet, as its reports bear it.
    name: str
    kind: FeedKind
    #: URL of a feed, page, CAP feed or update list; path of a folder, a mail folder or an export, absolute.
    address: str
    #: Seconds between two visits at least.
    every_seconds: float = 900.0
    #: Whether the page behind each entry is fetched too (else the entry's own text is read).
    follow: bool = False
    #: Senders whose mail is read; other mail is never opened. Mail only.
    senders: tuple[str, ...] = ()
    #: Whether addresses of the own machine and of private networks may be asked.
    allow_private: bool = False
    #: Environment variable (or `file:` and a path) that holds the token, None where none is needed.
    token_from: str | None = None
    #: ISO 3166-1 alpha-2 codes of the countries that it is counted on to report on; empty: not said.
    countries: tuple[str, ...] = ()

    @property
    def access(self) -> str:
        """Its address and how it may be asked: where that is changed in the watch, what came of it before is void."""
        leave = ["private"] if self.allow_private else []
        return "\n".join([self.address, *leave, *([self.token_from] if self.token_from else [])])


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to a feed brought. Rows of these tell a quiet feed from a dead one."""

    feed_id: str
    #: UTC instant, without a zone.
    visited_at: datetime
    outcome: VisitOutcome
    #: Items that the answer held; of these not known before; and refused (each of those is recorded by itself).
    n_items: int = 0
    n_new: int = 0
    n_refused: int = 0
    #: HTTP status, None where there is none.
    status: int | None = None
    n_bytes: int = 0
    #: Reason of a failure or a skip, in words, without secrets.
    message: str | None = None
    #: How many visits it stands for: those of one hour that came to the same and brought nothing new are kept as one.
    n_visits: int = 1
    #: UTC instant of the first of them, None: it is the only one.
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stands after its last visit. All instants are UTC, without a zone."""

    feed_id: str
    #: `Feed.access` that the validators and failures are of.
    access: str
    visited_at: datetime
    #: Before this it is not visited again.
    next_at: datetime
    #: Validators of its last answer, None where it had none, or not all of it was taken in.
    etag: str | None = None
    last_modified: str | None = None
    #: Failures since it last answered.
    n_failures: int = 0
    #: When it last gave an answer that could be used, None: never.
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuedReport:
    """A report that waits to be read."""

    #: Number in the queue.
    row: int
    report: Report
    #: UTC instant, without a zone, at which it was taken in.
    since: datetime
