"""Re-cases text in capitals (wire and telegram style), so that the parser can read it.

Word frequencies tell which words are written small; a word that nobody writes small is a name, and its neighbours
decide for words that are either. Every code point keeps its place.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from vedette.vocab.load import load_table

#: A word: letters, with single apostrophes, points ("U.S.") or none between them.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
#: Ends a sentence, so that the next word gets a capital.
_STOPS = frozenset(".?!:")
_VOWELS = frozenset("aeiouyáéíóúü")
#: A word so ended is hardly a surname.
_COMMON_ENDINGS = ("s", "ing", "ed", "ly", "ion")
#: Longest name of an organisation in brackets behind its abbreviation, in words.
_BRACKETED_WORDS = 9


def is_all_caps(text: str) -> bool:
    """Whether nearly all cased letters are capitals (of at least 20)."""
    upper = sum(1 for char in text if char.isupper())
    lower = sum(1 for char in text if char.islower())
    return upper + lower >= 20 and upper >= 0.9 * (upper + lower)


def recase(text: str) -> str:
    """The text as it would be written in mixed case, code point by code point.

    Where a capital's small letter is longer than one code point, the capital stays.
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    low = [text[start:end].lower().replace("’", "'") for start, end in words]
    styles = _Styles(text, words, low).decide()
    chars = list(text)
    for (start, end), style in zip(words, styles, strict=True):
        ends = end - 2 if style == "C" else start + (style == "N")
        if style == "C" and text[end - 2 : end] not in {"'S", "’S"}:
            continue
        for i in range(ends, end):
            small = chars[i].lower()
            chars[i] = small if len(small) == 1 else chars[i]
    for match in _DOTTED.finditer(text):
        chars[match.start() : match.end()] = text[match.start() : match.end()]
    return "".join(chars)


class _Styles:
    """The style of each word: `l` small, `r` small and rare, `e` either, `N` with a capital, `C` in capitals."""

    def __init__(self, text: str, words: list[tuple[int, int]], low: list[str]) -> None:
        self.text, self.words, self.low = text, words, low
        self.style = [_frequent_style(word) for word in low]

    def decide(self) -> list[str]:
        """The styles, each rule building on those before it."""
        self._join_hyphens()
        self._settle_either()
        self._settle_rare()
        self._settle_titles()
        self._settle_particles()
        self._raise_organisations()
        self._raise_bracketed()
        return [self._first_of_sentence(i) for i in range(len(self.words))]

    def _gap(self, i: int) -> str:
        """What stands between word i - 1 and word i."""
        return self.text[self.words[i - 1][1] : self.words[i][0]] if i else ""

    def _beside(self, i: int, step: int) -> str:
        """Style of the neighbour in the same run of words, "" where there is none."""
        j = i + step
        if not 0 <= j < len(self.words):
            return ""
        gap = self._gap(max(i, j))
        return self.style[j] if gap.isspace() or gap == "-" else ""

    def _join_hyphens(self) -> None:
        """Short capitals behind or before a hyphen and a digit stay ("AK-47", "M-19")."""
        for i, (start, end) in enumerate(self.words):
            if start and self.text[start - 1].isdigit():
                self.style[i] = "l"
                continue
            behind, before = self.text[end : end + 2], self.text[max(0, start - 2) : start]
            if end - start <= 4 and (
                (behind[:1] == "-" and behind[1:].isdigit()) or (before[:1].isdigit() and before[1:] == "-")
            ):
                self.style[i] = "C"

    def _settle_either(self) -> None:
        months, titles = frozenset(load_table("casing")["months"]), _titles()
        for i, style in enumerate(self.style):
            word = self.low[i]
            if word in months and self._by_a_number(i):
                self.style[i] = "N"
            elif style == "e":
                titled = bool(self._beside(i, -1)) and self.low[i - 1] in titles
                self.style[i] = "N" if titled or "N" in (self._beside(i, -1), self._beside(i, 1)) else "l"

    def _settle_rare(self) -> None:
        """A rare word behind a title or a given name is a surname, though it is also a word."""
        table = load_table("casing")
        titles, adjectives = _titles(), tuple(table["adjective_endings"])
        for i, style in enumerate(self.style):
            if style != "r":
                continue
            before = self.low[i - 1] if self._beside(i, -1) else ""
            named = self._beside(i, -1) == "N" and not before.endswith(adjectives)
            surname = (before in titles or named) and not self.low[i].endswith(_COMMON_ENDINGS)
            self.style[i] = "N" if surname else "l"

    def _by_a_number(self, i: int) -> bool:
        start, end = self.words[i]
        return self.text[max(0, start - 2) : start - 1].isdigit() or self.text[end + 1 : end + 2].isdigit()

    def _settle_titles(self) -> None:
        table = load_table("casing")
        titles, short = frozenset(table["titles"]), frozenset(table["title_abbreviations"])
        for i in range(len(self.words) - 1, -1, -1):
            after = self._beside(i, 1)
            pointed = self.text[self.words[i][1] : self.words[i][1] + 1] == "."
            if (self.low[i] in short and (pointed or after == "N")) or (self.low[i] in titles and after == "N"):
                self.style[i] = "N"

    def _settle_particles(self) -> None:
        table = load_table("casing")
        particles, leading = frozenset(table["particles"]), frozenset(table["leading"])
        for i in range(len(self.words) - 1, -1, -1):
            if self.low[i] not in particles:
                continue
            inside, before_name = self._beside(i, -1) == "N", self._beside(i, 1) == "N"
            starts = self.low[i] in leading and (not inside or self.low[i] in {"san", "santa", "santo", "el"})
            self.style[i] = "N" if before_name and starts else "l"

    def _raise_organisations(self) -> None:
        table = load_table("casing")
        heads, inner = frozenset(table["organisation_heads"]), frozenset(table["organisation_words"])
        for i, word in enumerate(self.low):
            if word not in heads:
                continue
            first = i
            while first and self._beside(first, -1) and (self.low[first - 1] in inner or self.style[first - 1] == "N"):
                first -= 1
            if any(self.low[j] in inner for j in range(first, i)) or self._of_follows(i, inner):
                for j in range(first, i + 1):
                    self._raise(j)
                self._raise_of(i, inner | heads)

    def _of_follows(self, i: int, inner: frozenset[str]) -> bool:
        """Whether "of" and a word of organisations' names stand behind ("Army of National Liberation")."""
        return (
            i + 2 < len(self.low)
            and self.low[i + 1] == "of"
            and self._gap(i + 2).isspace()
            and self.low[i + 2] in inner
        )

    def _raise_of(self, i: int, inner: frozenset[str]) -> None:
        if self._of_follows(i, inner):
            j = i + 2
            while j < len(self.low) and self._gap(j).isspace() and self.low[j] in inner:
                self._raise(j)
                j += 1

    def _raise_bracketed(self) -> None:
        """`FMLN [NAME OF IT]`: a name spelled out in brackets behind its abbreviation."""
        for i in range(1, len(self.words)):
            if self.style[i - 1] != "C" or self._gap(i).strip() not in {"[", "("}:
                continue
            close = self.text.find("]" if "[" in self._gap(i) else ")", self.words[i][0], self.words[i][0] + 120)
            inside = [j for j in range(i, min(i + _BRACKETED_WORDS + 1, len(self.words))) if self.words[j][1] <= close]
            if 2 <= len(inside) <= _BRACKETED_WORDS:
                for j in inside:
                    self._raise(j)

    def _raise(self, i: int) -> None:
        if self.style[i] != "C" and self.low[i] not in load_table("casing")["joining"]:
            self.style[i] = "N"

    def _first_of_sentence(self, i: int) -> str:
        style = self.style[i]
        if style != "l":
            return style
        gap = self._gap(i).strip("\"'“”‘’`([ \t\r\n")
        if i and (len(self.low[i - 1]) == 1 or self.low[i - 1] in _titles()) and "\n\n" not in self._gap(i):
            return style
        blank = "\n\n" in self._gap(i) or i == 0
        return "N" if blank or (self._gap(i)[-1:] != "'" and gap[-1:] in _STOPS and gap) else style


@cache
def _titles() -> frozenset[str]:
    table = load_table("casing")
    return frozenset((*table["titles"], *table["title_abbreviations"]))


@cache
def _frequencies() -> dict[str, str]:
    """Word → `l`, `e` or `C`, from casing.tsv (packed by `packing/casing.py`)."""
    path = files("vedette.vocab") / "data" / "casing.tsv"
    rows = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: style or "l" for word, _, style in rows}


def _frequent_style(word: str) -> str:
    known = _frequencies()
    for form in _forms(word):
        if form in known and (form == word or len(form) > 2):
            return known[form]
    if word == "i" or len(word) == 1:
        return "C" if word != "a" else "l"
    stem = word.partition("'")[0]
    if len(stem) <= 5 and not _VOWELS & set(stem):
        return "C"
    return "l" if stem.endswith(tuple(load_table("casing")["word_endings"])) and len(stem) > 6 else "N"


def _forms(word: str) -> Iterator[str]:
    """The word, then the simpler words that it may be an inflection of."""
    yield word
    if "'" in word:
        yield word.partition("'")[0]
    for ending in ("ed", "er", "ers", "ing", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 4:
            yield word.removesuffix(ending)
    for prefix in ("anti", "counter", "pro", "non", "un", "narco", "para"):
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield word.removeprefix(prefix)
