"""Tells which group of the vocabulary stands at a word."""

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.parse import span_of
from vedette.reading.scene import GroupMention, Scene


def group_at(words: Token | TokenSpan, scene: Scene) -> GroupMention | None:
    """The first group of the vocabulary whose name overlaps the words."""
    span = span_of(words)
    first = words if isinstance(words, Token) else words[0]
    sentence = scene.parsed.by_token.get((id(first.doc), first.i))
    if sentence is None:
        return None  # a blank between sentences
    beside = scene.groups_by_sentence.get(sentence.index, ())
    return next((group for group in beside if group.span.overlaps(span)), None)
