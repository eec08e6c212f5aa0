"""The outbox: what is to be sent lies here from the transaction that decided it until it is delivered or given up."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from vedette.model.ids import content_id
from vedette.model.message import Channel, Delivery, DeliveryState, Message, Payload
from vedette.model.schedule import next_at
from vedette.model.watch import Watch
from vedette.store.outbox_review import MINE, ONE, OTHER, THEIRS, read_deliveries
from vedette.store.reports import new_row
from vedette.store.tables_outbox import deliveries, delivery_messages

#: Seconds of the first wait, doubled at each failure up to the longest.
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0
#: Longest wait that a receiver may ask for, in seconds.
LONGEST_RETRY_AFTER = 86_400.0
#: Attempts after which a delivery is dead: some two and a half days; of a receiver that refuses it for good, minutes.
MOST_ATTEMPTS, MOST_REFUSALS = 70, 6
#: Seconds by which the last attempt may lie in the future before the clock is taken to have been set back.
CLOCK_SLACK = 60.0
#: When the digest is sent if the watch names no time.
_DIGEST_AT = (time(7),)
_LEVELS = ("low", "medium", "high")


def enqueue(connection: Connection, watch: Watch, decided: Iterable[Message], now: datetime) -> list[Delivery]:
    """The deliveries that are new in the outbox. Call it in the transaction that records the messages.

    Who was told of an alert is told what becomes of it, whatever its level then; a cancel or an all-clear goes to
    nobody else. Messages for a digest gather until its time; one of a high alert never waits, and takes the place of
    what still gathered about the same alert. An escalated message goes to the channels for escalations, or where the
    watch has none to all again.

    Args:
        connection: A transaction that may write.
        watch: The watch, for its channels and its times of digests.
        decided: The messages, in the order decided.
        now: UTC instant, without a zone.
    """
    found = []
    for message in decided:
        for channel in watch.channels:
            if _is_for(connection, watch, channel, message):
                found.append(_enqueue_one(connection, watch, channel, message, now))
    return [delivery for delivery in found if delivery is not None]


def has_ripe_digest(connection: Connection, now: datetime) -> bool:
    """Whether the time of some digest has come."""
    query = select(deliveries.c.row).where(deliveries.c.state == "gathering", deliveries.c.due_at <= now)
    return connection.execute(query.limit(1)).first() is not None


def close_digests(connection: Connection, now: datetime) -> None:
    """Makes one delivery of all that gathered for a channel, where its time has come."""
    ripe = select(deliveries.c.watch_id, deliveries.c.channel_id).where(
        deliveries.c.state == "gathering", deliveries.c.due_at <= now
    )
    for watch_id, channel_id in connection.execute(ripe.distinct()).all():
        here = and_(
            deliveries.c.watch_id == watch_id, deliveries.c.channel_id == channel_id, deliveries.c.state == "gathering"
        )
        gathered = select(delivery_messages.c.message_id, delivery_messages.c.alert_id).join(deliveries).where(here)
        told = [(one, alert) for one, alert in connection.execute(gathered.order_by(deliveries.c.row))]
        _insert(connection, watch_id, channel_id, told, "waiting", now, now, digest=True)
        rows = list(connection.execute(select(deliveries.c.row).where(here)).scalars())
        connection.execute(delivery_messages.delete().where(delivery_messages.c.delivery_row.in_(rows)))
        connection.execute(deliveries.delete().where(deliveries.c.row.in_(rows)))


def due(
    connection: Connection,
    now: datetime,
    limit: int = 100,
    watch_id: str | None = None,
    without: Sequence[str] = (),
) -> list[Delivery]:
    """The deliveries to try now, in the order queued. Close the digests first.

    Of one alert only the earliest that waits on a channel is given, so that an update never goes before its alert. A
    delivery whose last attempt lies in the future is due: the clock was set back.

    Args:
        connection: A transaction.
        now: UTC instant, without a zone.
        limit: Deliveries that are given at most.
        watch_id: Of this watch only; None: of all.
        without: Ids of channels that are left out.
    """
    one, other, mine, theirs = ONE, OTHER, MINE, THEIRS
    earlier = (
        select(other.c.row)
        .join(theirs, theirs.c.delivery_row == other.c.row)
        .join(mine, mine.c.alert_id == theirs.c.alert_id)
        .where(mine.c.delivery_row == one.c.row, other.c.row < one.c.row, other.c.state == "waiting")
        .where(other.c.channel_id == one.c.channel_id, other.c.watch_id == one.c.watch_id)
    )
    query = (
        select(one)
        .where(one.c.state == "waiting", _is_due(one.c, now), ~exists(earlier.correlate(one)))
        .order_by(one.c.row)
        .limit(limit)
    )
    if watch_id is not None:
        query = query.where(one.c.watch_id == watch_id)
    if without:
        query = query.where(one.c.channel_id.not_in(without))
    return read_deliveries(connection, connection.execute(query).mappings().all())


def keep_payload(connection: Connection, key: str, payload: Payload) -> Payload:
    """The payload that is sent: the one kept before, if there is one, so that each attempt sends the same bytes."""
    known = find_payload(connection, key)
    if known is not None:
        return known
    row = {"body": payload.body, "media_type": payload.media_type, "headers": json.dumps(payload.headers)}
    connection.execute(update(deliveries).where(deliveries.c.delivery_key == key).values(**row))
    return payload


def find_payload(connection: Connection, key: str) -> Payload | None:
    """The payload that was made for a delivery, None where none was yet."""
    query = select(deliveries.c.body, deliveries.c.media_type, deliveries.c.headers)
    row = connection.execute(query.where(deliveries.c.delivery_key == key)).first()
    if row is None or row[0] is None:
        return None
    return Payload(row[1], bytes(row[0]), tuple((name, value) for name, value in json.loads(row[2])))


def mark_delivered(connection: Connection, key: str, now: datetime, *, keep_body: bool = False) -> None:
    """Records that a delivery has arrived.

    Args:
        connection: A transaction that may write.
        key: The delivery's.
        now: UTC instant, without a zone.
        keep_body: Whether its payload is needed on (of files that are made from all of a channel's payloads).
    """
    row: dict[str, object] = {"state": "delivered", "delivered_at": now, "tried_at": now, "failure": None}
    if not keep_body:
        row |= {"body": None}
    here = deliveries.c.delivery_key == key
    connection.execute(update(deliveries).where(here).values(**row, n_attempts=deliveries.c.n_attempts + 1))


def mark_failed(
    connection: Connection,
    key: str,
    now: datetime,
    failure: str,
    *,
    retry_after: float | None = None,
    refused: bool = False,
    most_attempts: int = MOST_ATTEMPTS,
) -> DeliveryState:
    """What became of a delivery that failed: `waiting` for another attempt, or `dead`.

    Args:
        connection: A transaction that may write.
        key: The delivery's.
        now: UTC instant, without a zone.
        failure: Why, in words, without secrets.
        retry_after: Seconds that the receiver asks to be left alone, None: it says nothing.
        refused: Whether the receiver refused it for good (not found, not allowed): it dies after fewer attempts.
        most_attempts: Attempts after which it is dead.
    """
    here = deliveries.c.delivery_key == key
    n_attempts = int(connection.execute(select(deliveries.c.n_attempts).where(here)).scalar() or 0) + 1
    state: DeliveryState = "dead" if n_attempts >= (MOST_REFUSALS if refused else most_attempts) else "waiting"
    wait = wait_seconds(key, n_attempts)
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_RETRY_AFTER))
    row = {"n_attempts": n_attempts, "tried_at": now, "due_at": now + timedelta(seconds=wait), "failure": failure}
    connection.execute(update(deliveries).where(here).values(**row, state=state))
    return state


def postpone(connection: Connection, watch_id: str, channel_id: str, until: datetime) -> None:
    """Puts off all that waits for a channel, without an attempt: its receiver has just failed for another delivery."""
    here = and_(
        deliveries.c.watch_id == watch_id,
        deliveries.c.channel_id == channel_id,
        deliveries.c.state == "waiting",
        deliveries.c.due_at < until,
    )
    connection.execute(update(deliveries).where(here).values(due_at=until))


def wait_seconds(key: str, n_attempts: int) -> float:
    """Seconds until the next attempt: doubled at each failure, moved by up to a quarter as the key says.

    Jitter from the key spreads receivers' load as chance would, and a rehearsal gives the same waits.

    >>> [round(wait_seconds("a", n)) for n in (1, 2, 3, 20)]
    [4, 12, 16, 2868]
    """
    digest = hashlib.sha256(f"{key} {n_attempts}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    wait = min(FIRST_WAIT * 2.0 ** min(n_attempts - 1, 30), LONGEST_WAIT)
    return wait * (0.75 + 0.5 * share)


def _is_for(connection: Connection, watch: Watch, channel: Channel, message: Message) -> bool:
    if message.escalated:
        further = [one for one in watch.channels if one.escalation_only]
        return channel.escalation_only if further else _takes(channel, message)
    if _was_told(connection, watch, channel, message.alert_id):
        return True
    return message.kind in ("alert", "update") and not channel.escalation_only and _takes(channel, message)


def _takes(channel: Channel, message: Message) -> bool:
    routed = not message.channels or channel.id in message.channels
    return routed and _LEVELS.index(message.alert.level) >= _LEVELS.index(channel.least_level)


def _was_told(connection: Connection, watch: Watch, channel: Channel, alert_id: str) -> bool:
    query = (
        select(delivery_messages.c.row)
        .join(deliveries)
        .where(delivery_messages.c.alert_id == alert_id, deliveries.c.state != "dropped")
        .where(deliveries.c.watch_id == watch.key, deliveries.c.channel_id == channel.id)
    )
    return connection.execute(query.limit(1)).first() is not None


def _enqueue_one(
    connection: Connection, watch: Watch, channel: Channel, message: Message, now: datetime
) -> Delivery | None:
    waits = channel.digest and message.alert.level != "high" and not message.escalated
    if channel.digest and not waits:
        _drop_gathering(connection, watch, channel, message.alert_id)
    times, zone = watch.alerts.digest_at or _DIGEST_AT, watch.alerts.timezone
    due_at = (next_at(now, times, zone) or now) if waits else now
    state: DeliveryState = "gathering" if waits else "waiting"
    return _insert(connection, watch.key, channel.id, [(message.id, message.alert_id)], state, due_at, now)


def _insert(
    connection: Connection,
    watch_id: str,
    channel_id: str,
    told: Sequence[tuple[str, str]],
    state: DeliveryState,
    due_at: datetime,
    now: datetime,
    *,
    digest: bool = False,
) -> Delivery | None:
    """The delivery, None where it lies in the outbox already."""
    word = "digest" if digest else "gathering" if state == "gathering" else "delivery"
    key = content_id(word, watch_id, channel_id, *(message_id for message_id, _ in told))
    if connection.execute(select(deliveries.c.row).filter_by(delivery_key=key)).first() is not None:
        return None
    row = new_row(
        connection.execute(
            deliveries.insert().values(
                delivery_key=key,
                watch_id=watch_id,
                channel_id=channel_id,
                state=state,
                digest=digest,
                due_at=due_at,
                queued_at=now,
                n_attempts=0,
            )
        )
    )
    rows = [{"delivery_row": row, "message_id": one, "alert_id": alert_id} for one, alert_id in told]
    connection.execute(delivery_messages.insert(), rows)
    ids = tuple(message_id for message_id, _ in told)
    return Delivery(key, channel_id, ids, due_at, state, watch_id=watch_id, queued_at=now, digest=digest)


def _drop_gathering(connection: Connection, watch: Watch, channel: Channel, alert_id: str) -> None:
    about = select(delivery_messages.c.delivery_row).where(delivery_messages.c.alert_id == alert_id)
    here = and_(
        deliveries.c.watch_id == watch.key,
        deliveries.c.channel_id == channel.id,
        deliveries.c.state == "gathering",
        deliveries.c.row.in_(about),
    )
    connection.execute(
        update(deliveries).where(here).values(state="dropped", failure="a later message told it at once")
    )


def _is_due(columns: Any, now: datetime) -> ColumnElement[bool]:
    later = now + timedelta(seconds=CLOCK_SLACK)
    return or_(columns.due_at <= now, columns.tried_at > later, columns.queued_at > later)
