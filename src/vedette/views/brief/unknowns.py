"""What could not be read, and what is not known."""

from dataclasses import dataclass

from vedette.model.findings import Findings
from vedette.model.reading import Reading
from vedette.views.brief.citations import Citations
from vedette.views.brief.items import Item
from vedette.views.brief.values import Line, Value, merged


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Gaps of a brief, each a list that may be empty; items by their labels."""

    undated_reports: tuple[Reading, ...]
    undated: tuple[str, ...]
    without_place: tuple[str, ...]
    place_not_found: tuple[str, ...]
    stage_unknown: tuple[str, ...]
    zone_unknown: tuple[str, ...]
    #: Names that no gazetteer holds, in the reports' own words.
    places: tuple[Value, ...]
    #: Notes of the reader and how many reports they are about.
    notes: tuple[tuple[str, int], ...]


def unknowns_of(findings: Findings, items: list[Item], citations: Citations) -> Unknowns:
    """The gaps of the findings; of events, only of those told as real."""
    real = [item for item in items if item.real]
    checks = dict(findings.zone_checks)
    notes: dict[str, int] = {}
    for reading in findings.readings:
        for note in dict.fromkeys((*reading.report.notes, *reading.notes)):
            notes[note] = notes.get(note, 0) + 1
    elsewhere = [item for item in real if not any(told.place for told in item.told)]
    named = {item.label for item in elsewhere if any(told.event.where for told in item.told)}
    return Unknowns(
        undated_reports=tuple(one for one in findings.readings if one.report.published is None),
        undated=tuple(item.label for item in real if item.first_on is None),
        without_place=tuple(item.label for item in elsewhere if item.label not in named),
        place_not_found=tuple(item.label for item in elsewhere if item.label in named),
        stage_unknown=tuple(item.label for item in real if all(told.event.stage is None for told in item.told)),
        zone_unknown=tuple(
            item.label
            for item in real
            if any(check.state == "unknown" for told in item.told for check in checks.get(told.event.id, ()))
        ),
        places=_places_not_found(findings, citations),
        notes=tuple(sorted(notes.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _places_not_found(findings: Findings, citations: Citations) -> tuple[Value, ...]:
    line = Line(citations, "places-not-found", "place")
    return merged(
        line.quote(reading.report.id, place.span, "place not found")
        for reading in findings.readings
        for place in reading.places
        if place.lat is None
    )
