"""Captures and the hash chain."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Creates the chain and what belongs to it."""
    op.create_table(
        "captures",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("url_sha256", sa.String(64), nullable=False),
        sa.Column("fetched_at", sa.DateTime, nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("n_bytes", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("warc_file", sa.String, nullable=False),
        sa.Column("warc_offset", sa.Integer, nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("feed_id", sa.String),
        sa.Column("report_id", sa.String),
        sa.Column("text_sha256", sa.String(64)),
        sa.UniqueConstraint("link_hash"),
    )
    op.create_index("captures_by_url", "captures", ["url", "number"])
    op.create_index("captures_by_report", "captures", ["report_id"])
    _create_rest()


def _create_rest() -> None:
    op.create_table(
        "page_changes",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("url", sa.Text),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer, sa.ForeignKey("captures.number"), nullable=False),
        sa.Column("before_number", sa.Integer, sa.ForeignKey("captures.number"), nullable=False),
        sa.Column("report_id", sa.String),
        sa.Column("noticed_at", sa.DateTime, nullable=False),
    )
    op.create_index("page_changes_by_report", "page_changes", ["report_id"])
    op.create_table(
        "capture_erasures",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("captures.number"), nullable=False),
        sa.Column("erased_by", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("erased_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "stamps",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("captures.number"), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("tsa", sa.Text, nullable=False),
        sa.Column("stamped_at", sa.DateTime, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
