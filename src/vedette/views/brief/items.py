"""Items: what the reports tell of, each once, however many reports (and copies) tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vedette.model.case import Case
from vedette.model.event import Event, Reality
from vedette.model.findings import Findings
from vedette.model.reading import Reading
from vedette.views.brief.words import STAGES, toll_low


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one report tells it."""

    event: Event
    reading: Reading

    @property
    def real(self) -> bool:
        """Told as real, and not only as history."""
        return self.event.reality is Reality.ACTUAL and not self.event.background

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude, None without both."""
        where = self.event.where
        return (where.lat, where.lon) if where and where.lat is not None and where.lon is not None else None


@dataclass(frozen=True, slots=True)
class Item:
    """A case, or an event that is in no case."""

    #: `E1`, `E2` … in the order of the tables.
    label: str
    #: As each report tells it; never empty, the first report's first.
    told: tuple[Told, ...]
    #: None for an event that is in no case.
    case: Case | None

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return self.label.lower()

    @property
    def line(self) -> tuple[str, str]:
        """Anchor and label, as citations want them."""
        return self.anchor, self.label

    @property
    def real(self) -> bool:
        """Whether any report tells it as real, and not only as history."""
        return any(one.real for one in self.told)

    @property
    def first_on(self) -> date | None:
        """The earliest day told, None where none is."""
        return _first_on(self.told)

    @property
    def reported_on(self) -> date | None:
        """The day of the earliest report that is dated, None where none is."""
        return _reported_on(self.told)

    @property
    def killed(self) -> int:
        """The highest of the numbers that are certain, 0 where none is told."""
        return max(toll_low(one.event.killed) for one in self.told)

    @property
    def stage_rank(self) -> int:
        """0 for the gravest stage that is told of it, more for lesser ones."""
        return min(STAGES.index(one.event.stage) for one in self.told)

    def gravity(self) -> tuple[int, ...]:
        """For sorting, the gravest first."""
        injured = max(toll_low(one.event.injured) for one in self.told)
        violent = any(one.event.kind in ("ASSAULT", "COERCE", "THREATEN") for one in self.told)
        return (-self.killed, -injured, -violent, self.stage_rank, -len(self.told))


def items_of(findings: Findings) -> list[Item]:
    """Every event of the findings in exactly one item: real ones first, then newest first, those without a day last."""
    told = {
        event.id: Told(event, reading) for reading in findings.readings for event in reading.events
    }  # an id is made from its report, so none repeats
    groups = [(case, _take(told, case.event_ids)) for case in findings.cases]
    copies = {copy.report_id: copy.original_id for copy in findings.copies}
    alone = _fold_copies(list(told.values()), copies)
    found = [(case, group) for case, group in [*groups, *((None, group) for group in alone)] if group]
    found.sort(key=lambda pair: _order(pair[1]))
    return [Item(f"E{n}", tuple(group), case) for n, (case, group) in enumerate(found, start=1)]


def _take(told: dict[str, Told], ids: Iterable[str]) -> list[Told]:
    return [told.pop(one) for one in ids if one in told]


def _fold_copies(events: list[Told], copies: dict[str, str]) -> list[list[Told]]:
    """Events that are in no case; a copy's event joins the like event of its original."""
    groups: dict[object, list[Told]] = {}
    for one in sorted(events, key=lambda one: one.reading.report.id in copies):  # originals first, else as read
        report = one.reading.report.id
        key = (copies[report], _sameness(one)) if report in copies else (report, _sameness(one))
        if report in copies and key in groups:
            groups[key].append(one)
        elif key in groups:
            groups[one.event.id] = [one]
        else:
            groups[key] = [one]
    return list(groups.values())


def _sameness(one: Told) -> object:
    event = one.event
    when = (event.when.start, event.when.end) if event.when else None
    return event.kind, event.mode, event.stage, event.reality, event.background, when, one.place


def _first_on(told: Iterable[Told]) -> date | None:
    days = [one.event.when.start or one.event.when.end for one in told if one.event.when]
    return min((day for day in days if day), default=None)


def _reported_on(told: Iterable[Told]) -> date | None:
    return min((one.reading.report.published for one in told if one.reading.report.published), default=None)


def _order(told: list[Told]) -> tuple[bool, bool, int]:
    first = _first_on(told)
    day = first or _reported_on(told)
    return not any(one.real for one in told), first is None, -day.toordinal() if day else 0
