"""Finds names of places that no gazetteer holds, by where they stand ("at Northford", "near the shrine of Easton")."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.attach import preposition_of
from vedette.reading.parse import Sentence, span_of
from vedette.reading.scene import Scene

#: Prepositions after which a name is most likely a place's.
_BEFORE_PLACES = frozenset(("in", "at", "near", "outside", "around", "inside", "above", "off"))
#: What a name in such a place is not, as the pipeline labels it.
_NOT_PLACES = frozenset(("DATE", "TIME", "NORP", "EVENT", "LANGUAGE", "LAW", "MONEY", "PERCENT", "CARDINAL", "ORDINAL"))


def find_unlisted(sentence: Sentence, scene: Scene) -> Iterator[tuple[Token, Place]]:
    """Names after a preposition of place that are neither a known place, a group, a speaker nor a date.

    The place has its words for a name, and no coordinates.
    """
    for token in sentence.tokens:
        if token.pos_ != "PROPN" or token.dep_ not in ("pobj", "conj", "compound") or token.ent_type_ in _NOT_PLACES:
            continue
        if token.dep_ == "compound" and token.head.pos_ == "PROPN":
            continue
        preposition = preposition_of(token)
        if preposition is None or preposition.lower_ not in _BEFORE_PLACES or token.i < preposition.i:
            continue
        words = token.doc[_start(token, sentence) : token.i + 1]
        span = span_of(words)
        if not _is_taken(span, sentence.index, scene):
            yield token, Place(span, words.text, because="a name after a preposition of place, in no gazetteer")


def _start(token: Token, sentence: Sentence) -> int:
    start = token.i
    while start > sentence.tokens.start and (token.doc[start - 1].pos_ == "PROPN" or token.doc[start - 1].text == "-"):
        start -= 1
    return start


def _is_taken(span: Span, at: int, scene: Scene) -> bool:
    """Whether something else that is known stands there."""
    known = (scene.places_by_sentence, scene.dates_by_sentence, scene.groups_by_sentence)
    speakers = [s.speaker.span for s in scene.speech_by_sentence.get(at, ()) if s.speaker.span]
    return any(item.span.overlaps(span) for held in known for item in held.get(at, ())) or any(
        speaker.overlaps(span) for speaker in speakers
    )
