"""Days and spans of days as reports tell them."""

from dataclasses import dataclass
from datetime import date

from vedette.model.span import Span


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression of the text and what it stands for."""

    #: The words.
    span: Span
    #: TIMEX3 value (`2016-07-04`, `2016-07`, `P3D`, `2016-W40`, `PAST_REF` …), None when it says nothing.
    value: str | None
    #: First day, None when open or not known (relative dates of an undated report stay unknown).
    start: date | None = None
    #: Last day, inclusive; None when open or not known.
    end: date | None = None
    #: `DATE, TIME, DURATION` or `SET` (TIMEX3 types).
    kind: str = "DATE"
    #: The rule that read it, for `--explain`.
    because: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, or is set for."""

    #: First day, None when open or not known.
    start: date | None
    #: Last day, inclusive; None when open or not known.
    end: date | None
    #: The words it was read from.
    span: Span | None = None
