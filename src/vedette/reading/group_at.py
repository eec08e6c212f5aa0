"""Tells which group of the vocabulary stands at a word."""

from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.parse import span_of
from vedette.reading.scene import GroupMention, Scene
from vedette.vocab.load import load_table

#: Kinds of the vocabulary's groups that act by force.
FORCES = frozenset({"armed_group", "force", "agency", "government"})


def uses_force(group: GroupMention | None) -> bool:
    """Whether a group acts by force: by its kind, or as an alliance of states that wages war."""
    return group is not None and (group.kind in FORCES or group.id in _alliances())


@cache
def _alliances() -> frozenset[str]:
    return frozenset(load_table("roles")["owned"]["alliances"])


def group_at(words: Token | TokenSpan, scene: Scene) -> GroupMention | None:
    """The first group of the vocabulary whose name overlaps the words."""
    span = span_of(words)
    first = words if isinstance(words, Token) else words[0]
    sentence = scene.parsed.by_token.get((id(first.doc), first.i))
    if sentence is None:
        return None  # a blank between sentences
    beside = scene.groups_by_sentence.get(sentence.index, ())
    return next((group for group in beside if group.span.overlaps(span)), None)
