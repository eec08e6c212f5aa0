"""Approaches: events of a group or case that come nearer to a zone over days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Approach:
    """A drift of events towards a zone that chance does not explain."""

    id: str
    zone_id: str
    #: Whether the events are those of a group or of a case.
    series: Literal["group", "case"]
    #: Id of the group or case.
    about: str
    #: Name of the group, or title of the case.
    name: str
    #: Ids of the events, in the order of their days.
    event_ids: tuple[str, ...]
    #: Days on which they happened: what is counted, since several events of one day are one observation.
    n_days: int
    first_on: date
    last_on: date
    #: Kilometres from the zone's line, point or edge on the first and the last day, as reported.
    first_km: float
    last_km: float
    #: Kilometres a day, negative: nearer (median of the slopes between all pairs of days).
    km_per_day: float
    #: Its 95 % interval, lower and upper end, with the imprecision of places and the few days in it.
    km_per_day_low: float
    km_per_day_high: float
    #: Chance of so strong a drift, either way, if days and distances had nothing to do with each other.
    p_chance: float
    #: How many series were held against zones; the more, the lower `p_chance` had to be.
    n_tested: int
