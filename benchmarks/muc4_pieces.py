"""Word pieces of a report, and the windows that an encoder reads them in."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Pieces of text that one window answers for, and those it reads besides on either side.
_CORE, _BESIDE = 320, 24
#: Most pieces of the report's head, and of its first words, which every later window begins with.
_HEAD, _LEAD = 24, 32
#: Longest word that is taken apart, in characters; longer ones are unknown.
_LONGEST = 100


@dataclass(frozen=True)
class Pieces:
    """A text in pieces."""

    #: (pieces,): place of each in the vocabulary.
    ids: Ints
    #: (pieces,): which word of the text each is a piece of.
    words: Ints
    #: (words,): where each word begins, in characters.
    starts: Ints

    def word_at(self, place: int) -> int:
        """The word that a character belongs to, or the last before it."""
        return max(int(np.searchsorted(self.starts, place, side="right")) - 1, 0)

    def of_word(self, place: int) -> tuple[int, int]:
        """(first piece, behind the last) of the word that a character belongs to."""
        word = self.word_at(place)
        first, last = np.searchsorted(self.words, [word, word + 1])
        return int(first), int(last)


@dataclass(frozen=True)
class Window:
    """What the encoder reads at once."""

    #: (length,): places in the vocabulary, with the marks for beginning and end.
    ids: Ints
    #: The pieces of the text that it answers for, and where they stand in `ids`.
    first: int
    last: int
    at: int


@dataclass(frozen=True)
class Vocabulary:
    """Word pieces and the places that they have."""

    places: Mapping[str, int]

    def pieces(self, text: str) -> Pieces:
        """A text in small letters without accents, each word in the longest pieces known."""
        ids: list[int] = []
        words: list[int] = []
        starts: list[int] = []
        for start, word in _words(text):
            for place in self._of_word(word):
                ids.append(place)
                words.append(len(starts))
            starts.append(start)
        return Pieces(np.array(ids, np.int64), np.array(words, np.int64), np.array(starts, np.int64))

    def _of_word(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word) <= _LONGEST:
            mark = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self.places), None)
            if end is None:
                break
            found.append(self.places[mark + word[start:end]])
            start = end
        return found if start == len(word) else [self.places["[UNK]"]]

    def windows(self, head: str, pieces: Pieces, sentences: Sequence[int]) -> list[Window]:
        """The windows of a text, which part at sentences where they can.

        Args:
            head: What stands above the text.
            pieces: The text.
            sentences: Where its sentences begin, in characters.
        """
        begin, end = self.places["[CLS]"], self.places["[SEP]"]
        marks = [begin, *self.pieces(head).ids[:_HEAD], end]
        lead = [*marks, *pieces.ids[:_LEAD], end]
        found = []
        for first, last in _cores(pieces, sentences):
            before = lead if first else marks
            start = max(0, first - _BESIDE)
            inside = pieces.ids[start : last + _BESIDE]
            ids = np.array([*before, *inside, end], dtype=np.int64)
            found.append(Window(ids, first, last, len(before) + first - start))
        return found


def _words(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins, word in small letters); signs stand alone."""
    start, word = 0, ""
    for at, sign in enumerate(text):
        plain = _plain(sign)
        if plain.isalnum():
            start, word = (start, word + plain) if word else (at, plain)
            continue
        if word:
            yield start, word
            word = ""
        if plain.strip():
            yield at, plain
    if word:
        yield start, word


@cache
def _plain(sign: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", sign.lower()) if unicodedata.category(c) != "Mn")


def _cores(pieces: Pieces, sentences: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of about the same length, (first piece, behind the last)."""
    total = len(pieces.ids)
    parts = -(-total // _CORE)
    starts = np.searchsorted(pieces.words, [pieces.word_at(place) for place in sentences])
    first = 0
    for part in range(1, parts + 1):
        last = total * part // parts
        near = [int(s) for s in starts if abs(s - last) <= _CORE // 4]
        last = total if part == parts else min(near, key=lambda s: abs(s - total * part // parts), default=last)
        if last > first:
            yield first, last
            first = last
