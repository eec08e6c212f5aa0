"""Tells which mentions name the same act."""

from collections.abc import Sequence

from vedette.reading.scene import EventDraft, Scene

#: What says most first: the mention that an event is named after.
_SAYS_MOST = {"act": 0, "plot": 1, "harm": 1, "means": 2}


def individuate(drafts: Sequence[EventDraft], scene: Scene) -> tuple[tuple[EventDraft, ...], ...]:
    """The mentions grouped by the act that they tell of; each group begins with the mention that says most."""
    groups: list[list[EventDraft]] = []
    for draft in drafts:
        home = next((group for group in reversed(groups) if _tells_of(draft, group)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    return tuple(tuple(_ordered(group)) for group in groups if _is_event(group))


def _tells_of(draft: EventDraft, group: Sequence[EventDraft]) -> bool:
    return group[0].kind == draft.kind


def _is_event(group: Sequence[EventDraft]) -> bool:
    return True


def _ordered(group: list[EventDraft]) -> list[EventDraft]:
    first = min(group, key=lambda d: (d.sentence.index, _SAYS_MOST[d.names], d.trigger.i))
    return [first, *(draft for draft in group if draft is not first)]
