"""Names that are nearly a name: a letter away, or spelt by another habit of transcription.

All variants are made and looked up (a thousand at most), so that no index beside that of the names is needed: a
deletion neighbourhood of GeoNames' names would be four times as large as they are.

Source: P. Norvig, How to Write a Spelling Corrector (2007), for the variants.
"""

import re
from functools import lru_cache
from string import ascii_lowercase

from rapidfuzz.distance import OSA

#: Letters of folded names in Arabic script (Arabic, Persian, Kurdish, Urdu).
_ARABIC = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهویڕڵۆێ"
#: Shortest and longest name, in letters, that is looked for by its likes.
_SHORTEST, _LONGEST = 4, 30
#: Spellings of one sound, each way.
_HABITS = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("o", "u"), ("e", "i"), ("q", "k"), ("gh", "g"), ("kh", "h"), ("dj", "j"),
    ("ch", "sh"), ("th", "t"), ("dh", "d"), ("v", "w"), ("ei", "ai"), ("ay", "ai"), ("iya", "ia"), ("ah", "a"),
    ("eh", "a"), ("c", "k"), ("z", "s"), ("y", "i"),
)  # fmt: skip


def variants(folded: str) -> set[str]:
    """Folded names that differ from a folded name in a letter or in spellings of one sound; not itself."""
    if not _SHORTEST <= len(folded) <= _LONGEST:
        return set()
    letters = _ARABIC if re.match("[\u0600-\u06ff]", folded) else ascii_lowercase
    cuts = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    found.update(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters)
    found.update(head + letter + tail for head, tail in cuts for letter in (*letters, " "))
    found |= _respelt(folded)
    found.discard(folded)
    return found


def unlikeness(folded: str, other: str) -> int:
    """Letters by which two folded names differ; 1 for those that differ in habits of transcription alone."""
    return 1 if other in _respelt(folded) else OSA.distance(folded, other)


# Every name that is like one is held against it.
@lru_cache(maxsize=64)
def _respelt(folded: str) -> frozenset[str]:
    """With one or two habits changed, wherever they stand, and with doubled letters made single."""
    once = {folded, re.sub(r"(.)\1", r"\1", folded), folded.replace(" ", "")}
    for _ in range(2):
        once |= {
            name.replace(a, b) for name in list(once) for pair in _HABITS for a, b in (pair, pair[::-1]) if a in name
        }
    return frozenset(once)
