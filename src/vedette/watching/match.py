"""Holds events against a watch: zones, occasions, kinds, stages and groups → alerts with their reasons."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vedette.calendars.presence import is_kept_at
from vedette.model.alert import Alert, Level, OccasionMatch, Spot
from vedette.model.case import Case
from vedette.model.event import Event, Reality, Stage
from vedette.model.ids import content_id
from vedette.model.occasion import Occasion
from vedette.model.reading import Reading
from vedette.model.report import Copy
from vedette.model.watch import Watch
from vedette.model.zone import ZoneCheck
from vedette.watching.distances import Standing, standings
from vedette.watching.reason_words import tell_reasons
from vedette.watching.rules import LADDER, Facts, apply_rules
from vedette.watching.second_attack import find_second_attacks

#: Days from which an event's dates are too wide to be held against an occasion: a month holds some feast always.
WIDE_DAYS = 7
#: Chance of being inside from which a match is more than a maybe: a place known to its country only stays low.
LIKELY = 0.4
#: Order of what matters first.
LEVELS: tuple[Level, ...] = ("high", "medium", "low")
#: Stages that reached a deed, or would have but for others.
_GRAVE = {Stage.CARRIED_OUT, Stage.ATTEMPTED, Stage.FOILED, Stage.FAILED}


@dataclass(frozen=True, slots=True)
class Material:
    """What alerts are made from."""

    readings: Sequence[Reading]
    copies: Sequence[Copy]
    cases: Sequence[Case]
    #: Event id → how it stands to each zone, in the watch's order.
    zone_checks: Mapping[str, Sequence[ZoneCheck]]
    occasions: Sequence[Occasion]
    #: Event id → how it stands to zones of which another distance than their own holds for it.
    distance_checks: Mapping[str, Sequence[ZoneCheck]] = field(default_factory=dict)
    #: Report id → why it no longer holds ("retracted by …"); it is not among the readings.
    retracted: Mapping[str, str] = field(default_factory=dict)
    #: Report id → UTC instant at which its words were taken in anew: a corrected version, or another reader.
    revised: Mapping[str, datetime] = field(default_factory=dict)
    #: Event id → why it is left out of the readings ("judged false by …").
    refuted: Mapping[str, str] = field(default_factory=dict)
    #: Events of copies that their originals do not tell of, or tell of otherwise.
    own: Container[str] = frozenset()

    def speaking(self) -> Iterator[tuple[Event, Reading]]:
        """The events that count, each with its report: what a copy repeats is left out."""
        copied = {copy.report_id for copy in self.copies}
        for reading in self.readings:
            for event in reading.events:
                if reading.report.id not in copied or event.id in self.own:
                    yield event, reading

    def standings(self, watch: Watch, event: Event, reading: Reading) -> tuple[Standing, ...]:
        """How an event stands to each zone at the distance that holds for it."""
        return standings(watch, event, reading, self.zone_checks, self.distance_checks)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An event with its report."""

    event: Event
    reading: Reading


def find_alerts(watch: Watch, material: Material) -> tuple[Alert, ...]:
    """The alerts that a watch gives, what matters first. Events of one case make one alert; copies make none."""
    seen = {event.id: _Seen(event, reading) for event, reading in material.speaking()}
    alerts = [
        alert
        for events, n_sources in _bundles(seen, material.cases)
        if (alert := _alert(watch, events, n_sources, material))
    ]
    return tuple(sorted(alerts, key=lambda alert: (LEVELS.index(alert.level), *_newest_first(alert, seen))))


def match_occasions(event: Event, occasions: Iterable[Occasion]) -> tuple[OccasionMatch, ...]:
    """The occasions in whose window (lead, lag and the date's own uncertainty) the event's days lie, nearest first.

    Of a rule's several dates only the nearest counts. An event known to more than a week matches none.
    """
    if event.when is None or event.when.start is None:
        return ()
    start, end = event.when.start, event.when.end or event.when.start
    if (end - start).days >= WIDE_DAYS:
        return ()
    where = event.where
    at = (where.country, where.lat, where.lon, where.radius_km) if where else (None, None, None, None)
    found: dict[str, OccasionMatch] = {}
    for occasion in occasions:
        if not is_kept_at(occasion, *at):
            continue
        slack = timedelta(days=occasion.days_uncertain)
        first = occasion.start_on - timedelta(days=occasion.lead_days)
        last = occasion.end_on + timedelta(days=occasion.lag_days)
        if start <= last + slack and end >= first - slack:
            days = (start - occasion.end_on).days if start > occasion.end_on else min(0, (end - occasion.start_on).days)
            match = OccasionMatch(occasion.id, occasion.name, days, not (start <= last and end >= first))
            known = found.get(occasion.rule_id)
            if known is None or abs(days) < abs(known.days):
                found[occasion.rule_id] = match
    return tuple(sorted(found.values(), key=lambda match: (abs(match.days), match.occasion_id)))


def _bundles(seen: Mapping[str, _Seen], cases: Sequence[Case]) -> Iterable[tuple[list[_Seen], int]]:
    """The events of each case, a stopped plot with what stopped it, then each event that stands alone; with the
    number of independent sources."""
    sources = {event_id: case.n_sources for case in cases for event_id in case.event_ids}
    ids = list(seen)
    groups = {event_id: {event_id} for event_id in ids}
    links = [case.event_ids for case in cases]
    links += [(event_id, one.event.stopped_by) for event_id, one in seen.items() if one.event.stopped_by]
    for linked in links:
        joined = set[str]().union(*(groups[event_id] for event_id in linked if event_id in groups))
        for event_id in joined:
            groups[event_id] = joined
    for event_id in ids:
        group = groups[event_id]
        if event_id == min(group):
            members = [seen[member] for member in sorted(group)]
            yield members, max((sources.get(member, 1) for member in group), default=1)


def _alert(watch: Watch, events: list[_Seen], n_sources: int, material: Material) -> Alert | None:
    stood = {
        one.event.id: material.standings(watch, one.event, one.reading) for one in events if matters(watch, one.event)
    }
    mattering = [one for one in events if one.event.id in stood]
    if not mattering:
        return None
    main = max(mattering, key=lambda one: _weight(one.event, stood[one.event.id]))
    within = [one for one in stood[main.event.id] if _is_within(watch, one.check)]
    zones = tuple(one.check for one in within)
    occasions = match_occasions(main.event, material.occasions)
    if not zones and not (occasions and watch.occasions and _crowd_country(main.event, material.occasions)):
        return None
    facts = _facts(main, mattering, zones, occasions, n_sources, material)
    ruled = apply_rules(watch, facts, _level(watch, main.event, zones, occasions))
    if ruled.level is None:
        return None
    ids = tuple(sorted(one.event.id for one in mattering))
    told = (main.event, main.reading.report.id)
    others = find_second_attacks((one.event, one.reading) for one in mattering if one.event.kind == facts.kind)
    when, where = main.event.when, main.event.where
    return Alert(
        id=content_id("alert", watch.id, *ids),
        watch_id=watch.id,
        event_ids=ids,
        report_ids=tuple(sorted({one.reading.report.id for one in mattering})),
        level=ruled.level,
        title=_title(main),
        zones=zones,
        occasions=occasions,
        n_sources=n_sources,
        reasons=(
            *tell_reasons(watch, told, within, occasions, ruled.level, n_sources, main.reading.report.rights),
            *ruled.reasons,
            *others,
        ),
        kind=facts.kind,
        stage=facts.stage,
        killed=facts.killed,
        happened_from=when.start if when else None,
        happened_to=when.end if when else None,
        where=Spot(where.name, where.country, where.lat, where.lon, where.radius_km) if where else None,
        rules=ruled.rules,
        may_be_others=tuple(one.words for one in others),
    )


def _facts(
    main: _Seen,
    mattering: Sequence[_Seen],
    zones: Sequence[ZoneCheck],
    occasions: Sequence[OccasionMatch],
    n_sources: int,
    material: Material,
) -> Facts:
    """What rules may ask: by the event that speaks for the alert, stage and toll by the furthest and gravest."""
    rule_ids = {occasion.id: occasion.rule_id for occasion in material.occasions}
    stages = [one.event.stage for one in mattering if one.event.stage]
    tolls = [one.event.killed.low for one in mattering if one.event.killed]
    return Facts(
        zone_ids={check.zone_id for check in zones},
        occasion_ids={rule_ids[match.occasion_id] for match in occasions if match.occasion_id in rule_ids},
        kind=main.event.kind,
        stage=max(stages, key=LADDER.index, default=None),
        group_ids={actor.id for one in mattering for actor in one.event.actors if actor.id},
        killed=max(tolls, default=None),
        on_whose_word=main.event.on_whose_word,
        n_sources=n_sources,
    )


def _is_within(watch: Watch, check: ZoneCheck) -> bool:
    return check.p_inside is not None and check.p_inside >= watch.thresholds.p_inside


def matters(watch: Watch, event: Event) -> bool:
    """Whether a watch asks for such an event, wherever it was."""
    if event.background and not watch.thresholds.background:
        return False
    if event.reality in (Reality.NEGATED, Reality.GENERIC):
        return False
    if watch.kinds and event.kind not in watch.kinds:
        return False
    if watch.stages and event.stage not in watch.stages:
        return False
    return not watch.groups or any(actor.id in watch.groups for actor in event.actors)


def _weight(event: Event, stood: Iterable[Standing]) -> tuple[float, int, str]:
    """Which event of a case speaks for it: the likeliest inside, then the gravest, then by id."""
    nearest = max((one.check.p_inside or 0.0 for one in stood), default=0.0)
    return nearest, event.killed.low if event.killed else 0, event.id


def _crowd_country(event: Event, occasions: Iterable[Occasion]) -> bool:
    """Whether the event lies in a country where an occasion draws crowds: days alone are no reason."""
    country = event.where.country if event.where else None
    return any(country in occasion.countries for occasion in occasions)


def _level(watch: Watch, event: Event, zones: Sequence[ZoneCheck], occasions: Sequence[OccasionMatch]) -> Level:
    deadly = event.killed is not None and event.killed.low >= watch.thresholds.killed_high
    inside = any(check.state == "inside" for check in zones)
    if event.reality is Reality.POSSIBLE or event.kind != "ASSAULT":
        return "medium" if inside and event.stage in _GRAVE else "low"
    if zones and (deadly or (inside and event.stage in _GRAVE)):
        return "high"
    likely = any((check.p_inside or 0.0) >= LIKELY for check in zones)
    return "medium" if likely or (deadly and (zones or occasions)) else "low"


def _title(main: _Seen) -> str:
    event, published = main.event, main.reading.report.published
    stage = event.stage.value.replace("_", " ") if event.stage else "stage not told"
    where = event.where.name if event.where else "place not told"
    reported = f", reported {published.isoformat()}" if published else ""
    when = event.when.start.isoformat() if event.when and event.when.start else f"day not told{reported}"
    mode = f" ({event.mode})" if event.mode else ""
    return f"{event.kind.lower()}{mode}, {stage}: {where}, {when}"


def _newest_first(alert: Alert, seen: Mapping[str, _Seen]) -> tuple[int, str]:
    days = [
        one.event.when.start.toordinal()
        for event_id in alert.event_ids
        if (one := seen[event_id]).event.when and one.event.when.start
    ]
    return -max(days, default=0), alert.id
