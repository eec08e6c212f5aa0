"""Folds text so that spellings of one name agree, and keeps where each code point stood."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = frozenset("'’‘ʼʻ`´ʿʾ′")
#: Left out: tatweel, Arabic vowel signs, zero-width joiner and marks of direction, soft hyphen.
_LEFT_OUT = frozenset("\u0640\u200d\u200e\u200f\u00ad\ufeff\u202a\u202b\u202c\u202d\u202e") | frozenset(
    chr(code) for code in (*range(0x064B, 0x0660), 0x0670)
)
#: Letters of Arabic script that are written for one another.
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ۀ": "ه", "ؤ": "و", "ئ": "ي"}
#: Latin letters whose mark does not come off by decomposition.
_LATIN = {"ø": "o", "Ø": "O", "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in lower case without diacritics and apostrophes, dashes and runs of blanks as one blank."""

    text: str
    #: Where each code point of `text` stood; one more at the end.
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` in the text as given, of a stretch in the folded text."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, *, keep_case: bool = False) -> Folded:
    """The folded text. A paragraph's end stays a line break, so that no name runs over it.

    >>> fold("Al-Shabāb’s  men").text
    'al shabab s men'
    """
    letters: list[str] = []
    offsets: list[int] = []
    breaks = 0
    for offset, letter in _letters(text):
        breaks = breaks + (letter == "\n") if letter in " \n" else 0
        if letter in " \n":
            if letters and letters[-1] in " \n":
                letters[-1] = "\n" if breaks > 1 else letters[-1]
                continue
            letter = " "
        letters.append(letter)
        offsets.append(offset)
    joined = "".join(letters)
    return Folded(joined if keep_case else _lower(joined), (*offsets, len(text)))


def _lower(text: str) -> str:
    """Lower case, code point by code point."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _letters(text: str) -> Iterator[tuple[int, str]]:
    for offset, char in enumerate(text):
        if char in _APOSTROPHES:
            yield from ((offset, letter) for letter in _apostrophe(text, offset))
        elif letter := _fold_char(char):
            yield offset, letter


def _apostrophe(text: str, at: int) -> str:
    """Nothing within a name (Shari'a), a blank before the possessive s and at a quotation's ends."""
    before, after, next_but_one = text[at - 1 : at], text[at + 1 : at + 2], text[at + 2 : at + 3]
    possessive = after in ("s", "S") and not next_but_one.isalpha()
    return "" if before.isalpha() and after.isalpha() and not possessive else " "


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _LEFT_OUT:
        return ""
    if char == "\n":
        return "\n"
    if char.isspace() or char == "\u200c" or unicodedata.category(char) in ("Pd", "Cc"):
        return " "
    if plain := _ARABIC.get(char) or _LATIN.get(char):
        return plain
    base = unicodedata.normalize("NFD", char)[:1]
    return base if not unicodedata.combining(base) else ""
