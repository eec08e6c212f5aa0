"""The gate: which reports and sentences can matter at all, told without parsing them.

Aho-Corasick over all forms of all triggers' first words, on lower-cased text: 60 to 160 MB/s, so that the parser sees
only what can matter. It lets too much through rather than too little; the parse decides.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

from ahocorasick_rs import AhoCorasick, MatchKind

from vedette.model.report import Report
from vedette.reading.lexicon import Pattern, load_patterns


def may_matter(report: Report) -> bool:
    """Whether a trigger's word stands in the report's title or text."""
    return has_trigger(report.title or "") or has_trigger(report.text)


def has_trigger(text: str) -> bool:
    """Whether a trigger (of one with a gap, its last word) stands in the text as whole words."""
    low = text.lower()
    return any(
        _is_word(low, start, end) for _, start, end in _automaton().find_matches_as_indexes(low, overlapping=True)
    )


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


@cache
def _automaton() -> AhoCorasick:
    words = sorted({form for pattern in load_patterns() for form in _forms(pattern)})
    return AhoCorasick(words, matchkind=MatchKind.Standard)


def _forms(pattern: Pattern) -> Iterator[str]:
    parts = [part for part in pattern.parts if part is not None]
    if len(parts) < len(pattern.parts):
        yield from parts[-1]
        return
    for words in product(*parts):
        yield " ".join(words).replace(" - ", "-").replace(" 's", "'s")
