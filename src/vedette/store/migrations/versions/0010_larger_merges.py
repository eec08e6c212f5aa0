"""The index of words of older stores merges its parts as that of new ones does."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Sets how many parts are merged at a time."""
    # Here and not at the top: this module is loaded by its path, while the store may not be importable as a whole.
    from vedette.store.search_index import set_merges

    set_merges(op.get_bind())
