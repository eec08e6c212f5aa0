"""What lies in the outbox, for those who render it, look at it and put it right."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, func, select, update

from vedette.model.message import Delivery, DeliveryState, Message
from vedette.model.plain import from_plain
from vedette.store.tables_messages import messages
from vedette.store.tables_outbox import deliveries, delivery_messages

#: A delivery and another, and the messages of each; made once, since making them takes longer than asking.
ONE, OTHER = deliveries.alias("one"), deliveries.alias("other")
MINE, THEIRS = delivery_messages.alias("mine"), delivery_messages.alias("theirs")


def list_deliveries(
    connection: Connection, states: Sequence[DeliveryState] = (), watch_id: str | None = None, limit: int = 1000
) -> list[Delivery]:
    """The deliveries in some states (none given: in any), the latest queued last."""
    query = select(deliveries)
    if states:
        query = query.where(deliveries.c.state.in_(states))
    if watch_id is not None:
        query = query.where(deliveries.c.watch_id == watch_id)
    rows = connection.execute(query.order_by(deliveries.c.row.desc()).limit(limit)).mappings().all()
    return read_deliveries(connection, rows[::-1])


def count_waiting(connection: Connection, watch_id: str | None = None) -> int:
    """How many deliveries gather or wait; of one watch or of all."""
    query = select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(("gathering", "waiting")))
    if watch_id is not None:
        query = query.where(deliveries.c.watch_id == watch_id)
    return int(connection.execute(query).scalar_one())


def find_stuck(connection: Connection, before: datetime, watch_id: str | None = None) -> list[Delivery]:
    """Of each channel the first delivery that was queued before a UTC instant, failed, and still waits."""
    mine = [deliveries.c.state == "waiting", deliveries.c.failure.is_not(None), deliveries.c.queued_at < before]
    if watch_id is not None:
        mine.append(deliveries.c.watch_id == watch_id)
    first = select(func.min(deliveries.c.row)).where(*mine).group_by(deliveries.c.watch_id, deliveries.c.channel_id)
    rows = connection.execute(select(deliveries).where(deliveries.c.row.in_(first)).order_by(deliveries.c.row))
    return read_deliveries(connection, rows.mappings().all())


def told_earlier(connection: Connection, delivery: Delivery) -> dict[str, str]:
    """Id of each message about the same alerts that reached the same channel before → key of the delivery that brought
    it, oldest first."""
    one, other, mine, theirs = ONE, OTHER, MINE, THEIRS
    query = (
        select(theirs.c.message_id, other.c.delivery_key)
        .join(other, theirs.c.delivery_row == other.c.row)
        .join(mine, mine.c.alert_id == theirs.c.alert_id)
        .join(one, mine.c.delivery_row == one.c.row)
        .where(one.c.delivery_key == delivery.key, other.c.row < one.c.row, other.c.state == "delivered")
        .where(other.c.channel_id == one.c.channel_id, other.c.watch_id == one.c.watch_id)
        .order_by(theirs.c.row)
    )
    return {row.message_id: row.delivery_key for row in connection.execute(query)}


def load_messages(connection: Connection, ids: Sequence[str]) -> list[Message]:
    """The messages with these ids, in the order decided."""
    query = select(messages.c.wire).where(messages.c.message_id.in_(ids)).order_by(messages.c.row)
    return [from_plain(Message, json.loads(wire)) for (wire,) in connection.execute(query)]


def payloads_delivered(connection: Connection, watch_id: str, channel_id: str, limit: int) -> list[tuple[str, bytes]]:
    """Key and body of the latest deliveries of a channel whose payload was kept, oldest first."""
    query = select(deliveries.c.delivery_key, deliveries.c.body).where(
        deliveries.c.watch_id == watch_id,
        deliveries.c.channel_id == channel_id,
        deliveries.c.state == "delivered",
        deliveries.c.body.is_not(None),
    )
    rows = connection.execute(query.order_by(deliveries.c.row.desc()).limit(limit)).all()
    return [(key, bytes(body)) for key, body in rows[::-1]]


def retry(connection: Connection, keys: Sequence[str], now: datetime) -> tuple[list[str], list[str]]:
    """Keys of the dead deliveries that are tried again, and of those that are not, since something later about the
    same alert has arrived on their channel or was dropped: an update must not be followed by what it updates."""
    again, late = [], []
    for key in keys:
        row = connection.execute(select(deliveries).where(deliveries.c.delivery_key == key)).mappings().first()
        if row is None or row["state"] != "dead":
            continue
        if _is_overtaken(connection, row):
            late.append(key)
            continue
        fresh = {"state": "waiting", "due_at": now, "n_attempts": 0, "tried_at": None}
        connection.execute(update(deliveries).where(deliveries.c.row == row["row"]).values(**fresh))
        again.append(key)
    return again, late


def drop(connection: Connection, keys: Sequence[str], why: str) -> list[str]:
    """Keys of the deliveries that waited or were dead and are never tried again."""
    here = and_(deliveries.c.delivery_key.in_(keys), deliveries.c.state.in_(("gathering", "waiting", "dead")))
    found = list(connection.execute(select(deliveries.c.delivery_key).where(here)).scalars())
    connection.execute(update(deliveries).where(here).values(state="dropped", failure=why, body=None))
    return found


def _is_overtaken(connection: Connection, row: RowMapping) -> bool:
    about = select(delivery_messages.c.alert_id).where(delivery_messages.c.delivery_row == row["row"])
    later = (
        select(deliveries.c.row)
        .join(delivery_messages)
        .where(delivery_messages.c.alert_id.in_(about), deliveries.c.row > row["row"])
        .where(deliveries.c.channel_id == row["channel_id"], deliveries.c.watch_id == row["watch_id"])
        .where(deliveries.c.state.in_(("delivered", "dropped")))
    )
    return connection.execute(later.limit(1)).first() is not None


def read_deliveries(connection: Connection, rows: Sequence[RowMapping]) -> list[Delivery]:
    """The deliveries in these rows of their table, in this order."""
    query = select(delivery_messages.c.delivery_row, delivery_messages.c.message_id)
    query = query.where(delivery_messages.c.delivery_row.in_([row["row"] for row in rows]))
    ids: dict[int, list[str]] = {}
    for delivery_row, message_id in connection.execute(query.order_by(delivery_messages.c.row)):
        ids.setdefault(delivery_row, []).append(message_id)
    return [
        Delivery(
            key=row["delivery_key"],
            channel_id=row["channel_id"],
            message_ids=tuple(ids.get(row["row"], ())),
            due_at=row["due_at"],
            state=row["state"],
            n_attempts=row["n_attempts"],
            failure=row["failure"],
            watch_id=row["watch_id"],
            queued_at=row["queued_at"],
            delivered_at=row["delivered_at"],
            digest=row["digest"],
        )
        for row in rows
    ]
