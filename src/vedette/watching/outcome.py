"""What a rehearsed watch is worth: alerts a week, hits, misses, lead time, and what made the noise."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pyproj import Geod

from vedette.model.alert import Alert, Level
from vedette.model.message import Message
from vedette.model.watch import Watch
from vedette.watching.mattered import Mattered
from vedette.watching.rules import STEPS

#: Days by which the day of an alert's event and that of an event that mattered may differ.
SAME_DAYS = 1
#: Days before an event within which an alert at its place counts as a warning.
WARNED_DAYS = 7
#: Days after it within which an alert that tells no day may be about it.
LATE_DAYS = 3
#: Rule that stands for "none".
NO_RULE = "no rule"

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Course:
    """One alert from its first to its last message."""

    messages: tuple[Message, ...]

    @property
    def first(self) -> Message:
        """The message that opened it."""
        return self.messages[0]

    def lives_at(self, instant: datetime) -> bool:
        """Whether it stood at an instant."""
        last = next((one for one in reversed(self.messages) if one.decided_at <= instant), None)
        return last is not None and last.kind in ("alert", "update")


@dataclass(frozen=True, slots=True)
class Met:
    """What the watch said of an event that mattered."""

    mattered: Mattered
    #: First alert that told of that very event, None: it was missed.
    alert_id: str | None
    #: Hours from that alert to the beginning (UTC) of the event's day: negative when it came later.
    lead_hours: float | None
    #: Alerts of other events at its place that stood when its day began and were opened in the week before.
    warned_by: tuple[str, ...]
    #: Share of all days of the period on which as much stood at that place: what "warned" is worth there.
    p_warned_by_chance: float


@dataclass(frozen=True, slots=True)
class Share:
    """Alerts that have something in common."""

    name: str
    n_alerts: int
    n_messages: int
    #: Of the alerts, those that told of an event that mattered.
    n_hits: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a watch would have said over a period."""

    begin: datetime
    end: datetime
    #: Alerts opened after the beginning; those about what was there already are counted apart.
    n_alerts: int
    n_at_begin: int
    #: Messages of every kind after the beginning.
    n_messages: int
    alerts_a_week: float
    messages_a_week: float
    #: Level → alerts that reached it at most.
    by_level: tuple[tuple[Level, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    met: tuple[Met, ...]
    #: Alerts that told of no event that mattered; empty list given: None.
    n_unmet_alerts: int | None
    rules: tuple[Share, ...]
    zones: tuple[Share, ...]
    kinds: tuple[Share, ...]


def measure(
    watch: Watch, messages: Iterable[Message], begin: datetime, end: datetime, mattered: Sequence[Mattered] = ()
) -> Outcome:
    """What the messages are worth.

    Args:
        watch: The watch.
        messages: In the order decided.
        begin: UTC instant at which the rehearsal began, and at which it ended.
        end: As above.
        mattered: What it should have told of; events of days outside the period are left out.
    """
    courses = _courses(messages)
    opened = [one for one in courses if one.first.decided_at > begin]
    asked = [one for one in mattered if begin.date() <= one.on <= end.date()]
    met = tuple(_meet(one, courses, begin, end) for one in asked)
    hit = {alert_id for one in asked for alert_id in _about(one, courses)}
    said = [message for one in courses for message in one.messages if message.decided_at > begin]
    weeks = max((end - begin) / timedelta(weeks=1), 1 / 7)
    zone_names = {zone.id: zone.name for zone in watch.zones}
    return Outcome(
        begin=begin,
        end=end,
        n_alerts=len(opened),
        n_at_begin=len(courses) - len(opened),
        n_messages=len(said),
        alerts_a_week=round(len(opened) / weeks, 2),
        messages_a_week=round(len(said) / weeks, 2),
        by_level=tuple((level, sum(_highest(one) == level for one in opened)) for level in reversed(STEPS)),
        by_kind=tuple(sorted(Counter("escalation" if one.escalated else one.kind for one in said).items())),
        met=met,
        n_unmet_alerts=sum(one.first.alert_id not in hit for one in opened) if asked else None,
        rules=_shares(opened, hit, lambda alert: alert.rules or (NO_RULE,)),
        zones=_shares(opened, hit, lambda alert: [zone_names.get(z.zone_id, z.zone_id) for z in alert.zones]),
        kinds=_shares(opened, hit, lambda alert: [alert.kind or "not told"]),
    )


def _courses(messages: Iterable[Message]) -> list[Course]:
    found: dict[str, list[Message]] = {}
    for message in messages:
        found.setdefault(message.alert_id, []).append(message)
    return [Course(tuple(one)) for one in found.values()]


def _highest(course: Course) -> Level:
    return max((one.alert.level for one in course.messages), key=STEPS.index)


def _shares(courses: Sequence[Course], hit: set[str], names: Callable[[Alert], Iterable[str]]) -> tuple[Share, ...]:
    """Alerts by what the first message says of them, the most first."""
    found: dict[str, list[Course]] = {}
    for course in courses:
        for name in names(course.first.alert):
            found.setdefault(name, []).append(course)
    shares = [
        Share(
            name,
            len(held),
            sum(len(one.messages) for one in held),
            sum(one.first.alert_id in hit for one in held),
        )
        for name, held in found.items()
    ]
    return tuple(sorted(shares, key=lambda one: (-one.n_alerts, one.name)))


def _meet(mattered: Mattered, courses: Sequence[Course], begin: datetime, end: datetime) -> Met:
    about = _about(mattered, courses)
    near = [one for one in courses if _near(mattered, one.first.alert) and one.first.alert_id not in about]
    by_id: Mapping[str, Course] = {one.first.alert_id: one for one in courses}
    first = min(about, key=lambda one: by_id[one].first.decided_at, default=None)
    starts = datetime.combine(mattered.on, time())
    lead = (starts - by_id[first].first.decided_at).total_seconds() / 3600 if first else None
    return Met(
        mattered=mattered,
        alert_id=first,
        lead_hours=None if lead is None else round(lead, 2),
        warned_by=tuple(one.first.alert_id for one in _standing(near, starts)),
        p_warned_by_chance=round(_chance(near, begin, end), 4),
    )


def _about(mattered: Mattered, courses: Iterable[Course]) -> list[str]:
    """Ids of the alerts that at some time told of that very event."""
    return [
        one.first.alert_id
        for one in courses
        if any(_near(mattered, message.alert) and _same_day(mattered.on, message) for message in one.messages)
    ]


def _same_day(on: date, message: Message) -> bool:
    slack, alert = timedelta(days=SAME_DAYS), message.alert
    if alert.happened_from is None:
        decided = message.decided_at.replace(tzinfo=UTC).date()
        return on <= decided <= on + timedelta(days=LATE_DAYS)
    last = alert.happened_to or alert.happened_from
    return alert.happened_from - slack <= on <= last + slack and (last - alert.happened_from).days <= LATE_DAYS


def _near(mattered: Mattered, alert: Alert) -> bool:
    if mattered.zone_id is not None:
        return any(check.zone_id == mattered.zone_id for check in alert.zones)
    where = alert.where
    if where is None or where.lat is None or where.lon is None:
        return False
    # One degree of latitude is 110 km at least: far ones cost no geodesic.
    assert mattered.lat is not None
    if abs(where.lat - mattered.lat) * 110 > mattered.radius_km:
        return False
    return bool(_GEOD.inv(mattered.lon, mattered.lat, where.lon, where.lat)[2] <= mattered.radius_km * 1000)


def _standing(near: Iterable[Course], at: datetime) -> list[Course]:
    since = at - timedelta(days=WARNED_DAYS)
    return [one for one in near if since <= one.first.decided_at < at and one.lives_at(at)]


def _chance(near: Sequence[Course], begin: datetime, end: datetime) -> float:
    """Share of the period's days at whose beginning some alert at the place stood, opened in the week before."""
    days = range(max((end - begin).days, 1))
    first = datetime.combine(begin.date(), time()) + timedelta(days=1)
    return sum(bool(_standing(near, first + timedelta(days=n))) for n in days) / len(days)


def interval(n_true: int, n: int, z: float = 1.96) -> tuple[float, float] | None:
    """The 95 % interval of a share, None of nothing.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.

    >>> interval(8, 10)
    (0.49, 0.943)
    """
    if not n:
        return None
    p, square = n_true / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n)
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)
