"""Finds armed groups that no list has, by the names they bear and by what the report tells of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from vedette.model.span import Span
from vedette.reading.owners import countries, states
from vedette.reading.parse import ParsedReport, Sentence
from vedette.reading.scene import GroupMention
from vedette.vocab.load import load_table

#: Kind of the groups found, as the vocabulary names it.
KIND = "armed_group"
#: A capitalised word, and a name of such words: "Sons of the Delta", "Free Hills Army".
_WORD = r"[A-Z][\w’'-]*[\w]"
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?:(?: (?:of|for)(?: the)?)? {_WORD})*")
#: Share of capitalised words from which a line is a headline in title case, whose capitals tell no names.
_TITLE_CASE = 0.7


@dataclass(frozen=True)
class _Name:
    """A name at a place of a sentence, `[start, end)` in the sentence's text."""

    sentence: Sentence
    start: int
    end: int
    words: str


def with_groups_told(parsed: ParsedReport, known: Sequence[GroupMention]) -> tuple[GroupMention, ...]:
    """The groups known, and those that only the report tells of, in order."""
    groups = (*known, *find_groups_told(parsed, known))
    return tuple(sorted(groups, key=lambda group: (group.span.part != "title", group.span)))


def find_groups_told(parsed: ParsedReport, known: Sequence[GroupMention]) -> tuple[GroupMention, ...]:
    """The armed groups that only the report tells of, wherever it names them, also by a short form ("the Front").

    Args:
        parsed: The report.
        known: The groups of the vocabulary, which keep their words.
    """
    taken = [group.span for group in known]
    named = [name for sentence in parsed.sentences for name in _names(sentence)]
    armed = {name.words for name in named if _is_sure(name) or _is_told_armed(name)}
    if not armed:
        return ()
    short = {_head(words): words for words in sorted(armed)}
    found = []
    for name in named:
        full = name.words if name.words in armed else _short_for(name, short)
        span = _span(name)
        if full is not None and not any(span.overlaps(other) for other in taken):
            found.append(GroupMention(span, None, full, KIND))
    return tuple(found)


def _names(sentence: Sentence) -> Iterator[_Name]:
    text = sentence.tokens.text
    words = [word for word in text.split() if word[0].isalpha()]
    if len(words) > 4 and sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words):
        return
    for match in _NAME.finditer(text):
        start, name = match.start(), match[0]
        for article in ("The ", "A ", "An "):
            if name.startswith(article):
                start, name = start + len(article), name.removeprefix(article)
        name = re.sub(r"[’']s?$", "", name)
        if name and not name.isupper():
            yield _Name(sentence, start, start + len(name), name)


def _span(name: _Name) -> Span:
    at = name.sentence.span.start
    return Span(at + name.start, at + name.end, name.sentence.span.part)


def _head(words: str) -> str:
    """The word that says what sort of body it is: the last before "of", else the last."""
    return re.split(r" (?:of|for) ", words)[0].split()[-1]


def _short_for(name: _Name, short: dict[str, str]) -> str | None:
    """The full name that "the Front" stands for."""
    before = name.sentence.tokens.text[: name.start].rstrip().lower()
    return short.get(name.words) if before.endswith("the") else None


def _is_sure(name: _Name) -> bool:
    """Whether the name alone says that it is an armed group's ("the Delta Front")."""
    words = name.words.lower().split()
    ends = _words("ends_of_names") | _words("double_ends_of_names")
    if len(words) < 2 or ends.isdisjoint({_head(name.words).lower(), " ".join(words[-2:])}):
        return False
    return words[0] not in _words("not_before_ends") and words[0] not in states() and words[0] not in countries()


def _is_told_armed(name: _Name) -> bool:
    """Whether the name is such as armed groups may bear, and its sentence tells of their fighters or their deeds."""
    if _head(name.words).lower() not in _words("ends_of_names") | _words("maybe_ends_of_names"):
        return False
    text = name.sentence.tokens.text
    return bool(_before().search(text[: name.start]) or _after().match(text[name.end :]))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("group_words")[key])


def _either(key: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_words(key), key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    """What stands before an armed group's name: "fighters of the", "the separatist", "claimed by the", "blames the"."""
    people = rf"(?:{_either('told_fighters')}) (?:of|from|in|loyal to|belonging to) (?:the )?(?:\w+ )?"
    sort = rf"(?:{_either('told_sorts')}) (?:(?:group|movement|militia|organi[sz]ation|faction|network),? )?(?:the )?"
    deeds = rf"(?:{_either('told_done')}) by (?:the )?"
    blame = r"(?:blam\w+|suspect\w*|accus\w+|suspicion \w+|point\w* \w+)(?: (?:on|to|at))? (?:the )?(?:\w+ )?"
    return re.compile(rf"(?<!\w)(?:{people}|{sort}|{deeds}|{blame})$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    """What follows an armed group's name: "fighters", "claimed Monday's attack", "threatened to burn"."""
    people = rf"(?:[’']s?)? (?:\w+ )?(?:{_either('told_fighters')})(?!\w)"
    claims = r"[^.;:]{0,40} (?:claim\w*|took|takes?|taken|admit\w*)(?: \w+){0,5} (?:responsibility|credit|authorship)"
    deed = rf"(?:{_either('told_deeds')})"
    hit = rf"[^.;:]{{0,40}} (?:claim\w*|den(?:y|ied|ies)|boast\w*)(?: [\w’'-]+){{0,6}} {deed}"
    threat = rf"[^.;:]{{0,40}} (?:threat\w+|vow\w*|swor\w+|promis\w+) (?:to|more) (?:{_either('told_threats')})"
    return re.compile(rf"(?:{people}|{claims}|{hit}|{threat})", re.IGNORECASE)
