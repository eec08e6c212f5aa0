"""The country that a source's name tells of."""

from functools import lru_cache

from vedette.geo.countries import find_country, find_demonym
from vedette.geo.gazetteer import Gazetteer
from vedette.vocab.load import load_table


@lru_cache(maxsize=4096)
def country_of_source(source: str | None) -> str | None:
    """The country that an outlet's name tells of; None where it tells of none."""
    if not source:
        return None
    known = load_table("places_sources")["sources"]
    if source in known:
        return str(known[source])
    words = source.split()
    names = [" ".join(words[at : at + size]) for size in (3, 2, 1) for at in range(len(words) - size + 1)]
    for name in names:
        country = find_country(name) if len(name) > 3 else None
        country = country or find_demonym(name)
        if country:
            return country
    towns = [entry for name in names for entry in Gazetteer.open().find(name) if entry.population > 1_000_000]
    return max(towns, key=lambda entry: entry.population).country if towns else None
