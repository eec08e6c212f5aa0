"""What people have been told of an alert so far, and what they made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from vedette.model.case import Judgement
from vedette.model.message import AlertState, Message
from vedette.watching.rules import STEPS

#: Verdict on an alert → the state that it is in from then on.
STATES: dict[str, AlertState] = {"seen": "seen", "confirmed": "confirmed", "false": "false", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with its latest message."""

    last: Message
    #: Instant of its first message, or of the one that opened it again.
    opened_at: datetime
    #: Instant of the message that raised it to the level it has: acknowledgement counts from there.
    raised_at: datetime
    #: Whether it has been told to further people since.
    escalated: bool = False
    state: AlertState = "new"
    #: When, by whom and why it got that state; None: nobody judged it.
    judged_at: datetime | None = None
    by: str | None = None
    why: str | None = None

    @property
    def lives(self) -> bool:
        """Whether the alert still stands: it is neither cancelled nor cleared."""
        return self.last.kind in ("alert", "update")

    @property
    def acknowledged(self) -> bool:
        """Whether somebody took note of it at the level it has."""
        return self.judged_at is not None and self.judged_at >= self.raised_at

    @property
    def ended_by_people(self) -> Literal["false", "closed"] | None:
        """The verdict that ends it, None where there is none that is newer than its opening."""
        if self.judged_at is None or self.judged_at < self.opened_at:
            return None
        return "false" if self.state == "false" else "closed" if self.state == "closed" else None


def tell(before: Told | None, message: Message) -> Told:
    """The alert after a message of it."""
    if before is None or (not before.lives and message.kind in ("alert", "update")):
        return Told(message, message.decided_at, message.decided_at)
    rose = STEPS.index(message.alert.level) > STEPS.index(before.last.alert.level)
    return replace(
        before,
        last=message,
        raised_at=message.decided_at if rose else before.raised_at,
        escalated=message.escalated or (before.escalated and not rose),
    )


def judge(before: Told, judgement: Judgement, at: datetime) -> Told:
    """The alert after somebody's verdict on it; a verdict of another kind changes nothing."""
    state = STATES.get(judgement.verdict)
    if state is None:
        return before
    return replace(before, state=state, judged_at=at, by=judgement.by, why=judgement.why)


def replay(messages: Iterable[Message], judgements: Iterable[tuple[Judgement, datetime]]) -> Mapping[str, Told]:
    """Alert id → how it stands after all its messages and verdicts, in the order of their instants.

    A verdict of the same instant as a message comes after it: it can only be about what was there.
    """
    rows: list[tuple[datetime, int, Message | Judgement]] = [(one.decided_at, 0, one) for one in messages]
    rows += [(at, 1, one) for one, at in judgements]
    found: dict[str, Told] = {}
    for at, _, one in sorted(rows, key=lambda row: row[:2]):
        if isinstance(one, Message):
            found[one.alert_id] = tell(found.get(one.alert_id), one)
        elif one.about in found:
            found[one.about] = judge(found[one.about], one, at)
    return found
