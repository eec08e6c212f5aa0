"""All acts of a report side by side, with what is asked of them again and again worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from vedette.model.time import When
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle import date_event


@dataclass(frozen=True)
class Told:
    """The acts that a report tells of, each by its mentions, in order."""

    acts: tuple[tuple[EventDraft, ...], ...]
    scene: Scene

    @cached_property
    def whens(self) -> tuple[When | None, ...]:
        """When each act was, in the order of the acts."""
        return tuple(date_event(mentions, self.scene) for mentions in self.acts)

    @cached_property
    def by_sentence(self) -> dict[int, tuple[EventDraft, ...]]:
        """The mentions in each sentence, by the sentence's index."""
        return {index: tuple(draft for _, draft in held) for index, held in self._numbered.items()}

    def others_beside(self, mention: EventDraft, number: int) -> tuple[Token, ...]:
        """The words that name other acts in the mention's sentence, the mention being of act `number`."""
        held = self._numbered.get(mention.sentence.index, ())
        return tuple(draft.trigger for n, draft in held if n != number)

    @cached_property
    def _numbered(self) -> dict[int, Sequence[tuple[int, EventDraft]]]:
        found: dict[int, list[tuple[int, EventDraft]]] = {}
        for number, mentions in enumerate(self.acts):
            for draft in mentions:
                found.setdefault(draft.sentence.index, []).append((number, draft))
        return {index: sorted(held, key=lambda item: item[1].words.start) for index, held in found.items()}
