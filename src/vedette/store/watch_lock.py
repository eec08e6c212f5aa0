"""One process at a time runs a watch. Whether its holder lives is told by a number that counts, not by clocks."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from vedette.store.tables_intake import watch_locks


def find_lock(connection: Connection, watch_key: str) -> tuple[str, int] | None:
    """Who holds the watch, and its last beat; None where nobody does."""
    row = connection.execute(select(watch_locks).where(watch_locks.c.watch_key == watch_key)).mappings().first()
    return (row["holder"], row["beat"]) if row else None


def find_taken_at(connection: Connection, watch_key: str) -> datetime | None:
    """UTC instant at which the watch was taken by who holds it; None where nobody does."""
    return connection.execute(select(watch_locks.c.since).where(watch_locks.c.watch_key == watch_key)).scalar()


def take_lock(connection: Connection, watch_key: str, holder: str, now: datetime, before: str | None = None) -> bool:
    """Whether the watch is now ours.

    Args:
        connection: A transaction that may write.
        watch_key: The watch.
        holder: Who we are.
        now: UTC instant, without a zone.
        before: Holder that was found dead and whose place is taken.
    """
    found = find_lock(connection, watch_key)
    if found is not None:
        if found[0] not in (before, holder):
            return False
        connection.execute(delete(watch_locks).where(watch_locks.c.watch_key == watch_key))
    connection.execute(watch_locks.insert().values(watch_key=watch_key, holder=holder, beat=0, since=now))
    return True


def beat(connection: Connection, watch_key: str, holder: str) -> bool:
    """Whether the watch is still ours; tells others that we live."""
    mine = (watch_locks.c.watch_key == watch_key) & (watch_locks.c.holder == holder)
    return connection.execute(update(watch_locks).where(mine).values(beat=watch_locks.c.beat + 1)).rowcount == 1


def release_lock(connection: Connection, watch_key: str, holder: str) -> None:
    """Lets the watch go, if it is ours."""
    mine = (watch_locks.c.watch_key == watch_key) & (watch_locks.c.holder == holder)
    connection.execute(delete(watch_locks).where(mine))
