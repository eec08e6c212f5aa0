"""What people have been told of an alert so far, and what they made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from vedette.model.case import Judgement
from vedette.model.message import AlertState, Message, Parts
from vedette.watching.changes import is_another
from vedette.watching.rules import STEPS

#: Verdict on an alert → the state that it is in from then on.
STATES: dict[str, AlertState] = {"seen": "seen", "confirmed": "confirmed", "false": "false", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with its latest message."""

    last: Message
    #: Instant of its first message, or of the one that opened it again.
    opened_at: datetime
    #: Instant of the message that raised it to the level it has, or told that it may be another attack besides:
    #: acknowledgement counts from there.
    raised_at: datetime
    #: Whether it has been told to further people since.
    escalated: bool = False
    state: AlertState = "new"
    #: When, by whom and why it got that state; None: nobody judged it.
    judged_at: datetime | None = None
    by: str | None = None
    why: str | None = None
    #: Ids of all events and reports that were ever part of it, those included that joined without a word said of it.
    event_ids: frozenset[str] = frozenset()
    report_ids: frozenset[str] = frozenset()

    @property
    def lives(self) -> bool:
        """Whether the alert still stands: it is neither cancelled nor cleared."""
        return self.last.kind in ("alert", "update")

    @property
    def acknowledged(self) -> bool:
        """Whether somebody took note of it since it was last raised."""
        return self.judged_at is not None and self.judged_at >= self.raised_at

    @property
    def ended_by_people(self) -> Literal["false", "closed"] | None:
        """The verdict that ends it, None where there is none that is newer than its opening."""
        if self.judged_at is None or self.judged_at < self.opened_at:
            return None
        return "false" if self.state == "false" else "closed" if self.state == "closed" else None


def tell(before: Told | None, message: Message) -> Told:
    """The alert after a message of it."""
    parts = Parts(message.alert_id, frozenset(message.alert.event_ids), frozenset(message.alert.report_ids))
    if before is None or (not before.lives and message.kind in ("alert", "update")):
        told = Told(message, message.decided_at, message.decided_at)
        return join(told, parts) if before is None else join(join(told, parts_of(before)), parts)
    last = before.last.alert
    rose = STEPS.index(message.alert.level) > STEPS.index(last.level) or is_another(last, message.alert)
    told = replace(
        before,
        last=message,
        raised_at=message.decided_at if rose else before.raised_at,
        escalated=message.escalated or (before.escalated and not rose),
    )
    return join(told, parts)


def join(before: Told, parts: Parts) -> Told:
    """The alert with what joined it."""
    return replace(
        before, event_ids=before.event_ids | parts.event_ids, report_ids=before.report_ids | parts.report_ids
    )


def parts_of(told: Told) -> Parts:
    """All that was ever part of the alert."""
    return Parts(told.last.alert_id, told.event_ids, told.report_ids)


def judge(before: Told, judgement: Judgement, at: datetime) -> Told:
    """The alert after somebody's verdict on it; a verdict of another kind changes nothing."""
    state = STATES.get(judgement.verdict)
    if state is None:
        return before
    return replace(before, state=state, judged_at=at, by=judgement.by, why=judgement.why)


def replay(
    messages: Iterable[Message], judgements: Iterable[tuple[Judgement, datetime]], joined: Iterable[Parts] = ()
) -> Mapping[str, Told]:
    """Alert id → how it stands after all its messages and verdicts, in the order of their instants.

    A verdict of the same instant as a message comes after it: it can only be about what was there.

    Args:
        messages: What was told.
        judgements: Verdicts, with the UTC instants at which they were recorded.
        joined: What joined alerts without a word said of it.
    """
    rows: list[tuple[datetime, int, Message | Judgement]] = [(one.decided_at, 0, one) for one in messages]
    rows += [(at, 1, one) for one, at in judgements]
    found: dict[str, Told] = {}
    for at, _, one in sorted(rows, key=lambda row: row[:2]):
        if isinstance(one, Message):
            found[one.alert_id] = tell(found.get(one.alert_id), one)
        elif one.about in found:
            found[one.about] = judge(found[one.about], one, at)
    for parts in joined:
        if parts.alert_id in found:
            found[parts.alert_id] = join(found[parts.alert_id], parts)
    return found
