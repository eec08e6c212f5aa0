"""What erasure deletes beside reports: in what intake, messages and the outbox keep."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from vedette.store.tables_intake import queue, sightings
from vedette.store.tables_messages import messages
from vedette.store.tables_outbox import deliveries, delivery_messages

#: What stands in the place of words that were erased.
ERASED = "(erased)"


def erase_in_rooms(connection: Connection, report_ids: Iterable[str], report_rows: Sequence[int]) -> None:
    """Deletes the addresses at which these reports were seen, their places in the queue, and their words in messages.

    Alerts stay, with their ids, levels and places, so that they can still be ended. What was sent cannot be called
    back; what waits in the outbox is made anew, without the words.
    """
    connection.execute(sightings.update().where(sightings.c.report_row.in_(report_rows)).values(address=None))
    connection.execute(queue.delete().where(queue.c.report_row.in_(report_rows)))
    changed = _blank_messages(connection, frozenset(report_ids))
    if changed:
        carried = select(delivery_messages.c.delivery_row).where(delivery_messages.c.message_id.in_(changed))
        connection.execute(deliveries.update().where(deliveries.c.row.in_(carried)).values(body=None))


def _blank_messages(connection: Connection, report_ids: frozenset[str]) -> list[str]:
    """Ids of the messages that quoted one of the reports."""
    found = connection.execute(select(messages.c.row, messages.c.message_id, messages.c.wire)).all()
    told = ((row, message_id, json.loads(wire)) for row, message_id, wire in found)
    quoting = [(row, one, plain) for row, one, plain in told if report_ids & set(plain["alert"]["report_ids"])]
    if quoting:
        update = messages.update().where(messages.c.row == bindparam("at")).values(wire=bindparam("blank"))
        blanked = [{"at": row, "blank": _blanked(plain, report_ids)} for row, _, plain in quoting]
        connection.execute(update, blanked)
    return [message_id for _, message_id, _ in quoting]


def _blanked(plain: dict[str, Any], report_ids: frozenset[str]) -> str:
    """The message without the words of the reports. Its title is made from them; spans point at nothing any more."""
    alert = plain["alert"]
    alert["title"] = ERASED
    for reason in alert["reasons"]:
        if reason["report_id"] in report_ids:
            reason |= {"words": ERASED, "span": None}
    return json.dumps(plain, ensure_ascii=False)
