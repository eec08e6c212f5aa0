"""Places streets, buildings and the like, which no gazetteer holds, in the town that the report names with them."""

from collections import Counter

from vedette.geo.gazetteer_entry import Entry
from vedette.reading.places_mention import Mention
from vedette.reading.places_words import street_words

#: Words for a part of a town.
_QUARTERS = frozenset(("neighborhood", "neighbourhood", "quarter", "suburb", "district", "section", "borough"))
#: Degrees from which a place of the name is none of the town's parts: about 30 km.
_APART_DEGREES = 0.3
#: Code points between a site and the town named before it that still speak of one place.
_NEARBY_CHARS = 250


def place_sites(mentions: list[Mention], chosen: list[tuple[Entry | None, str]]) -> list[tuple[Entry | None, str]]:
    """The choices, with sites that have none put in the town named with them, with that town's circle."""
    main = _main_town([entry for entry, _ in chosen])
    placed: list[tuple[Entry | None, str]] = []
    before: tuple[int, Entry] | None = None
    by_mention = {id(mention): entry for mention, (entry, _) in zip(mentions, chosen, strict=True)}
    for mention, (entry, because) in zip(mentions, chosen, strict=True):
        quarter_of = _town_of_quarter(mention, entry, by_mention)
        if quarter_of:
            entry = quarter_of._replace(name=mention.words.text, kind="site", geonameid=None, population=0)
            because = f"a part of {quarter_of.name}, as the words beside it say"
        elif entry is None and _is_site(mention):
            town = by_mention.get(id(mention.within)) if mention.within else None
            if town is None and before and mention.span.start - before[0] < _NEARBY_CHARS:
                town = before[1]
            town = town or main
            if town:
                entry = town._replace(name=mention.words.text, kind="site", geonameid=None, population=0)
                because = f"a site, placed in {town.name}, which the report names with it"
        elif entry and entry.kind in ("town", "district"):
            before = (mention.span.end, entry)
        placed.append((entry, because))
    return placed


def _town_of_quarter(mention: Mention, entry: Entry | None, by_mention: dict[int, Entry | None]) -> Entry | None:
    """The town that a place is told to be a part of ("the Eastgate neighbourhood of Northport"), where its namesake
    lies elsewhere; else None."""
    doc, end = mention.words.doc, mention.words.end
    town = by_mention.get(id(mention.within)) if mention.within else None
    if town is None or town.kind != "town" or end >= len(doc) or doc[end].lower_ not in _QUARTERS:
        return None
    apart = entry is None or max(abs(entry.lat - town.lat), abs(entry.lon - town.lon)) > _APART_DEGREES
    return town if apart else None


def _is_site(mention: Mention) -> bool:
    return mention.label == "FAC" or mention.wanted == "site" or any(t.lower_ in street_words() for t in mention.words)


def _main_town(entries: list[Entry | None]) -> Entry | None:
    """The one town that the report speaks of most, None where none stands out."""
    counts = Counter(entry for entry in entries if entry and entry.kind == "town").most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] < 2 * counts[1][1]):
        return None
    return counts[0][0]
