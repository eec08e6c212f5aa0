"""Messages in the store, verdicts on their alerts, and how far each watch has been followed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from vedette.model.case import Judgement
from vedette.model.message import Message, Parts
from vedette.model.plain import from_plain, to_plain
from vedette.store.reports import CHUNK
from vedette.store.tables import judgements
from vedette.store.tables_messages import alert_parts, cursors, messages


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a watch has taken the store into account."""

    #: Last rows of readings and judgements that were; 0: none.
    reading_row: int
    judgement_row: int
    #: UTC instants up to which and from which it was followed.
    followed_to: datetime
    followed_from: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement with when and where it was recorded."""

    row: int
    at: datetime
    judgement: Judgement


def add_messages(connection: Connection, found: Iterable[Message]) -> None:
    """Records messages in the order decided.

    Args:
        connection: A transaction that may write.
        found: Messages that are not there; of one that is, the database refuses the second.
    """
    rows = [_row(message) for message in found]
    if rows:
        connection.execute(messages.insert(), rows)


def find_messages(
    connection: Connection,
    watch_id: str | None = None,
    *,
    alert_id: str | None = None,
    since: datetime | None = None,
    as_of: datetime | None = None,
) -> list[Message]:
    """The messages asked for, in the order decided.

    Args:
        connection: A transaction.
        watch_id: Of this watch (its key); None: of all.
        alert_id: Of this alert; None: of all.
        since: UTC instant: of alerts that were told of from then on, their earlier messages with them.
        as_of: UTC instant up to which they were decided.
    """
    query = select(messages.c.wire).order_by(messages.c.row)
    if watch_id is not None:
        query = query.where(messages.c.watch_id == watch_id)
    if alert_id is not None:
        query = query.where(messages.c.alert_id == alert_id)
    if since is not None:
        query = query.where(messages.c.alert_id.in_(_told_since(watch_id, since)))
    if as_of is not None:
        query = query.where(messages.c.decided_at <= as_of)
    return [from_plain(Message, json.loads(wire)) for (wire,) in connection.execute(query)]


def _told_since(watch_id: str | None, since: datetime) -> Select[str]:
    query = select(messages.c.alert_id).where(messages.c.decided_at >= since)
    return query if watch_id is None else query.where(messages.c.watch_id == watch_id)


def add_parts(connection: Connection, joined: Iterable[Parts]) -> None:
    """Records what joined alerts beyond what their messages tell, each event and report of an alert once."""
    rows = [
        {"alert_id": one.alert_id, "part": part, "part_id": part_id}
        for one in joined
        for part, ids in (("event", one.event_ids), ("report", one.report_ids))
        for part_id in sorted(ids)
    ]
    if rows:
        connection.execute(alert_parts.insert(), rows)


def find_parts(connection: Connection, alert_ids: Sequence[str]) -> list[Parts]:
    """What joined alerts beyond what their messages tell, one an alert of which there is anything."""
    found: dict[str, dict[str, set[str]]] = {}
    for start in range(0, len(alert_ids), CHUNK):
        query = select(alert_parts).where(alert_parts.c.alert_id.in_(alert_ids[start : start + CHUNK]))
        for row in connection.execute(query).mappings():
            one = found.setdefault(row["alert_id"], {"event": set(), "report": set()})
            one[row["part"]].add(row["part_id"])
    return [Parts(alert_id, frozenset(one["event"]), frozenset(one["report"])) for alert_id, one in found.items()]


def find_verdicts(
    connection: Connection, *, after: int = 0, about: Sequence[str] | None = None, as_of: datetime | None = None
) -> list[Verdict]:
    """Judgements in the order recorded.

    Args:
        connection: A transaction.
        after: Only rows after this one.
        about: Only about these ids; None: about anything.
        as_of: UTC instant up to which they were recorded.
    """
    query = select(judgements).where(judgements.c.row > after).order_by(judgements.c.row)
    if about is not None:
        query = query.where(judgements.c.about.in_(list(about)))
    if as_of is not None:
        query = query.where(judgements.c.recorded_at <= as_of)
    return [
        Verdict(r["row"], r["recorded_at"], Judgement(r["about"], r["by"], r["verdict"], r["why"], r["other"]))
        for r in connection.execute(query).mappings()
    ]


def find_cursor(connection: Connection, watch_id: str) -> Cursor | None:
    """How far the watch was followed, None where it never was."""
    row = connection.execute(select(cursors).where(cursors.c.watch_id == watch_id)).mappings().first()
    if row is None:
        return None
    return Cursor(row["reading_row"], row["judgement_row"], row["followed_to"], row["followed_from"])


def move_cursor(connection: Connection, watch_id: str, cursor: Cursor) -> None:
    """Records how far the watch has been followed; in the transaction of the messages that follow from it."""
    values: dict[str, Any] = {
        "reading_row": cursor.reading_row,
        "judgement_row": cursor.judgement_row,
        "followed_to": cursor.followed_to,
        "followed_from": cursor.followed_from,
    }
    moved = connection.execute(cursors.update().where(cursors.c.watch_id == watch_id).values(**values))
    if not moved.rowcount:
        connection.execute(cursors.insert().values(watch_id=watch_id, **values))


def followed_watches(connection: Connection) -> list[str]:
    """Keys of the watches that were ever followed over this store."""
    return list(connection.execute(select(cursors.c.watch_id).order_by(cursors.c.watch_id)).scalars())


def _row(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "alert_id": message.alert_id,
        "watch_id": message.watch_id,
        "kind": message.kind,
        "number": message.number,
        "level": message.alert.level,
        "about": message.alert.about,
        "escalated": message.escalated,
        "decided_at": message.decided_at,
        "wire": json.dumps(to_plain(message), ensure_ascii=False),
    }
