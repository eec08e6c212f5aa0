"""The outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Creates the outbox."""
    op.create_table(
        "deliveries",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("delivery_key", sa.String(64), nullable=False),
        sa.Column("watch_id", sa.String, nullable=False),
        sa.Column("channel_id", sa.String, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("digest", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("queued_at", sa.DateTime, nullable=False),
        sa.Column("tried_at", sa.DateTime),
        sa.Column("delivered_at", sa.DateTime),
        sa.Column("n_attempts", sa.Integer, nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("body", sa.LargeBinary),
        sa.Column("media_type", sa.String),
        sa.Column("headers", sa.Text),
        sa.UniqueConstraint("delivery_key"),
    )
    op.create_index("deliveries_by_state", "deliveries", ["state", "due_at"])
    op.create_index("deliveries_by_channel", "deliveries", ["watch_id", "channel_id", "state"])
    op.create_table(
        "delivery_messages",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("delivery_row", sa.Integer, sa.ForeignKey("deliveries.row"), nullable=False),
        sa.Column("message_id", sa.String, nullable=False),
        sa.Column("alert_id", sa.String, nullable=False),
    )
    op.create_index("delivery_messages_by_delivery", "delivery_messages", ["delivery_row"])
    op.create_index("delivery_messages_by_alert", "delivery_messages", ["alert_id"])
