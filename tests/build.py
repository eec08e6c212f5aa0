"""One-line builders."""

from dataclasses import replace
from datetime import date

from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage, Toll
from vedette.model.ids import sha256_hex
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.time import When


def report(
    text: str, *, title: str | None = None, published: str | None = "2021-05-14", source: str | None = "Example Gazette"
) -> Report:
    """A report with this text, by default of 14 May 2021 in an invented outlet."""
    day = date.fromisoformat(published) if published else None
    return Report("r1", text, title, day, source, language="en", text_sha256=sha256_hex(text))


def place(
    name: str = "Northport",
    lat: float | None = 10.0,
    lon: float | None = 20.0,
    *,
    radius_km: float = 5.0,
    country: str = "XX",
) -> Place:
    """A town of an invented country, by default known to 5 km."""
    return Place(Span(0, len(name)), name, country, None, lat, lon, radius_km, kind="town")


def event(
    event_id: str = "e1",
    *,
    kind: str = "ASSAULT",
    stage: Stage | None = Stage.CARRIED_OUT,
    reality: Reality = Reality.ACTUAL,
    background: bool = False,
    day: str | None = "2021-05-12",
    where: Place | None = None,
    killed: int | None = None,
    group: str | None = None,
) -> Event:
    """An event of one day; without `where` it has no place."""
    when = When(date.fromisoformat(day), date.fromisoformat(day), Span(0, 3)) if day else None
    actors = (Actor(Role.PERPETRATOR, Span(0, 3), group, group),) if group else ()
    return Event(
        id=event_id,
        kind=kind,
        mode=None,
        context=(),
        stage=stage,
        reality=reality,
        background=background,
        on_whose_word=OnWhoseWord.FACT,
        evidence=(Span(0, 10),),
        trigger=Span(0, 5),
        when=when,
        where=where,
        actors=actors,
        killed=Toll(killed, killed, Span(0, 2)) if killed is not None else None,
    )


def reading(*events: Event, report_id: str = "r1", source: str = "Example Gazette", text: str = "Text.") -> Reading:
    """A reading with these events."""
    return Reading(replace(report(text, source=source), id=report_id), Reader("0.1.0", "en 1"), events)
