"""Follows a watch through time: what was learnt goes in, in the order learnt, and what is said comes out.

The daemon and the rehearsal run this very code. Each piece of news is taken at the instant at which it was learnt, and
what time alone brings (a cool-down that ends, an escalation, an all-clear) at the instant at which it is due, however
late the daemon wakes: so what is said does not depend on when it looked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from vedette.linking.alike import find_own_events
from vedette.linking.cases import find_cases
from vedette.linking.copies import find_copies
from vedette.linking.living import LivingLinks
from vedette.model.case import Judgement
from vedette.model.message import Message, Parts
from vedette.model.reading import Reading
from vedette.model.watch import Watch
from vedette.model.zone import ZoneCheck
from vedette.run.alarms import Alarms
from vedette.run.news import News, ReadingNews, VerdictNews
from vedette.run.pipeline import check_distances, check_zones, occasions_around
from vedette.watching.match import Material
from vedette.watching.step import decide
from vedette.watching.told import Told, join, judge, tell

#: Days beyond window and expiry for which ended alerts are kept in mind.
_KEPT_DAYS = 30

Checks = Mapping[str, tuple[ZoneCheck, ...]]


@dataclass(frozen=True, slots=True)
class _Held:
    """The reading of a report that counts now."""

    news: ReadingNews
    reading: Reading
    checks: Checks
    other_checks: Checks


class Follower:
    """A watch at an instant: the reports in its window, what hangs together, and what was told.

    Args:
        watch: The watch.
        told: Alert id → how it stands.
        load: Gives a reading by its row, None where its words were erased.
    """

    def __init__(self, watch: Watch, told: Mapping[str, Told], load: Callable[[int], Reading | None]) -> None:
        self.watch = watch
        self.at = datetime.min
        self._load = load
        self._told = {alert_id: one for alert_id, one in told.items() if one.last.alert.about == "events"}
        self._alerts_of: dict[str, set[str]] = defaultdict(set)
        for one in self._told.values():
            self._file(one)
        self._held: dict[str, _Held] = {}
        self._versions: dict[str, tuple[int, int]] = {}
        self._links = LivingLinks()
        self._retracted: dict[str, str] = {}
        self._refuted: dict[str, str] = {}
        self._revised: dict[str, datetime] = {}
        self._joined: list[Parts] = []
        self._alarms = Alarms()
        self._leaving: dict[date, set[str]] = defaultdict(set)

    @property
    def told(self) -> Mapping[str, Told]:
        """Alert id → how it stands."""
        return self._told

    def joined(self) -> list[Parts]:
        """What has joined alerts since this was asked last, beyond what their messages tell."""
        found, self._joined = self._joined, []
        return found

    def begin(self, news: News, at: datetime) -> list[Message]:
        """What there is to say at an instant, given all that was learnt up to it; later news are not looked at."""
        self.at = at
        for one in news.verdicts:
            if one.at <= at and one.judgement.about not in self._told:
                self._judge(one.judgement, one.at)
        for reading in news.readings:
            if reading.at <= at:
                self._take(reading, reading.at)
        return self._decide_all()

    def advance(self, news: News, until: datetime) -> list[Message]:
        """What is said from where it stands to an instant, in order, as news arrive and time passes."""
        said: list[Message] = []
        arriving = list(_in_order(news, self.at))
        arriving.reverse()
        while (at := self._next(arriving)) is not None and at <= until:
            self.at = at
            reports, alerts = self._leave(at)
            while arriving and arriving[-1][0] <= at:
                changed = self._arrive(arriving.pop()[1], at)
                reports |= changed[0]
                alerts |= changed[1]
            woken, told = self._alarms.ring(at)
            reports |= woken
            alerts |= told
            said += self._decide(reports, alerts)
        return said

    def next_wake(self) -> datetime | None:
        """When there may be more to say though nothing is learnt, None: never."""
        alarm = self._alarms.next_at()
        return min([*([alarm] if alarm else []), *(_midnight(day) for day in self._leaving)], default=None)

    def _next(self, arriving: Sequence[tuple[datetime, ReadingNews | VerdictNews]]) -> datetime | None:
        wake = self.next_wake()
        instants = [arriving[-1][0]] if arriving else []
        return max(min([*instants, *([wake] if wake else [])]), self.at) if instants or wake else None

    def _arrive(self, one: ReadingNews | VerdictNews, at: datetime) -> tuple[set[str], set[str]]:
        """Reports and alerts that it touches."""
        if isinstance(one, VerdictNews):
            return self._judge(one.judgement, at)
        before = set(self._links.group(one.report_id)) | {one.report_id}
        return (before | set(self._links.group(one.report_id)), set()) if self._take(one, at) else (set(), set())

    def _take(self, one: ReadingNews, at: datetime) -> bool:
        """Whether the reading counts from now on, or what it superseded ceased to."""
        version = (one.report_row, one.row)
        known = self._versions.get(one.report_id)
        if known is None and not one.matters:
            return False
        if known is not None and known > version:
            return False
        self._versions[one.report_id] = version
        if known is not None:
            self._revised[one.report_id] = at
        self._forget(one.report_id)
        leaves = one.day + timedelta(days=self.watch.alerts.window_days + 1)
        if one.matters and one.report_id not in self._retracted and self.at < _midnight(leaves):
            self._hold(one, leaves)
        return known is not None or one.report_id in self._held

    def _hold(self, one: ReadingNews, leaves: date) -> None:
        reading = self._load(one.row)
        if reading is None:
            return
        checks = dict(check_zones(reading.events, self.watch.zones))
        other = dict(check_distances([reading], self.watch))
        self._held[one.report_id] = _Held(one, reading, checks, other)
        self._links.add(reading)
        self._leaving[leaves].add(one.report_id)

    def _forget(self, report_id: str) -> None:
        held = self._held.pop(report_id, None)
        if held is not None:
            self._links.remove([report_id])

    def _leave(self, at: datetime) -> tuple[set[str], set[str]]:
        """Lets reports go that have grown too old; gives those that hung together with them."""
        touched: set[str] = set()
        for day in [day for day in self._leaving if _midnight(day) <= at]:
            gone = {
                one
                for one in self._leaving.pop(day)
                if one in self._held
                and self._held[one].news.day + timedelta(days=self.watch.alerts.window_days + 1) <= day
            }
            touched |= set[str]().union(*(self._links.group(one) for one in gone)) - gone
            self._links.remove(gone)
            for one in gone:
                del self._held[one], self._versions[one]
                self._revised.pop(one, None)
            self._drop_old(at)
        return touched & set(self._held), set()

    def _drop_old(self, at: datetime) -> None:
        settings = self.watch.alerts
        kept = at - timedelta(days=settings.window_days + settings.expire_after_days + _KEPT_DAYS)
        for alert_id in [one for one, told in self._told.items() if not told.lives and told.last.decided_at < kept]:
            for report_id in self._told.pop(alert_id).report_ids:
                self._alerts_of[report_id].discard(alert_id)

    def _judge(self, judgement: Judgement, at: datetime) -> tuple[set[str], set[str]]:
        about = judgement.about
        if about in self._told:
            self._told[about] = judge(self._told[about], judgement, at)
            return set(self._told[about].last.alert.report_ids), {about}
        if judgement.verdict == "retracted":
            self._retracted[about] = f"retracted by {judgement.by}: {judgement.why}"
            touched = set(self._links.group(about)) | {about}
            self._forget(about)
            return touched, set()
        if judgement.verdict == "false":
            self._refuted[about] = f"judged false by {judgement.by}: {judgement.why}"
            return {
                report_id
                for report_id, held in self._held.items()
                if any(event.id == about for event in held.reading.events)
            }, set()
        return set(), set()

    def _decide_all(self) -> list[Message]:
        said: list[Message] = []
        reports, alerts = set(self._held), set(self._told)
        while reports or alerts:
            seed = ({min(reports)}, set[str]()) if reports else (set[str](), {min(alerts)})
            touched = self._hang_together(*seed)
            said += self._decide(*seed)
            reports -= touched[0]
            alerts -= touched[1] | seed[1]
        return said

    def _decide(self, reports: set[str], alerts: set[str]) -> list[Message]:
        """What is said of some reports and alerts and of all that hangs together with them."""
        if not reports and not alerts:
            return []
        held, told = self._hang_together(reports, alerts)
        decision = decide(self.watch, [self._told[one] for one in sorted(told)], self._material(held, told), self.at)
        for message in decision.messages:
            self._told[message.alert_id] = tell(self._told.get(message.alert_id), message)
            self._file(self._told[message.alert_id])
        for parts in decision.parts:
            self._join(parts)
        spoken = {message.alert_id for message in decision.messages}
        self._alarms.arm(held, told | spoken, decision.wake_at)
        return list(decision.messages)

    def _hang_together(self, reports: set[str], alerts: set[str]) -> tuple[set[str], set[str]]:
        held: set[str] = set()
        told: set[str] = set()
        ahead, alerts_ahead = set(reports), {one for one in alerts if one in self._told}
        while ahead or alerts_ahead:
            for alert_id in alerts_ahead - told:
                told.add(alert_id)
                ahead |= self._told[alert_id].report_ids
            alerts_ahead = set()
            new = set[str]().union(*(self._links.group(one) for one in ahead - held)) - held
            held |= new
            for report_id in new | ahead:
                alerts_ahead |= self._alerts_of.get(report_id, set()) - told
            ahead = set()
        return held, told

    def _material(self, held: set[str], told: set[str]) -> Material:
        kept = [self._held[one] for one in sorted(held)]
        readings = [self._without_refuted(one.reading) for one in kept]
        copies = find_copies(readings)
        named = held.union(*(self._told[one].last.alert.report_ids for one in told))
        return Material(
            readings=readings,
            copies=copies,
            cases=find_cases(readings, copies),
            zone_checks={event_id: check for one in kept for event_id, check in one.checks.items()},
            occasions=occasions_around([event for one in readings for event in one.events], self.watch),
            distance_checks={event_id: check for one in kept for event_id, check in one.other_checks.items()},
            retracted={one: self._retracted[one] for one in named if one in self._retracted},
            revised={one: self._revised[one] for one in named if one in self._revised},
            refuted=self._refuted,
            own=find_own_events(readings, copies),
        )

    def _without_refuted(self, reading: Reading) -> Reading:
        if not self._refuted or not any(event.id in self._refuted for event in reading.events):
            return reading
        return replace(reading, events=tuple(one for one in reading.events if one.id not in self._refuted))

    def _join(self, parts: Parts) -> None:
        told = self._told[parts.alert_id]
        fresh = Parts(parts.alert_id, parts.event_ids - told.event_ids, parts.report_ids - told.report_ids)
        if fresh.event_ids or fresh.report_ids:
            self._told[parts.alert_id] = join(told, fresh)
            self._file(self._told[parts.alert_id])
            self._joined.append(fresh)

    def _file(self, told: Told) -> None:
        for report_id in told.report_ids:
            self._alerts_of[report_id].add(told.last.alert_id)


def _in_order(news: News, since: datetime) -> Iterator[tuple[datetime, ReadingNews | VerdictNews]]:
    """News with the instants at which they count. Rows were written in their order: a clock that was set back between
    them, or a writer that came late, does not turn it round."""
    found: list[tuple[datetime, int, int, ReadingNews | VerdictNews]] = []
    parts: tuple[Sequence[ReadingNews | VerdictNews], ...] = (news.readings, news.verdicts)
    for rank, rows in enumerate(parts):
        latest = since
        for one in rows:
            latest = max(latest, one.at)
            found.append((latest, rank, one.row, one))
    for at, _, _, one in sorted(found, key=lambda row: row[:3]):
        yield at, one


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
