"""Messages as Atom entries with GeoRSS, and the feeds made of them: of the watch, of each zone, of each case.

Source: RFC 4287; GeoRSS-Simple (OGC 17-002r1).
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote
from xml.etree import ElementTree

from vedette.delivery.areas import polygons_of
from vedette.delivery.told import Told, citations, clean, one_line
from vedette.delivery.wording import body_of, title_of

ATOM, GEORSS = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"
ElementTree.register_namespace("", ATOM)
ElementTree.register_namespace("georss", GEORSS)


def render_entry(told: Told) -> str:
    """The entry of one message, as XML text."""
    message, alert = told.message, told.message.alert
    entry = ElementTree.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", f"urn:vedette:message:{message.id}")
    _add(entry, "title", one_line(title_of(message)))
    _add(entry, "updated", _instant(message.decided_at))
    _add(entry, "published", _instant(message.decided_at))
    for term, scheme in ((alert.level, "level"), (message.kind, "kind"), (message.alert_id, "alert")):
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", term=clean(term), scheme=f"urn:vedette:{scheme}")
    for check in alert.zones:
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", term=clean(check.zone_id), scheme="urn:vedette:zone")
    for url in dict.fromkeys(one.url for one in citations(told) if one.url):
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", rel="via", href=url)
    content = _add(entry, "content", body_of(told))
    content.set("type", "text")
    _add_place(entry, told)
    return ElementTree.tostring(entry, encoding="unicode")


def render_feed(entries: Sequence[str], feed_id: str, title: str, author: str) -> bytes:
    """A feed of entries, the newest first.

    Args:
        entries: As `render_entry` made them, oldest first.
        feed_id: What the feed is known by.
        title: Its title.
        author: Name of the watch.
    """
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:vedette:feed:{quote(one_line(feed_id), safe=':')}")
    _add(feed, "title", one_line(title))
    made = [ElementTree.fromstring(entry) for entry in entries]  # noqa: S314 (our own entries)
    updated = max((one.findtext(f"{{{ATOM}}}updated", "") for one in made), default="1970-01-01T00:00:00Z")
    _add(feed, "updated", updated)
    person = ElementTree.SubElement(feed, f"{{{ATOM}}}author")
    _add(person, "name", one_line(author))
    _add(feed, "generator", "Vedette")
    feed.extend(reversed(made))
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _add_place(entry: ElementTree.Element, told: Told) -> None:
    where = told.message.alert.where
    if where and where.lat is not None and where.lon is not None:
        ElementTree.SubElement(entry, f"{{{GEORSS}}}point").text = f"{where.lat:.5f} {where.lon:.5f}"
        ElementTree.SubElement(entry, f"{{{GEORSS}}}featurename").text = one_line(where.name)
        if where.radius_km:
            ElementTree.SubElement(entry, f"{{{GEORSS}}}radius").text = f"{where.radius_km * 1000:.0f}"
        return
    rings = polygons_of(told.zones[0]) if told.zones else ()
    if rings:
        corners = " ".join(f"{lat:.5f} {lon:.5f}" for lat, lon in rings[0])
        ElementTree.SubElement(entry, f"{{{GEORSS}}}polygon").text = corners


def _add(parent: ElementTree.Element, name: str, value: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = clean(value)
    return child


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"
