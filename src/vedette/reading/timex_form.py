"""What a time expression says by itself, before it is known from where it counts."""

from dataclasses import dataclass, field
from typing import Literal

#: Where a relative expression counts from: the day of publication, or the date last told.
Origin = Literal["published", "mention"]

#: TIMEX3 types.
Kind = Literal["DATE", "TIME", "DURATION", "SET"]

#: Which one of a recurring name ("last September", "next Sunday", "this summer"); `before` and `after` count from
#: the date last told ("the following Sunday").
Turn = Literal["last", "this", "next", "before", "after"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A point or stretch of the Gregorian calendar, perhaps without its year ("on 12 May", "Sunday")."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    #: ISO weekday, Monday 1.
    weekday: int | None = None
    #: TIMEX3 code of a season (`SP`), a quarter (`Q1`) or a half (`H2`).
    section: str | None = None
    #: Which of a recurring name is meant, None where the words do not say.
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class OtherCalendar:
    """A day or month of the Islamic or the Solar Hijri calendar."""

    calendar: Literal["hijri", "solar_hijri"]
    month: int
    day: int | None = None
    year: int | None = None
    #: The Gregorian year that it is told with instead ("Ramadan 2014").
    civil_year: int | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast whose day its own calendar fixes ("on Ashura", "Easter 2016")."""

    #: Id of the occasion in the vocabulary.
    rule_id: str
    year: int | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from where it counts ("two days ago", "last week", "the next day")."""

    #: How many units, 0 for "this week".
    n: int
    #: `MIN, H, D, W, M, Q, Y, DE, CE`; `WE` is a weekend.
    unit: str
    origin: Origin = "published"
    #: TIMEX3 section of the year it lands in ("the first quarter of last year").
    section: str | None = None
    #: Month of the year it lands in ("October of next year").
    month: int | None = None
    #: Day of that month, or the ISO weekday of the week it lands in.
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that needs no anchor: durations, sets, decades, `PAST_REF`."""

    value: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A duration that ends or begins where it counts from ("the past nine days", "the next 48 hours")."""

    value: str
    #: How many units, None where no number is said.
    n: float | None
    unit: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class DayTime:
    """A time of day whose day is told elsewhere or not at all."""

    #: `T14:30` or `TMO`, in Draft.clock's form.
    clock: str


Form = Calendar | OtherCalendar | Feast | Shift | Fixed | Stretch | DayTime


@dataclass(frozen=True, slots=True)
class Draft:
    """A time expression as found in a sentence."""

    #: `[start, end)` in the sentence's text.
    start: int
    end: int
    form: Form
    kind: Kind
    #: Name of the rule that found it.
    rule: str
    #: `START, MID, END`: which part of it ("early", "mid-", "late").
    mod: str | None = None
    #: Time of day that goes with it: `T14:30`, `TNI`.
    clock: str | None = None
    #: Number of the range that it is an end of within its sentence, None otherwise.
    in_range: int | None = None
    #: Ranks drafts of one length over the same words; higher wins.
    rank: int = field(default=0)
