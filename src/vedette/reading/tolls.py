"""Finds how many were killed, injured and detained, each speaker's figure apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.event import Toll
from vedette.reading.scene import EventDraft, Scene


@dataclass(frozen=True)
class Tolls:
    """The tolls of one event, None where none is told."""

    killed: Toll | None = None
    injured: Toll | None = None
    detained: Toll | None = None


def find_tolls(mentions: Sequence[EventDraft], scene: Scene) -> Tolls:
    """The tolls of the event that `mentions` tell of."""
    return Tolls()
