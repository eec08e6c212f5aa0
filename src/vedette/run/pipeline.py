"""The order of stages: readings → copies → cases → zones and occasions → alerts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from vedette.calendars.occasions import find_occasions
from vedette.geo.shape_chance import known_shape, measure_places
from vedette.geo.zones import STATES, zone_checker
from vedette.linking.alike import find_own_events
from vedette.linking.cases import find_cases
from vedette.linking.copies import find_copies
from vedette.model.event import Event
from vedette.model.findings import Findings
from vedette.model.occasion import Occasion, OccasionRule
from vedette.model.reading import Reading
from vedette.model.report import Unreadable
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.approach import find_approaches
from vedette.watching.distances import find_distances
from vedette.watching.match import Material, find_alerts, match_occasions

#: Days around the events over which yearly occasions are shown.
AROUND_DAYS = 30


def find(readings: Iterable[Reading | Unreadable], watch: Watch | None) -> Findings:
    """What a set of reports gives, held against a watch (None: none)."""
    items = list(readings)
    read = tuple(item for item in items if isinstance(item, Reading))
    unreadable = tuple(item for item in items if isinstance(item, Unreadable))
    copies = find_copies(read)
    cases = find_cases(read, copies)
    if watch is None:
        return Findings(read, unreadable, copies, cases)
    events = [event for reading in read for event in reading.events]
    checks = check_zones(events, watch.zones)
    occasions = occasions_around(events, watch)
    own = find_own_events(read, copies)
    other = check_distances(read, watch)
    alerts = find_alerts(watch, Material(read, copies, cases, dict(checks), occasions, dict(other), own=own))
    approaches = find_approaches(read, watch, dict(checks), cases=cases, copies=copies)
    return Findings(read, unreadable, copies, cases, watch, checks, occasions, alerts, other, approaches)


def check_distances(readings: Iterable[Reading], watch: Watch) -> tuple[tuple[str, tuple[ZoneCheck, ...]], ...]:
    """How events stand to zones of which the watch sets another distance for them, sorted by event id."""
    zones = {zone.id: zone for zone in watch.zones}
    groups: dict[tuple[str, float], list[Event]] = {}
    for entry, event in find_distances(watch, readings):
        groups.setdefault((entry.zone_id, entry.out_to_km), []).append(event)
    found: dict[str, dict[str, ZoneCheck]] = {}
    for (zone_id, km), events in groups.items():
        for event_id, (check,) in check_zones(events, (replace(zones[zone_id], outer_km=km),)):
            found.setdefault(event_id, {})[zone_id] = check
    order = [zone.id for zone in watch.zones]
    return tuple((one, tuple(found[one][zone] for zone in order if zone in found[one])) for one in sorted(found))


def check_zones(events: Sequence[Event], zones: Sequence[Zone]) -> tuple[tuple[str, tuple[ZoneCheck, ...]], ...]:
    """How each event stands to each zone, sorted by event id; without coordinates the state is `unknown`.

    A place with a shape is held by it: its middle is never tested as a point.
    """
    if not events or not zones:
        return ()
    lat, lon, radius = (np.array([_number(event, key) for event in events]) for key in ("lat", "lon", "radius_km"))
    shapes = [known_shape(event.where.shape if event.where else None) for event in events]
    by_zone = []
    for zone in zones:
        checker = zone_checker(zone)
        distance, p_inside, number = measure_places(checker, lat, lon, np.nan_to_num(radius), shapes)
        told = (STATES[number], checker.line_status(lat, lon, distance, p_inside))
        by_zone.append(
            [
                ZoneCheck(zone.id, _known(d), state, _known(p), line or None)
                for d, p, state, line in zip(distance, p_inside, *(each.tolist() for each in told), strict=True)
            ]
        )
    rows = {event.id: checks for event, *checks in zip(events, *by_zone, strict=True)}
    return tuple((event_id, tuple(rows[event_id])) for event_id in sorted(rows))


def _number(event: Event, key: str) -> float:
    value = getattr(event.where, key) if event.where else None
    return float("nan") if value is None else float(value)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def occasions_around(events: Sequence[Event], watch: Watch) -> tuple[Occasion, ...]:
    """The dates of the watch's occasions around the events; weekly ones only where an event falls on them."""
    days = [day for event in events if event.when for day in (event.when.start, event.when.end) if day]
    days = [day for day in days if date(1979, 1, 1) <= day <= date(2060, 1, 1)]
    if not days or not watch.occasions:
        return ()
    around = timedelta(days=AROUND_DAYS)
    found = _dates(watch.occasions, min(days) - around, max(days) + around)
    weekly = {rule.id for rule in watch.occasions if rule.calendar == "weekly"}
    hit = {match.occasion_id for event in events for match in match_occasions(event, found)}
    near = [occasion for occasion in found if occasion.rule_id not in weekly and _is_near(occasion, days)]
    return tuple(near + [occasion for occasion in found if occasion.rule_id in weekly and occasion.id in hit])


@lru_cache(maxsize=256)
def _dates(rules: tuple[OccasionRule, ...], first: date, last: date) -> tuple[Occasion, ...]:
    """Kept: a watch asks for the same days again and again."""
    return tuple(find_occasions(rules, first, last))


def _is_near(occasion: Occasion, days: Sequence[date]) -> bool:
    around = timedelta(days=AROUND_DAYS)
    return any(occasion.start_on - around <= day <= occasion.end_on + around for day in days)
