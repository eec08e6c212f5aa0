"""Names of the gazetteer that stand in a sentence."""

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.geo.countries import find_country
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.reading.places_stretch import is_shouted
from vedette.reading.places_words import articles, inner_words, kind_words, never_alone, short_directions, short_forms

#: Longest name looked up, in tokens.
_LONGEST = 6
#: Countries by two letters; others are read as words.
TWO_LETTERS = frozenset({"US", "UK"})


def is_common_word(name: str) -> bool:
    """Whether a name is one that news uses for something else."""
    low = name.lower().removeprefix("the ")
    return (low in never_alone() or low in kind_words()) and name not in TWO_LETTERS


def country_in(word: str) -> str | None:
    """The country's name within a word that joins it to another: "U.S." of "U.S.-led", "Ukraine" of "E.Ukraine"."""
    head, hyphen, _ = word.partition("-")
    if hyphen and "." in head and find_country(head):
        return head
    before, dot, name = word.partition(".")
    return name if dot and before + dot in short_directions() and find_country(name) else None


class _Written:
    """Whether a token is written as one within a name is, and as the last of one."""

    __slots__ = ("last", "within")

    def __init__(self, token: Token, shouted: bool) -> None:
        text = token.text
        capital = _is_capital(text)
        self.within = (text[0].isalnum() if shouted else capital) or (
            (text if shouted else token.lower_) in inner_words()
        )
        self.last = (capital or shouted) and (text[-1].isalnum() or text.count(".") > 1)


def _is_capital(text: str) -> bool:
    """Whether it begins with a capital, or with a letter of a script that has none."""
    first = text[0]
    return first.isupper() or (first.isalpha() and not first.islower())


class Names:
    """The names in one sentence that the gazetteer holds."""

    def __init__(self, tokens: TokenSpan, gazetteer: Gazetteer, *, all_caps: bool) -> None:
        self.tokens = tokens
        self.gazetteer = gazetteer
        #: Whether capitals tell nothing in it.
        self.shouted = all_caps or is_shouted(tokens)

    def entries(self, words: TokenSpan) -> tuple[Entry, ...]:
        """The places of a name, an article before it set aside."""
        return self._held(words.text)

    def known(self) -> Iterator[TokenSpan]:
        """From each token the longest stretch that the gazetteer has as a name."""
        tokens, text, offset = self.tokens, self.tokens.text, self.tokens.start_char
        written = [_Written(token, self.shouted) for token in tokens]
        starts = [token.idx - offset for token in tokens]
        ends = [start + len(token) for start, token in zip(starts, tokens, strict=True)]
        for at, token in enumerate(tokens):
            if not (written[at].within and self._may_begin(token)):
                continue
            limit = at
            while limit < min(len(tokens), at + _LONGEST) and written[limit].within:
                limit += 1
            for stop in range(limit, at, -1):
                if written[stop - 1].last and self._held(text[starts[at] : ends[stop - 1]]):
                    yield tokens[at:stop]
                    break

    def _held(self, name: str) -> tuple[Entry, ...]:
        name = name.removeprefix("the ").removeprefix("The ")
        return self.gazetteer.find(name) or (self.gazetteer.find(name.replace("-", " ")) if name.count("-") > 1 else ())

    def short_forms(self) -> Iterator[TokenSpan]:
        """`Calif.` and the like after a comma; `S.C.` and `NSW` anywhere."""
        doc = self.tokens.doc
        for at in range(self.tokens.start, self.tokens.end):
            token = doc[at]
            if token.text not in short_forms():
                continue
            after_comma = at - 2 >= self.tokens.start and doc[at - 1].text == "," and doc[at - 2].text[:1].isupper()
            letters = len(token) > 2 and token.text.isupper() and not self.shouted
            if after_comma or token.text.count(".") > 1 or letters:
                yield doc[at : at + 1]

    def joined(self) -> Iterator[TokenSpan]:
        """Tokens that join a country to a word ("U.S.-led") or to a direction ("E.Ukraine")."""
        for token in self.tokens:
            if country_in(token.text):
                yield self.tokens.doc[token.i : token.i + 1]

    def may_be_name(self, words: TokenSpan) -> bool:
        """Whether the words are written as a name is."""
        written = [_Written(token, self.shouted) for token in words]
        return written[-1].last and all(one.within for one in written)

    def _may_begin(self, token: Token) -> bool:
        if not token.is_alpha and not (token.text[0].isalpha() and len(token.text) > 2):
            return False
        if token.lower_ == "the":
            return False
        if token.text in articles() and token.i + 2 < self.tokens.end:
            doc = self.tokens.doc
            return doc[token.i + 1].text == "-" and doc[token.i + 2].text[0].isupper()
        return self.shouted or _is_capital(token.text)
