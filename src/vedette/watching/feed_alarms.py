"""Messages about sources that are not watched: a dead feed must not look like a quiet night."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from vedette.model.alert import Alert, Level, Reason
from vedette.model.ids import content_id
from vedette.model.message import Message, MessageKind
from vedette.model.schedule import is_quiet
from vedette.model.watch import Watch
from vedette.watching.states import SourceState, ZoneStanding
from vedette.watching.told import Told


def decide_feeds(
    watch: Watch, told: Iterable[Told], sources: Sequence[SourceState], zones: Sequence[ZoneStanding], now: datetime
) -> tuple[Message, ...]:
    """What is said now of the watch's sources: of each that is not watched, once, and when it is watched again.

    It is high where a zone has no watched source left, else medium, and waits for the end of quiet hours then.

    Args:
        watch: The watch.
        told: What was told; only of sources.
        sources: How the feeds stand.
        zones: How well the zones are watched.
        now: UTC instant, without a zone.
    """
    before = {one.last.alert_id: one for one in told if one.last.alert.about == "not_watching"}
    found = []
    for source in sources:
        alert_id = content_id("not watching", watch.key, source.feed_id)
        message = _decide(watch, before.get(alert_id), source, zones, now)
        if message is not None:
            found.append(message)
    known = {content_id("not watching", watch.key, one.feed_id) for one in sources}
    for alert_id, one in before.items():
        if one.lives and alert_id not in known:
            found.append(_message(watch, one, one.last.alert, "cancel", "the watch no longer has this feed", now))
    return tuple(found)


def _decide(
    watch: Watch, told: Told | None, source: SourceState, zones: Sequence[ZoneStanding], now: datetime
) -> Message | None:
    lives = told is not None and told.lives
    level: Level = "high" if any(_blinds(source, zone) for zone in zones) else "medium"
    quiet = is_quiet(now, watch.alerts.quiet_hours, watch.alerts.timezone)
    if source.state == "not watching":
        rose = lives and told is not None and level == "high" and told.last.alert.level != "high"
        if (lives and not rose) or (quiet and level != "high"):
            return None
        kind: MessageKind = "update" if told is not None else "alert"
        return _message(watch, told, _alert(watch, source, zones, level), kind, source.why, now)
    if lives and told is not None and not quiet and _is_back(source, told):
        return _message(watch, told, told.last.alert, "all_clear", "it is watched again", now)
    return None


def _is_back(source: SourceState, told: Told) -> bool:
    """A young source whose rhythm is not known yet is back once it answers."""
    answered = source.answered_at is not None and source.answered_at > told.last.decided_at
    return source.state == "quiet" or answered


def _blinds(source: SourceState, zone: ZoneStanding) -> bool:
    return zone.state == "not watching" and source.feed_id in zone.feed_ids


def _alert(watch: Watch, source: SourceState, zones: Sequence[ZoneStanding], level: Level) -> Alert:
    reasons = [Reason(source.why)]
    for zone in zones:
        if source.feed_id in zone.feed_ids:
            reasons.append(Reason(f"{zone.name}: {zone.state}: {zone.why}"))
    return Alert(
        id=content_id("not watching", watch.key, source.feed_id),
        watch_id=watch.id,
        event_ids=(),
        report_ids=(),
        level=level,
        title=f"not watching: {source.name}",
        zones=(),
        occasions=(),
        n_sources=0,
        reasons=tuple(reasons),
        about="not_watching",
    )


def _message(watch: Watch, told: Told | None, alert: Alert, kind: MessageKind, why: str, now: datetime) -> Message:
    number = told.last.number + 1 if told else 1
    return Message(
        id=content_id("message", alert.id, number),
        alert_id=alert.id,
        watch_id=watch.key,
        kind=kind,
        number=number,
        decided_at=now,
        alert=alert,
        why=why,
        references=(*told.last.references, told.last.id) if told else (),
    )
