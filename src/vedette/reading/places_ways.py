"""Ways between places: "on the road from A to B", "the A-B highway", "in the desert between A and B"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from vedette.geo.sphere import kilometres_between
from vedette.model.place import Place
from vedette.model.place_shape import CorridorShape
from vedette.model.span import Span
from vedette.reading.parse import Sentence
from vedette.vocab.load import load_table

#: Kinds of place that a way can begin or end at.
_ENDS = frozenset(("town", "site", "district", "crossing", "base", "airport", "shrine", "province"))
#: Characters before and after the two places in which the words of a way stand.
_BEFORE, _AFTER = 60, 20


def find_ways(text: str, sentence: Sentence, places: Sequence[Place]) -> Iterator[Place]:
    """The ways between two places of a sentence that its words tell of, as corridors."""
    start = sentence.span.start
    ends = sorted((place for place in places if place.kind in _ENDS and place.lat is not None), key=lambda p: p.span)
    for one, other in pairwise(ends):
        if one.span.end > other.span.start:
            continue
        before = text[max(0, one.span.start - start - _BEFORE) : one.span.start - start]
        between = text[one.span.end - start : other.span.start - start]
        after = text[other.span.end - start : other.span.end - start + _AFTER]
        told = _before().search(before)
        if told and _joint().fullmatch(between):
            span = Span(one.span.start - (len(before) - told.start()), other.span.end, sentence.span.part)
        elif (follows := _after().match(after)) and _dash().fullmatch(between):
            span = Span(one.span.start, other.span.end + follows.end(), sentence.span.part)
        else:
            continue
        way = _way(one, other, span)
        if way is not None:
            yield way


def _way(one: Place, other: Place, span: Span) -> Place | None:
    assert one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None
    table = load_table("relative_places")["uncertainty"]
    length = kilometres_between(one.lat, one.lon, other.lat, other.lon)
    if not 0.5 < length <= table["way_most_km"]:
        return None
    width = round(max(table["way_km"], table["way_share"] * length, one.radius_km or 0, other.radius_km or 0), 1)
    if one.kind == "province" or other.kind == "province":
        width = round(max(table["way_km"], table["way_share"] * length), 1)
    # Half the difference in longitude the short way round, where the way crosses the antimeridian.
    east = (other.lon - one.lon + 180) % 360 - 180
    return Place(
        span,
        f"between {one.name} and {other.name}",
        one.country if one.country == other.country else None,
        one.admin1 if one.admin1 == other.admin1 else None,
        lat=round((one.lat + other.lat) / 2, 4),
        lon=round((one.lon + east / 2 + 180) % 360 - 180, 4),
        radius_km=round(length / 2 + width, 1),
        kind="road",
        shape=CorridorShape(((one.lat, one.lon), (other.lat, other.lon)), width),
        because=f"on the way between {one.name} and {other.name}",
    )


def _words(*keys: str) -> str:
    table = load_table("relative_places")["ways"]
    words = {word for key in keys for word in table[key]}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?:{_words('words')}) (?:{_words('links')})|(?:{_words('land')}) between)"
        r" (?:the )?(?:(?:city|town|village|cities|towns|villages) of )?$",
        re.IGNORECASE,
    )


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf" (?:{_words('joints')}) (?:the )?(?:(?:city|town|village) of )?", re.IGNORECASE)


@cache
def _dash() -> re.Pattern[str]:
    return re.compile(r" ?[-–—/] ?|-to-|–to–")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf" (?:international |main |desert )?(?:{_words('words')})\b", re.IGNORECASE)
