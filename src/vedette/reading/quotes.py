"""Finds stretches in quotation marks of all kinds."""

from collections.abc import Iterator

from vedette.model.span import Part, Span
from vedette.reading.parse import ParsedReport

#: Opening mark → marks that close it. Straight and single marks are told apart by their neighbours.
_CLOSING = {"“": "”", "«": "»", "„": "“”", "‟": "”", "‹": "›", "「": "」", '"': '"', "″": "″", "‘": "’", "'": "'"}
#: Marks that are apostrophes too: they close only at the end of a word and open only at its start.
_SINGLE = "‘'"
#: Characters of a stretch in single marks: longer ones are taken for apostrophes far apart.
_LONGEST_SINGLE = 600


def find_quotes(parsed: ParsedReport) -> tuple[Span, ...]:
    """The quoted stretches of title and text in order, their marks included; one never runs over a paragraph."""
    found: list[Span] = []
    for sentences in parsed.by_paragraph.values():
        first, last = sentences[0].span, sentences[-1].span
        words = parsed.words(Span(first.start, last.end, first.part))
        found.extend(_quotes(words, first.start, first.part))
    return tuple(found)


def _quotes(words: str, offset: int, part: Part) -> Iterator[Span]:
    at = 0
    while at < len(words):
        width = 2 if words.startswith("``", at) else 1
        closing = "''" if width == 2 else _CLOSING.get(words[at])
        if closing is None or not _opens(words, at, width):
            at += 1
            continue
        end = _closing(words, at + width, closing, single=width == 1 and words[at] in _SINGLE)
        if end is None:
            at += width
            continue
        yield Span(offset + at, offset + end, part)
        at = end


def _opens(words: str, at: int, width: int) -> bool:
    after = words[at + width : at + width + 1]
    if width == 1 and words[at] in _SINGLE:
        return (at == 0 or not words[at - 1].isalnum()) and (after.isalnum() or after in "[(")
    return bool(after.strip()) or width == 2 or words[at] in "«„"


def _closing(words: str, start: int, closing: str, *, single: bool) -> int | None:
    """Past the closing mark; the end of the paragraph for an open double mark; None for an open single one."""
    if closing == "''":
        at = words.find("''", start)
        return at + 2 if at >= 0 else len(words)
    limit = min(len(words), start + _LONGEST_SINGLE) if single else len(words)
    for at in range(start, limit):
        if words[at] not in closing:
            continue
        before, after = words[at - 1], words[at + 1 : at + 2]
        if single and (before.isspace() or after.isalnum()):
            continue
        return at + 1
    return None if single else len(words)
