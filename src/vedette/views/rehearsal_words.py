"""A rehearsal in words."""

from collections.abc import Sequence
from statistics import median

from vedette.model.message import Message
from vedette.run.rehearsal import Rehearsed
from vedette.views.brief.words import count_words
from vedette.watching.outcome import NO_RULE, WARNED_DAYS, Met, Outcome, Share, interval

#: Shares that are shown of each kind.
_SHOWN = 8


def print_outcome(name: str, done: Rehearsed, outcome: Outcome, *, with_messages: bool = False) -> None:
    """Prints what a watch would have done."""
    print(f"{name}: {outcome.begin:%Y-%m-%d %H:%M} to {outcome.end:%Y-%m-%d %H:%M} UTC")
    print(f"  {count_words(done.n_readings, 'report')} told of something that could matter")
    if done.n_undated:
        print(f"  left out, since they bear no day of publication: {done.n_undated:,}")
    if done.n_licensed:
        print(f"  left out, since they are under a licence (licensed = true in [alerts]): {done.n_licensed:,}")
    levels = ", ".join(f"{number} {level}" for level, number in outcome.by_level)
    print(f"  {count_words(outcome.n_alerts, 'alert')} ({levels}), {outcome.alerts_a_week:g} a week", end="")
    print(f"; {outcome.n_at_begin} more about what was there when it began" if outcome.n_at_begin else "")
    kinds = ", ".join(f"{number} {kind.replace('_', '-')}" for kind, number in outcome.by_kind)
    said = count_words(outcome.n_messages, "message")
    print(f"  {said}{f' ({kinds})' if kinds else ''}, {outcome.messages_a_week:g} a week")
    _print_met(outcome)
    for title, shares in (("rule", outcome.rules), ("zone", outcome.zones), ("kind", outcome.kinds)):
        _print_shares(title, shares, with_hits=bool(outcome.met))
    if with_messages:
        for message in done.messages:
            print(f"  {message_line(message)}")


def _print_met(outcome: Outcome) -> None:
    if not outcome.met:
        return
    hits = [one for one in outcome.met if one.lead_hours is not None]
    share = interval(len(hits), len(outcome.met))
    within = f" ({share[0]:.0%} to {share[1]:.0%}, 95 %)" if share else ""
    print(
        f"  events that mattered: {len(hits)} of {len(outcome.met)} told{within}, {len(outcome.met) - len(hits)} missed"
    )
    if hits:
        print(f"  first told {_lead(median(one.lead_hours or 0.0 for one in hits))} (median)")
    warned = sum(bool(one.warned_by) for one in outcome.met)
    chance = sum(one.p_warned_by_chance for one in outcome.met) / len(outcome.met)
    print(f"  other alerts of the {WARNED_DAYS} days before stood at the place of {warned} of them ", end="")
    print(f"({chance * len(outcome.met):.1f} expected by chance)")
    print(f"  {count_words(outcome.n_unmet_alerts or 0, 'alert')} told of none of them")
    for one in outcome.met:
        print(f"    {one.mattered.on} {one.mattered.name}: {_met_words(one)}")


def _met_words(one: Met) -> str:
    told = f"told {_lead(one.lead_hours)}" if one.lead_hours is not None else "missed"
    warned = f"; {count_words(len(one.warned_by), 'alert')} stood there before" if one.warned_by else ""
    return f"{told}{warned}"


def _lead(hours: float) -> str:
    """Hours from the message to the beginning of the day, in words."""
    size, unit = (abs(hours) / 24, "days") if abs(hours) >= 48 else (abs(hours), "hours")
    return f"{size:.1f} {unit} {'before its day began' if hours > 0 else 'after its day began'}"


def _print_shares(title: str, shares: Sequence[Share], *, with_hits: bool) -> None:
    if title == "rule" and [one.name for one in shares] == [NO_RULE]:
        return
    for one in shares[:_SHOWN]:
        hits = f", {one.n_hits} told of an event that mattered" if with_hits else ""
        alerts, messages = count_words(one.n_alerts, "alert"), count_words(one.n_messages, "message")
        print(f"  {title} {one.name}: {alerts}, {messages}{hits}")
    if len(shares) > _SHOWN:
        print(f"  and {len(shares) - _SHOWN} more of its kind")


def print_comparison(done: Sequence[tuple[str, Rehearsed]]) -> None:
    """Prints which alerts only one of two watches gives."""
    (one, first), (other, second) = done
    for name, mine, theirs in ((one, first, second), (other, second, first)):
        own = only_in(mine.messages, theirs.messages)
        print(f"only with {name}: {count_words(len(own), 'alert')}")
        for message in own[:_SHOWN]:
            print(f"  {message_line(message)}")
        if len(own) > _SHOWN:
            print(f"  and {len(own) - _SHOWN} more")


def only_in(mine: Sequence[Message], theirs: Sequence[Message]) -> list[Message]:
    """The first messages of alerts that share no event with any alert of the other watch."""
    known = {event_id for message in theirs for event_id in message.alert.event_ids}
    events: dict[str, set[str]] = {}
    for message in mine:
        events.setdefault(message.alert_id, set()).update(message.alert.event_ids)
    return [one for one in mine if one.number == 1 and known.isdisjoint(events[one.alert_id])]


def message_line(message: Message) -> str:
    """A message in one line."""
    kind = "escalation" if message.escalated else message.kind.replace("_", "-")
    return f"{message.decided_at:%Y-%m-%d %H:%M} {kind} {message.alert.level}: {message.alert.title} [{message.why}]"
