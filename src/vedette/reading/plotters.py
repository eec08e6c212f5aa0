"""Takes those arrested before an act for those who are accused of having meant to do it."""

from collections.abc import Sequence
from dataclasses import replace

from vedette.model.event import Actor, Event, OnWhoseWord, Role

#: Roles by which somebody is told to have meant the act.
_DOING = frozenset({Role.PERPETRATOR, Role.INSTIGATOR})


def with_plotters(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, stopped plots without a perpetrator having those of whom the arrest that stopped it tells."""
    by_id = {event.id: event for event in events}
    return tuple(_with(event, by_id.get(event.stopped_by or "")) for event in events)


def _with(event: Event, arrest: Event | None) -> Event:
    if arrest is None or any(actor.role in _DOING for actor in event.actors):
        return event
    held = [actor for actor in arrest.actors if actor.role is Role.VICTIM and actor.effect == "taken"]
    meant = tuple(_accused(actor) for actor in held)
    kept = tuple(a for a in event.actors if all(not a.span.overlaps(one.span) for one in meant))
    return replace(event, actors=(*meant, *kept)) if meant else event


def _accused(held: Actor) -> Actor:
    return replace(
        held,
        role=Role.PERPETRATOR,
        effect=None,
        on_whose_word=OnWhoseWord.ACCUSED,
        because=f"arrested before the act: {held.because}",
    )
