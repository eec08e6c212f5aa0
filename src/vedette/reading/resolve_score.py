"""Scores one candidate of a mention. Weights are set by hand: see each."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from vedette.geo.countries import is_capital
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_names import fold
from vedette.geo.sphere import kilometres_between
from vedette.reading.places_mention import Mention
from vedette.reading.resolve_context import Context

#: Prior by kind, on the scale of log10 of a town's population.
_PRIOR = {"country": 9.0, "province": 5.0, "district": 3.3, "region": 6.0, "water": 5.5, "airport": 3.0, "town": 0.0}
#: Prior of a town that the vocabulary holds and GeoNames does not: it stands there because it is in the news.
_KEPT_TOWN = 4.8
#: Countries whose first-level units are household names in English news.
_KNOWN_UNITS = frozenset({"US", "CA", "AU", "IN", "GB", "DE"})
#: Gained by the capital of a country: it is in the news more than its people tell.
_CAPITAL = 1.3
#: Elsewhere a unit mostly bears the name of its main town, and the town is meant unless a word says otherwise.
_UNIT_ELSEWHERE = -0.6
#: Given back where no town in the unit bears its name; lost where a metropolis in it, or the country's capital, does.
_UNIT_WITHOUT_NAMESAKE, _UNIT_OF_METROPOLIS, _UNIT_BESIDE_CAPITAL = 0.6, -1.0, -1.5
#: Lost by a unit that bears the name of a region beyond it, which a country named besides does not make smaller.
_UNIT_BESIDE_REGION = -5.0
#: Lost by a town under another name where a town of some size has it as its own.
_ALIAS_BESIDE_OWN = -1.0
#: Lost by a name that is not a place's own: another spelling, without its article; and by one that is hardly used.
_RANK = {-1: -0.8, 0: 0.0, 1: 0.9, 2: 0.9}
#: Weights of what the report's other names say: its countries, its first-level units, points near by.
_COUNTRY, _UNIT, _NEAR = 4.0, 3.0, 3.5
#: Prior from which a place is named without need of support (a town of 60,000), and support that is as good as none.
_WELL_KNOWN, _NO_SUPPORT = 4.8, 0.05
#: Kinds that a kind word may mean.
_MEANS = {
    "province": ("province",),
    "district": ("district",),
    "department": ("province", "district"),
    "town": ("town",),
    "region": ("region", "province", "water", "site"),
    "water": ("water",),
    "airport": ("airport",),
    "base": ("base", "site", "airport"),
    "crossing": ("crossing",),
    "shrine": ("shrine",),
    "site": ("site", "road"),
    "around": ("town",),
}


def score_of(entry: Entry, mention: Mention, outer: Entry | None, context: Context | None) -> float:
    """How well a candidate fits; higher is better."""
    score = prior_of(entry) + _fit_of_kind(entry, mention)
    if outer is not None and outer != entry:
        score += 5.0 if contains(outer, entry) else -1.0
    if context is not None:
        score += _fit_of_context(entry, mention, context)
    return score


@dataclass(frozen=True)
class Rivals:
    """What the bearers of one name are, beside one another."""

    #: (country, unit) → people of the largest town of that name in it.
    towns: dict[tuple[str | None, str | None], int]
    #: Countries whose capital has the name.
    capitals: frozenset[str | None]
    #: Whether a town of some size has it as its own name.
    own: bool
    #: Whether a region has it that lies in no country or in several ("Kashmir").
    beyond: bool = False


def rivals_of(candidates: Sequence[Entry]) -> Rivals:
    """The bearers of a name as rivals."""
    towns: dict[tuple[str | None, str | None], int] = {}
    for entry in candidates:
        if entry.kind == "town":
            key = (entry.country, entry.admin1)
            towns[key] = max(entry.population, towns.get(key, 0))
    own = any(entry.kind == "town" and entry.rank <= 0 and entry.population > 20_000 for entry in candidates)
    beyond = any(entry.kind == "region" and entry.country is None and entry.rank <= 0 for entry in candidates)
    return Rivals(towns, frozenset(entry.country for entry in candidates if _is_capital(entry)), own, beyond)


def rivalry(entry: Entry, wanted: str | None, rivals: Rivals) -> float:
    """What a candidate gains or loses by the other bearers of its name."""
    if entry.kind == "town":
        return _ALIAS_BESIDE_OWN if entry.rank > 0 and rivals.own else 0.0
    if entry.kind != "province" or wanted in ("province", "department"):
        return 0.0
    if rivals.beyond:
        return _UNIT_BESIDE_REGION
    if entry.country in rivals.capitals:
        return _UNIT_BESIDE_CAPITAL
    people = rivals.towns.get((entry.country, entry.admin1))
    if people is None:
        return _UNIT_WITHOUT_NAMESAKE
    return _UNIT_OF_METROPOLIS if people > 1_000_000 else 0.0


def prior_of(entry: Entry) -> float:
    """How likely a name means this place when nothing else is known."""
    lost = _RANK[entry.rank]
    if entry.kind == "town":
        if entry.geonameid is None:
            return _KEPT_TOWN - lost
        people = log10(max(entry.population, 300))
        capital = _CAPITAL if _is_capital(entry) else 0.0
        return people + capital - lost * (1.0 if entry.population > 100_000 or lost < 0 else 2.0)
    prior = _PRIOR.get(entry.kind, 4.5)
    if entry.kind == "province":
        prior += (1.6 if entry.country in _KNOWN_UNITS else _UNIT_ELSEWHERE) - (1.5 if entry.radius_km < 25 else 0.0)
        lost *= 2.0
    return prior - lost


def _is_capital(entry: Entry) -> bool:
    return entry.country is not None and entry.population > 100_000 and is_capital(entry.name, entry.country)


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
    return kilometres_between(one.lat, one.lon, other.lat, other.lon)


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
    support = context.support(fold(mention.name), entry)
    near = _NEAR * support.near if entry.kind not in ("region", "water") else 0.0
    return _COUNTRY * support.country + _UNIT * support.unit + near


def is_far_fetched(entry: Entry, mention: Mention, context: Context) -> bool:
    """Whether a little-known place lies where nothing else in the report is: the name more likely means another."""
    if entry.kind in ("country", "region", "water") or prior_of(entry) >= _WELL_KNOWN:
        return False
    if context.has_neighbour(entry.country) or (entry.kind == "province" and entry.rank <= 0 and " " not in entry.name):
        return False
    support = context.support(fold(mention.name), entry)
    return context.is_telling and support.country < _NO_SUPPORT and support.near < _NO_SUPPORT
