"""Links a stopped plot with the arrest, seizure or defusal that stopped it."""

from collections.abc import Sequence
from dataclasses import replace

from vedette.model.event import Event, Reality, Stage
from vedette.reading.scene import EventDraft

#: Modes of coercion that can stop a plot.
_STOPPING = frozenset(("arrest", "seize", "punish"))

#: Sentences between the plot and the arrest that stopped it.
NEAR = 1

#: Words that say that somebody is held for what was done, not for what was planned.
_AFTER_THE_DEED = frozenset(("convicted", "sentenced"))


def link_stopped(events: Sequence[Event], told: Sequence[Sequence[EventDraft]]) -> tuple[Event, ...]:
    """The events, stopped plots naming what stopped them.

    A plot whose authors were arrested is foiled, also when the words only say that they planned it.

    Args:
        events: The events of a report.
        told: Their mentions, in the same order.
    """
    arrests: dict[int, Event] = {}
    for event, mentions in zip(events, told, strict=True):
        if _can_stop(event) and (event.mode == "punish" or _before_the_deed(mentions)):
            for mention in mentions:
                arrests.setdefault(mention.sentence.index, event)
    return tuple(_linked(event, mentions, arrests) for event, mentions in zip(events, told, strict=True))


def _can_stop(event: Event) -> bool:
    real = event.reality is Reality.ACTUAL and event.stage is Stage.CARRIED_OUT
    return event.kind == "COERCE" and event.mode in _STOPPING and real


def _linked(event: Event, mentions: Sequence[EventDraft], arrests: dict[int, Event]) -> Event:
    if event.kind != "ASSAULT" or event.stage not in (Stage.FOILED, Stage.PLANNED):
        return event
    if event.reality in (Reality.NEGATED, Reality.GENERIC):
        return event
    near = [m.sentence.index + step for step in (0, -NEAR, NEAR, NEAR + 1) for m in mentions]
    arrest = next((arrests[index] for index in near if index in arrests), None)
    if arrest is None or (arrest.mode == "punish" and event.trigger.part != arrest.trigger.part):
        return event
    because = f"foiled: an arrest or seizure told beside it stopped it ({arrest.id})"
    return replace(
        event, stage=Stage.FOILED, reality=Reality.ACTUAL, stopped_by=arrest.id, because=(*event.because, because)
    )


def _before_the_deed(mentions: Sequence[EventDraft]) -> bool:
    return not any(token.lower_ in _AFTER_THE_DEED for mention in mentions for token in mention.sentence.tokens)
