"""Rights, full text and erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Reports say under whose licence they are."""
    op.add_column("reports", sa.Column("rights", sa.Text))
