"""Finds the town or province whose name is spelt nearly so, in a country that is told."""

from dataclasses import replace

from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.model.place import Place

_KINDS = frozenset({"town", "district", "province"})
#: Letters of the shortest name that is compared.
_SHORTEST = 5
#: How many of the places that are spelt nearly so are weighed.
_WEIGHED = 20
#: A place is taken before others whose names are as near where it has so many times their people.
_LARGER = 10


def nearly_so(place: Place, country: str | None) -> Place:
    """The place of a name that no gazetteer has, as the only one of the country that is spelt nearly so, else itself.

    Args:
        place: A place without a point, under the words of the report.
        country: The country that it is told to lie in (ISO 3166-1 alpha-2), None where none is told.
    """
    gazetteer = Gazetteer.open()
    if country is None or place.lat is not None or not place.named or len(place.name or "") < _SHORTEST:
        return place
    name = place.name or ""
    if gazetteer.find(name):
        return place
    near = [e for e in gazetteer.find_like(name, _WEIGHED) if e.country == country and e.kind in _KINDS]
    entry = _only(near)
    if entry is None:
        return place
    return located(place, entry, f"{place.because}; spelt nearly as {entry.name} in {country}")


def located(place: Place, entry: Entry, because: str) -> Place:
    """The place as the gazetteer has it, under the words of the report."""
    return replace(
        place,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        radius_km=entry.radius_km,
        geonameid=entry.geonameid,
        kind=entry.kind,
        because=because,
    )


def _only(near: list[Entry]) -> Entry | None:
    """The only place, or the one far more populous than the others; None where it cannot be told."""
    ranked = sorted(near, key=lambda entry: -entry.population)
    if not ranked or (len(ranked) > 1 and ranked[0].population < _LARGER * max(1, ranked[1].population)):
        return None
    return ranked[0]
