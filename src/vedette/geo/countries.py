"""Countries and territories: codes, names and demonyms."""

from functools import cache

from vedette.geo.gazetteer_names import fold
from vedette.vocab.load import load_table


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 code → English name."""
    return {iso: said["name"] for iso, said in load_table("countries").items()}


@cache
def _codes_by_name() -> dict[str, str]:
    codes: dict[str, str] = {}
    for iso, said in load_table("countries").items():
        for name in (said["name"], *said["other"], *said["arabic"]):
            codes.setdefault(fold(name), iso)
    return codes


def is_initials(name: str) -> bool:
    """Whether a country's name is written in initials only ("CAR", "U.K."): in small letters they are words."""
    return name.isascii() and name.isupper() and len(name.replace(".", "")) < 5


@cache
def _initials() -> frozenset[str]:
    said = (name for row in load_table("countries").values() for name in row["other"])
    return frozenset(fold(name) for name in said if is_initials(name))


@cache
def _codes_by_demonym() -> dict[str, str]:
    codes: dict[str, str] = {}
    for iso, demonyms in load_table("demonyms").items():
        for demonym in demonyms:
            codes.setdefault(fold(demonym), iso)
            codes.setdefault(fold(demonym) + "s", iso)
    return codes


def find_country(name: str) -> str | None:
    """ISO code of a country by one of its names (`Burma`) or a code of two or three letters; None when it is none.

    >>> find_country("Syrian Arab Republic"), find_country("IRQ"), find_country("Diyala")
    ('SY', 'IQ', None)
    >>> find_country("CAR"), find_country("car")
    ('CF', None)
    """
    table = load_table("countries")
    if name in table:
        return name
    if len(name) == 3 and name.isupper():
        for iso, said in table.items():
            if said["iso3"] == name:
                return iso
    folded = fold(name)
    if folded in _initials() and not name.isupper():
        return None
    return _codes_by_name().get(folded) or _codes_by_name().get(folded.removeprefix("the "))


def find_demonym(word: str) -> str | None:
    """ISO code of the country whose adjective or people the word is (`Iraqi`, `Afghans`); None when it is none.

    >>> find_demonym("Iraqis"), find_demonym("blue")
    ('IQ', None)
    """
    return _codes_by_demonym().get(fold(word))


@cache
def capital_of(country: str) -> str | None:
    """Name of a country's capital; None when not known."""
    said = load_table("countries").get(country)
    return str(said["capital"]) or None if said else None


@cache
def is_capital(town: str, country: str) -> bool:
    """Whether a town of that name is the country's capital, as the table has it."""
    capital = capital_of(country)
    return capital is not None and fold(town) in (fold(capital), fold(capital) + " city")
