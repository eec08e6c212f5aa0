"""Finds what holds a place: the finer of two that hold one another, and where one lies that no gazetteer has."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vedette.model.place import Place
from vedette.reading.nation import is_lone_headline, nation_told
from vedette.reading.place_nearly import nearly_so
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.source_country import country_of_source

#: Kinds of place that say little about where.
_WIDE = frozenset({"country", "region", "province"})
#: Code points between a place and what holds it.
_FAR = 40
#: "X's Y": X holds Y.
_OWNS = re.compile(r"['’]s? (?:the )?(?:\w+ern |restive |eastern |Old )?")
#: "X, Y", "X district of Y", "X in the north of Y": Y holds X.
_LIES_IN = re.compile(
    r"(?: (?:town|village|city|district|neighbou?rhood|area|quarter|camp|market|suburb|sector|region|crossing|road))?"
    r"(?:,| \(| -| in| of| at| near| south of| north of| east of| west of)"
    r"(?: (?:the |a )?(?:\w{1,9}ern |(?:countryside|outskirts|city|town|province|north|south|east|west) of )*)? ?"
)


def finer_place(place: Place, scene: Scene) -> Place:
    """The place in a country or province that its owner is named before ("Exampleland's Northport"), else itself."""
    if place.kind not in _WIDE or place.kind == "region":
        return place
    for other in _after(place, scene):
        between = _between(place, other, scene)
        same = other.country == place.country or other.country is None
        if same and other.kind not in ("country", "border") and between is not None and _OWNS.fullmatch(between):
            return other
    return place


def with_container(place: Place, mention: EventDraft, scene: Scene) -> Place:
    """The place with the country (and the point, where a town holds it) of what is told to hold it, else itself.

    Only for a place that no gazetteer has. In a headline that names one country only, that is its country.
    """
    if place.lat is not None or place.country is not None or place.kind not in (None, "region", "site"):
        return place
    outer = next(_holders(place, scene), None)
    if outer is not None and outer.kind == "town":
        because = f"{place.because}; placed in {outer.name}, which the words say holds it"
        placed = replace(place, country=outer.country, admin1=outer.admin1, kind="site", because=because)
        return replace(placed, lat=outer.lat, lon=outer.lon, radius_km=outer.radius_km)
    if outer is not None and outer.country:
        told = replace(place, country=outer.country, because=f"{place.because}; in {outer.name} by the words beside it")
        return nearly_so(told, outer.country)
    if not is_lone_headline(scene):
        return place
    nation = nation_told(mention, scene)
    if nation is None:
        return nearly_so(place, country_of_source(scene.parsed.report.source))
    told = replace(place, country=nation.country, because=f"{place.because}; {nation.because}")
    return nearly_so(told, nation.country)


def _holders(place: Place, scene: Scene) -> Iterator[Place]:
    """The located places that the words beside a place say hold it, the nearest first."""
    near = [other for other in scene.places if other.lat is not None and other.span.part == place.span.part]
    behind = sorted((other for other in near if other.span.start >= place.span.end), key=lambda o: o.span.start)
    for other in behind[:2]:
        between = _between(place, other, scene)
        if between is not None and _LIES_IN.fullmatch(between):
            yield other
    for other in near:
        between = _between(other, place, scene)
        if between is not None and _OWNS.fullmatch(between):
            yield other


def _after(place: Place, scene: Scene) -> Iterator[Place]:
    return (other for other in scene.places if other.span.start >= place.span.end)


def _between(first: Place, second: Place, scene: Scene) -> str | None:
    """The words between two places, None where they are far apart or the other way round."""
    gap = second.span.start - first.span.end
    if first.span.part != second.span.part or not 0 <= gap <= _FAR:
        return None
    return scene.parsed.words(replace(first.span, start=first.span.end, end=second.span.start)) if gap else ""
