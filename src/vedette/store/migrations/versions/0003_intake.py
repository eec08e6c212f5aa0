"""Feeds, visits and the queue of reports to read."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Creates the tables of intake."""
    _create_feeds()
    op.create_table(
        "sightings",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("sighting_id", sa.String(16), nullable=False),
        sa.Column("content_id", sa.String(16), nullable=False),
        sa.Column("report_row", sa.Integer, sa.ForeignKey("reports.row"), nullable=False),
        sa.Column("feed_id", sa.String, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("sighting_id"),
    )
    op.create_index("sightings_by_content", "sightings", ["content_id"])
    op.create_index("sightings_by_report", "sightings", ["report_row"])
    op.create_table(
        "seen_items",
        sa.Column("item_id", sa.String(16), primary_key=True),
        sa.Column("stamp", sa.String, nullable=False),
    )
    op.create_table(
        "queue",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("report_row", sa.Integer, sa.ForeignKey("reports.row"), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("feed_id", sa.String, nullable=False),
        sa.Column("turn", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("report_row"),
    )
    op.create_index("queue_by_turn", "queue", ["turn", "row"])
    op.create_index("queue_by_feed", "queue", ["feed_id", "turn"])
    op.create_table(
        "watch_locks",
        sa.Column("watch_key", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )


def _create_feeds() -> None:
    op.create_table(
        "feed_states",
        sa.Column("feed_id", sa.String, primary_key=True),
        sa.Column("address_sha256", sa.String(64), nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("visited_at", sa.DateTime, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("n_failures", sa.Integer, nullable=False),
        sa.Column("answered_at", sa.DateTime),
    )
    op.create_table(
        "visits",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("feed_id", sa.String, nullable=False),
        sa.Column("visited_at", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("n_items", sa.Integer, nullable=False),
        sa.Column("n_new", sa.Integer, nullable=False),
        sa.Column("n_refused", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("n_bytes", sa.BigInteger, nullable=False),
        sa.Column("message", sa.Text),
    )
    op.create_index("visits_by_feed", "visits", ["feed_id", "visited_at"])
