"""What a visit to a feed needs, and what it gives: reports, what was opened, and what is to be kept as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from time import monotonic

from vedette.model.capture import Content
from vedette.model.feed import Feed, FeedState
from vedette.model.report import Report, Unreadable
from vedette.run.clock import Clock
from vedette.run.fetch import Asked, Fetched, Fetcher, Limits, read_secret
from vedette.sources.limits import MAX_FEED_BYTES
from vedette.sources.made import Defaults
from vedette.store.intake import Sighting, unseen_items
from vedette.store.store import Store

#: Kind of feed → header of its token, where it is no bearer token.
TOKEN_HEADERS = {"ucdp": "x-ucdp-access-token"}


@dataclass(frozen=True, slots=True)
class ToCapture:
    """A content to keep as evidence, and the report that was made from it."""

    content: Content
    #: None: it gave none, or several.
    report: Report | None = None


#: Items that were refused of which a batch names at most so many in the log.
SAID_REFUSED = 20


@dataclass(slots=True)
class Batch:
    """A part of what a visit gave; it is taken in as a whole."""

    seen: list[Sighting | Unreadable] = field(default_factory=list)
    #: Items that need not be opened again: item → stamp.
    stamps: dict[str, str] = field(default_factory=dict)
    captures: list[ToCapture] = field(default_factory=list)
    #: Items that were known already, or are in the store by another way.
    n_known: int = 0
    #: Of those, rows of event data that were new, and that were refused.
    n_imported: int = 0
    n_refused: int = 0
    #: Which rows those were and why, as far as they are said.
    refused: tuple[str, ...] = ()


@dataclass(slots=True)
class Answer:
    """What is known of the answer as a whole; filled while the visit goes on."""

    status: int | None = None
    n_bytes: int = 0
    etag: str | None = None
    last_modified: str | None = None
    #: Whether all of it was taken in: else its validators are not kept, so that it is asked for again.
    whole: bool = True

    def note(self, fetched: Fetched) -> None:
        """Takes over what the answer says of itself."""
        self.status, self.n_bytes = fetched.status, len(fetched.body)
        self.etag, self.last_modified = fetched.header("etag"), fetched.header("last-modified")


@dataclass(slots=True)
class Memory:
    """What a process remembers of a feed so as not to parse again what it parsed before. Losing it costs time alone."""

    body_sha256: str = ""
    stamps: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Visitor:
    """What a visit needs, and what is known of the feed."""

    feed: Feed
    state: FeedState | None
    memory: Memory
    store: Store
    fetcher: Fetcher
    clock: Clock
    limits: Limits = field(default_factory=lambda: Limits(MAX_FEED_BYTES, 60.0))
    answer: Answer = field(default_factory=Answer)
    begun: float = field(default_factory=monotonic)
    #: What is to be remembered once all of the visit is in the store.
    learnt: Memory | None = None

    @property
    def defaults(self) -> Defaults:
        """What holds for reports of the feed that do not say it."""
        return Defaults(source=self.feed.name, latest=(self.clock.now() + timedelta(days=1)).date())

    def fetch(self, token_header: str | None = None) -> Fetched:
        """The answer of the feed's own address.

        Args:
            token_header: Header that bears the feed's token; None: it is a bearer token.

        Raises:
            FetchError: There is none that can be used.
        """
        state = self.state
        asked = Asked(
            self.feed.address,
            etag=state.etag if state else None,
            last_modified=state.last_modified if state else None,
            allow_private=self.feed.allow_private,
            token=read_secret(self.feed.token_from),
            token_header=TOKEN_HEADERS.get(self.feed.kind),
            limits=self.limits,
            take_gone=self.feed.kind == "page",
        )
        fetched = self.fetcher.fetch(asked)
        self.answer.note(fetched)
        if fetched.status == 304 and state is not None:
            self.answer.etag = self.answer.etag or state.etag
            self.answer.last_modified = self.answer.last_modified or state.last_modified
        return fetched

    def unseen(self, stamps: Mapping[str, str]) -> set[str]:
        """Those of the items that were never opened, or are others now."""
        with self.store.look() as connection:
            return unseen_items(connection, self.feed.id, stamps)

    def content(self, fetched: Fetched) -> Content:
        """An answer, to be kept."""
        return Content(fetched.url, self.clock.now(), fetched.body, fetched.status, fetched.headers)

    def is_known(self, body: bytes) -> bool:
        """Whether this very body was the last that was taken in."""
        return self.memory.body_sha256 == sha256(body).hexdigest()

    def remember(self, body: bytes, stamps: set[str]) -> None:
        """Remembers what is taken in whole, once it is in the store."""
        self.learnt = Memory(sha256(body).hexdigest(), stamps)
