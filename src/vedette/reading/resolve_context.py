"""What a report's other places tell about one: countries, first-level units, points."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TypeVar

from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_names import fold
from vedette.reading.places_mention import Mention


_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Hints:
    """What else tells where a report is about: demonyms, its source."""

    #: Country → how often it is hinted at.
    countries: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Context:
    """Shares of what the report names."""

    #: Country → share of the names (0 to 1).
    countries: dict[str, float]
    #: (country, unit) → share of the names.
    units: dict[tuple[str, str], float]
    #: Folded name → (chosen place, how far it can be relied on, 0 to 1).
    points: dict[str, tuple[Entry, float]]


def context_of(
    mentions: list[Mention], candidates: list[tuple[Entry, ...]], chosen: list[Entry | None], hints: Hints
) -> Context:
    """The context that the choices made so far make."""
    countries: dict[str, float] = defaultdict(float)
    units: dict[tuple[str, str], float] = defaultdict(float)
    points: dict[str, tuple[Entry, float]] = {}
    seen: Counter[str] = Counter()
    for mention, found, entry in zip(mentions, candidates, chosen, strict=True):
        if entry is None or entry.country is None:
            continue
        name = fold(mention.name)
        seen[name] += 1
        sure = reliability(mention, found, entry)
        weight = sure / seen[name]
        countries[entry.country] += weight
        if entry.admin1:
            units[entry.country, entry.admin1] += weight
        if entry.kind != "country" and sure > points.get(name, (entry, 0.0))[1]:
            points[name] = (entry, sure)
    for country, count in hints.countries.items():
        countries[country] += 0.7 * min(count, 6) ** 0.5
    return Context(_shares(countries), _shares(units), points)


def reliability(mention: Mention, candidates: tuple[Entry, ...], entry: Entry) -> float:
    """How far a choice can be relied on to tell about others: few rivals, a container, fame."""
    if entry.kind == "country":
        return 1.0
    if mention.stands_for or mention.within:
        return 1.0
    rivals = sum(1 for other in candidates if other.country != entry.country or other.admin1 != entry.admin1)
    fame = 0.25 if entry.population > 500_000 or entry.kind == "province" else 0.0
    return min(1.0, 1.0 / (1.0 + 0.7 * rivals) + fame)


def _shares(weights: dict[_Key, float]) -> dict[_Key, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}
