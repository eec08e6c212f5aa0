"""Makes a reading of what an adapter found in a row: the same model as a news report's."""

from functools import cache

from vedette import __version__
from vedette.geo.gazetteer_names import fold
from vedette.geo.unit_names import unit_of_words
from vedette.geo.units import has_units
from vedette.model.event import Actor, Event, Toll
from vedette.model.ids import content_id, sha256_hex
from vedette.model.place import Place
from vedette.model.place_shape import PlaceShape, UnitShape
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.time import DateMention, When
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RowSaid, RowText, TollSaid, write_row
from vedette.vocab.groups import load_groups


def code_row(said: RowSaid, dataset: str, rights: str | None) -> Reading:
    """The reading of a row: its text is the row's own columns, every value points into it.

    Args:
        said: What the adapter found.
        dataset: Name of the dataset, for the report's id.
        rights: What its licence forbids, in words; None: nothing.
    """
    written = write_row(said.shown)
    report_id = f"{dataset.lower()}:{said.id}"
    report = Report(
        id=report_id,
        text=written.text,
        title=said.title,
        published=said.published,
        source=said.source or dataset,
        url=said.url,
        language="en",
        text_sha256=sha256_hex(written.text),
        taken_from=f"{dataset}, row {said.row.line}",
        rights=rights,
    )
    events = tuple(_event(one, number, written, report_id) for number, one in enumerate(said.events))
    places = [event.where for event in events if event.where] + [_place(one, written) for one in said.places]
    dates = [_date(event.when) for event in events if event.when and event.when.span]
    reader = Reader(__version__, None)
    return Reading(report, reader, events, (), tuple(dict.fromkeys(places)), tuple(dict.fromkeys(dates)))


def _event(one: EventSaid, number: int, written: RowText, report_id: str) -> Event:
    trigger = written.spans[one.column]
    when = When(one.when[0], one.when[1], written.spans[one.when[2]]) if one.when else None
    return Event(
        id=content_id("event", report_id, one.kind, number),
        kind=one.kind,
        mode=one.mode,
        context=one.context,
        stage=one.stage,
        reality=one.reality,
        background=one.background,
        on_whose_word=one.on_whose_word,
        evidence=(trigger,),
        trigger=trigger,
        when=when,
        where=_place(one.where, written) if one.where else None,
        actors=tuple(_actor(actor, written) for actor in one.actors),
        killed=_toll(one.killed, written),
        injured=_toll(one.injured, written),
        because=one.because,
    )


def _place(said: PlaceSaid, written: RowText) -> Place:
    located = said.lat is not None and said.lon is not None
    return Place(
        span=_words(said, written),
        name=said.name,
        country=said.country,
        admin1=said.admin1,
        lat=said.lat if located else None,
        lon=said.lon if located else None,
        radius_km=said.radius_km if located else None,
        kind=said.kind,
        # What has no coordinates is not held against zones at all.
        shape=_shape(said) if located else None,
        because="the dataset's own coordinates" if located else None,
    )


def _shape(said: PlaceSaid) -> PlaceShape | None:
    """The land of a unit or country: the coordinates of such a row are merely those of its middle."""
    if said.kind == "country":
        return UnitShape(said.country) if said.country and has_units(said.country) else None
    unit = unit_of_words(said.country, said.admin1 or said.name) if said.kind == "province" and said.country else None
    return UnitShape(unit) if unit else None


def _words(said: PlaceSaid, written: RowText) -> Span:
    """The name's own stretch within its column, where the column holds more than the name."""
    column = written.spans[said.column]
    at = written.text.find(said.name, column.start, column.end)
    return column if at < 0 else Span(at, at + len(said.name))


def _actor(said: ActorSaid, written: RowText) -> Actor:
    return Actor(
        role=said.role,
        span=written.spans[said.column],
        name=said.name,
        id=find_group_id(said.name) if said.name else None,
        description=said.description,
        on_whose_word=said.on_whose_word,
    )


def _toll(said: TollSaid | None, written: RowText) -> Toll | None:
    return Toll(said.low, said.high, written.spans[said.column]) if said else None


def _date(when: When) -> DateMention:
    assert when.span is not None  # only those are asked for
    start, end = when.start, when.end
    value = start.isoformat() if start and start == end else None
    return DateMention(when.span, value, start, end)


@cache
def _group_ids() -> dict[str, str | None]:
    """Folded name or alias → id of the group; None where two groups share it."""
    ids: dict[str, str | None] = {}
    for group in load_groups():
        datasets = [actor.name for actor in group.ucdp]
        names = [group.name, *datasets, *(alias.name for alias in group.aliases if not alias.needs_context)]
        for name in names:
            folded = fold(name)
            ids[folded] = group.id if ids.get(folded, group.id) == group.id else None
    return ids


def find_group_id(name: str) -> str | None:
    """Id of the one group that bears this name in the vocabulary; None where none or several do."""
    return _group_ids().get(fold(name))
