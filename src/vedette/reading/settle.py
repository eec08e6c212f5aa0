"""Settles when and where an event happened, from the dates and places of its report."""

from collections.abc import Sequence

from vedette.model.place import Place
from vedette.model.time import When
from vedette.reading.scene import EventDraft, Scene


def date_event(mentions: Sequence[EventDraft], scene: Scene) -> When | None:
    """When the event happened (or is set for), None when the report does not tell."""
    return None


def place_event(mentions: Sequence[EventDraft], scene: Scene) -> Place | None:
    """Where the event happened, None when the report does not tell."""
    return None
