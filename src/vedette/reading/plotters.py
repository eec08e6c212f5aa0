"""Takes those arrested or killed before an act could be done for those who meant to do it."""

from collections.abc import Sequence
from dataclasses import replace

from vedette.model.event import Actor, Event, OnWhoseWord, Role, Stage
from vedette.vocab.groups import groups_by_id
from vedette.vocab.load import load_table

#: Roles by which somebody is told to have meant the act.
_DOING = frozenset({Role.PERPETRATOR, Role.INSTIGATOR})


def with_plotters(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, stopped plots without a perpetrator having those of whom the arrest that stopped it tells."""
    by_id = {event.id: event for event in events}
    return tuple(_with(event, by_id.get(event.stopped_by or "")) for event in events)


def _with(event: Event, arrest: Event | None) -> Event:
    if any(actor.role in _DOING for actor in event.actors):
        return event
    if arrest is None:
        return _with_fallen(event)
    held = [actor for actor in arrest.actors if actor.role is Role.VICTIM and actor.effect == "taken"]
    meant = tuple(_accused(actor) for actor in held)
    kept = tuple(a for a in event.actors if all(not a.span.overlaps(one.span) for one in meant))
    return replace(event, actors=(*meant, *kept)) if meant else event


def _with_fallen(event: Event) -> Event:
    """ "Army foils infiltration, two militants killed": the fighters who fell in a foiled act are its authors."""
    fallen = [a for a in event.actors if a.role in {Role.VICTIM, Role.TARGET} and _fights(a)]
    if event.stage is not Stage.FOILED or not fallen:
        return event
    meant = tuple(replace(a, role=Role.PERPETRATOR, effect=None, because=f"fell in it: {a.because}") for a in fallen)
    return replace(event, actors=(*meant, *event.actors))


def _fights(actor: Actor) -> bool:
    """Whether an actor is a fighter by its description, or of an armed group."""
    group = groups_by_id().get(actor.id) if actor.id else None
    last = (actor.description or "").lower().split()[-1:]
    fighters = load_table("persons")["perpetrators"]
    return (group is not None and group.kind == "armed_group") or any(
        form in fighters for word in last for form in (word, word.removesuffix("s"), word.replace("men", "man"))
    )


def _accused(held: Actor) -> Actor:
    return replace(
        held,
        role=Role.PERPETRATOR,
        effect=None,
        on_whose_word=OnWhoseWord.ACCUSED,
        because=f"arrested before the act: {held.because}",
    )
