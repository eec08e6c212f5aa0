"""Intake in the store: sightings, what need not be opened again, and the queue of reports to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, func, select

from vedette.model.feed import QueuedReport
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.store.reports import CHUNK, add_reports, add_unreadable, load_reports
from vedette.store.tables import readings
from vedette.store.tables_intake import queue, seen_items, sightings

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as a feed showed it."""

    report: Report
    #: Where it was seen, None: it has no address.
    address: str | None


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
