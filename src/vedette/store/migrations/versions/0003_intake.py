"""Feeds, visits and the queue of reports to read."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
