"""Decides how far an act got, whether it is told as real, and whether only as history."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.event import Reality, Stage
from vedette.reading.scene import EventDraft, Scene


@dataclass(frozen=True)
class Reached:
    """How far an act got."""

    stage: Stage | None
    reality: Reality
    background: bool
    #: The rules and their words, for `--explain`.
    because: tuple[str, ...]


def decide_stage(mentions: Sequence[EventDraft], scene: Scene) -> Reached:
    """How far the act that `mentions` tell of got."""
    return Reached(Stage.CARRIED_OUT, Reality.ACTUAL, False, ())
