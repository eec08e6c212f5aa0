"""Brings a store's tables up to date."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from vedette.errors import StoreError

#: The newest migration; a test holds it against the files.
NEWEST = "0010"


def migrate(connection: Connection, to: str = NEWEST) -> None:
    """Runs the migrations that the store lacks, up to one of them, in the caller's transaction.

    Raises:
        StoreError: A newer Vedette made the store.
    """
    version = _version(connection)
    if version is not None and version > NEWEST:
        raise StoreError("a newer Vedette made this store: update this one first")
    if version is not None and version >= to:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def is_up_to_date(connection: Connection) -> bool:
    """Whether the store has seen the newest migration."""
    return _version(connection) == NEWEST


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
