"""Scores one candidate of a mention. Weights are set by hand: see each."""

from math import asin, cos, exp, log10, radians, sin, sqrt

from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_names import fold
from vedette.reading.places_mention import Mention
from vedette.reading.resolve_context import Context

#: Prior by kind, on the scale of log10 of a town's population.
_PRIOR = {"country": 9.0, "province": 5.0, "district": 3.3, "region": 6.0, "water": 5.5, "airport": 3.0, "town": 0.0}
#: Countries whose first-level units are household names in English news.
_KNOWN_UNITS = frozenset({"US", "CA", "AU", "IN", "GB", "DE"})
#: Lost by a name that is not a place's own: another spelling, without its article; and by one that is hardly used.
_RANK = {0: 0.0, 1: 0.5, 2: 0.7}
#: Kinds that a kind word may mean.
_MEANS = {
    "province": ("province",),
    "district": ("district",),
    "town": ("town",),
    "region": ("region", "province", "water", "site"),
    "water": ("water",),
    "airport": ("airport",),
    "base": ("base", "site", "airport"),
    "crossing": ("crossing",),
    "shrine": ("shrine",),
    "site": ("site", "road"),
}


def score_of(entry: Entry, mention: Mention, outer: Entry | None, context: Context | None) -> float:
    """How well a candidate fits; higher is better."""
    score = prior_of(entry) + _fit_of_kind(entry, mention)
    if outer is not None and outer != entry:
        score += 5.0 if contains(outer, entry) else -1.0
    if context is not None:
        score += _fit_of_context(entry, mention, context)
    return score


def prior_of(entry: Entry) -> float:
    """How likely a name means this place when nothing else is known."""
    lost = _RANK[entry.rank]
    if entry.kind == "town":
        people = log10(max(entry.population, 300))
        return people - lost * (1.0 if entry.population > 100_000 else 2.0)
    prior = _PRIOR.get(entry.kind, 4.5)
    if entry.kind == "province":
        prior += (1.3 if entry.country in _KNOWN_UNITS else 0.0) - (1.5 if entry.radius_km < 25 else 0.0)
        lost *= 2.0
    return prior - lost


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether `inner` lies in `outer`, as far as units and circles tell."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    if outer.kind == "province" and inner.country == outer.country and inner.admin1 == outer.admin1:
        return inner.kind != "province"
    if inner.kind in ("country", "province") and outer.kind in ("town", "district", "province"):
        return False
    return distance_km(outer, inner) <= outer.radius_km * 1.15 + min(inner.radius_km, 10.0)


def distance_km(one: Entry, other: Entry) -> float:
    """Great circle distance (sphere, 6371.0088 km)."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def _fit_of_kind(entry: Entry, mention: Mention) -> float:
    wanted = mention.wanted
    if wanted is None:
        return 0.0
    if entry.kind in _MEANS.get(wanted, (wanted,)):
        return 3.0 if wanted != "town" else 1.5
    if wanted in ("province", "district") and entry.kind in ("province", "district"):
        return 1.5
    return -1.0 if entry.kind == "country" and wanted in ("province", "district", "town") else 0.0


def _fit_of_context(entry: Entry, mention: Mention, context: Context) -> float:
    """Countries, units and near-by places that the report names besides."""
    name = fold(mention.name)
    score = 0.0
    if entry.country:
        score += 3.0 * context.countries.get(entry.country, 0.0)
    if entry.country and entry.admin1 and entry.kind != "country":
        score += 2.5 * context.units.get((entry.country, entry.admin1), 0.0)
    if entry.kind == "country":
        return score
    near = 0.0
    for other, (place, sure) in context.points.items():
        if other != name and place != entry and place.country == entry.country:
            near += sure * exp(-distance_km(place, entry) / 120.0)
    return score + 2.0 * (1.0 - exp(-near))
