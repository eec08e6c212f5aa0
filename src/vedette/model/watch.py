"""Watches: which zones, occasions and kinds of event, for whom."""

import re
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Literal

from vedette.model.alert import Level
from vedette.model.event import OnWhoseWord, Stage
from vedette.model.feed import Feed
from vedette.model.message import Channel
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
class Rule:
    """What a watch does with alerts of some kind. All its conditions must hold; an empty one asks for nothing."""

    name: str
    #: Ids of zones of which the alert names one.
    zones: tuple[str, ...] = ()
    #: Ids of occasion rules in whose window the event lies.
    occasions: tuple[str, ...] = ()
    #: PLOVER kinds of the event that speaks for the alert.
    kinds: tuple[str, ...] = ()
    #: How far it got.
    stages: tuple[Stage, ...] = ()
    #: Ids of groups, one of which is an actor.
    groups: tuple[str, ...] = ()
    #: Least number of killed (the low figure); None: any, told or not.
    killed: int | None = None
    #: On whose word it stands that it happened.
    on_whose_word: tuple[OnWhoseWord, ...] = ()
    #: Least and highest number of independent sources, None: any.
    least_sources: int | None = None
    most_sources: int | None = None
    #: Level below which such an alert is not let fall, None: as it stands.
    least_level: Level | None = None
    #: Steps by which it is raised, or lowered where negative.
    raised_by: int = 0
    #: Whether such alerts are not told at all.
    silence: bool = False
    #: Ids of the channels it goes to; empty: all that take its level.
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """How alerts are told over time. Times of day are local to `timezone`; durations are seconds unless named."""

    #: Days over which reports are held together: what is older joins no alert.
    window_days: int = 14
    #: After a message of an alert, its next one waits so long, unless the alert becomes high.
    cool_down_seconds: float = 1800.0
    #: From and to: only high alerts are told between them; None: never quiet.
    quiet_hours: tuple[time, time] | None = None
    #: IANA name of the time zone.
    timezone: str = "UTC"
    #: When channels that ask for a digest get it.
    digest_at: tuple[time, ...] = ()
    #: When the brief is written anew.
    brief_at: tuple[time, ...] = ()
    #: After so long without anybody's acknowledgement an alert is told to further people; None: never.
    escalate_after_seconds: float | None = None
    #: Least level that is escalated.
    escalate_level: Level = "high"
    #: An alert of which nothing more came for so long is cleared.
    expire_after_days: float = 7.0
    #: What becomes of a high alert that one source alone tells: it stays high and says so, or it is told as medium.
    uncorroborated: Literal["say", "lower"] = "say"
    #: Chance under which a feed's silence is no longer taken for quiet.
    p_silent: float = 0.001
    #: Whether reports under a licence (a user's own ACLED or GTD rows) raise alerts, which are passed on then.
    licensed: bool = False


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
    #: Where reports are taken from.
    feeds: tuple[Feed, ...] = ()
    #: Where messages go.
    channels: tuple[Channel, ...] = ()
    alerts: AlertSettings = field(default_factory=AlertSettings)
    #: In the order written; each is held against the alert as the rules before it left it.
    rules: tuple[Rule, ...] = ()

    @property
    def key(self) -> str:
        """What the watch is known by in the store: of its name, so that an edited file stays the same watch."""
        return re.sub(r"\W+", "-", self.name.lower()).strip("-") or "watch"

    def without_contacts(self) -> "Watch":
        """The watch as it may be passed on: without feeds and channels, whose addresses are nobody else's business."""
        return replace(self, feeds=(), channels=())
