"""Brings a store's tables up to date."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

#: The newest migration; a test holds it against the files.
NEWEST = "0007"


def migrate(connection: Connection) -> None:
    """Runs the migrations that the store lacks, in the caller's transaction."""
    if _version(connection) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
