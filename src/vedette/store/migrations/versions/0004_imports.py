"""Imports of event data."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the tables of imports and of the rows they refused."""
    op.create_table(
        "imports",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("n_rows", sa.BigInteger, nullable=False),
        sa.Column("n_new", sa.BigInteger, nullable=False),
        sa.Column("n_changed", sa.BigInteger, nullable=False),
        sa.Column("n_known", sa.BigInteger, nullable=False),
        sa.Column("n_refused", sa.BigInteger, nullable=False),
        sa.Column("dropped", sa.Text, nullable=False),
        sa.Column("lost", sa.Text, nullable=False),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("held_back", sa.Boolean, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("imports_by_kind", "imports", ["kind", "recorded_at"])
    op.create_table(
        "refused_rows",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("import_row", sa.Integer, sa.ForeignKey("imports.row"), nullable=False),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("row_id", sa.Text),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("refused_rows_by_import", "refused_rows", ["import_row"])
