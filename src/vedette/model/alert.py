"""Alerts: a watch's answer to events, with its whole reason."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.event import Stage
from vedette.model.span import Span
from vedette.model.zone import ZoneCheck

Level = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of an alert, in words, with what it rests on."""

    words: str
    #: Report and span that it rests on, None for a reason from the watch itself (a calendar, a threshold).
    report_id: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class OccasionMatch:
    """How an event's days stand to an occasion."""

    occasion_id: str
    name: str
    #: Days from the event to the occasion: negative before it, 0 on it, positive after.
    days: int
    #: Whether the match holds only if the date moved within its uncertainty.
    only_if_moved: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the event that speaks for an alert was, as far as that is known."""

    name: str
    #: ISO 3166-1 alpha-2, None when not known.
    country: str | None = None
    #: Degrees, WGS 84; both None when not located.
    lat: float | None = None
    lon: float | None = None
    #: Kilometres: the circle that holds the true place with probability .95.
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One event (or case) that a watch must know of."""

    id: str
    watch_id: str
    event_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    level: Level
    title: str
    zones: tuple[ZoneCheck, ...]
    occasions: tuple[OccasionMatch, ...]
    #: How many independent sources (copies counted once) tell of it.
    n_sources: int
    reasons: tuple[Reason, ...]
    #: `events`: of what was reported. `not_watching`: of a source that has gone silent; it has no events.
    about: Literal["events", "not_watching"] = "events"
    #: PLOVER kind of the event that speaks for it, None where it has none.
    kind: str | None = None
    #: How far the act got by the furthest of its events, None where the words do not tell.
    stage: Stage | None = None
    #: Number of killed (the highest low figure of its events), None when not told.
    killed: int | None = None
    #: First and last day of the event that speaks for it; None when not told or open.
    happened_from: date | None = None
    happened_to: date | None = None
    #: Where that event was, None when no place was told.
    where: Spot | None = None
    #: Names of the watch's rules that held for it, in the watch's order.
    rules: tuple[str, ...] = ()
    #: How each further attack that its reports may tell of differs from the first, in words; empty: they agree.
    may_be_others: tuple[str, ...] = ()
