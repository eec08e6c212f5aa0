"""Alerts' messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the tables of messages and cursors."""
    op.create_table(
        "messages",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("alert_id", sa.String(64), nullable=False),
        sa.Column("watch_id", sa.String, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("escalated", sa.Boolean, nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.Column("wire", sa.Text, nullable=False),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("alert_id", "number"),
    )
    op.create_index("messages_by_watch", "messages", ["watch_id", "decided_at"])
    op.create_table(
        "cursors",
        sa.Column("watch_id", sa.String, primary_key=True),
        sa.Column("reading_row", sa.Integer, nullable=False),
        sa.Column("judgement_row", sa.Integer, nullable=False),
        sa.Column("followed_to", sa.DateTime, nullable=False),
        sa.Column("followed_from", sa.DateTime, nullable=False),
    )
