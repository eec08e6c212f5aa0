"""Cuts the speaker that a headline sets off at its end, so that the parser takes it for no part of the clause."""

import re
from functools import cache

from spacy.tokens import Doc

from vedette.reading.speech_words import speaker_nouns
from vedette.vocab.load import load_table

#: Code points of a headline: longer lines are prose.
LONGEST = 250
#: Words of a speaker that is set off.
_LONGEST_SPEAKER = 5
#: Words of a name alone behind a dash.
_LONGEST_NAME = 3
_KINDS = ("organisation", "medium", "described", "spokesperson", "document", "third_party", "authority")
#: What sets a speaker off: "blast - police", "blast -police", "blast- Anadolu", "blast: police"; and, before a noun
#: that speaks alone, "blast-police".
_MARK = re.compile(r" [–—-]{1,2} | -(?=[a-z])|(?<=[a-z])- (?=[A-Z])|: ")
_GLUED = re.compile(r"(?<=[a-z0-9])-(?=[a-z]+\.?$)")
#: What agencies put before a headline: "UPDATE 2-", "FACTBOX-", "The Latest: ".
_PREFIX = re.compile(
    r"\s*(?:(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|CORRECTION|FACTBOX|INSIGHT|ANALYSIS|FEATURE|EXCLUSIVE|TIMELINE|NEWSMAKER|URGENT"
    r"|ALERT|BREAKING|SNAP|LEAD|ADD|Roundup|The Latest|Breaking|Update|Exclusive|Watch|VIDEO|Video|PHOTOS)"
    r"(?: (?:NEWS|\d{1,2}))? ?[-:] ?)+(?=\S)"
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def is_headline(line: str) -> bool:
    """Whether a line stands as a headline does: short, in one piece, without the full stops of prose."""
    return 0 < len(line) <= LONGEST and "\n" not in line and not re.search(r"[a-z]{3}\. [A-Z]", line)


def without_prefix(line: str) -> str:
    """The headline with blanks for what an agency put before it, code point by code point.

    >>> without_prefix("UPDATE 1-Two killed in blast")
    '         Two killed in blast'
    """
    found = _PREFIX.match(line)
    return " " * found.end() + line[found.end() :] if found and is_headline(line) else line


def tail_at(line: str) -> int | None:
    """Where the speaker or the by-line begins that a headline sets off behind a dash or a colon, None for none.

    >>> line = "Two soldiers killed in shelling - northern command"
    >>> line[tail_at(line):]
    'northern command'
    >>> line = "Police kill suspected bomber - Anadolu"
    >>> line[tail_at(line):]
    'Anadolu'
    """
    marks = [mark for mark in _MARK.finditer(line) if mark.start() > 0]
    glued = _GLUED.search(line)
    if glued and is_headline(line) and _speaks(line[glued.end() :].rstrip(".")):
        return glued.end() if len(_WORD.findall(line[: glued.start()])) >= 3 else None
    if not marks or not is_headline(line):
        return None
    at = marks[-1].end()
    words = _WORD.findall(line[at:])
    if not 0 < len(words) <= _LONGEST_SPEAKER or len(_WORD.findall(line[:at])) < 3:
        return None
    return at if _speaks(words[-1]) or _is_name(words, marks[-1]) else None


def _is_name(words: list[str], mark: re.Match[str]) -> bool:
    """Whether names alone stand behind: an agency, a capital, a by-line ("Two killed in raid - Anadolu")."""
    most = 1 if ":" in mark.group() else _LONGEST_NAME
    return len(words) <= most and all(word[:1].isupper() for word in words)


def _speaks(word: str) -> bool:
    low = word.lower()
    initials = word in load_table("speakers")["headline_initials"]
    return initials or low in _nouns() or low.removesuffix("s") in _nouns()


@cache
def _nouns() -> frozenset[str]:
    return speaker_nouns(*_KINDS)


def set_apart(doc: Doc) -> Doc:
    """The unparsed headline, with a sentence that begins at its speaker, and none between two words."""
    at = tail_at(doc.text)
    stuck = next((t for t in doc if at is not None and t.idx == at - 1 and t.text[0] == "-" and len(t) > 1), None)
    if stuck is not None:
        with doc.retokenize() as retokenizer:
            retokenizer.split(stuck, ["-", stuck.text[1:]], heads=[(stuck, 1), (stuck, 0)])
    for token in doc:
        if at is not None and token.idx == at and token.i > 0:
            token.is_sent_start = True
        elif token.i > 0 and token.nbor(-1).text[-1].isalnum() and token.text[0].isalnum():
            token.is_sent_start = False
    return doc
