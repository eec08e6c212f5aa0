"""Finds the words that name an act, and tells which of them name the same one."""

from collections.abc import Sequence

from vedette.reading.parse import ParsedReport
from vedette.reading.scene import EventDraft, Scene


def find_drafts(parsed: ParsedReport) -> tuple[EventDraft, ...]:
    """Every mention of an act, in order."""
    return ()


def individuate(drafts: Sequence[EventDraft], scene: Scene) -> tuple[tuple[EventDraft, ...], ...]:
    """The mentions grouped by the act that they tell of; each group begins with the mention that says most."""
    return tuple((draft,) for draft in drafts)
