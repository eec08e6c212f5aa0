"""Messages for ntfy and for Slack and what takes Slack's webhooks (Mattermost, Rocket.Chat, Discord's `/slack`)."""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from vedette.delivery.told import Told, citations, one_line
from vedette.delivery.wording import body_of, facts_of, title_of, why_of

#: ntfy's priorities.
_PRIORITIES = {"high": 5, "medium": 4, "low": 3}
#: Bytes of a message that ntfy takes as text, and characters that Slack takes in a block and a header.
_NTFY_BYTES, _SLACK_BLOCK, _SLACK_HEADER = 3800, 2900, 150
#: Blocks that Slack takes in a message.
_SLACK_BLOCKS = 48
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>])")


def ntfy_server(address: str) -> str:
    """Where JSON for a topic is posted: the server of the topic's address.

    >>> ntfy_server("https://ntfy.example/harbour")
    'https://ntfy.example/'
    """
    parts = urlsplit(address)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/", "", ""))


def render_ntfy(told: Sequence[Told], address: str) -> bytes:
    """The JSON for a topic. Text is plain text there unless asked otherwise, which we do not."""
    topic = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    level = max((one.message.alert.level for one in told), key=lambda one: _PRIORITIES[one])
    title = title_of(told[0].message) if len(told) == 1 else f"{one_line(told[0].watch_name)}: {len(told)} messages"
    ended = all(one.message.kind in ("cancel", "all_clear") for one in told)
    found: dict[str, Any] = {
        "topic": topic,
        "title": one_line(title, 200),
        "message": _cut("\n\n".join(body_of(one) for one in told), _NTFY_BYTES),
        "priority": 3 if ended else _PRIORITIES[level],
        "tags": ["white_check_mark" if ended else "warning", level],
    }
    link = next((cited.url for one in told for cited in citations(one) if cited.url), None)
    if link and len(told) == 1:
        found["click"] = link
    return _json(found)


def render_slack(told: Sequence[Told]) -> bytes:
    """Slack's JSON. Everything that comes from a report stands in blocks of plain text, which nothing is read into.

    `text` is for receivers that do not know blocks: what they would read into it (links, mentions) is marked as text.
    """
    blocks: list[dict[str, Any]] = []
    for one in told:
        title = one_line(title_of(one.message), _SLACK_HEADER)
        blocks.append({"type": "header", "text": _plain(title)})
        lines = [why_of(one.message), *(f"{name}: {value}" for name, value in facts_of(one))]
        blocks.append({"type": "section", "text": _plain(_cut("\n".join(lines), _SLACK_BLOCK))})
        quotes = [
            f"{c.words}\n“{c.quote}” {c.source or ''} {c.url or ''}" if c.quote else c.words for c in citations(one)
        ]
        blocks.append({"type": "section", "text": _plain(_cut("\n".join(quotes) or "–", _SLACK_BLOCK))})
    text = "\n\n".join(_as_text(body_of(one)) for one in told)
    return _json({"text": _cut(text, _SLACK_BLOCK * 4), "mrkdwn": False, "blocks": blocks[:_SLACK_BLOCKS]})


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _as_text(text: str) -> str:
    """Markdown that shows the text as it is: marks escaped, mentions broken by a joiner that is not seen."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", escaped).replace("@", "@\u2060").replace("://", ":\u2060//")


def _cut(text: str, n_bytes: int) -> str:
    data = text.encode("utf-8", "replace")
    return text if len(data) <= n_bytes else data[: n_bytes - 3].decode("utf-8", "ignore") + "…"


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
