"""Exports of public Telegram channels, as Telegram Desktop writes them: `result.json`, or `messages*.html`.

Only channels are read: an export of a chat or a group is refused as a whole. Fields about persons (who signed, reacted,
was forwarded from) are not read.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import html  # type: ignore[import-untyped]

from vedette.errors import UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_EXPORT_BYTES
from vedette.sources.made import Defaults, Parts, make_report
from vedette.sources.text import read_bytes

#: Bytes of a file that tell whether it is an export.
_LOOKED_AT = 4_000
_TYPES = (
    "public_channel|private_channel|personal_chat|bot_chat|saved_messages|private_group|private_supergroup"
    "|public_supergroup"
)


def is_export(path: Path) -> bool:
    """Whether a JSON or HTML file is an export of Telegram."""
    try:
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT).decode("utf-8", "replace")
    except OSError:
        return False
    if path.suffix.lower() == ".json":
        return (
            bool(re.search(rf'"type"\s*:\s*"({_TYPES})"', head)) or '"about": "Here is the data you requested' in head
        )
    return 'class="page_wrap"' in head and "Exported Data" in head


def read_export_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of an export, one a post. A post without text is passed over.

    Raises:
        UnreadableReportError: It is no export of a public channel.
    """
    content = read_bytes(path, MAX_EXPORT_BYTES)
    if path.suffix.lower() == ".json":
        yield from _read_json(content, str(path), defaults)
    else:
        yield from _read_html(content, str(path), defaults)


def _read_json(content: bytes, about: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableReportError("bad_json", f"{about}: the export is damaged", about) from error
    chats = found.get("chats", {}).get("list", []) if "chats" in found else [found]
    channels = [chat for chat in chats if isinstance(chat, dict) and chat.get("type") == "public_channel"]
    if not channels:
        message = f"{about}: only exports of public channels are read, and there is none in it"
        raise UnreadableReportError("unsupported", message, about)
    for channel in channels:
        for message in channel.get("messages", ()):
            if isinstance(message, dict) and message.get("type") == "message" and (text := _text(message)):
                yield _post(channel, message, text, about, defaults)


def _text(message: dict[str, Any]) -> str:
    """The words of a post: a string, or a list of strings and of stretches that are set in some way."""
    said = message.get("text", "")
    pieces = said if isinstance(said, list) else [said]
    return "".join(one if isinstance(one, str) else str(one.get("text", "")) for one in pieces).strip()


def _post(
    channel: dict[str, Any], message: dict[str, Any], text: str, about: str, defaults: Defaults
) -> Report | Unreadable:
    name = str(channel.get("name") or "") or None
    number = message.get("id")
    forwarded = None
    if "forwarded_from" in message:
        # Whether a name is a channel's or a person's is told by the id alone, which older exports lack.
        is_channel = str(message.get("forwarded_from_id", "")).startswith("channel")
        forwarded = str(message["forwarded_from"]) if is_channel else ""
    brought = content_id("telegram", str(channel.get("id") or name), str(number))
    day = str(message.get("date") or "") or None
    return _report(Parts(text, f"{about} post {number}", brought, None, day, name), forwarded, defaults)


def _report(parts: Parts, forwarded: str | None, defaults: Defaults) -> Report | Unreadable:
    """The report of a post.

    Args:
        parts: What it says.
        forwarded: Channel that it was forwarded from; empty: from whom is not kept; None: it is the channel's own.
        defaults: What holds where it does not say it.
    """
    try:
        report = make_report(parts, defaults)
    except UnreadableReportError as error:
        return Unreadable(parts.id or parts.taken_from, error.code, error.message, parts.source, parts.taken_from)
    if forwarded is None:
        return report
    note = f'forwarded from the channel "{forwarded}"' if forwarded else "forwarded; from whom is not kept"
    return replace(report, notes=(*report.notes, note))


def _read_html(content: bytes, about: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    page = html.document_fromstring(content)
    heads = page.xpath('//div[contains(@class,"page_header")]//div[contains(@class,"text")]')
    name = heads[0].text_content().strip() if heads else ""
    posts = page.xpath('//div[contains(concat(" ",@class," ")," message ") and contains(@class,"default")]')
    # An export does not say what it is of; in a channel all posts bear the channel's name.
    senders = page.xpath(f"//div[{_class('body')} and not({_class('forwarded')})]/div[{_class('from_name')}]")
    if not name or not posts or {one.text_content().strip() for one in senders} - {name}:
        message = f"{about}: only exports of public channels are read; this one holds messages of several senders"
        raise UnreadableReportError("unsupported", message, about)
    for post in posts:
        bodies = post.xpath(f".//div[{_class('text')}]")
        text = "\n".join(_lines(body) for body in bodies).strip()
        if text:
            forwarded = "" if post.xpath(f".//div[{_class('forwarded')}]") else None
            number = post.get("id", "").removeprefix("message")
            brought = content_id("telegram", name, number)
            parts = Parts(text, f"{about} post {number}", brought, None, _day(post), name)
            yield _report(parts, forwarded, defaults)


def _class(name: str) -> str:
    return f'contains(concat(" ",normalize-space(@class)," ")," {name} ")'


def _lines(body: Any) -> str:
    for brk in body.xpath(".//br"):
        brk.tail = "\n" + (brk.tail or "")
    return str(body.text_content()).strip()


def _day(post: Any) -> date | None:
    for stated in post.xpath(".//div[contains(@class,'date')]/@title"):
        try:
            return datetime.strptime(stated[:10], "%d.%m.%Y").date()
        except ValueError:
            continue
    return None
