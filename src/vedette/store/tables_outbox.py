"""The tables of the outbox. It is a queue: its rows change as they are tried; what was told stands in the messages."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from vedette.store.tables import metadata

#: One row a sending through one channel, in the order queued.
deliveries = Table(
    "deliveries",
    metadata,
    Column("row", Integer, primary_key=True),
    # Idempotency key.
    Column("delivery_key", String(64), nullable=False),
    Column("watch_id", String, nullable=False),
    Column("channel_id", String, nullable=False),
    # gathering, waiting, delivered, dead or dropped.
    Column("state", String(9), nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("due_at", DateTime, nullable=False),
    Column("queued_at", DateTime, nullable=False),
    # NULL: not yet.
    Column("tried_at", DateTime),
    Column("delivered_at", DateTime),
    Column("n_attempts", Integer, nullable=False),
    # NULL: none yet.
    Column("failure", Text),
    # NULL: not made yet, or no longer needed.
    Column("body", LargeBinary),
    Column("media_type", String),
    Column("headers", Text),
    Unique("delivery_key"),
    Index("deliveries_by_state", "state", "due_at"),
    Index("deliveries_by_channel", "watch_id", "channel_id", "state"),
)

#: The messages of each delivery, in order.
delivery_messages = Table(
    "delivery_messages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("delivery_row", ForeignKey("deliveries.row"), nullable=False),
    Column("message_id", String, nullable=False),
    Column("alert_id", String, nullable=False),
    Index("delivery_messages_by_delivery", "delivery_row"),
    Index("delivery_messages_by_alert", "alert_id"),
)
