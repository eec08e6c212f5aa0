"""First-level units by the words that data sets name them with."""

from functools import lru_cache

from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_spellings import without_province_word
from vedette.geo.units import find_unit


def unit_of_words(country: str, name: str) -> str | None:
    """The id of the unit that a name means in a country, None where none does.

    Args:
        country: ISO 3166-1 alpha-2.
        name: In any spelling, with or without a word such as Province.

    >>> unit_of_words("IQ", "Diyálá province"), unit_of_words("IQ", "Atlantis")
    ('IQ-DI', None)
    """
    found = unit_entry(country, name)
    return found[0] if found else None


@lru_cache(maxsize=8192)
def unit_entry(country: str, name: str) -> tuple[str, Entry] | None:
    """The id of the unit that a name means in a country, with its entry in the gazetteer that ships."""
    gazetteer, bare = Gazetteer.open_shipped(), without_province_word(name)
    for entries in (gazetteer.find(name), gazetteer.find(bare), gazetteer.find_like(bare)):
        for entry in entries:
            unit = find_unit(country, entry.name, entry.geonameid)
            if entry.kind == "province" and entry.country == country and unit:
                return unit, entry
    return None
