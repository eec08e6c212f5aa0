"""What the encoder is taught: the answers of a train document, by piece, phrase and sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.muc4_answers import Seen
from benchmarks.muc4_days import is_short
from benchmarks.muc4_encoder import KINDS
from benchmarks.muc4_names import bare
from benchmarks.muc4_pieces import Ints, Pieces, Vocabulary, Window
from benchmarks.muc4_rank import SLOTS, TYPES
from vedette.model.span import Span

Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Lesson:
    """A document in pieces, with what is right of it."""

    pieces: Pieces
    windows: list[Window]
    #: (mentions,): the word of each mention, and the phrase that it is a mention of.
    mentions: Ints
    mention_of: Ints
    #: (pieces,): the sentence of each.
    sentences: Ints
    #: (days,), (places,): the word that each begins with.
    days: Ints
    places: Ints
    #: Of each head, (asked, answers).
    right: dict[str, Truths]
    #: (answers,): those of the whole that the document can teach.
    asked: Truths


def lesson(row: Seen, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches."""
    shown, text = row.shown, row.shown.text
    pieces = vocabulary.pieces(text)
    mentions = [(pieces.word_at(m.at), i) for i, phrase in enumerate(shown.phrases) for m in phrase.mentions]
    days, places = list(_days(row)), list(_places(row))
    firsts = np.array([0 if start < 0 else pieces.of_word(start)[0] for start in shown.starts])
    whole, asked = _whole(row)
    right = {
        "phrase": [_of_phrase(row, i) for i in range(len(shown.phrases))],
        "day": [told for _, told in days],
        "place": [told for _, told in places],
        "sentence": [[*(kind in told for kind in TYPES), bool(told)] for told in row.by_sentence()],
        "whole": [whole],
    }
    widths = {"phrase": len(SLOTS) * (1 + len(KINDS)), "day": len(KINDS) + 1, "place": len(KINDS) + 1}
    return Lesson(
        pieces,
        vocabulary.windows(shown.head, pieces, [s for s in shown.starts if s >= 0]),
        np.array([word for word, _ in mentions], dtype=np.int64),
        np.array([phrase for _, phrase in mentions], dtype=np.int64),
        np.searchsorted(firsts, np.arange(len(pieces.ids)), side="right") - 1,
        np.array([pieces.word_at(place) for place, _ in days], dtype=np.int64),
        np.array([pieces.word_at(place) for place, _ in places], dtype=np.int64),
        {name: np.array(told, dtype=bool).reshape(len(told), widths.get(name, -1)) for name, told in right.items()},
        np.array(asked),
    )


def _of_phrase(row: Seen, phrase: int) -> list[bool]:
    """Whether it fills each slot: of any incident, and of one of each type."""
    return [row.fills(phrase, slot, kind) for kind in ("", *KINDS) for slot in SLOTS]


def _days(row: Seen) -> Iterator[tuple[int, list[bool]]]:
    """(where it begins, whether it is that of an incident of each type, and of any) of the days told."""
    for told in row.reading.dates:
        if told.span.part == "text" and told.kind in {"DATE", "TIME"} and is_short(told.start, told.end):
            words = f"{told.start}" if told.start == told.end else f"{told.start}/{told.end}"
            right = [kind in row.dates and row.credit("day", words, kind) == 1 for kind in KINDS]
            yield told.span.start, [*right, any(right)]


def _places(row: Seen) -> Iterator[tuple[int, list[bool]]]:
    """The same of the places told, under whichever country."""
    text, found = row.shown.text, dict[int, tuple[Span, str]]()
    for place in row.reading.places:
        if place.span.part == "text" and place.kind != "country":
            words = " ".join(text[place.span.start : place.span.end].upper().split())
            found[place.span.end] = place.span, bare(words)[0]
    for name in row.shown.names:
        found.setdefault(name.span.end, (name.span, name.words))
    for span, words in found.values():
        right = [any(words == key for _, key in row.locations.get(kind, ())) for kind in KINDS]
        yield span.start, [*right, any(right)]


def _whole(row: Seen) -> tuple[list[bool], list[bool]]:
    """(what is right of the whole, whether it can be asked)."""
    right = [*(kind in row.types for kind in TYPES), row.relevant]
    asked = [True] * len(right)
    for kind in KINDS:
        days, places = row.dates.get(kind, []), row.locations.get(kind, [])
        right += [any(start is None for start, _ in days), any(not name for _, name in places)]
        right.append(row.incidents.get(kind, 0) > 1)
        asked += [bool(days), bool(places), kind in row.types]
    return right, asked
