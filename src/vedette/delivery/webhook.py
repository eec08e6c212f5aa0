"""Messages as JSON for webhooks, and the signature that goes with them.

Source: Standard Webhooks 1.0 (headers `webhook-id`, `webhook-timestamp`, `webhook-signature`).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from vedette.delivery.told import Told, citations, clean, web_address
from vedette.delivery.wording import title_of, why_of
from vedette.model.plain import to_plain

#: Version of the object, counted up when a key changes its meaning or goes.
SCHEMA = "vedette.message/1"


def render_webhook(told: Sequence[Told], key: str) -> bytes:
    """One JSON object: the messages of a delivery, one unless it is a digest."""
    payload = {"schema": SCHEMA, "key": key, "digest": len(told) > 1, "messages": [message_object(one) for one in told]}
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def message_object(told: Told) -> dict[str, Any]:
    """A message as plain JSON, with the words it rests on."""
    message, word = told.message, told.on_whose_word
    found: dict[str, Any] = {
        "id": message.id,
        "watch": {"id": message.watch_id, "name": told.watch_name},
        "kind": message.kind,
        "number": message.number,
        "decided_at": f"{message.decided_at.isoformat(timespec='seconds')}Z",
        "expires_at": f"{message.expires_at.isoformat(timespec='seconds')}Z" if message.expires_at else None,
        "title": title_of(message),
        "why": why_of(message),
        "references": list(message.references),
        "told_before": [one.message.id for one in told.earlier],
        "escalated": message.escalated,
        "alert": {**to_plain(message.alert), "id": message.alert_id},
        "on_whose_word": word.value if word else None,
        "reasons": [to_plain(one) for one in citations(told)],
        "reports": [_report(one) for one in told.reports],
        "n_withheld": told.n_withheld,
    }
    cleaned: dict[str, Any] = _cleaned(found)
    return cleaned


def _report(report: Any) -> dict[str, Any]:
    day = report.published.isoformat() if report.published else None
    return {"id": report.id, "source": report.source, "published": day, "url": web_address(report.url)}


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return clean(value) if isinstance(value, str) else value


def signature_headers(secret: bytes, key: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers that let a receiver tell that the body is ours, whole and fresh.

    Args:
        secret: The key that both sides know; one that begins with `whsec_` is base64, as the standard has it.
        key: The delivery's idempotency key.
        body: The bytes sent.
        timestamp: Seconds since 1970 at which it is sent: receivers refuse what is older than they tolerate.

    >>> signature_headers(b"secret", "k", b"{}", 0)["webhook-signature"]
    'v1,cEGgLVtbeS1WULIUBvL6IyllviXuNHsQf3SwIjei9MU='
    """
    if secret.startswith(b"whsec_"):
        secret = base64.b64decode(secret.removeprefix(b"whsec_"))
    signed = hmac.new(secret, f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
