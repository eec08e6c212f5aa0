"""Borders as places: "the border with D", "the C–D border", "the border area of E"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from vedette.errors import GeometryError
from vedette.geo.borders import find_border, neighbours_of
from vedette.geo.countries import country_names, find_country, find_demonym
from vedette.geo.sphere import EARTH_KM
from vedette.geo.units import find_unit
from vedette.model.place import Place
from vedette.model.place_shape import BorderShape
from vedette.model.span import Span
from vedette.reading.parse import Sentence
from vedette.vocab.load import load_table

Floats = NDArray[np.float64]

#: Kinds of place that can tell which stretch of a border is meant.
_ANCHORS = ("town", "province", "district", "site", "crossing")


def find_borders(text: str, sentence: Sentence, places: Sequence[Place], main: str | None) -> list[Place]:
    """Borders that two countries named beside the word have, or one country and the report's main one."""
    return [*_between_countries(text, sentence, places, main), *_of_units(text, sentence, places)]


def _between_countries(text: str, sentence: Sentence, places: Sequence[Place], main: str | None) -> Iterator[Place]:
    for match in _border_pattern().finditer(text):
        countries = [code for name in (match["pair"] or "", match["with"] or "") for code in _countries(name)]
        countries = list(dict.fromkeys(countries))[:2]
        if len(countries) == 1:
            countries.extend(_other_side(countries[0], places, main))
        if countries:
            yield _border(countries, _span(sentence, match.start(), match.end()), places)


def _of_units(text: str, sentence: Sentence, places: Sequence[Place]) -> Iterator[Place]:
    """ "The border area of E", E being a place in a country: its nearest border, where one is near."""
    anchors = {place.span.start: place for place in _anchors(places) if place.country}
    for match in _area_pattern().finditer(text):
        anchor = anchors.get(sentence.span.start + match.end())
        if anchor is None or anchor.country is None:
            continue
        near = sorted((away, other) for other in neighbours_of(anchor.country) if (away := _away(anchor, other)))
        if near and near[0][0] <= _depth() + (anchor.radius_km or 0.0):
            end = anchor.span.end - sentence.span.start
            yield _border([anchor.country, near[0][1]], _span(sentence, match.start(), end), [anchor])


def _away(anchor: Place, other: str) -> float | None:
    try:
        return float(_distances(_line(anchor.country or "", other), anchor).min())
    except GeometryError:
        return None


def _span(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end, sentence.span.part)


def _border(countries: Sequence[str], span: Span, places: Sequence[Place]) -> Place:
    names = country_names()
    name = "–".join(names[code] for code in countries) + " border"
    unknown = Place(span, name, kind="border", because="a border whose other side is not told")
    if len(countries) < 2:
        return unknown
    try:
        points = _line(countries[0], countries[1])
    except GeometryError:
        return replace(unknown, because="no common land border")
    pair, width = (countries[0], countries[1]), _depth()
    for near in sorted(_anchors(places), key=lambda place: place.radius_km or 0.0):
        away = _distances(points, near)
        reach = near.radius_km or 0.0
        if near.country in pair and away.min() <= width + reach:
            lat, lon = (round(float(value), 4) for value in points[int(away.argmin())])
            because = f"the stretch of the border nearest {near.name}"
            shape = _near(pair, near, float(away.min()))
            return replace(
                unknown, lat=lat, lon=lon, radius_km=round(max(width, reach), 1), shape=shape, because=because
            )
    lat, lon = points[len(points) // 2]
    middle = replace(unknown, lat=round(float(lat), 4), lon=round(float(lon), 4))
    reach = float(np.quantile(_distances(points, middle), 0.95))
    return replace(
        middle,
        radius_km=round(reach + width, 1),
        shape=BorderShape(pair, width),
        because="anywhere along the border",
    )


def _near(pair: tuple[str, str], anchor: Place, away_km: float) -> BorderShape:
    """The border's land in a unit, or round another place as far as its nearest stretch reaches."""
    unit = find_unit(anchor.country, anchor.name, anchor.geonameid) if anchor.kind in ("province", "district") else None
    if unit is not None:
        return BorderShape(pair, _depth(), unit=unit)
    assert anchor.lat is not None and anchor.lon is not None
    reach = round(max(away_km, anchor.radius_km or 0.0) + _depth(), 1)
    return BorderShape(pair, _depth(), near=(anchor.lat, anchor.lon, reach))


def _depth() -> float:
    return float(load_table("relative_places")["uncertainty"]["border_km"])


def _line(one: str, other: str) -> Floats:
    return np.concatenate([line.points for line in find_border(one, other)])


def _anchors(places: Iterable[Place]) -> list[Place]:
    """Places that can tell which stretch of a border is meant."""
    return [place for place in places if place.kind in _ANCHORS and place.lat]


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


@cache
def _border_pattern() -> re.Pattern[str]:
    words = "|".join(load_table("relative_places")["borders"]["words"])
    word = r"(?:U\.S\.|U\.K\.|[A-Z]\w{1,20})"
    name = rf"{word}(?: {word}){{0,2}}"
    return re.compile(
        rf"(?:(?P<pair>{name}(?:[-–/]{name})?)(?:['’]s)? )?\b(?:{words})s?\b(?: (?:area|region|zone|line))?"
        rf"(?: (?:with|between) (?:the )?(?P<with>{name}(?:,? and (?:the )?{name})?))?"
    )


@cache
def _area_pattern() -> re.Pattern[str]:
    words = "|".join(load_table("relative_places")["borders"]["words"])
    return re.compile(
        rf"\b(?:{words})(?: (?:areas?|regions?|zones?|districts?|villages?|towns?))? (?:of|in|near) (?:the )?"
        r"(?:city of |town of |province of )?",
        re.IGNORECASE,
    )


def _distances(points: Floats, place: Place) -> Floats:
    """Kilometres (sphere) from rows of latitude and longitude to a place."""
    assert place.lat is not None and place.lon is not None
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    here, there = radians(place.lat), radians(place.lon)
    h = np.sin((lat - here) / 2) ** 2 + np.cos(lat) * cos(here) * np.sin((lon - there) / 2) ** 2
    away: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    return away
