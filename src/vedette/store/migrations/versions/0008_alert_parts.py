"""What joined alerts without a word said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "alert_parts",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("alert_id", sa.String(64), nullable=False),
        sa.Column("part", sa.String(8), nullable=False),
        sa.Column("part_id", sa.String, nullable=False),
        sa.UniqueConstraint("alert_id", "part", "part_id"),
    )
