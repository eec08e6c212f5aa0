"""Rows of the table of events: each value as the reports tell it, kept apart where they differ."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from vedette.geo.countries import country_names
from vedette.model.event import Actor, OnWhoseWord, Reality, Toll
from vedette.model.occasion import Occasion
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.views.brief.citations import Citations
from vedette.views.brief.items import Item, Told
from vedette.views.brief.passages import Passage
from vedette.views.brief.values import Line, Value, merged, when_value
from vedette.views.brief.words import (
    REALITY_WORDS,
    ROLE_WORDS,
    STAGE_WORDS,
    WORD_WORDS,
    kind_words,
    likelihood_words,
    match_words,
    number_words,
    p_words,
    speaker_words,
)
from vedette.watching.match import match_occasions
from vedette.watching.place_shapes import shape_words

#: A chance of being inside below it is left out: `outside` says it.
_LEAST_P = 0.005
#: What the distance to a zone is measured from.
_MEASURED_FROM = {"border": "line", "line": "line", "point": "middle", "area": "edge"}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One item as the table shows it; a cell is a tuple of values, empty where nothing is told."""

    item: Item
    when: tuple[Value, ...]
    where: tuple[Value, ...]
    kind: tuple[Value, ...]
    stage: tuple[Value, ...]
    #: Reality, background, and on whose word it happened.
    standing: tuple[Value, ...]
    who: tuple[Value, ...]
    toll: tuple[Value, ...]
    zones: tuple[Value, ...]
    occasions: tuple[Value, ...]
    #: All passages that the row rests on, in order.
    refs: tuple[Passage, ...]
    #: The highest chance of lying inside a zone, -1 where none can be told.
    sort_zone: float

    @property
    def cell_refs(self) -> list[Passage]:
        """The passages that the cells rest on, cell by cell."""
        cells = (self.when, self.where, self.kind, self.stage, self.standing, self.who, self.toll)
        return [ref for cell in cells for value in cell for ref in value.refs]

    @property
    def sort_when(self) -> str:
        """The first day, empty where it is not told."""
        return self.item.first_on.isoformat() if self.item.first_on else ""

    @property
    def sort_where(self) -> str:
        """The first place's name, empty where none is told."""
        return next((told.event.where.name.casefold() for told in self.item.told if told.event.where), "")


class EventRows:
    """Makes rows, with what they need beside the event itself at hand."""

    def __init__(
        self,
        citations: Citations,
        watch: Watch | None,
        zone_checks: Iterable[tuple[str, tuple[ZoneCheck, ...]]],
        occasions: tuple[Occasion, ...],
    ) -> None:
        self._citations = citations
        self._zones_by_id = {zone.id: zone for zone in watch.zones} if watch else {}
        self._checks = dict(zone_checks)
        self._occasions = occasions
        self._occasions_by_id = {one.id: one for one in occasions}

    def row(self, item: Item) -> EventRow:
        """The row of one item."""
        line = Line(self._citations, *item.line)

        def cell(make: Callable[[Told, Line], Iterable[Value]]) -> tuple[Value, ...]:
            return merged(value for told in item.told for value in make(told, line))

        evidence = [ref for told in item.told for ref in line.refs(told.reading.report.id, told.event.evidence)]
        row = EventRow(
            item=item,
            when=cell(_when),
            where=cell(_where),
            kind=cell(_kind),
            stage=cell(_stage),
            standing=cell(_standing),
            who=cell(_who),
            toll=cell(_toll),
            zones=cell(self._zones),
            occasions=merged(Value(words) for words in self._meetings(item)),
            refs=(),
            sort_zone=self._sort_zone(item),
        )
        return replace(row, refs=tuple(dict.fromkeys([*evidence, *row.cell_refs])))

    def _zones(self, told: Told, line: Line) -> Iterator[Value]:
        for check in self._checks.get(told.event.id, ()):
            yield zone_value(check, self._zones_by_id.get(check.zone_id))

    def _meetings(self, item: Item) -> Iterator[str]:
        for told in item.told:
            for match in match_occasions(told.event, self._occasions):
                yield match_words(match, told.event, self._occasions_by_id.get(match.occasion_id))

    def _sort_zone(self, item: Item) -> float:
        checks = [one for told in item.told for one in self._checks.get(told.event.id, ())]
        return max((one.p_inside for one in checks if one.p_inside is not None), default=-1.0)


def zone_value(check: ZoneCheck, zone: Zone | None) -> Value:
    """How an event stands to a zone: state, the likelihood with its number, and the distance."""
    lead = f"{zone.name if zone else check.zone_id}:"
    if check.state == "unknown" or check.p_inside is None or check.distance_km is None:
        return Value("cannot tell", note="no coordinates")
    words: str = check.state
    if check.state == "possibly":
        words = f"possibly inside, {likelihood_words(check.p_inside)}"
    chance = f"({p_words(check.p_inside)}); " if check.p_inside >= _LEAST_P else ""
    disputed = f"; border disputed there ({check.line_status.lower()})" if check.line_status else ""
    return Value(words, lead=lead, note=chance + _distance_words(check.distance_km, zone) + disputed)


def _distance_words(km: float, zone: Zone | None) -> str:
    distance = f"{km:,.0f} km" if km >= 10 else f"{km:.1f} km"
    if zone is None:
        return distance
    if zone.kind == "area" and km == 0:
        return "within its edge"
    return f"{distance} from its {_MEASURED_FROM[zone.kind]}"


def _when(told: Told, line: Line) -> Iterator[Value]:
    when, report = told.event.when, told.reading.report.id
    if when is None:
        return
    if value := when_value(line, report, when, "when"):
        yield value


def _where(told: Told, line: Line) -> Iterator[Value]:
    place, report = told.event.where, told.reading.report.id
    if place is None:
        return
    if told.place is None:
        yield line.quote(report, place.span, "where", note="not on the map")
        return
    country = country_names().get(place.country or "", place.country)
    within = ", ".join(one for one in (place.admin1, country) if one and one != place.name)
    radius = f"± {place.radius_km:,.0f} km" if place.radius_km else "exact point"
    radius = shape_words(place.shape).removeprefix("the place is ") if place.shape else radius
    yield line.value(f"{place.name}, {within}" if within else place.name, report, [place.span], "where", note=radius)


def _kind(told: Told, line: Line) -> Iterator[Value]:
    note = ", ".join(one.replace("_", " ").lower() for one in told.event.context)
    report, event = told.reading.report.id, told.event
    yield line.value(kind_words(event), report, [event.trigger], "kind", note=note)
    for weapon in event.weapons:
        named = line.value(weapon.name, report, [weapon.span], "weapon", lead="with")
        yield named if weapon.id else replace(named, quoted=True)


def _stage(told: Told, line: Line) -> Iterator[Value]:
    event = told.event
    stopped = "stopped" if event.stopped_by else ""
    yield line.value(STAGE_WORDS[event.stage], told.reading.report.id, event.evidence[:1], note=stopped)


def _standing(told: Told, line: Line) -> Iterator[Value]:
    event, report = told.event, told.reading.report.id
    if event.reality is not Reality.ACTUAL:
        yield line.value(REALITY_WORDS[event.reality], report, event.evidence[:1])
    if event.background:
        yield line.value("told only as history", report, event.evidence[:1])
    words = WORD_WORDS[event.on_whose_word]
    by = _said_by(told, event.statements[0]) if event.statements else ""
    if event.on_whose_word is OnWhoseWord.FACT:
        by = by or "by the report itself"
    yield line.value(words, report, event.evidence[:1], note=by)


def _who(told: Told, line: Line) -> Iterator[Value]:
    for actor in told.event.actors:
        yield _actor(told, actor, line)


def _actor(told: Told, actor: Actor, line: Line) -> Value:
    report = told.reading.report.id
    notes = []
    if actor.on_whose_word is not OnWhoseWord.FACT:
        notes.append(" ".join(filter(None, (WORD_WORDS[actor.on_whose_word], _said_by(told, actor.statement)))))
    elif said_by := _said_by(told, actor.statement):
        notes.append(f"told {said_by}")
    if actor.effect:
        notes.append(actor.effect)
    lead, note = ROLE_WORDS[actor.role], "; ".join(notes)
    if actor.id and actor.name:  # a name of the vocabulary; any other is the report's own word
        return line.value(actor.name, report, [actor.span], actor.role.value, lead=lead, note=note)
    shown = line.value(
        actor.name or actor.description or "", report, [actor.span], actor.role.value, lead=lead, note=note
    )
    if not shown.words:
        return line.quote(report, actor.span, actor.role.value, lead=lead, note=note)
    return replace(shown, quoted=True)


def _said_by(told: Told, statement_id: str | None) -> str:
    found = next((one for one in told.reading.statements if one.id == statement_id), None)
    return f"by {speaker_words(found.speaker)}" if found else ""


def _toll(told: Told, line: Line) -> Iterator[Value]:
    event = told.event
    for name, toll in (("killed", event.killed), ("injured", event.injured), ("detained", event.detained)):
        if toll:
            yield line.value(_toll_words(toll), told.reading.report.id, [toll.span], name, note=name)
            yield from _by_speaker(told, name, toll, line)


def _toll_words(toll: Toll) -> str:
    return number_words(toll.low, toll.high)


def _by_speaker(told: Told, name: str, toll: Toll, line: Line) -> Iterator[Value]:
    if len({(one.low, one.high) for one in toll.by}) < 2:
        return
    statements = {one.id: one for one in told.reading.statements}
    for one in toll.by:
        statement = statements.get(one.statement or "")
        note = (
            f"{name} on the word of {speaker_words(statement.speaker)}"
            if statement
            else f"{name} on the report’s own word"
        )
        spans = [statement.content] if statement else [toll.span]
        yield line.value(number_words(one.low, one.high), told.reading.report.id, spans, lead="–", note=note)
