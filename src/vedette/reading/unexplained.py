"""Explosions of which the report says that nobody knows the cause: they may have been attacks or mishaps."""

from collections.abc import Sequence

from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Groups of triggers that tell of an explosion and not of what made it.
_EXPLOSIONS = ("explosion", "explosions_heard")
#: Sentences after the explosion's within which the cause is told to be unknown.
_AFTER = 2


def cause_unknown(mentions: Sequence[EventDraft], scene: Scene) -> str | None:
    """The sentence that says so, None where it does not or where what exploded was a weapon."""
    acts = [mention for mention in mentions if mention.names != "harm"]
    if not acts or any(mention.entry.split(":")[0] not in _EXPLOSIONS for mention in acts):
        return None
    words = load_table("stages")["unexplained"]
    at = acts[0].sentence.index
    for sentence in scene.parsed.sentences[at : at + 1 + _AFTER]:
        low = f" {sentence.tokens.text.lower()} "
        if any(f" {noun}" in low for noun in words["causes"]) and any(f" {word}" in low for word in words["unknown"]):
            return sentence.tokens.text
    return None
