"""Messages: what a watch tells people about an alert, from the first word of it to the all-clear."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vedette.model.alert import Alert, Level

#: CAP's three, and `all_clear`: an update that ends the alert since nothing more came of it.
MessageKind = Literal["alert", "update", "cancel", "all_clear"]
#: What people did with an alert; kept as judgement rows.
AlertState = Literal["new", "seen", "confirmed", "false", "closed"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said about one alert. Messages are rows: a later one refers to the earlier, none is ever changed."""

    #: Made from the alert's id and the number: the idempotency key of everything that carries it.
    id: str
    #: Stays the same for as long as the alert lives, whatever joins it.
    alert_id: str
    #: Stable id of the watch (of its name: an edited watch file stays the same watch).
    watch_id: str
    kind: MessageKind
    #: 1 for the first message of an alert, then counting.
    number: int
    #: UTC instant, without a zone, at which it was decided.
    decided_at: datetime
    #: The alert as it stood then, with its reasons; of a cancelled one, as it was last told.
    alert: Alert
    #: Why it is said, in words: "new", "a second source tells of it", "report X was retracted".
    why: str
    #: UTC instant from which it no longer counts, None: until told otherwise.
    expires_at: datetime | None = None
    #: Ids of all earlier messages of the same alert, oldest first.
    references: tuple[str, ...] = ()
    #: Whether it repeats to further people, since nobody acknowledged the alert in time.
    escalated: bool = False
    #: Ids of the channels that a rule of the watch sends it to; empty: all that take its level.
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """Events and reports that are part of an alert, or joined it."""

    alert_id: str
    event_ids: frozenset[str]
    report_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go."""

    id: str
    kind: Literal["webhook", "email", "atom", "cap", "ntfy", "slack", "ics", "stix"]
    #: URL (webhook, ntfy, slack), mail address (email) or path of the file or folder that is kept up to date (the
    #: others).
    address: str
    #: Least level that is sent.
    least_level: Level = "low"
    #: Name of the environment variable (or `file:` and a path) that holds the secret: signing key, password or token.
    secret_from: str | None = None
    #: SMTP server, sender and the like: key → value, as the watch writes them. Never a secret.
    settings: tuple[tuple[str, str], ...] = ()
    #: Whether messages wait for the digest; a high alert never waits.
    digest: bool = False
    #: Whether only escalated messages are sent here.
    escalation_only: bool = False
    #: Whether addresses of the own machine and of private networks may be asked.
    allow_private: bool = False


#: `gathering`: it waits for the digest; `waiting`: to be sent; `dead`: given up, shown to people; `dropped`: by people,
#: or since a later message told the same.
DeliveryState = Literal["gathering", "waiting", "delivered", "dead", "dropped"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sending of one or more messages through one channel; it lies in the outbox until it is delivered or dead."""

    #: Idempotency key, sent along: made from the watch's and the channel's id and the messages' ids.
    key: str
    channel_id: str
    message_ids: tuple[str, ...]
    #: UTC instant, without a zone, before which it is not tried.
    due_at: datetime
    state: DeliveryState = "waiting"
    n_attempts: int = 0
    #: Last failure in words, without secrets; None before the first.
    failure: str | None = None
    #: Stable id of the watch that the channel belongs to.
    watch_id: str = ""
    #: UTC instant at which it came into the outbox; at which it was delivered, None before.
    queued_at: datetime | None = None
    delivered_at: datetime | None = None
    #: Whether it is a digest.
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent: made once, before the first attempt, so that each attempt sends the same bytes."""

    media_type: str
    body: bytes
    #: Further headers that belong to it (an e-mail's are within its body).
    headers: tuple[tuple[str, str], ...] = ()
