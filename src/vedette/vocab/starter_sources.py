"""Sources to begin a watch with, by region."""

from dataclasses import dataclass

from vedette.errors import UsageError
from vedette.vocab.load import load_table

#: Regions that have a list.
REGIONS = ("world", "middle_east", "africa", "asia", "europe", "americas")


@dataclass(frozen=True, slots=True)
class StarterSource:
    """A public news source."""

    name: str
    region: str
    #: ISO 3166-1 alpha-2 codes of the countries that it is counted on to report on; empty: the world.
    countries: tuple[str, ...]
    #: Address of its RSS or Atom feed, None where it is not known for certain.
    feed: str | None
    #: Whether the address was visited when the list was made.
    checked: bool


def starter_sources(region: str | None = None) -> tuple[StarterSource, ...]:
    """The sources of a region, None: of all, in the order listed.

    Raises:
        UsageError: There is no list for the region.
    """
    name = region.replace("-", "_") if region else None
    if name is not None and name not in REGIONS:
        raise UsageError(f"there is no list of sources for {region!r}: choose one of {', '.join(REGIONS)}")
    return tuple(
        StarterSource(row["name"], one, tuple(row["countries"]), row.get("feed"), row["checked"])
        for one in (REGIONS if name is None else (name,))
        for row in load_table(f"sources_{one}")["sources"]
    )
