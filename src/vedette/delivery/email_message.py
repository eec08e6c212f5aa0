"""Messages as e-mail: text and HTML, in threads by alert."""

import re
from collections.abc import Sequence
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from vedette.delivery.told import Told, citations, one_line
from vedette.delivery.wording import body_of, facts_of, title_of, why_of
from vedette.errors import BadInputError
from vedette.model.message import Channel

#: Longest subject, in characters.
_SUBJECT = 180
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")


def render_email(told: Sequence[Told], key: str, channel: Channel) -> bytes:
    """A mail with everything that a delivery holds, one message unless it is a digest.

    Raises:
        BadInputError: The channel's address or sender is no mail address.
    """
    sender = mail_address(dict(channel.settings).get("sender", ""), channel, "sender")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = mail_address(channel.address, channel, "address")
    mail["Subject"] = _subject(told)
    mail["Date"] = format_datetime(max(one.message.decided_at for one in told).replace(tzinfo=UTC))
    mail["Message-ID"] = message_id(key, sender)
    earlier = list(dict.fromkeys(before.key for one in told for before in one.earlier))
    if earlier:
        mail["In-Reply-To"] = message_id(earlier[-1], sender)
        mail["References"] = " ".join(message_id(one, sender) for one in earlier)
    mail["Auto-Submitted"] = "auto-generated"
    if any(one.message.alert.level == "high" for one in told):
        mail["Importance"] = "high"
    mail.set_content("\n\n".join(body_of(one) for one in told) + "\n", cte="quoted-printable")
    mail.add_alternative(_html(told), subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_vedette_{key}")
    return mail.as_bytes()


def message_id(key: str, sender: str) -> str:
    """A mail's Message-ID: the delivery's key at the sender's domain."""
    return f"<{key}@{sender.rpartition('@')[2]}>"


def mail_address(address: str, channel: Channel, what: str) -> str:
    """The address where it is one.

    Raises:
        BadInputError: It is none: another header or recipient could hide in it.
    """
    if not _ADDRESS.fullmatch(address) or not address.isascii():
        raise BadInputError(f"channel {channel.id}: {what} {address!r} is no mail address", channel.id)
    return address


def _subject(told: Sequence[Told]) -> str:
    if len(told) == 1:
        return one_line(title_of(told[0].message), _SUBJECT)
    return one_line(f"{told[0].watch_name}: {len(told)} messages", _SUBJECT)


def _html(told: Sequence[Told]) -> str:
    parts = "<hr>".join(_section(one) for one in told)
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>{parts}</body></html>'


def _section(told: Told) -> str:
    message = told.message
    facts = "".join(f"<tr><th align='left'>{escape(n)}</th><td>{escape(v)}</td></tr>" for n, v in facts_of(told))
    reasons = "".join(
        f"<li>{_reason(one.words, one.quote, one.source, one.published, one.url)}</li>" for one in citations(told)
    )
    withheld = f"<p>{told.n_withheld} more under a licence that does not allow to pass them on.</p>"
    foot = f"Watch: {told.watch_name} · alert {message.alert_id} · message {message.number}"
    return (
        f"<h2>{escape(title_of(message))}</h2><p>{escape(why_of(message))}</p><table>{facts}</table>"
        f"<h3>Why this is an alert</h3><ul>{reasons}</ul>{withheld if told.n_withheld else ''}"
        f"<p><small>{escape(one_line(foot))}</small></p>"
    )


def _reason(words: str, quote: str | None, source: str | None, published: str | None, url: str | None) -> str:
    if not quote:
        return escape(words)
    named = escape(", ".join(part for part in (source, published) if part) or "report")
    cited = f'<a href="{escape(url)}" rel="noreferrer">{named}</a>' if url else named
    return f"{escape(words)}<br><q>{escape(quote)}</q> ({cited})"
