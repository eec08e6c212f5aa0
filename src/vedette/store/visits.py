"""Visits to feeds in the store, and how each feed stands after its last one."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, update

from vedette.model.feed import Feed, FeedState, Visit
from vedette.model.ids import sha256_hex
from vedette.store.reports import CHUNK
from vedette.store.tables_intake import feed_states, visits

#: What two visits that brought nothing must have in common to be counted as one.
_ALIKE = ("outcome", "n_new", "n_refused", "status", "message")


def find_feed_states(connection: Connection, feeds: Iterable[Feed]) -> dict[str, FeedState]:
    """Id → how the feed stands, of those that were ever visited.

    Of one that is now asked elsewhere, or otherwise, validators and failures are void.

    Args:
        connection: A transaction.
        feeds: The feeds, as the watch has them now.
    """
    access, found = {feed.id: feed.access for feed in feeds}, {}
    ids = list(access)
    for start in range(0, len(ids), CHUNK):
        query = select(feed_states).where(feed_states.c.feed_id.in_(ids[start : start + CHUNK]))
        for row in connection.execute(query).mappings():
            found[row["feed_id"]] = _state(row, access[row["feed_id"]])
    return found


def _state(row: RowMapping, access: str) -> FeedState:
    same = row["address_sha256"] == sha256_hex(access)
    return FeedState(
        feed_id=row["feed_id"],
        access=access,
        visited_at=row["visited_at"],
        next_at=row["next_at"] if same else row["visited_at"],
        etag=row["etag"] if same else None,
        last_modified=row["last_modified"] if same else None,
        n_failures=row["n_failures"] if same else 0,
        answered_at=row["answered_at"],
    )


def record_visit(connection: Connection, visit: Visit, state: FeedState | None) -> None:
    """Records a visit and how the feed stands after it (None: as before).

    One that brought nothing, like the feed's last one in the same hour, is counted with that: a folder that is looked
    at each second would else leave 86,400 rows a day. What is learnt of a feed is learnt by the hour.
    """
    if not _is_counted_with_last(connection, visit):
        connection.execute(visits.insert().values(**asdict(visit)))
    if state is None:
        return
    row = asdict(state)
    row["address_sha256"] = sha256_hex(row.pop("access"))
    changed = connection.execute(update(feed_states).where(feed_states.c.feed_id == state.feed_id).values(**row))
    if changed.rowcount == 0:
        connection.execute(feed_states.insert().values(**row))


def _is_counted_with_last(connection: Connection, visit: Visit) -> bool:
    mine = select(visits).where(visits.c.feed_id == visit.feed_id)
    last = (
        connection.execute(mine.order_by(visits.c.visited_at.desc(), visits.c.row.desc()).limit(1)).mappings().first()
    )
    if last is None or visit.n_new or any(last[name] != getattr(visit, name) for name in _ALIKE):
        return False
    first, hour = last["first_at"] or last["visited_at"], visit.visited_at.replace(minute=0, second=0, microsecond=0)
    if not hour <= first <= last["visited_at"] <= visit.visited_at:
        return False
    counted = {
        "first_at": first,
        "visited_at": visit.visited_at,
        "n_visits": last["n_visits"] + visit.n_visits,
        "n_items": visit.n_items,
        "n_bytes": visit.n_bytes,
    }
    connection.execute(update(visits).where(visits.c.row == last["row"]).values(**counted))
    return True


def find_visits(
    connection: Connection, since: datetime | None = None, feed_ids: Iterable[str] | None = None
) -> list[Visit]:
    """The visits, in the order made; equal ones of an hour as one.

    Args:
        connection: A transaction.
        since: UTC instant: those of which the last was made from then on; None: from the beginning.
        feed_ids: Of these feeds only; None: of all.
    """
    query = select(visits).order_by(visits.c.row)
    if since is not None:
        query = query.where(visits.c.visited_at >= since)
    if feed_ids is not None:
        query = query.where(visits.c.feed_id.in_(list(feed_ids)))
    rows = connection.execute(query).mappings()
    return [Visit(**{key: value for key, value in row.items() if key != "row"}) for row in rows]


def forget_visits(connection: Connection, before: datetime, limit: int) -> int:
    """How many visits made before a UTC instant were deleted, the oldest first.

    Args:
        connection: A transaction that may write.
        before: UTC instant, without a zone.
        limit: Visits that are looked at: others wait to write meanwhile.
    """
    oldest = select(visits.c.row, visits.c.visited_at).order_by(visits.c.row).limit(limit)
    rows = [row for row, visited_at in connection.execute(oldest) if visited_at < before]
    for start in range(0, len(rows), CHUNK):
        connection.execute(delete(visits).where(visits.c.row.in_(rows[start : start + CHUNK])))
    return len(rows)
