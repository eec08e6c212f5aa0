"""The tables of intake: how each feed stands, what visits brought, where reports were seen, what waits to be read.

Visits and sightings are only ever added; visits of an hour that came to the same are counted in one row. The state of a
feed, what was seen of it, the queue and the lock of a watch are what the work goes by, not what we know: their rows
change and go.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, String, Table
from sqlalchemy import UniqueConstraint as Unique

from vedette.store.tables import metadata
from vedette.store.words import Name, Words

#: One row a feed: when it is visited next, and what its last answer was known by.
feed_states = Table(
    "feed_states",
    metadata,
    Column("feed_id", Name, primary_key=True),
    # Hash of the address that the validators are for: a feed that moved begins anew.
    Column("address_sha256", String(64), nullable=False),
    # NULL: the answer had none, or not all of it was taken in.
    Column("etag", Words),
    Column("last_modified", Words),
    Column("visited_at", DateTime, nullable=False),
    Column("next_at", DateTime, nullable=False),
    # Failures since the last good visit.
    Column("n_failures", Integer, nullable=False),
    # NULL: it never answered.
    Column("answered_at", DateTime),
)

#: One row a visit, so that a quiet feed is told from a dead one; visits of one hour that brought nothing and came to
#: the same share one.
visits = Table(
    "visits",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("feed_id", Name, nullable=False),
    # When the last of them was.
    Column("visited_at", DateTime, nullable=False),
    # NULL: it is the only one.
    Column("first_at", DateTime),
    Column("n_visits", Integer, nullable=False, server_default="1"),
    Column("outcome", String(16), nullable=False),
    # Items and bytes are those of the last one.
    Column("n_items", Integer, nullable=False),
    Column("n_new", Integer, nullable=False),
    Column("n_refused", Integer, nullable=False),
    # NULL: it did not come over HTTP, or there was no answer.
    Column("status", Integer),
    Column("n_bytes", BigInteger, nullable=False),
    # NULL: nothing went wrong.
    Column("message", Words),
    Index("visits_by_feed", "feed_id", "visited_at"),
)

#: One row a report, feed and address under which it was seen first.
sightings = Table(
    "sightings",
    metadata,
    Column("row", Integer, primary_key=True),
    # Hash of content, feed and address.
    Column("sighting_id", String(16), nullable=False),
    # Hash of outlet, day, title and text: the same report under other addresses has the same.
    Column("content_id", String(16), nullable=False),
    Column("report_row", ForeignKey("reports.row"), nullable=False),
    Column("feed_id", Name, nullable=False),
    # NULL: it has none.
    Column("address", Words),
    Column("seen_at", DateTime, nullable=False),
    Unique("sighting_id"),
    Index("sightings_by_content", "content_id"),
    Index("sightings_by_report", "report_row"),
)

#: Items of a feed that need not be opened again: files, mails, entries whose page was fetched.
seen_items = Table(
    "seen_items",
    metadata,
    # Hash of feed and item.
    Column("item_id", String(16), primary_key=True),
    # Size and time of a file, hash of an entry: another one is opened again.
    Column("stamp", Name, nullable=False),
)

#: Reports that wait to be read, by turns: a feed that brings a hundred thousand at once keeps no other waiting.
queue = Table(
    "queue",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("report_row", ForeignKey("reports.row"), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("feed_id", Name, nullable=False),
    # Each further report of one feed has a later turn; the first one has the turn that is read next.
    Column("turn", BigInteger, nullable=False),
    Unique("report_row"),
    Index("queue_by_turn", "turn", "row"),
    Index("queue_by_feed", "feed_id", "turn"),
)

#: Who runs a watch: one process at a time.
watch_locks = Table(
    "watch_locks",
    metadata,
    Column("watch_key", Name, primary_key=True),
    # Machine, process and a word of its own.
    Column("holder", Name, nullable=False),
    # Counts while the holder lives. Whoever sees it stand still takes over; no clock is compared.
    Column("beat", BigInteger, nullable=False),
    Column("since", DateTime, nullable=False),
)
