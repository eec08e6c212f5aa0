"""The tables of what was told: messages, what joined alerts, and how far each watch has been followed."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, String, Table
from sqlalchemy import UniqueConstraint as Unique

from vedette.store.tables import metadata
from vedette.store.words import Name, Words

#: One row a message, in the order decided. Never edited.
messages = Table(
    "messages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("message_id", String(64), nullable=False),
    Column("alert_id", String(64), nullable=False),
    # Key of the watch: of its name, so that an edited file stays the same watch.
    Column("watch_id", Name, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column("about", String(16), nullable=False),
    Column("escalated", Boolean, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    # The whole message as JSON.
    Column("wire", Words, nullable=False),
    Unique("message_id"),
    Unique("alert_id", "number"),
    Index("messages_by_watch", "watch_id", "decided_at"),
)

#: One row an event or report that joined an alert without a word said of it: by these an alert stays itself when what
#: was told of it is taken back. Never edited.
alert_parts = Table(
    "alert_parts",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("alert_id", String(64), nullable=False),
    # `event` or `report`, and its id.
    Column("part", String(8), nullable=False),
    Column("part_id", Name, nullable=False),
    Unique("alert_id", "part", "part_id"),
)

#: One row a watch: what its messages rest on. It moves on in the transaction of the messages.
cursors = Table(
    "cursors",
    metadata,
    Column("watch_id", Name, primary_key=True),
    # Last rows that were taken into account; 0: none.
    Column("reading_row", Integer, nullable=False),
    Column("judgement_row", Integer, nullable=False),
    # Instant up to which the watch was followed, and the first one it was followed from.
    Column("followed_to", DateTime, nullable=False),
    Column("followed_from", DateTime, nullable=False),
)
