"""Reports, readings, events, unreadable reports and judgements."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates the first tables."""
    op.create_table(
        "reports",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String, nullable=False),
        sa.Column("version_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("source", sa.String),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(8)),
        sa.Column("reported_on", sa.Date),
        sa.Column("taken_from", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("report_id", "version_sha256"),
    )
    op.create_table(
        "readings",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("report_row", sa.Integer, sa.ForeignKey("reports.row"), nullable=False),
        sa.Column("reader_key", sa.String, nullable=False),
        sa.Column("wire", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("report_row", "reader_key"),
    )
    _create_events()
    _create_verdicts()


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("reading_row", sa.Integer, sa.ForeignKey("readings.row"), nullable=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("stage", sa.String),
        sa.Column("reality", sa.String, nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("happened_from", sa.Date),
        sa.Column("happened_to", sa.Date),
        sa.Column("country", sa.String(2)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
    )
    op.create_index("events_by_day", "events", ["happened_from"])
    op.create_index("events_by_id", "events", ["event_id"])


def _create_verdicts() -> None:
    op.create_table(
        "unreadable",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("source", sa.String),
        sa.Column("taken_from", sa.Text),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("report_id", "code", "message"),
    )
    op.create_table(
        "judgements",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("other", sa.String),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("judgements_about", "judgements", ["about"])
