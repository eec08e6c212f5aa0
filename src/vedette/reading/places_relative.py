"""Places told by others: "15 km north of C", borders, and ways between places."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import asin, atan2, cos, degrees, radians, sin

from vedette.geo.sphere import EARTH_KM
from vedette.model.place import Place
from vedette.model.place_shape import SectorShape
from vedette.model.span import Span
from vedette.reading.parse import ParsedReport, Sentence
from vedette.reading.places_borders import find_borders
from vedette.reading.places_ways import find_ways
from vedette.vocab.load import load_table


def find_relative_places(parsed: ParsedReport, places: Sequence[Place]) -> list[Place]:
    """The places of a report that are told by others, each with the shape of what is told."""
    main = _main_country(places)
    found: list[Place] = []
    for sentence in parsed.sentences:
        text = sentence.tokens.text
        if not _may_hold(text):
            continue
        within = [place for place in places if sentence.span.holds(place.span)]
        found.extend(_offsets(text, sentence, within))
        found.extend(find_borders(text, sentence, within, main))
        found.extend(find_ways(text, sentence, within))
    return found


def _offsets(text: str, sentence: Sentence, places: Iterable[Place]) -> list[Place]:
    """ "About 15 km (9 miles) north of C": a point by distance and direction; without one, the whole circle."""
    by_start = {place.span.start: place for place in places if place.lat is not None and place.kind != "country"}
    found = []
    for match in distance_pattern().finditer(text):
        anchor = by_start.get(sentence.span.start + match.end())
        distance = kilometres(match["number"], match["unit"])
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
    low, high = (round(distance * table[share], 2) for share in ("share_low", "share_high"))
    shape = SectorShape(anchor.lat, anchor.lon, low, high, radius_km=size)
    if direction:
        bearing = load_table("relative_places")["directions"][direction.lower()]
        lat, lon = _destination(anchor.lat, anchor.lon, bearing, distance)
        radius = size + distance * table["share_of_distance"]
        shape = replace(shape, bearing=bearing, spread_deg=table["bearing_deg"])
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
        shape=shape,
        because=f"distance {'and direction ' if direction else ''}from {anchor.name}",
    )


def _main_country(places: Iterable[Place]) -> str | None:
    counts = Counter(place.country for place in places if place.country)
    return counts.most_common(1)[0][0] if counts else None


@cache
def distance_pattern() -> re.Pattern[str]:
    """What stands before a place that another is told by: groups `number`, `unit` and `direction`."""
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
def _way_words() -> tuple[str, ...]:
    return tuple(load_table("relative_places")["ways"]["words"])


def _may_hold(text: str) -> bool:
    low = text.lower()
    return any(
        word in low
        for word in (
            "border",
            "frontier",
            "boundary",
            "km",
            "kilomet",
            "mile",
            "metre",
            "meter",
            "between",
            *_way_words(),
        )
    )


def kilometres(number: str, unit: str) -> float | None:
    """A distance as words have it, in km; None where its unit is not known."""
    table = load_table("relative_places")
    value = table["numbers"].get(number.lower())
    if value is None:
        text = number.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", number) else number.replace(",", "")
        value = float(text)
    factor = table["units"].get(unit.lower())
    return None if factor is None else float(value) * float(factor)


def _destination(lat: float, lon: float, bearing: float, distance_km: float) -> tuple[float, float]:
    """The point at a bearing and a distance (sphere, 6371.0088 km)."""
    angle, start, course = distance_km / EARTH_KM, radians(lat), radians(bearing)
    end = asin(sin(start) * cos(angle) + cos(start) * sin(angle) * cos(course))
    east = atan2(sin(course) * sin(angle) * cos(start), cos(angle) - sin(start) * sin(end))
    return degrees(end), (degrees(radians(lon) + east) + 540.0) % 360.0 - 180.0
