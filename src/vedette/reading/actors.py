"""Finds who did it, to whom, and with what."""

from collections.abc import Sequence

from vedette.model.event import Actor, Weapon
from vedette.reading.scene import EventDraft, Scene


def find_actors(mentions: Sequence[EventDraft], scene: Scene) -> tuple[Actor, ...]:
    """Everyone with a part in the event that `mentions` tell of: perpetrators first, then targets and victims."""
    return ()


def find_weapons(mentions: Sequence[EventDraft], scene: Scene) -> tuple[Weapon, ...]:
    """The weapons and means of the event."""
    return ()
