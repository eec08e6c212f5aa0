"""Datelines ("NORTHPORT, May 12 (Wire) - "): kept apart from the sentence that they stand before."""

import re

#: Code points in which a dateline ends, and paragraphs (from a chunk that begins the report) that may have one.
DATELINE_CHARS, DATELINE_PARAGRAPHS = 120, 4

_WORD = r"[A-Z0-9À-Þ][\w'’./]*(?:-\w+)*"
_DATELINE = re.compile(
    rf"\s*(?P<head>(?:{_WORD}(?:[ ,]+{_WORD}){{0,8}}[ ,]*)?(?:[\[(][^\])]{{2,60}}[\])][ ,]*)*)"
    r"(?P<dash>--|[-–—])\s+(?=[A-Z0-9\"“‘'(\[])"
)
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b")


def end_dateline(head: str) -> str:
    """The first stretch of a paragraph with its dateline's dash as a full stop, code point by code point.

    A dateline is a few capitalised words, a date or an agency in brackets before a dash; of these it must have a word
    in capitals, a month, or the brackets, so that "Monday - the day after" stays a sentence.

    >>> end_dateline("NORTHPORT, May 12 - Two men were held.")
    'NORTHPORT, May 12 . Two men were held.'
    >>> end_dateline("Northport - Two men were held.")
    'Northport - Two men were held.'
    """
    found = _DATELINE.match(head)
    if found is None or not found["head"].strip():
        return head
    words = found["head"]
    capitals = any(len(word) >= 4 and word.isupper() for word in re.findall(r"[^\W\d_]+", words))
    if not (capitals or "(" in words or "[" in words or (_MONTH.search(words) and re.search(r"\d", words))):
        return head
    start, end = found.span("dash")
    return head[:start] + "." + " " * (end - start - 1) + head[end:]
