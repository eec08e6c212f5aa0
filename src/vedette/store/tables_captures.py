"""The tables of captures: the chain of hashes, what was noticed, erased and stamped. Rows are only ever added."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from vedette.store.tables import metadata

#: One row a captured content; each is a link whose hash holds that of the link before.
captures = Table(
    "captures",
    metadata,
    # Counts without a gap from 1; given by the store, not by the database.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("previous_hash", String(64), nullable=False),
    Column("link_hash", String(64), nullable=False),
    # NULL: erased. Links hold the hash of the address, so that it can be.
    Column("url", Text),
    Column("url_sha256", String(64), nullable=False),
    Column("fetched_at", DateTime, nullable=False),
    # Of the body as fetched.
    Column("content_sha256", String(64), nullable=False),
    Column("n_bytes", Integer, nullable=False),
    # NULL: it did not come over HTTP.
    Column("status", Integer),
    Column("warc_file", String, nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("record_sha256", String(64), nullable=False),
    # NULL: no feed, no single report, no text.
    Column("feed_id", String),
    Column("report_id", String),
    Column("text_sha256", String(64)),
    Unique("link_hash"),
    Index("captures_by_url", "url", "number"),
    Index("captures_by_report", "report_id"),
)

#: Pages that were captured before and are another one now, or no longer there.
page_changes = Table(
    "page_changes",
    metadata,
    Column("row", Integer, primary_key=True),
    # NULL: erased.
    Column("url", Text),
    # changed, gone or back.
    Column("kind", String(8), nullable=False),
    Column("number", ForeignKey("captures.number"), nullable=False),
    Column("before_number", ForeignKey("captures.number"), nullable=False),
    Column("report_id", String),
    Column("noticed_at", DateTime, nullable=False),
    Index("page_changes_by_report", "report_id"),
)

#: Contents that were erased; their links stay.
capture_erasures = Table(
    "capture_erasures",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("number", ForeignKey("captures.number"), nullable=False),
    Column("erased_by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("erased_at", DateTime, nullable=False),
    Unique("number"),
)

#: Time stamps over links.
stamps = Table(
    "stamps",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("number", ForeignKey("captures.number"), nullable=False),
    Column("link_hash", String(64), nullable=False),
    Column("tsa", Text, nullable=False),
    Column("stamped_at", DateTime, nullable=False),
    # The authority's whole answer, DER.
    Column("answer", LargeBinary, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
)
