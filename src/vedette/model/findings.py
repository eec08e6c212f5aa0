"""Findings: what a set of reports gives, held against a watch; all that a brief needs."""

from dataclasses import dataclass
from datetime import datetime

from vedette.model.alert import Alert
from vedette.model.approach import Approach
from vedette.model.case import Case
from vedette.model.message import AlertState
from vedette.model.occasion import Occasion
from vedette.model.reading import Reading
from vedette.model.report import Copy, Unreadable
from vedette.model.watch import Watch
from vedette.model.zone import ZoneCheck


@dataclass(frozen=True, slots=True)
class Correction:
    """A report that was taken back: nothing rests on it any more."""

    report_id: str
    #: Name of its outlet, None when not known.
    source: str | None
    by: str
    why: str
    #: UTC instant.
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertStanding:
    """What the running watch told of an alert, and what people made of it."""

    #: Id of the alert in the findings, and of the one that was told.
    alert_id: str
    told_id: str
    #: UTC instant of its first message, and how many there were.
    told_at: datetime
    n_messages: int
    #: Whether it still stands: it is neither cancelled nor cleared.
    lives: bool
    state: AlertState
    by: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a set of reports gives. Order: readings as read, the rest sorted by id."""

    readings: tuple[Reading, ...]
    unreadable: tuple[Unreadable, ...] = ()
    #: Reports that repeat another; their readings stand in `readings` too.
    copies: tuple[Copy, ...] = ()
    cases: tuple[Case, ...] = ()
    #: None where no watch was given.
    watch: Watch | None = None
    #: Event id → how it stands to each zone of the watch, in the watch's order.
    zone_checks: tuple[tuple[str, tuple[ZoneCheck, ...]], ...] = ()
    #: Dates of the watch's occasions over the days that the reports cover.
    occasions: tuple[Occasion, ...] = ()
    #: What matters first.
    alerts: tuple[Alert, ...] = ()
    #: Event id → how it stands to zones of which another distance holds for it, at that distance.
    distance_checks: tuple[tuple[str, tuple[ZoneCheck, ...]], ...] = ()
    #: Groups and cases whose events come nearer to a zone over days, the fastest first.
    approaches: tuple[Approach, ...] = ()
    #: Reports that were taken back; they are not among the readings.
    corrections: tuple[Correction, ...] = ()
    #: Of alerts that a running watch told of, in the order of the alerts.
    standings: tuple[AlertStanding, ...] = ()
