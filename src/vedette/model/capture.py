"""Captures: what was fetched, kept as it was fetched, and its place in a chain of hashes."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: `previous_hash` of the first link: there is nothing before it.
NO_LINK = "0" * 64

#: What was noticed about a page that had been captured before: its text is another one; it answers 404 or 410; it is
#: there again.
ChangeKind = Literal["changed", "gone", "back"]


@dataclass(frozen=True, slots=True)
class Content:
    """What an address gave, to be kept."""

    #: Where it was fetched: a URL, or `file:` and a path.
    url: str
    #: UTC instant, without a zone.
    fetched_at: datetime
    #: The bytes, transfer and content encoding undone.
    body: bytes
    #: HTTP status, None for what came by another way (a folder, a mailbox).
    status: int | None = None
    #: HTTP headers of the answer, in order; empty for what came by another way.
    headers: tuple[tuple[str, str], ...] = ()
    #: Media type, for what came by another way.
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that lies in a WARC file, written and synced."""

    url: str
    fetched_at: datetime
    #: SHA-256 of the body, hexadecimal.
    sha256: str
    n_bytes: int
    status: int | None
    #: Name of the file within the folder of captures.
    warc_file: str
    #: Byte at which its record begins.
    warc_offset: int
    #: SHA-256 of the whole record, unpacked: of the headers that came with the body too.
    record_sha256: str


@dataclass(frozen=True, slots=True)
class Capture:
    """A link of the chain. The hash over it holds all its fields, so that none can be changed unnoticed."""

    #: 1 for the first link, then counting without a gap.
    number: int
    #: `link_hash` of the link before, `NO_LINK` for the first.
    previous_hash: str
    #: Its address is empty where it was erased.
    kept: Kept
    #: SHA-256 of the address: the link holds this, so that an address can be erased.
    url_sha256: str
    #: Feed whose visit brought it, None for none.
    feed_id: str | None = None
    #: Report that was made from it, None where it gave none or several.
    report_id: str | None = None
    #: SHA-256 of the text that was read out of it, None where there is none: of a page, tells a change of the text
    #: from a change of what surrounds it.
    text_sha256: str | None = None

    @property
    def link_hash(self) -> str:
        """SHA-256, hexadecimal, over the link as canonical JSON (keys sorted, no blanks, UTF-8)."""
        kept = self.kept
        link = {
            "number": self.number,
            "previous": self.previous_hash,
            "url_sha256": self.url_sha256,
            "fetched_at": kept.fetched_at.isoformat(timespec="microseconds"),
            "sha256": kept.sha256,
            "n_bytes": kept.n_bytes,
            "status": kept.status,
            "warc_file": kept.warc_file,
            "warc_offset": kept.warc_offset,
            "record_sha256": kept.record_sha256,
            "feed_id": self.feed_id,
            "report_id": self.report_id,
            "text_sha256": self.text_sha256,
        }
        canonical = json.dumps(link, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that was captured before and is another one now, or no longer there."""

    #: Empty where it was erased.
    url: str
    kind: ChangeKind
    #: Number of the capture that shows it, and of the one before it.
    number: int
    before_number: int
    #: UTC instant, without a zone.
    noticed_at: datetime
    #: Report that was made from the page, None where none was.
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """A captured content that was erased: its link in the chain stays, with who did it, when and why."""

    number: int
    by: str
    why: str
    #: UTC instant, without a zone.
    erased_at: datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp (RFC 3161) over one link of the chain, and with it over all links before it."""

    number: int
    link_hash: str
    #: Address of the authority that gave it.
    tsa: str
    #: UTC instant that the authority states, without a zone.
    stamped_at: datetime
    #: The authority's whole answer, DER.
    answer: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """An address from which a report was made, with when it was captured."""

    url: str
    report_id: str
    #: Feed whose visit brought it first, None for none.
    feed_id: str | None
    #: UTC instants of the first and the latest capture.
    first_at: datetime
    last_at: datetime
    #: SHA-256 of the text that was last read out of it, None where it was gone then.
    text_sha256: str | None
