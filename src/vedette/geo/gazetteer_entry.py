"""What the gazetteer knows of one place."""

from functools import cache
from typing import NamedTuple

from vedette.vocab.load import load_table


class Entry(NamedTuple):
    """One place, as found under one of its names.

    A tuple, since names of many places are looked up often, and a frozen dataclass takes five times as long to make.
    """

    #: Its own name.
    name: str
    #: Kind of place, in the model's words (`town, district, province, country, region, water, crossing, …`).
    kind: str
    #: ISO 3166-1 alpha-2, None for what lies in no country or in several.
    country: str | None
    #: Name of the first-level unit that it lies in (or is), None when not known.
    admin1: str | None
    #: Degrees, WGS 84.
    lat: float
    #: Degrees, WGS 84.
    lon: float
    #: Kilometres: the circle around its point that holds what is "in" it with probability .95.
    radius_km: float
    #: People, 0 when not known.
    population: int = 0
    #: GeoNames id, None where it is not from GeoNames.
    geonameid: int | None = None
    #: How good the name is that found it: -1 one kept by hand, since the place is in the news; 0 its own; 1 another;
    #: 2 without an article or a word such as Province.
    rank: int = 0


@cache
def radius_of(kind: str, population: int) -> float:
    """Kilometres of uncertainty by kind of place and, for towns, population (`place_radius.toml`)."""
    table = load_table("place_radius")
    if kind != "town":
        return float(table["kind"].get(kind, table["town"]["unknown"]))
    if population <= 0:
        return float(table["town"]["unknown"])
    fitting = [step["radius_km"] for step in table["town"]["steps"] if population <= step["up_to"]]
    return float(fitting[0] if fitting else table["town"]["steps"][-1]["radius_km"])
