"""What a report's other places tell about one: countries, first-level units, points.

Every name votes with the chances of its candidates, and never for itself.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from vedette.geo.borders import neighbours_of
from vedette.geo.gazetteer_entry import Entry

#: Names that others are held against: enough for any report, and it keeps long texts linear.
_ANCHORS = 80
#: Candidates of a name that take part, the likeliest first.
_CANDIDATES = 25
#: Kilometres over which nearness fades to 1/e: towns of one county to neighbouring provinces.
_REACH_KM = 90.0
_RADIANS, _EARTH_KM = np.pi / 180, 6371.0088


@dataclass(frozen=True)
class Hints:
    """What else tells where a report is about: demonyms, its source."""

    #: Country → how often it is hinted at.
    countries: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class NameChances:
    """A name of the report, with the chance of each of its candidates."""

    name: str
    entries: tuple[Entry, ...]
    chances: tuple[float, ...]
    #: How often it stands in the report.
    count: int


@dataclass(frozen=True)
class Support:
    """What the other names say for one candidate, each 0 to 1."""

    country: float
    unit: float
    near: float


class Context:
    """The votes of all names, and of each, so that none votes for itself."""

    def __init__(self, names: Sequence[NameChances], hints: Hints) -> None:
        self._countries: dict[str, float] = defaultdict(float)
        self._units: dict[tuple[str, str], float] = defaultdict(float)
        self._own: dict[str, NameChances] = {}
        for name in names:
            self._own[name.name] = name
            for (country, unit), chance in _votes(name):
                if unit is None:
                    self._countries[country] += chance
                else:
                    self._units[country, unit] += chance
        for country, count in hints.countries.items():
            self._countries[country] += 0.5 * min(count, 9) ** 0.5
        self._all_countries = sum(self._countries.values())
        self._all_units = sum(self._units.values())
        anchors = sorted(names, key=lambda name: -name.count)[:_ANCHORS]
        self._points = _Points(anchors)
        self._known: dict[tuple[str, Entry], Support] = {}

    @property
    def is_telling(self) -> bool:
        """Whether at least two names, or hints, vote."""
        return self._all_countries >= 1.9

    def has_neighbour(self, country: str | None) -> bool:
        """Whether the report names, or hints at, a country that borders on this one."""
        return country is not None and any(self._countries.get(other, 0.0) > 0.3 for other in _neighbours(country))

    def support(self, name: str, entry: Entry) -> Support:
        """What the names but this one say for a candidate of it."""
        known = self._known.get((name, entry))
        if known is None:
            known = self._known[name, entry] = self._support(name, entry)
        return known

    def _support(self, name: str, entry: Entry) -> Support:
        own = dict.fromkeys(((entry.country, None), (entry.country, entry.admin1)), 0.0)
        own_countries = own_units = 0.0
        if name in self._own:
            for key, chance in _votes(self._own[name]):
                own_countries += chance if key[1] is None else 0.0
                own_units += chance if key[1] is not None else 0.0
                if key in own:
                    own[key] += chance
        country = unit = 0.0
        if entry.country:
            votes = self._countries.get(entry.country, 0.0) - own[entry.country, None]
            country = _share(votes, self._all_countries - own_countries)
            if entry.admin1:
                votes = self._units.get((entry.country, entry.admin1), 0.0) - own[entry.country, entry.admin1]
                unit = _share(votes, self._all_units - own_units)
        return Support(country, unit, 0.0 if entry.kind == "country" else self._points.nearness(name, entry))


class _Points:
    """Candidates of the anchors as arrays, to hold one point against all of them."""

    def __init__(self, anchors: Sequence[NameChances]) -> None:
        rows = [
            (number, entry, chance)
            for number, anchor in enumerate(anchors)
            for entry, chance in zip(anchor.entries, anchor.chances, strict=True)
            if entry.kind not in ("country", "region", "water") and chance > 0.02
        ]
        self._names = [anchor.name for anchor in anchors]
        self._number = np.array([row[0] for row in rows], dtype=np.intp)
        self._lat = np.array([row[1].lat for row in rows]) * _RADIANS
        self._lon = np.array([row[1].lon for row in rows]) * _RADIANS
        self._chance = np.array([row[2] for row in rows])
        self._known: dict[tuple[float, float], NDArray[np.float64]] = {}

    def nearness(self, name: str, entry: Entry) -> float:
        """0 where no other name may lie near, towards 1 where several do."""
        if not len(self._number):
            return 0.0
        best = self._known.get((entry.lat, entry.lon))
        if best is None:
            best = self._known[entry.lat, entry.lon] = self._by_anchor(entry)
        total = float(best.sum())
        if name in self._names:
            total -= float(best[self._names.index(name)])
        return 1.0 - exp(-max(total, 0.0) / 1.2)

    def _by_anchor(self, entry: Entry) -> NDArray[np.float64]:
        lat, lon = entry.lat * _RADIANS, entry.lon * _RADIANS
        h = np.sin((self._lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(self._lat) * np.sin((self._lon - lon) / 2) ** 2
        away = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
        best = np.zeros(len(self._names))
        np.maximum.at(best, self._number, self._chance * np.exp(-away / _REACH_KM))
        return best


@cache
def _neighbours(country: str) -> frozenset[str]:
    return neighbours_of(country)


def chances_of(name: str, entries: Sequence[Entry], scores: Sequence[float], count: int) -> NameChances:
    """The chances that scores stand for (a softmax over the likeliest candidates)."""
    ranked = sorted(zip(scores, range(len(entries)), strict=True), reverse=True)[:_CANDIDATES]
    top = ranked[0][0] if ranked else 0.0
    weights = [exp(1.1 * (score - top)) for score, _ in ranked]
    total = sum(weights) or 1.0
    return NameChances(name, tuple(entries[at] for _, at in ranked), tuple(weight / total for weight in weights), count)


def _votes(name: NameChances) -> list[tuple[tuple[str, str | None], float]]:
    votes: dict[tuple[str, str | None], float] = defaultdict(float)
    weight = min(name.count, 4) ** 0.5
    for entry, chance in zip(name.entries, name.chances, strict=True):
        if entry.country:
            votes[entry.country, None] += weight * chance
            if entry.admin1:
                votes[entry.country, entry.admin1] += weight * chance
    return list(votes.items())


def _share(votes: float, all_votes: float) -> float:
    """The share of the votes, less where few were cast."""
    if all_votes <= 1e-9 or votes <= 1e-9:
        return 0.0
    return votes / all_votes * (1.0 - exp(-all_votes / 1.5))
