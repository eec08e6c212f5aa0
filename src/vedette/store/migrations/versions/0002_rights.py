"""Rights, full text, erasures, and indices for a store of a million events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds them; the reports that are there become searchable."""
    op.add_column("reports", sa.Column("rights", sa.Text))
    op.create_index("reports_by_recorded", "reports", ["recorded_at"])
    op.create_index("readings_by_recorded", "readings", ["recorded_at"])
    op.create_index("events_by_reading", "events", ["reading_row"])
    op.create_index("events_by_kind", "events", ["kind", "happened_to"])
    op.create_index("events_by_last_day", "events", ["happened_to"])
    op.drop_index("events_by_day", "events")
    # Nothing asks by it, and ids lie anywhere in it: each event changed a page of its own.
    op.drop_index("events_by_id", "events")
    op.create_table(
        "erasures",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("report_row", sa.Integer, sa.ForeignKey("reports.row"), nullable=False),
        sa.Column("report_id", sa.String, nullable=False),
        sa.Column("version_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("report_row"),
    )
    op.create_index("erasures_by_report", "erasures", ["report_id"])
    _create_search()


def _create_search() -> None:
    # Here and not at the top: this module is loaded by its path, while the store may not be importable as a whole.
    from vedette.store.search_index import create_index, index_all

    create_index(op.get_bind())
    index_all(op.get_bind())
