"""Places as reports name them."""

from dataclasses import dataclass

from vedette.model.place_shape import PlaceShape
from vedette.model.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, with how well it is known.

    Unknown is None: a name that no gazetteer holds keeps its words and has no coordinates.
    """

    #: The words that name it.
    span: Span
    #: Name as the gazetteer has it, else the words.
    name: str
    #: ISO 3166-1 alpha-2, None when not known or in no country.
    country: str | None = None
    #: First-level unit it lies in (or is), None when not known.
    admin1: str | None = None
    #: Degrees, WGS 84; both None when not located.
    lat: float | None = None
    #: Degrees, WGS 84.
    lon: float | None = None
    #: Kilometres: the circle around (lat, lon) that holds the true place with probability .95.
    radius_km: float | None = None
    #: GeoNames id, None where it is not from GeoNames.
    geonameid: int | None = None
    #: Kind of place: `town, district, province, country, region, water, crossing, base, airport, shrine, road,
    #: border, site` (a building or street in a town), or None.
    kind: str | None = None
    #: Where in it the true place may be, when that is no disc: `lat` and `lon` are then only its middle.
    shape: PlaceShape | None = None
    #: The rule that chose it and the runner-up, for `--explain`.
    because: str | None = None
    #: Whether the words name it. False: only a people or a government tells the country, and no place is named.
    named: bool = True
