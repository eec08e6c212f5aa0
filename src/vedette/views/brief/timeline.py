"""The timeline: events by day in one lane a stage, occasions as bands with the days by which they may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.model.event import Reality, Stage
from vedette.model.findings import Findings
from vedette.model.occasion import Occasion
from vedette.views.brief.items import Item
from vedette.views.brief.words import STAGE_WORDS, STAGES, day_words, days_words

#: Drawing units: the width, where lanes begin and end, height of a row of marks, space a mark takes.
_WIDTH, _LEFT, _RIGHT, _ROW, _MARK = 1000.0, 118.0, 985.0, 18.0, 17.0
#: Drawing units that a letter of a label takes, and rows of labels above the lanes.
_LETTER, _LABEL_ROWS = 6.2, 3
#: Bands at most; above it the weekly ones are left to the list, and then all that meet no event.
_MOST_BANDS = 60
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class TimeMark:
    """One item on the timeline."""

    item: Item
    stage: Stage | None
    x: float
    y: float
    #: Where its days begin and end; equal for one day.
    x_from: float
    x_to: float
    words: str
    past: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The rows of one stage."""

    stage: Stage | None
    words: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """One occasion: its days, and around them the days it may have moved to."""

    name: str
    words: str
    x: float
    width: float
    x_wide: float
    wide: float
    #: Where its name is written, None where there is no room.
    label_y: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is drawn."""

    width: float
    height: float
    top: float
    marks: tuple[TimeMark, ...]
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    #: x and words of each tick.
    ticks: tuple[tuple[float, str], ...]
    undated: tuple[Item, ...]
    #: Told only as history, of days before or after what is drawn.
    beyond: tuple[Item, ...]
    n_bands_left_out: int


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def holds(self, item: Item) -> bool:
        return item.first_on is not None and self.first <= item.first_on <= self.last

    def noon(self, day: date) -> float:
        return self.x(day) + (_RIGHT - _LEFT - 10) / ((self.last - self.first).days + 1) / 2

    def x(self, day: date) -> float:
        days = (self.last - self.first).days + 1
        return _LEFT + 10 + (day - self.first).days / days * (_RIGHT - _LEFT - 10)


def timeline(findings: Findings, items: list[Item]) -> Timeline | None:
    """The timeline of the events told as real (history among them, paler); None where none has a day."""
    shown = [item for item in items if any(one.event.reality is Reality.ACTUAL for one in item.told)]
    dated = [item for item in shown if item.first_on]
    now = [item for item in dated if item.real] or dated
    if not now:
        return None
    scale = _scale(now)
    within = [item for item in dated if scale.holds(item)]
    top = 8.0 + 14 * _LABEL_ROWS if findings.occasions else 8.0
    marks, lanes, height = _place(within, scale, top)
    chosen = _chosen(findings, scale, within)
    in_range = [one for one in findings.occasions if _reaches(one, scale)]
    return Timeline(
        width=_WIDTH,
        height=height + 24,
        top=top,
        marks=tuple(marks),
        lanes=tuple(lanes),
        bands=tuple(_bands(chosen, scale)),
        ticks=tuple(_ticks(scale)),
        undated=tuple(item for item in shown if item.first_on is None),
        beyond=tuple(item for item in dated if not scale.holds(item)),
        n_bands_left_out=len(in_range) - len(chosen),
    )


def _scale(items: list[Item]) -> _Scale:
    days = [day for item in items for day in _days(item)]
    first, last = min(days), max(days)
    pad = timedelta(days=max(3, (last - first).days // 30))
    try:
        return _Scale(first - pad, last + pad)
    except OverflowError:
        return _Scale(first, last)


def _days(item: Item) -> tuple[date, date]:
    """First and last day of an item, by the telling that names the fewest days."""
    whens = [one.event.when for one in item.told if one.event.when]
    known = [(w.start or w.end, w.end or w.start) for w in whens]
    pairs = [(start, end) for start, end in known if start and end]
    return min(pairs, key=lambda pair: (pair[1] - pair[0], pair[0]))


def _stage(item: Item) -> Stage | None:
    return STAGES[item.stage_rank]


def _place(items: list[Item], scale: _Scale, top: float) -> tuple[list[TimeMark], list[Lane], float]:
    """Marks in lanes, moved down a row where they would hide one another: the day stays true."""
    marks: list[TimeMark] = []
    lanes: list[Lane] = []
    y = top
    for stage in STAGES:
        held = sorted((item for item in items if _stage(item) is stage), key=_days)
        if not held:
            continue
        ends: list[float] = []
        for item in held:
            start, end = _days(item)
            x_from, x_to = (scale.noon(day) for day in (max(start, scale.first), min(end, scale.last)))
            x = (x_from + x_to) / 2
            row = next((n for n, taken in enumerate(ends) if min(x_from, x - _MARK / 2) > taken), len(ends))
            ends[row : row + 1] = [max(x_to, x + _MARK / 2)]
            words = f"{item.label}: {STAGE_WORDS[stage]}, {days_words(start, end)}"
            marks.append(TimeMark(item, stage, x, y + _ROW * (row + 0.5), x_from, x_to, words, not item.real))
        height = _ROW * len(ends)
        lanes.append(Lane(stage, STAGE_WORDS[stage] if stage else "stage not told", y, height))
        y += height + 4
    return marks, lanes, y


def _reaches(occasion: Occasion, scale: _Scale) -> bool:
    slack = timedelta(days=occasion.days_uncertain)
    return occasion.start_on - slack <= scale.last and occasion.end_on + slack >= scale.first


def _chosen(findings: Findings, scale: _Scale, items: list[Item]) -> list[Occasion]:
    found = [one for one in findings.occasions if _reaches(one, scale)]
    if len(found) > _MOST_BANDS and findings.watch:
        weekly = {rule.id for rule in findings.watch.occasions if rule.calendar == "weekly"}
        found = [one for one in found if one.rule_id not in weekly]
    if len(found) > _MOST_BANDS:
        days = [_days(item) for item in items]
        found = [one for one in found if any(_meets(one, start, end) for start, end in days)][:_MOST_BANDS]
    return found


def _meets(occasion: Occasion, start: date, end: date) -> bool:
    slack = occasion.days_uncertain
    first = occasion.start_on - timedelta(days=occasion.lead_days + slack)
    last = occasion.end_on + timedelta(days=occasion.lag_days + slack)
    return start <= last and end >= first


def _bands(occasions: Iterable[Occasion], scale: _Scale) -> Iterable[Band]:
    taken = [0.0] * _LABEL_ROWS
    for one in sorted(occasions, key=lambda one: (one.start_on, one.name)):
        day, slack = timedelta(days=1), timedelta(days=one.days_uncertain)
        x, x_end = scale.x(one.start_on), scale.x(one.end_on + day)
        x_wide, x_wide_end = scale.x(one.start_on - slack), scale.x(one.end_on + slack + day)
        row = next((n for n, end in enumerate(taken) if end < x), None)
        room = x + _LETTER * len(one.name) <= _RIGHT
        label_y = 12.0 + 14 * row if row is not None and room else None
        if row is not None and room:
            taken[row] = x + _LETTER * len(one.name) + 8
        unsure = f" ± {one.days_uncertain}" if one.days_uncertain else ""
        words = f"{one.name}: {days_words(one.start_on, one.end_on)}{unsure} ({one.authority})"
        yield Band(one.name, words, x, max(1.5, x_end - x), x_wide, max(1.5, x_wide_end - x_wide), label_y)


def _ticks(scale: _Scale) -> Iterable[tuple[float, str]]:
    days = (scale.last - scale.first).days
    if days <= 70:
        step = 1 if days <= 12 else 7
        day = scale.first
        while day <= scale.last:
            yield scale.x(day), day_words(day)[: -len(" 2000")].replace(_long(day), _MONTHS[day.month - 1])
            day += timedelta(days=step)
        return
    months = next((n for n in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200) if days / (30.4 * n) <= 12), 2400)
    month = scale.first.year * 12 + scale.first.month  # months since year 0, the first that begins in view
    month += -month % months
    while month // 12 < 10000 and date(month // 12, month % 12 + 1, 1) <= scale.last:
        first = date(month // 12, month % 12 + 1, 1)
        yield scale.x(first), str(first.year) if months >= 12 else f"{_MONTHS[first.month - 1]} {first.year}"
        month += months


def _long(day: date) -> str:
    return day_words(day).split()[1]
