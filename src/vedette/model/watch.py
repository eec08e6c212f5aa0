"""Watches: which zones, occasions and kinds of event, for whom."""

from dataclasses import dataclass, field

from vedette.model.event import Stage
from vedette.model.occasion import OccasionRule
from vedette.model.zone import Zone


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a match becomes an alert, and how high."""

    #: Least chance of being inside a zone for an alert.
    p_inside: float = 0.05
    #: Least number of killed (the low figure) that makes an alert high by itself.
    killed_high: int = 10
    #: Least number of independent sources for a high alert to count as corroborated.
    n_sources: int = 2
    #: Whether events that are only told as history raise alerts.
    background: bool = False


@dataclass(frozen=True, slots=True)
class ZoneDistance:
    """How far out a zone reaches for events of some kinds, of some severity, or that name something."""

    zone_id: str
    #: Kilometres at which the zone ends for them.
    out_to_km: float
    #: PLOVER kinds that it is for; empty: all.
    kinds: tuple[str, ...] = ()
    #: Least number of killed (the low figure); None: any, told or not.
    killed: int | None = None
    #: Names of places, groups or organisations of which the event's words must bear one; empty: none asked for.
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """What one user must protect."""

    id: str
    name: str
    description: str
    zones: tuple[Zone, ...]
    occasions: tuple[OccasionRule, ...]
    #: PLOVER kinds that matter; empty: all.
    kinds: tuple[str, ...] = ()
    #: Stages that matter; empty: all.
    stages: tuple[Stage, ...] = ()
    #: Ids of groups that matter; empty: all, known or not.
    groups: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    #: Distances of zones for some events, in the order written: of a zone's the first that fits decides, else its own.
    distances: tuple[ZoneDistance, ...] = ()
