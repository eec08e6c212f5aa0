"""Decides on whose word an event, and an actor's part in it, stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.event import OnWhoseWord
from vedette.model.span import Span
from vedette.reading.scene import EventDraft, Scene


@dataclass(frozen=True)
class Word:
    """On whose word something stands."""

    value: OnWhoseWord
    #: Ids of the statements that tell it, the deciding one first.
    statements: tuple[str, ...]
    #: The rule and its words, for `--explain`.
    because: str


def word_of_event(mentions: Sequence[EventDraft], scene: Scene) -> Word:
    """On whose word it stands that the event (told in `mentions`) happened."""
    return Word(OnWhoseWord.FACT, (), "told by the report itself")


def word_of_actor(actor: Span, mention: EventDraft, scene: Scene) -> Word:
    """On whose word it stands that the actor at `actor` had its part in the event that `mention` tells of."""
    return Word(OnWhoseWord.FACT, (), "told by the report itself")
