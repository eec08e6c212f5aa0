"""Distances by kind and severity: how far out a zone reaches for one event."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.model.watch import Watch, ZoneDistance
from vedette.model.zone import ZoneCheck


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands to a zone at the distance that holds for it."""

    check: ZoneCheck
    #: The watch's entry that set the distance; None: the zone's own.
    distance: ZoneDistance | None


def find_distance(watch: Watch, zone_id: str, event: Event, reading: Reading) -> ZoneDistance | None:
    """The first distance of the zone that fits the event, None where the zone's own holds.

    Names are held against places and actors that the event's words bear, by the names the reader gave them: so the
    answer is the same with and without the report's text.
    """
    mine = [entry for entry in watch.distances if entry.zone_id == zone_id]
    if not mine:
        return None
    killed = event.killed.low if event.killed else 0
    for entry in mine:
        fits = not entry.kinds or event.kind in entry.kinds
        fits = fits and (entry.killed is None or (event.killed is not None and killed >= entry.killed))
        if fits and (not entry.names or not _folded(entry.names).isdisjoint(_folded(_names(event, reading)))):
            return entry
    return None


def find_distances(watch: Watch, readings: Iterable[Reading]) -> Iterator[tuple[ZoneDistance, Event]]:
    """Each event of the readings with each distance that holds for it, where it is not the zone's own."""
    if not watch.distances:
        return
    for reading in readings:
        for event in reading.events:
            for zone in watch.zones:
                if (entry := find_distance(watch, zone.id, event, reading)) is not None:
                    yield entry, event


def standings(
    watch: Watch,
    event: Event,
    reading: Reading,
    zone_checks: Mapping[str, Sequence[ZoneCheck]],
    distance_checks: Mapping[str, Sequence[ZoneCheck]],
) -> tuple[Standing, ...]:
    """How an event stands to each zone, in the watch's order.

    Args:
        watch: The watch.
        event: The event.
        reading: The reading it stands in.
        zone_checks: Event id → checks at the zones' own distances.
        distance_checks: Event id → checks at the distances that hold for it.

    Raises:
        LookupError: A distance holds for the event at which it was not checked.
    """
    found = []
    elsewhere = {check.zone_id: check for check in distance_checks.get(event.id, ())}
    for check in zone_checks.get(event.id, ()):
        entry = find_distance(watch, check.zone_id, event, reading)
        found.append(Standing(check if entry is None else elsewhere[check.zone_id], entry))
    return tuple(found)


def distance_words(entry: ZoneDistance) -> str:
    """What a distance is for, in words.

    >>> distance_words(ZoneDistance("z", 60, ("ASSAULT",), killed=10))
    '60 km (assault, at least 10 killed)'
    """
    parts = [" or ".join(kind.lower() for kind in entry.kinds)] if entry.kinds else []
    parts += [f"at least {entry.killed} killed"] if entry.killed is not None else []
    parts += [f"naming {' or '.join(entry.names)}"] if entry.names else []
    return f"{entry.out_to_km:g} km ({', '.join(parts)})"


def _folded(names: Iterable[str]) -> set[str]:
    return {" ".join(name.casefold().split()) for name in names}


def _names(event: Event, reading: Reading) -> Iterator[str]:
    """Names that the event's words bear: its place and actors, and places in its sentences and what was said of it."""
    if event.where is not None:
        yield event.where.name
    yield from (actor.name for actor in event.actors if actor.name)
    told = [*event.evidence, *(one.content for one in reading.statements if one.id in event.statements)]
    yield from (place.name for place in reading.places if any(_holds(span, place.span) for span in told))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.part == inner.part and outer.start <= inner.start and inner.end <= outer.end
