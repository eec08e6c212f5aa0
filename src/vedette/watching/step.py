"""One step of the watch: what is said now, given what was said and what is known.

A pure function of its arguments. The daemon calls it as reports arrive, the rehearsal calls it for each moment of the
past: given the same they say the same. It is idempotent: what it said counts as told, and asked again it says nothing.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vedette.model.alert import Alert
from vedette.model.ids import content_id
from vedette.model.message import Message, MessageKind, Parts
from vedette.model.schedule import is_quiet, next_at
from vedette.model.watch import AlertSettings, Watch
from vedette.watching.changes import find_changes, is_another
from vedette.watching.identity import match_told
from vedette.watching.match import Material, find_alerts
from vedette.watching.rules import STEPS, channels_of
from vedette.watching.told import Told, tell


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said now, and when there may be more to say though nothing new is learnt."""

    messages: tuple[Message, ...]
    #: UTC instant, None: never.
    wake_at: datetime | None
    #: What the alerts that were told are made of now, copies included, whether or not a word is said of it.
    parts: tuple[Parts, ...] = ()


def step(watch: Watch, told: Iterable[Told], material: Material, now: datetime) -> tuple[Message, ...]:
    """The messages that are due, those about living alerts first.

    Args:
        watch: The watch.
        told: Each alert with its latest message and what people made of it; ended ones too, so that they stay ended.
        material: What is known in the active window, without what was retracted.
        now: UTC instant, without a zone.
    """
    return decide(watch, told, material, now).messages


def decide(watch: Watch, told: Iterable[Told], material: Material, now: datetime) -> Decision:
    """The messages that are due, and when to ask again. Arguments as in `step`."""
    told = [one for one in told if one.last.alert.about == "events"]
    kin = match_told(find_alerts(watch, material), told, material)
    swallowed: dict[str, list[str]] = {}
    for gone, into in kin.merged:
        words = f"the alert {gone.last.alert_id} ({gone.last.alert.title}) is one with it"
        swallowed.setdefault(into.last.alert_id, []).append(words)
    drafts = [
        _continue(watch, one, alert, material, swallowed.get(one.last.alert_id, ())) if one else _open(alert)
        for alert, one in kin.now
    ]
    drafts += [_merge(gone, into) for gone, into in kin.merged]
    drafts += [_vanish(watch, one, material) for one in kin.vanished]
    timed = [_time(watch.alerts, draft, now) for draft in drafts]
    taken = {one.last.alert_id for one in told}
    said = [(draft, _message(watch, draft, now, taken)) for draft, due in timed if draft.kind and due and due <= now]
    later = [due for _, due in timed if due and due > now]
    for draft, message in said:
        later += _wakes(watch.alerts, tell(draft.before, message))
    made = [(one.last.alert_id, alert) for alert, one in kin.now if one]
    made += [(message.alert_id, message.alert) for _, message in said if message.kind == "alert"]
    parts = _parts(made, material)
    return Decision(tuple(message for _, message in said), min(later, default=None), parts)


def _parts(alerts: Iterable[tuple[str, Alert]], material: Material) -> tuple[Parts, ...]:
    copies: dict[str, list[str]] = {}
    for copy in material.copies:
        copies.setdefault(copy.original_id, []).append(copy.report_id)
    return tuple(
        Parts(
            alert_id,
            frozenset(alert.event_ids),
            frozenset(alert.report_ids).union(*(copies.get(one, ()) for one in alert.report_ids)),
        )
        for alert_id, alert in alerts
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """What might be said of an alert."""

    alert: Alert
    before: Told | None
    #: None: nothing of its own; only what time alone brings.
    kind: MessageKind | None
    why: str = ""
    #: Whether it waits for nothing but quiet hours.
    at_once: bool = False
    escalated: bool = False


def _open(alert: Alert) -> _Draft:
    return _Draft(alert, None, "alert", "new", at_once=True)


def _continue(watch: Watch, told: Told, alert: Alert, material: Material, swallowed: Iterable[str]) -> _Draft:
    old = told.last.alert
    verdict = _verdict(told)
    if told.lives and verdict:
        return verdict
    taken_back = _taken_back(old, material)
    revised = _is_revised(told, material)
    changes = find_changes(watch, old, alert, corrected=bool(taken_back) or revised)
    if revised and changes:
        taken_back = (*taken_back, "a report was corrected or read anew")
    if told.lives:
        words = (*taken_back, *changes, *swallowed)
        rose = (alert.level == "high" and old.level != "high") or is_another(old, alert)
        kind: MessageKind | None = "update" if words else None
        return _Draft(alert, told, kind, "; ".join(words), at_once=rose or bool(taken_back))
    joined = _joined(old, alert, material)
    ended_for_good = told.last.kind == "all_clear" or told.ended_by_people is not None
    if ended_for_good and not (joined and changes):
        return _Draft(old, told, None)
    return _Draft(alert, told, "update", "; ".join(("told again", *changes)), at_once=True)


def _verdict(told: Told) -> _Draft | None:
    ended = told.ended_by_people
    if ended is None:
        return None
    kind: MessageKind = "cancel" if ended == "false" else "all_clear"
    words = "judged false" if ended == "false" else "closed"
    return _Draft(told.last.alert, told, kind, f"{words} by {told.by}: {told.why}", at_once=True)


def _merge(told: Told, into: Told) -> _Draft:
    why = f"it is one with the alert {into.last.alert_id} ({into.last.alert.title}), which goes on"
    return _Draft(told.last.alert, told, "cancel", why, at_once=True)


def _vanish(watch: Watch, told: Told, material: Material) -> _Draft:
    """An alert of which nothing is there now: taken back, or only older than what is held together."""
    old = told.last.alert
    verdict = _verdict(told)
    if verdict:
        return verdict
    words = _taken_back(old, material)
    if not words and _is_revised(told, material):
        words = ("its reports were corrected or read anew, and tell of nothing that is watched",)
    elif not words and old.watch_id != watch.id:
        words = (f"the watch “{watch.name}” was edited, and asks for nothing of it any more",)
    elif not words and any(reading.report.id in old.report_ids for reading in material.readings):
        words = ("what links its reports changed, and nothing of it is watched any more",)
    return _Draft(old, told, "cancel" if words else None, "; ".join(words), at_once=True)


def _is_revised(told: Told, material: Material) -> bool:
    """Whether a report of it was taken in anew since it was last told."""
    last = told.last
    return any(material.revised.get(one, datetime.min) > last.decided_at for one in last.alert.report_ids)


def _taken_back(old: Alert, material: Material) -> tuple[str, ...]:
    reports = [f"report {one} was {material.retracted[one]}" for one in old.report_ids if one in material.retracted]
    events = [f"event {one} was {material.refuted[one]}" for one in old.event_ids if one in material.refuted]
    return (*reports, *events)


def _joined(old: Alert, new: Alert, material: Material) -> bool:
    """Whether a report joined that is no copy of one that was there."""
    original = {copy.report_id: copy.original_id for copy in material.copies}
    known = {original.get(one, one) for one in old.report_ids}
    return any(original.get(one, one) not in known for one in new.report_ids)


def _time(settings: AlertSettings, draft: _Draft, now: datetime) -> tuple[_Draft, datetime | None]:
    """The draft, or what time brings in its place, and when it is due; None: nothing is."""
    told = draft.before
    if draft.kind is None and (told is None or not told.lives):
        return draft, None
    found: list[tuple[datetime, _Draft]] = []
    if draft.kind is not None:
        due = now if draft.at_once or told is None else told.last.decided_at + _cool_down(settings)
        found.append((_after_quiet(settings, draft, max(due, now)), draft))
    if told is not None and told.lives and not (draft.kind and draft.at_once):
        found += [(_after_quiet(settings, one, max(due, now)), one) for due, one in _deadlines(settings, told)]
    due, first = min(found, key=lambda one: (one[0], one[1] is not draft))
    return first, due


def _deadlines(settings: AlertSettings, told: Told) -> Iterable[tuple[datetime, _Draft]]:
    """What time alone brings to a living alert: escalation and the all-clear."""
    alert, after = told.last.alert, settings.escalate_after_seconds
    grave = STEPS.index(alert.level) >= STEPS.index(settings.escalate_level)
    if after is not None and grave and not told.escalated and not told.acknowledged:
        why = f"nobody has acknowledged it in {duration_words(after)}"
        yield told.raised_at + timedelta(seconds=after), _Draft(alert, told, "update", why, escalated=True)
    if told.last.expires_at is not None:
        why = f"nothing more that matters came of it in {duration_words(settings.expire_after_days * 86400)}"
        yield told.last.expires_at, _Draft(alert, told, "all_clear", why)


def _wakes(settings: AlertSettings, told: Told) -> Iterable[datetime]:
    """When to ask again of an alert that has just been told: at its deadlines, and when what waits may be said."""
    if not told.lives:
        return
    if told.last.escalated:
        # It repeats what was told before: what has changed since may still be waiting.
        yield told.last.decided_at + _cool_down(settings)
    for due, draft in _deadlines(settings, told):
        yield _after_quiet(settings, draft, due)


def _cool_down(settings: AlertSettings) -> timedelta:
    return timedelta(seconds=settings.cool_down_seconds)


def _after_quiet(settings: AlertSettings, draft: _Draft, due: datetime) -> datetime:
    """High alerts pass the quiet hours, and what takes one back; an all-clear wakes nobody."""
    levels = {draft.alert.level, draft.before.last.alert.level if draft.before else "low"}
    if ("high" in levels and draft.kind != "all_clear") or not is_quiet(due, settings.quiet_hours, settings.timezone):
        return due
    assert settings.quiet_hours is not None
    return next_at(due, (settings.quiet_hours[1],), settings.timezone) or due


def _message(watch: Watch, draft: _Draft, now: datetime, taken: Container[str]) -> Message:
    before = draft.before
    alert_id = before.last.alert_id if before else _new_id(watch, draft.alert, now, taken)
    number = before.last.number + 1 if before else 1
    assert draft.kind is not None
    ends = draft.kind in ("cancel", "all_clear")
    return Message(
        id=content_id("message", alert_id, number),
        alert_id=alert_id,
        watch_id=watch.key,
        kind=draft.kind,
        number=number,
        decided_at=now,
        alert=replace(draft.alert, id=alert_id),
        why=draft.why,
        expires_at=None if ends else now + timedelta(days=watch.alerts.expire_after_days),
        references=(*before.last.references, before.last.id) if before else (),
        escalated=draft.escalated,
        channels=channels_of(watch, draft.alert.rules),
    )


def _new_id(watch: Watch, alert: Alert, now: datetime, taken: Container[str]) -> str:
    """An id by the events that open it; by the instant too, where an alert that they opened before goes on without
    them."""
    found = content_id("alert", watch.key, *alert.event_ids)
    return content_id("alert", watch.key, *alert.event_ids, now.isoformat()) if found in taken else found


def duration_words(seconds: float) -> str:
    """A duration in words.

    >>> duration_words(5400), duration_words(604800)
    ('90 minutes', '7 days')
    """
    for unit, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= unit and seconds % unit == 0:
            number = int(seconds // unit)
            return f"{number} {name}{'s' * (number != 1)}"
    return f"{seconds:g} seconds"
