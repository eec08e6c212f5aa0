"""Explosions of which nobody tells the cause: they may have been attacks or mishaps."""

from collections.abc import Sequence

from vedette.reading.lexicon import words_of_field
from vedette.reading.parse import Sentence
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Groups of triggers that tell of an explosion and not of what made it.
_EXPLOSIONS = ("explosion", "explosions_heard")
#: Groups of triggers that tell what something did to people and things, whatever it was.
_HARMS = ("killing", "dying", "injuring", "destruction")
#: Sentences after the explosion's within which the cause is told to be unknown.
_AFTER = 2


def cause_unknown(mentions: Sequence[EventDraft], scene: Scene) -> str | None:
    """The words by which nobody tells why it exploded, None where something exploded by intent or nothing did.

    Either a sentence says that the cause is not known, or the explosion was in a dwelling or a workplace, and no
    word of the report speaks of an attack.
    """
    groups = [mention.entry.split(":")[0] for mention in mentions]
    acts = [m for m, group in zip(mentions, groups, strict=True) if m.names != "harm" or group in _EXPLOSIONS]
    if any(mention.entry.split(":")[0] not in _EXPLOSIONS for mention in acts):
        return None
    first = (acts or mentions)[0].sentence
    if acts:
        words = load_table("stages")["unexplained"]
        for sentence in scene.parsed.sentences[first.index : first.index + 1 + _AFTER]:
            low = f" {sentence.tokens.text.lower()} "
            if any(f" {noun}" in low for noun in words["causes"]) and any(
                f" {word}" in low for word in words["unknown"]
            ):
                return sentence.tokens.text
    elif any(group not in _HARMS for group in groups) or not _has(first, "explosions"):
        return None
    return first.tokens.text if _has(first, "mishap_sites") and not _tells_of_intent(scene) else None


def _has(sentence: Sentence, field: str) -> bool:
    return any(token.lower_ in words_of_field(field) for token in sentence.tokens)


def _tells_of_intent(scene: Scene) -> bool:
    """Whether a word of the report speaks of a weapon, of people who attack, or of an attack."""
    if any(group.kind == "armed_group" for group in scene.groups):
        return True
    return any(_has(sentence, "intent") for sentence in scene.parsed.sentences)
