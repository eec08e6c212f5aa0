"""Intake in the store: feeds' states, visits, sightings, and the queue of reports to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from vedette.model.feed import Feed, FeedState, QueuedReport, Visit
from vedette.model.ids import content_id, sha256_hex
from vedette.model.report import Report, Unreadable
from vedette.store.reports import CHUNK, add_reports, add_unreadable, load_reports
from vedette.store.tables import readings
from vedette.store.tables_intake import feed_states, queue, seen_items, sightings, visits

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as a feed showed it."""

    report: Report
    #: Where it was seen, None: it has no address.
    address: str | None


def find_feed_states(connection: Connection, feeds: Iterable[Feed]) -> dict[str, FeedState]:
    """Id → how the feed stands, of those that were ever visited.

    Of one that is now asked elsewhere, or otherwise, validators and failures are void.

    Args:
        connection: A transaction.
        feeds: The feeds, as the watch has them now.
    """
    access, found = {feed.id: feed.access for feed in feeds}, {}
    for asked in _chunks(list(access)):
        for row in connection.execute(select(feed_states).where(feed_states.c.feed_id.in_(asked))).mappings():
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
    """Records a visit and how the feed stands after it (None: as before)."""
    connection.execute(visits.insert().values(**asdict(visit)))
    if state is None:
        return
    row = asdict(state)
    row["address_sha256"] = sha256_hex(row.pop("access"))
    changed = connection.execute(update(feed_states).where(feed_states.c.feed_id == state.feed_id).values(**row))
    if changed.rowcount == 0:
        connection.execute(feed_states.insert().values(**row))


def find_visits(
    connection: Connection, since: datetime | None = None, feed_ids: Iterable[str] | None = None
) -> list[Visit]:
    """The visits, in the order made.

    Args:
        connection: A transaction.
        since: UTC instant from which; None: from the beginning.
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
    for chunk in _chunks(rows):
        connection.execute(delete(visits).where(visits.c.row.in_(chunk)))
    return len(rows)


def take_in(connection: Connection, feed_id: str, seen: Sequence[Sighting | Unreadable], now: datetime) -> int:
    """How many of the items are new reports; those go into the queue. A known one adds a sighting at most.

    Call it in the visit's transaction.

    Args:
        connection: A transaction that may write.
        feed_id: The feed.
        seen: What it showed.
        now: UTC instant, without a zone.
    """
    for one in seen:
        if isinstance(one, Unreadable):
            add_unreadable(connection, one, now)
    shown = [(report_content_id(one.report), one) for one in seen if isinstance(one, Sighting)]
    rows = _known_contents(connection, {content for content, _ in shown})
    fresh = {content: one.report for content, one in shown if content not in rows}
    added = add_reports(connection, list(fresh.values()), now) if fresh else []
    rows.update({content: row for content, (row, _) in zip(fresh, added, strict=True)})
    new = {row for row, is_new in added if is_new}
    unread = _unread(connection, [row for row, is_new in added if not is_new])
    _enqueue(connection, feed_id, [*new, *unread], now)
    _add_sightings(connection, feed_id, [(content, rows[content], one.address) for content, one in shown], now)
    return len(new)


def report_content_id(report: Report) -> str:
    """What a report is known by wherever it is seen: its outlet, day, title and text."""
    day = report.published.isoformat() if report.published else None
    return content_id("content", report.source, day, report.title, report.text_sha256)


def unseen_items(connection: Connection, feed_id: str, stamps: Mapping[str, str]) -> set[str]:
    """Those of the items that were never seen, or not with this stamp.

    Args:
        connection: A transaction.
        feed_id: The feed.
        stamps: Item → stamp.
    """
    ids = {content_id("item", feed_id, item): item for item in stamps}
    left = set(stamps)
    for asked in _chunks(list(ids)):
        query = select(seen_items.c.item_id, seen_items.c.stamp).where(seen_items.c.item_id.in_(asked))
        left -= {ids[item_id] for item_id, stamp in connection.execute(query) if stamps[ids[item_id]] == stamp}
    return left


def mark_seen(connection: Connection, feed_id: str, stamps: Mapping[str, str]) -> None:
    """Remembers that these items were opened: `unseen_items` leaves them out until their stamp is another one."""
    rows = [{"item_id": content_id("item", feed_id, item), "stamp": stamp} for item, stamp in stamps.items()]
    for chunk in _chunks(rows):
        connection.execute(delete(seen_items).where(seen_items.c.item_id.in_([row["item_id"] for row in chunk])))
        connection.execute(seen_items.insert(), chunk)


def queued_reports(connection: Connection, limit: int = CHUNK) -> list[QueuedReport]:
    """The reports whose turn it is to be read, in order: of each feed those that have waited longest."""
    rows = connection.execute(select(queue).order_by(queue.c.turn, queue.c.row).limit(limit)).mappings().all()
    found = dict(load_reports(connection, [row["report_row"] for row in rows]))
    return [
        QueuedReport(row["row"], found[row["report_row"]], row["since"]) for row in rows if row["report_row"] in found
    ]


def leave_queue(connection: Connection, rows: Sequence[int]) -> None:
    """Takes what was read out of the queue. Call it in the transaction that adds the readings."""
    for asked in _chunks(rows):
        connection.execute(delete(queue).where(queue.c.row.in_(asked)))


def queue_length(connection: Connection) -> tuple[int, datetime | None]:
    """How many reports wait to be read, and since when the first of them does."""
    n, since = connection.execute(select(func.count(), func.min(queue.c.since)).select_from(queue)).one()
    return n, since


def _known_contents(connection: Connection, contents: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for asked in _chunks(list(contents)):
        query = select(sightings.c.content_id, func.max(sightings.c.report_row)).group_by(sightings.c.content_id)
        found.update((one, row) for one, row in connection.execute(query.where(sightings.c.content_id.in_(asked))))
    return found


def _unread(connection: Connection, rows: Sequence[int]) -> list[int]:
    """Those of the reports that nothing has read: they were taken in by another way."""
    left = list(rows)
    for asked in _chunks(rows):
        read = set(
            connection.execute(select(readings.c.report_row).where(readings.c.report_row.in_(asked))).scalars().all()
        )
        left = [row for row in left if row not in read]
    return left


def _enqueue(connection: Connection, feed_id: str, report_rows: Sequence[int], now: datetime) -> None:
    if not report_rows:
        return
    head = connection.execute(select(func.min(queue.c.turn))).scalar() or 0
    last = connection.execute(select(func.max(queue.c.turn)).where(queue.c.feed_id == feed_id)).scalar()
    turn = head if last is None else last + 1
    for asked in _chunks(sorted(set(report_rows))):
        there = set(connection.execute(select(queue.c.report_row).where(queue.c.report_row.in_(asked))).scalars())
        fresh = [row for row in asked if row not in there]
        rows = [{"report_row": row, "since": now, "feed_id": feed_id, "turn": turn + n} for n, row in enumerate(fresh)]
        turn += len(rows)
        if rows:
            connection.execute(queue.insert(), rows)


def _add_sightings(
    connection: Connection, feed_id: str, seen: Sequence[tuple[str, int, str | None]], now: datetime
) -> None:
    drafts: dict[str, dict[str, Any]] = {}
    for content, row, address in seen:
        one = content_id("sighting", content, feed_id, address)
        drafts[one] = {"sighting_id": one, "content_id": content, "report_row": row, "address": address}
    for asked in _chunks(list(drafts)):
        query = select(sightings.c.sighting_id).where(sightings.c.sighting_id.in_(asked))
        there = set(connection.execute(query).scalars())
        rows = [{**drafts[one], "feed_id": feed_id, "seen_at": now} for one in asked if one not in there]
        if rows:
            connection.execute(sightings.insert(), rows)


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
