"""What a channel is sent, by its kind."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vedette.delivery.atom import render_entry, render_feed
from vedette.delivery.calendar_file import render_calendar, render_vevent
from vedette.delivery.cap import identifier_of, read_cap_settings, render_cap
from vedette.delivery.chat import render_ntfy, render_slack
from vedette.delivery.email_message import render_email
from vedette.delivery.stix import render_bundle, render_stix
from vedette.delivery.told import Told
from vedette.delivery.webhook import render_webhook
from vedette.model.message import Channel, Payload

#: Kinds of channels that keep files up to date.
FILE_KINDS = ("atom", "cap", "ics", "stix")
#: Of these, kinds whose files are made from all that was told before too.
KEPT_KINDS = ("atom", "ics", "stix")


@dataclass(frozen=True, slots=True)
class Part:
    """What one message adds to a channel's files."""

    alert_id: str
    zones: tuple[str, ...]
    #: CAP's identifier of the message.
    name: str
    #: An Atom entry, a VEVENT, STIX objects or a CAP document.
    text: str


def render(channel: Channel, told: Sequence[Told], key: str) -> Payload:
    """What is sent; for a channel that keeps files, what the messages add to them.

    Raises:
        BadInputError: A setting of the channel does not fit its kind.
        MissingExtraError: Its kind needs an extra that is not installed.
    """
    match channel.kind:
        case "webhook":
            return Payload("application/json", render_webhook(told, key))
        case "email":
            return Payload("message/rfc822", render_email(told, key, channel))
        case "ntfy":
            return Payload("application/json", render_ntfy(told, channel.address))
        case "slack":
            return Payload("application/json", render_slack(told))
        case _:
            parts = [_part(channel, one) for one in told]
            return Payload("application/json", json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace"))


def _part(channel: Channel, told: Told) -> dict[str, object]:
    return {
        "alert": told.message.alert_id,
        "zones": [check.zone_id for check in told.message.alert.zones],
        "name": identifier_of(told.message),
        "text": _text(channel, told),
    }


def _text(channel: Channel, told: Told) -> str:
    match channel.kind:
        case "cap":
            return render_cap(told, read_cap_settings(channel, told.message.watch_id)).decode()
        case "atom":
            return render_entry(told)
        case "ics":
            return render_vevent(told)
        case _:
            return render_stix(told)


def read_parts(body: bytes) -> list[Part]:
    """The parts in the payload of a channel that keeps files."""
    return [Part(one["alert"], tuple(one["zones"]), one["name"], one["text"]) for one in json.loads(body)]


def files_of(
    channel: Channel, watch_name: str, zone_names: dict[str, str], before: Sequence[Part], new: Sequence[Part]
) -> dict[str, bytes]:
    """The files that change: name within the channel's folder → content. The empty name is the address itself.

    Args:
        channel: A channel that keeps files.
        watch_name: The watch's.
        zone_names: Id of each zone → its name, for the feeds of zones.
        before: What was told before, oldest first.
        new: What is told now.
    """
    parts = [*before, *new]
    single = re.search(r"\.(atom|xml|ics|json)$", channel.address) is not None and channel.kind != "cap"
    match channel.kind:
        case "cap":
            return {f"{one.name}.xml": one.text.encode() for one in new}
        case "ics":
            return {"" if single else "alerts.ics": render_calendar([one.text for one in parts], watch_name)}
        case "stix" if single:
            return {"": render_bundle([one.text for one in parts], watch_name)}
        case "stix":
            return {
                f"alert-{_file_name(alert)}.json": render_bundle(
                    [one.text for one in parts if one.alert_id == alert], alert
                )
                for alert in dict.fromkeys(one.alert_id for one in new)
            }
        case _:
            found = {"" if single else "watch.atom": _feed(parts, f"watch:{watch_name}", watch_name, watch_name)}
            return found if single else found | _atom_files(watch_name, zone_names, parts, new)


def _atom_files(
    watch_name: str, zone_names: dict[str, str], parts: Sequence[Part], new: Sequence[Part]
) -> dict[str, bytes]:
    """The feeds of the zones and cases that something new is told of."""
    found = {}
    for zone in dict.fromkeys(zone for one in new for zone in one.zones):
        held = [one for one in parts if zone in one.zones]
        title = f"{watch_name}: {zone_names.get(zone, zone)}"
        found[f"zone-{_file_name(zone)}.atom"] = _feed(held, f"watch:{watch_name}:zone:{zone}", title, watch_name)
    for alert in dict.fromkeys(one.alert_id for one in new):
        held = [one for one in parts if one.alert_id == alert]
        title = f"{watch_name}: alert {alert}"
        found[f"case-{_file_name(alert)}.atom"] = _feed(held, f"watch:{watch_name}:case:{alert}", title, watch_name)
    return found


def _feed(parts: Sequence[Part], feed_id: str, title: str, author: str) -> bytes:
    return render_feed([one.text for one in parts], feed_id, title, author)


def _file_name(text: str) -> str:
    """The text as part of a file's name: without separators, dots at the beginning and what shells read."""
    return re.sub(r"[^\w-]", "_", text)[:100]
