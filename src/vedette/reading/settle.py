"""Settles when and where an event happened, from the dates and places of its report."""

from collections.abc import Sequence

from vedette.model.place import Place
from vedette.model.time import When
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle_place import choose_place, place_in_general
from vedette.reading.settle_time import choose_date


def date_event(mentions: Sequence[EventDraft], scene: Scene) -> When | None:
    """When the event happened (or is set for), None when the report does not tell."""
    return choose_date(mentions, scene)


def place_event(mentions: Sequence[EventDraft], scene: Scene, *, general: bool = False) -> Place | None:
    """Where the event happened, None when the report does not tell.

    Args:
        mentions: Where it is told.
        scene: What else is known of the report.
        general: Whether acts in general are told, which are only where their own clause says.
    """
    if general:
        return place_in_general(mentions[0], scene)
    return choose_place(mentions, scene)
