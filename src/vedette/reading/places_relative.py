"""Places told by others: "15 km north of C", "the border with D", "the C–D border"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import asin, atan2, cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

from vedette.errors import GeometryError
from vedette.geo.borders import find_border, neighbours_of
from vedette.geo.countries import country_names, find_country, find_demonym
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.parse import ParsedReport, Sentence
from vedette.vocab.load import load_table

Floats = NDArray[np.float64]

_EARTH_KM = 6371.0088


def find_relative_places(parsed: ParsedReport, places: Sequence[Place]) -> list[Place]:
    """The places of a report that are told by others, each with a circle wide enough for what is told."""
    main = _main_country(places)
    found: list[Place] = []
    for sentence in parsed.sentences:
        text = sentence.tokens.text
        if not _may_hold(text):
            continue
        within = [place for place in places if sentence.span.holds(place.span)]
        found.extend(_offsets(text, sentence, within))
        found.extend(_borders(text, sentence, within, main))
    return found


def _offsets(text: str, sentence: Sentence, places: Iterable[Place]) -> list[Place]:
    """ "About 15 km (9 miles) north of C": a point by distance and direction; without one, the whole circle."""
    by_start = {place.span.start: place for place in places if place.lat is not None and place.kind != "country"}
    found = []
    for match in _distance_pattern().finditer(text):
        anchor = by_start.get(sentence.span.start + match.end())
        distance = _kilometres(match["number"], match["unit"])
        if anchor is None or distance is None or distance > 500:
            continue
        span = Span(sentence.span.start + match.start(), anchor.span.end, sentence.span.part)
        found.append(_offset(anchor, distance, match["direction"], span))
    return found


def _offset(anchor: Place, distance: float, direction: str | None, span: Span) -> Place:
    assert anchor.lat is not None and anchor.lon is not None
    table = load_table("relative_places")["uncertainty"]
    size = anchor.radius_km or 0.0
    lat, lon, radius = anchor.lat, anchor.lon, size + distance * table["share_without_direction"]
    if direction:
        bearing = load_table("relative_places")["directions"][direction.lower()]
        lat, lon = _destination(anchor.lat, anchor.lon, bearing, distance)
        radius = size + distance * table["share_of_distance"]
    way = f"{direction.lower()} of" if direction else "from"
    return replace(
        anchor,
        span=span,
        name=f"{distance:.3g} km {way} {anchor.name}",
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(radius, 1),
        geonameid=None,
        kind="site",
        because=f"distance {'and direction ' if direction else ''}from {anchor.name}",
    )


def _borders(text: str, sentence: Sentence, places: Sequence[Place], main: str | None) -> list[Place]:
    """Borders that two countries named beside the word have, or one country and the report's main one."""
    found = []
    for match in _border_pattern().finditer(text):
        countries = [code for name in (match["pair"] or "", match["with"] or "") for code in _countries(name)]
        countries = list(dict.fromkeys(countries))[:2]
        if len(countries) == 1:
            countries.extend(_other_side(countries[0], places, main))
        if not countries:
            continue
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end(), sentence.span.part)
        found.append(_border(countries, span, places))
    return found


def _border(countries: Sequence[str], span: Span, places: Sequence[Place]) -> Place:
    names = country_names()
    name = "–".join(names[code] for code in countries) + " border"
    unknown = Place(span, name, kind="border", because="a border whose other side is not told")
    if len(countries) < 2:
        return unknown
    try:
        points = np.concatenate([line.points for line in find_border(countries[0], countries[1])])
    except GeometryError:
        return replace(unknown, because="no common land border")
    width = float(load_table("relative_places")["uncertainty"]["border_km"])
    for near in sorted(_anchors(places), key=lambda place: place.radius_km or 0.0):
        away = _distances(points, near)
        reach = near.radius_km or 0.0
        if away.min() <= width + reach:
            lat, lon = (round(float(value), 4) for value in points[int(away.argmin())])
            because = f"the stretch of the border nearest {near.name}"
            return replace(unknown, lat=lat, lon=lon, radius_km=round(max(width, reach), 1), because=because)
    lat, lon = points[len(points) // 2]
    middle = replace(unknown, lat=round(float(lat), 4), lon=round(float(lon), 4))
    reach = float(np.quantile(_distances(points, middle), 0.95))
    return replace(middle, radius_km=round(reach + width, 1), because="anywhere along the border")


def _anchors(places: Iterable[Place]) -> list[Place]:
    """Places that can tell which stretch of a border is meant."""
    return [
        place for place in places if place.kind in ("town", "province", "district", "site", "crossing") and place.lat
    ]


def _other_side(country: str, places: Sequence[Place], main: str | None) -> list[str]:
    """The neighbour that a border with a country is told from: of the sentence's places, else the report's main one."""
    told = [place.country for place in sorted(places, key=lambda place: place.kind == "country")]
    neighbours = neighbours_of(country)
    return [other for other in (*told, main) if other and other != country and other in neighbours][:1]


def _countries(words: str) -> list[str]:
    """Country codes of the names and adjectives in a few words."""
    tokens = [token for token in re.split(r"[\s,/–—-]+", words) if token]
    codes = []
    for size in (3, 2, 1):
        for at in range(len(tokens) - size + 1):
            name = " ".join(tokens[at : at + size])
            code = (find_country(name) if len(name) > 3 else None) or find_demonym(name)
            if code:
                codes.append((at, code))
    return [code for _, code in sorted(codes)]


def _main_country(places: Iterable[Place]) -> str | None:
    counts = Counter(place.country for place in places if place.country)
    return counts.most_common(1)[0][0] if counts else None


@cache
def _distance_pattern() -> re.Pattern[str]:
    table = load_table("relative_places")
    numbers = "|".join(table["numbers"])
    units = "|".join(sorted(map(re.escape, table["units"]), key=len, reverse=True))
    directions = "|".join(sorted(map(re.escape, table["directions"]), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<number>\d{{1,3}}(?:[.,]\d{{1,3}})?|{numbers})[ -]?(?P<unit>{units})\b(?: \([^()]{{1,30}}\))?,?"
        rf" (?:to the )?(?:(?P<direction>{directions}) (?:of|from)|from|outside|away from) (?:the )?"
        rf"(?:city of |town of |village of )?",
        re.IGNORECASE,
    )


@cache
def _border_pattern() -> re.Pattern[str]:
    words = "|".join(load_table("relative_places")["borders"]["words"])
    word = r"(?:U\.S\.|U\.K\.|[A-Z]\w{1,20})"
    name = rf"{word}(?: {word}){{0,2}}"
    return re.compile(
        rf"(?:(?P<pair>{name}(?:[-–/]{name})?)(?:['’]s)? )?\b(?:{words})s?\b(?: (?:area|region|zone|line))?"
        rf"(?: (?:with|between) (?:the )?(?P<with>{name}(?:,? and (?:the )?{name})?))?"
    )


def _may_hold(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in ("border", "frontier", "boundary", "km", "kilomet", "mile", "metre", "meter"))


def _kilometres(number: str, unit: str) -> float | None:
    table = load_table("relative_places")
    value = table["numbers"].get(number.lower())
    if value is None:
        text = number.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", number) else number.replace(",", "")
        value = float(text)
    factor = table["units"].get(unit.lower())
    return None if factor is None else float(value) * float(factor)


def _destination(lat: float, lon: float, bearing: float, distance_km: float) -> tuple[float, float]:
    """The point at a bearing and a distance (sphere, 6371.0088 km)."""
    angle, start, course = distance_km / _EARTH_KM, radians(lat), radians(bearing)
    end = asin(sin(start) * cos(angle) + cos(start) * sin(angle) * cos(course))
    east = atan2(sin(course) * sin(angle) * cos(start), cos(angle) - sin(start) * sin(end))
    return degrees(end), (degrees(radians(lon) + east) + 540.0) % 360.0 - 180.0


def _distances(points: Floats, place: Place) -> Floats:
    """Kilometres (sphere) from rows of latitude and longitude to a place."""
    assert place.lat is not None and place.lon is not None
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    here, there = radians(place.lat), radians(place.lon)
    h = np.sin((lat - here) / 2) ** 2 + np.cos(lat) * cos(here) * np.sin((lon - there) / 2) ** 2
    away: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    return away
