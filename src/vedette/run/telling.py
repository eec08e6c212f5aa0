"""What a delivery tells, put together from the store."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from vedette.delivery.told import Earlier, Told
from vedette.model.message import Channel, Delivery, Message
from vedette.model.reading import Reading
from vedette.model.watch import Watch
from vedette.store.outbox_review import load_messages, told_earlier
from vedette.store.readings import load_readings
from vedette.store.tables import readings, reports

#: What a channel's `licensed` setting must be for reports under a licence to be passed on through it.
_YES = ("yes", "true")


def collect_told(connection: Connection, watch: Watch, channel: Channel, delivery: Delivery) -> list[Told]:
    """The messages of a delivery, each with what it rests on, in order.

    A cancel or an all-clear of an alert that never reached the channel is left out: nobody there waits for it.
    """
    keys = told_earlier(connection, delivery)
    earlier: dict[str, list[Earlier]] = {}
    for message in load_messages(connection, list(keys)):
        earlier.setdefault(message.alert_id, []).append(Earlier(message, keys[message.id]))
    found = []
    for message in load_messages(connection, delivery.message_ids):
        before = earlier.setdefault(message.alert_id, [])
        if message.kind in ("alert", "update") or before:
            found.append(_told(connection, watch, channel, message, tuple(before)))
            before.append(Earlier(message, delivery.key))
    return found


def _told(
    connection: Connection, watch: Watch, channel: Channel, message: Message, earlier: tuple[Earlier, ...]
) -> Told:
    alert = message.alert
    licensed = dict(channel.settings).get("licensed", "").lower() in _YES
    rests_on = _readings(connection, alert.report_ids)
    shown = [one for one in rests_on if licensed or one.report.rights is None]
    zones = {zone.id: zone for zone in watch.zones}
    return Told(
        message=message,
        watch_name=watch.name,
        zones=tuple(zones[check.zone_id] for check in alert.zones if check.zone_id in zones),
        events=tuple(event for one in rests_on for event in one.events if event.id in alert.event_ids),
        reports=tuple(one.report for one in shown),
        earlier=earlier,
        n_withheld=len(rests_on) - len(shown),
    )


def _readings(connection: Connection, report_ids: Sequence[str]) -> list[Reading]:
    """The newest reading of each report, retracted or not: what is cancelled is told too."""
    query = (
        select(func.max(readings.c.row))
        .join_from(readings, reports)
        .where(reports.c.report_id.in_(report_ids))
        .group_by(reports.c.report_id)
    )
    rows = sorted(connection.execute(query).scalars())
    return [reading for _, reading in load_readings(connection, rows)]
