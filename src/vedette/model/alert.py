"""Alerts: a watch's answer to events, with its whole reason."""

from dataclasses import dataclass
from typing import Literal

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
