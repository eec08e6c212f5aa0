"""Findings: what a set of reports gives, held against a watch; all that a brief needs."""

from dataclasses import dataclass

from vedette.model.alert import Alert
from vedette.model.approach import Approach
from vedette.model.case import Case
from vedette.model.occasion import Occasion
from vedette.model.reading import Reading
from vedette.model.report import Copy, Unreadable
from vedette.model.watch import Watch
from vedette.model.zone import ZoneCheck


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
