"""Visits of an hour that came to the same in one row."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds how many visits a row stands for, and when the first was."""
    op.add_column("visits", sa.Column("first_at", sa.DateTime))
    op.add_column("visits", sa.Column("n_visits", sa.Integer, nullable=False, server_default="1"))
