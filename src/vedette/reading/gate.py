"""The gate: which reports and passages can matter at all, told without parsing them.

Aho-Corasick over lower-cased text: millions of words a second, so that of an ordinary news stream the parser sees only
what can matter. What its words are and which of them must stand together is data (`gate.toml`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from ahocorasick_rs import AhoCorasick, MatchKind

from vedette.model.report import Report
from vedette.reading.gate_words import Cue, find_cues, is_elsewhere
from vedette.reading.lexicon import Pattern, load_patterns
from vedette.reading.passages import Passage, cut_passages

#: Code points up to which a text is a headline or a telegram, in which one word must do.
SHORT_CHARS = 400
#: Code points with which a report begins: looked at as one passage, and kept, as they say when and where the rest was.
LEAD_CHARS = 300
#: Passages on either side of one that can matter, which its pronouns, places and days may need, in a report that is
#: about such things from its title or beginning. Of what only mentions them the passages stand alone.
BESIDE = 1
#: Tables of gate.toml of which a word alone says little, however short the text.
_NEVER_ALONE = frozenset(("police", "places"))
#: Tables that must both be there, in either order.
_PAIRS = tuple(
    (one, other)
    for one, others in (
        ("acts", ("killings", "harms", "actors", "weapons", "forces", "police", "places", "unrest", "capitals")),
        (
            "killings",
            ("killings", "coercion", "signs", "harms", "actors", "weapons", "forces", "unrest", "places", "capitals"),
        ),
        ("harms", ("actors", "weapons", "forces", "unrest", "capitals")),
        ("coercion", ("actors", "weapons", "forces", "capitals")),
        ("signs", ("actors", "weapons", "forces", "capitals")),
        ("unrest", ("police", "forces")),
    )
    for other in others
)
#: Tables of which a word shows that violence is meant, whatever field of life the passage speaks of.
_HARD = frozenset(("actors",))


def may_matter(report: Report) -> bool:
    """Whether anything in the report can matter: what `passages_that_matter` gives, or its title alone."""
    return passages_that_matter(report) is not None


def passages_that_matter(report: Report) -> tuple[Passage, ...] | None:
    """The runs of the text that are to be parsed, in order; None where the report can be passed over.

    They are the passages that hold a cue, one on either side, and the beginning.
    """
    title = report.title or ""
    if len(report.text) <= SHORT_CHARS:
        whole = (Passage(0, len(report.text)),)
        return whole if _matters_alone(f"{title}\n{report.text}") else None
    cues = find_cues(report.text)
    in_title = _matters(find_cues(title), title)
    if not in_title and len(cues) < 2 and not any("sure" in cue.tables for cue in cues):
        return None
    passages = cut_passages(report.text)
    hot = _hot(passages, cues, report.text)
    if not hot and not in_title:
        return None
    beside = BESIDE if in_title or 0 in hot else 0
    return tuple(_joined(_kept(passages, hot, beside, 2 if in_title else 0)))


def note_of(report: Report, only: Sequence[Passage] | None) -> tuple[str, ...]:
    """The note that says how much of a report was passed over; none where nothing was."""
    if only is None:
        return ()
    share = 1 - sum(passage.end - passage.start for passage in only) / max(1, len(report.text.strip()))
    return (f"{share:.0%} of the text was passed over unparsed: the gate saw nothing in it",) if share > 0.05 else ()


def _hot(passages: Sequence[Passage], cues: Sequence[Cue], text: str) -> list[int]:
    """Positions of the passages that can matter."""
    found, at = [], 0
    for number, passage in enumerate(passages):
        first = at
        while at < len(cues) and cues[at].start < passage.end:
            at += 1
        if at > first and _matters(cues[first:at], text[passage.start : passage.end]):
            found.append(number)
    lead = bisect_left(cues, LEAD_CHARS, key=lambda cue: cue.start)
    if 0 not in found and _matters(cues[:lead], text[:LEAD_CHARS]):
        found.insert(0, 0)
    return found


def _matters(cues: Sequence[Cue], words: str) -> bool:
    """Whether a sure cue stands in a passage, or two that go together."""
    tables: dict[str, set[int]] = {}
    for cue in cues:
        for table in cue.tables:
            tables.setdefault(table, set()).add(cue.start)
    if "sure" in tables:
        return True
    paired = any(one in tables and other in tables and len(tables[one] | tables[other]) > 1 for one, other in _PAIRS)
    return paired and (not _HARD.isdisjoint(tables) or not is_elsewhere(words))


def _matters_alone(words: str) -> bool:
    cues = find_cues(words)
    if any("sure" in cue.tables for cue in cues):
        return True
    single = any(not cue.tables <= _NEVER_ALONE for cue in cues)
    return (single and not is_elsewhere(words)) or _matters(cues, words)


def _kept(passages: Sequence[Passage], hot: Sequence[int], beside: int, n_first: int) -> Iterator[Passage]:
    """What is parsed: the hot ones, their neighbours, and the beginning up to LEAD_CHARS."""
    wanted = {near for number in hot for near in range(number - beside, number + beside + 1)} | set(range(n_first))
    lead = passages[0].start + LEAD_CHARS // 2 if passages else 0
    yield from (p for number, p in enumerate(passages) if number in wanted or p.start < lead)


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Passages that follow one another without anything passed over between them, as one."""
    run: Passage | None = None
    for passage in passages:
        if run and passage.number == run.number + run.n_passages:
            run = Passage(run.start, passage.end, run.number, run.n_passages + 1)
            continue
        if run:
            yield run
        run = passage
    if run:
        yield run


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
