"""Words as they are searched for: without marks over letters and without capitals."""

import re
import unicodedata
from collections.abc import Iterator

#: A word and the marks on its letters.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
#: Characters of one word that are looked at: longer runs (a base64 block) are cut.
_LONGEST = 80
#: Bytes of a text's folded words that PostgreSQL's index takes in: a `tsvector` holds at most 1 MB with its positions.
INDEXED_BYTES = 600_000


def fold(words: str) -> str:
    """The words without marks over letters and without capitals.

    >>> fold("Ténéré")
    'tenere'
    """
    if words.isascii():
        return words.lower()
    apart = unicodedata.normalize("NFKD", words)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn").casefold()


def tokens(words: str) -> list[str]:
    """The folded words of a text in order.

    >>> tokens("The Front’s 3rd attack")
    ['the', 'front', 's', '3rd', 'attack']
    """
    return [found[0][:_LONGEST] for found in re.finditer(r"[^\W_]+", fold(words))]


def tokens_at(words: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each word of a text."""
    for found in _WORD.finditer(words):
        yield found.start(), found.end(), fold(found[0])[:_LONGEST]


def folded_text(words: str) -> str:
    """The folded words of a text as PostgreSQL indexes them; of a very long text, its beginning."""
    joined = " ".join(tokens(words))
    return joined if len(joined) * 4 <= INDEXED_BYTES else joined.encode()[:INDEXED_BYTES].decode(errors="ignore")
