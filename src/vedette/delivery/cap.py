"""Messages in the Common Alerting Protocol 1.2.

Source: OASIS, Common Alerting Protocol Version 1.2, 1 July 2010.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

from vedette.delivery.areas import circle_of, polygons_of
from vedette.delivery.cap_codes import certainty_of, severity_of, urgency_of
from vedette.delivery.told import Told, citations, clean, one_line
from vedette.delivery.wording import body_of, title_of, why_of
from vedette.errors import BadInputError
from vedette.model.message import Channel, Message

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
#: The standard advises headlines under 160 characters.
_HEADLINE = 160
#: What stands where a message is Restricted.
_RESTRICTION = "For those whom this watch serves"
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
SCOPES = ("Public", "Restricted", "Private")


@dataclass(frozen=True, slots=True)
class CapSettings:
    """What a channel says of its CAP messages."""

    #: Who sends; in no sender may stand blanks, commas, `<` or `&`.
    sender: str
    #: `Draft` unless the watch says otherwise: nothing goes out as Actual by itself.
    status: str = "Draft"
    scope: str = "Restricted"
    restriction: str = _RESTRICTION
    addresses: str = ""
    contact: str = ""


def read_cap_settings(channel: Channel, watch_id: str) -> CapSettings:
    """What a channel says of its CAP messages.

    Raises:
        BadInputError: A setting has a value that CAP does not know.
    """
    given = dict(channel.settings)
    status, scope = given.get("status", "Draft"), given.get("scope", "Restricted")
    if status not in STATUSES:
        raise BadInputError(f"channel {channel.id}: status {status!r}: one of {', '.join(STATUSES)}", channel.id)
    if scope not in SCOPES:
        raise BadInputError(f"channel {channel.id}: scope {scope!r}: one of {', '.join(SCOPES)}", channel.id)
    sender = given.get("sender", f"vedette.{watch_id}")
    if re.search(r"[\s,<&]", sender) or not sender:
        raise BadInputError(f"channel {channel.id}: sender {sender!r}: no blanks, commas, < or &", channel.id)
    if scope == "Private" and not given.get("addresses"):
        raise BadInputError(f"channel {channel.id}: scope Private needs addresses", channel.id)
    restriction = given.get("restriction", _RESTRICTION)
    return CapSettings(sender, status, scope, restriction, given.get("addresses", ""), given.get("contact", ""))


def render_cap(told: Told, settings: CapSettings) -> bytes:
    """The message as an XML document in UTF-8.

    An update refers to what this channel was told before; without that it is an Alert, since there is nothing to refer
    to. An all-clear is an Update whose response type is AllClear. A cancel is only made for who was told before.
    """
    message = told.message
    root = ElementTree.Element("alert", xmlns=NAMESPACE)
    _add(root, "identifier", identifier_of(message))
    _add(root, "sender", settings.sender)
    _add(root, "sent", _instant(message.decided_at))
    _add(root, "status", settings.status)
    _add(root, "msgType", _type_of(told))
    _add(root, "source", one_line(f"Vedette, watch {told.watch_name}"))
    _add(root, "scope", settings.scope)
    if settings.scope == "Restricted":
        _add(root, "restriction", one_line(settings.restriction))
    if settings.addresses:
        _add(root, "addresses", one_line(settings.addresses))
    _add(root, "note", why_of(message))
    if told.earlier:
        _add(root, "references", " ".join(_reference(one.message, settings.sender) for one in told.earlier))
    _add(root, "incidents", _token(message.alert_id))
    _add_info(root, told, settings)
    ElementTree.indent(root)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(root, encoding="unicode").encode() + b"\n"


def identifier_of(message: Message) -> str:
    """The message's identifier in CAP: stable, without blanks, commas, `<` and `&`."""
    return f"vedette-{_token(message.id)}"


def _type_of(told: Told) -> str:
    if told.message.kind == "cancel":
        return "Cancel"
    return "Update" if told.earlier else "Alert"


def _reference(message: Message, sender: str) -> str:
    return f"{sender},{identifier_of(message)},{_instant(message.decided_at)}"


def _add_info(root: ElementTree.Element, told: Told, settings: CapSettings) -> None:
    message, alert = told.message, told.message.alert
    info = ElementTree.SubElement(root, "info")
    _add(info, "language", "en")
    _add(info, "category", "Security" if alert.about == "events" else "Other")
    _add(info, "event", one_line(alert.kind.lower() if alert.kind else "source not heard from"))
    _add(info, "responseType", "AllClear" if message.kind == "all_clear" else "Assess")
    _add(info, "urgency", urgency_of(told))
    _add(info, "severity", severity_of(told))
    _add(info, "certainty", certainty_of(told))
    _add(info, "effective", _instant(message.decided_at))
    if message.expires_at:
        _add(info, "expires", _instant(message.expires_at))
    _add(info, "senderName", one_line(told.watch_name))
    _add(info, "headline", one_line(title_of(message), _HEADLINE))
    _add(info, "description", body_of(told))
    web = next((one.url for one in citations(told) if one.url), None)
    if web:
        _add(info, "web", web)
    if settings.contact:
        _add(info, "contact", one_line(settings.contact))
    for name, value in _parameters(told):
        parameter = ElementTree.SubElement(info, "parameter")
        _add(parameter, "valueName", name)
        _add(parameter, "value", value)
    _add_areas(info, told)


def _parameters(told: Told) -> list[tuple[str, str]]:
    alert, word = told.message.alert, told.on_whose_word
    found = [("vedette:level", alert.level), ("vedette:n_sources", str(alert.n_sources))]
    found += [("vedette:stage", alert.stage.value)] if alert.stage else []
    found += [("vedette:on_whose_word", word.value)] if word else []
    found += [
        (f"vedette:p_inside:{one_line(check.zone_id)}", f"{check.p_inside:.4f}")
        for check in alert.zones
        if check.p_inside is not None
    ]
    return found


def _add_areas(info: ElementTree.Element, told: Told) -> None:
    where = told.message.alert.where
    if where and where.lat is not None and where.lon is not None:
        area = ElementTree.SubElement(info, "area")
        _add(area, "areaDesc", one_line(f"The place told: {where.name}"))
        _add(area, "circle", f"{where.lat:.5f},{where.lon:.5f} {where.radius_km or 0:g}")
    for zone in told.zones:
        area = ElementTree.SubElement(info, "area")
        _add(area, "areaDesc", one_line(f"Zone of the watch: {zone.name}"))
        circle = circle_of(zone)
        if circle:
            (lat, lon), km = circle
            _add(area, "circle", f"{lat:.5f},{lon:.5f} {km:g}")
            continue
        for ring in polygons_of(zone):
            _add(area, "polygon", " ".join(f"{lat:.5f},{lon:.5f}" for lat, lon in ring))


def _add(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = clean(value)


def _instant(at: datetime) -> str:
    """The instant as CAP writes it: to the second, UTC as `-00:00`."""
    return f"{at:%Y-%m-%dT%H:%M:%S}-00:00"


def _token(text: str) -> str:
    """The text without what CAP forbids in identifiers."""
    return re.sub(r"[^A-Za-z0-9._:-]", "-", text)
