"""Which events can matter to a watch, told from their columns alone, before any reading is loaded."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vedette.calendars.occasions import find_occasions
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import zone_checker
from vedette.linking.cases import SAME_KM
from vedette.model.event import Reality
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.store.event_columns import EventColumns, EventFilter
from vedette.watching.match import WIDE_DAYS

Mask = NDArray[np.bool_]

#: Share of the watch's least chance from which an event is loaded: places with a shape of their own, and events that a
#: case links to one inside, may stand nearer than their circle tells.
_LENIENCY = 0.2
#: Days around the events within which occasions may touch them: the longest lead and uncertainty that a watch may set.
_AROUND_DAYS = 75
_FIRST_DAY, _LAST_DAY = date(1979, 1, 1), date(2060, 1, 1)


def ask_for(watch: Watch, **more: object) -> EventFilter:
    """What a store is asked for: events of the kinds and stages of the watch, and what else is given."""
    # A stage is no condition here: an event of another stage may be one case with it, or what stopped it.
    return EventFilter(kinds=watch.kinds, **more)  # type: ignore[arg-type]


def may_matter(events: EventColumns, watch: Watch) -> Mask:
    """Which events can raise an alert, or belong to the case of one that does. Shape (events,).

    Zones are taken as wide as their widest distance and as far again as two places of one case lie apart.
    """
    told = ~np.isin(events.reality, [Reality.NEGATED.value, Reality.GENERIC.value])
    if not watch.thresholds.background:
        told &= ~events.background
    known = np.flatnonzero(told & ~np.isnan(events.lat))
    # Reports name the same places again and again.
    places = np.stack([events.lat[known], events.lon[known], np.nan_to_num(events.radius_km[known])])
    distinct, which = np.unique(places, axis=1, return_inverse=True)
    near = np.zeros(len(events), dtype=bool)
    near[known] = _are_near(distinct, watch)[which.reshape(-1)]
    return told & (near | _in_crowds(events, watch, told & ~near))


def _are_near(places: Floats, watch: Watch) -> Mask:
    """Which places, rows of latitude, longitude and radius, a zone so wide may hold. Shape (places,)."""
    near = np.zeros(places.shape[1], dtype=bool)
    for zone in watch.zones:
        rest = np.flatnonzero(~near)
        _, p_inside, _ = zone_checker(_widened(zone, watch)).measure(*places[:, rest])
        near[rest] = p_inside >= watch.thresholds.p_inside * _LENIENCY
    return near


def _widened(zone: Zone, watch: Watch) -> Zone:
    out_to = [zone.outer_km, *(one.out_to_km for one in watch.distances if one.zone_id == zone.id)]
    return replace(zone, inner_km=0.0, outer_km=max(out_to) + SAME_KM)


def _in_crowds(events: EventColumns, watch: Watch, asked: Mask) -> Mask:
    """Which events fall on the days of an occasion of the watch in a country where it draws crowds."""
    found = np.zeros(len(events), dtype=bool)
    countries = {country for rule in watch.occasions for country in rule.countries}
    asked = asked & np.isin(events.country, list(countries)) & ~np.isnat(events.happened_from)
    if not countries or not asked.any():
        return found
    start = events.happened_from
    end = np.where(np.isnat(events.happened_to), start, events.happened_to)
    asked &= (end - start).astype(int) < WIDE_DAYS
    asked &= (start >= np.datetime64(_FIRST_DAY)) & (end <= np.datetime64(_LAST_DAY))
    if not asked.any():
        return found
    for country, days in _crowd_days(watch, start[asked].min().astype(date), end[asked].max().astype(date)).items():
        here = asked & (events.country == country)
        for ahead in range(WIDE_DAYS):
            day = start[here] + np.timedelta64(ahead, "D")
            found[here] |= np.isin(day, days) & (day <= end[here])
    return found


def _crowd_days(watch: Watch, first: date, last: date) -> dict[str, NDArray[np.datetime64]]:
    """Country → the days on which, with lead, lag and uncertainty, an occasion of the watch may be kept there."""
    around = timedelta(days=_AROUND_DAYS)
    days: dict[str, set[date]] = {}
    for one in find_occasions(watch.occasions, first - around, last + around):
        begin = one.start_on - timedelta(days=one.lead_days + one.days_uncertain)
        length = (one.end_on - begin).days + one.lag_days + one.days_uncertain
        for country in one.countries:
            days.setdefault(country, set()).update(begin + timedelta(days=n) for n in range(length + 1))
    return {country: np.array(sorted(found), dtype="datetime64[D]") for country, found in days.items()}
