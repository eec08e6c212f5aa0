"""Settles when and where an event happened, from the dates and places of its report."""

from collections.abc import Sequence

from vedette.model.place import Place
from vedette.model.time import When
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle_place import choose_place
from vedette.reading.settle_time import choose_date


def date_event(mentions: Sequence[EventDraft], scene: Scene) -> When | None:
    """When the event happened (or is set for), None when the report does not tell."""
    return choose_date(mentions, scene)


def place_event(mentions: Sequence[EventDraft], scene: Scene) -> Place | None:
    """Where the event happened, None when the report does not tell."""
    return choose_place(mentions, scene)
