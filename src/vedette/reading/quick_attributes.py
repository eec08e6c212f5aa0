"""Parts of speech and lemmas as a pipeline's own attribute ruler and lemmatizer give them, each combination asked once.

Both look at nothing but a token's form, tag and label (the ruler at times at two tokens), and news repeats itself:
asking them once for each combination takes a sixth of the parse off, with the same results.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found,unused-ignore]
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.pipeline.attributeruler import set_token_attrs  # type: ignore[attr-defined,unused-ignore]
from spacy.tokens import Doc

#: Combinations kept; then all are forgotten, so that memory stays bounded whatever is read.
MOST = 200_000
#: Attributes of a token that rules may look at here.
_LOOKED_AT = frozenset(("TAG", "LOWER", "DEP", "IS_SPACE"))
_NAME = "vedette_attributes"

_Key = tuple[int, ...]


class QuickAttributes:
    """In the place of a pipeline's `attribute_ruler` and `lemmatizer`."""

    def __init__(self, nlp: Language) -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._ruler: Any = ruler
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._vocab: Any = nlp.vocab
        self._begins_pair = Matcher(nlp.vocab)
        for number, pattern in enumerate(_patterns(ruler)):
            if len(pattern) == 2:
                self._begins_pair.add(str(number), [pattern[:1]])
        self._rules: dict[_Key, tuple[tuple[int, ...], tuple[int, ...], bool]] = {}
        self._pairs: dict[tuple[_Key, _Key], tuple[tuple[int, int], ...]] = {}
        self._lemmas: dict[_Key, int] = {}
        #: Combinations whose lemma was learnt in the last memory zone.
        self._learnt: set[_Key] = set()

    def __call__(self, doc: Doc) -> Doc:
        """The document, with parts of speech, morphology and lemmas set."""
        if len(self._rules) + len(self._pairs) + len(self._lemmas) > MOST:
            for kept in (self._rules, self._pairs, self._lemmas, self._learnt):
                kept.clear()
        if len(doc):
            self._set_attributes(doc)
            self._set_lemmas(doc)
        return doc

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[Any]:
        """A block at whose end the pipeline forgets the words that are new in it: their lemmas are asked for anew."""
        for key in self._learnt:
            lemma = self._lemmas.get(key)
            if lemma is not None and lemma not in self._vocab.strings:
                del self._lemmas[key]
        self._learnt.clear()
        yield mem

    def _set_attributes(self, doc: Doc) -> None:
        keys: list[_Key] = [tuple(row) for row in doc.to_array([TAG, LOWER, DEP, IS_SPACE]).tolist()]
        known = [self._rules.get(key) or self._ask(key, doc, at) for at, key in enumerate(keys)]
        pairs: dict[int, list[int]] = {}
        for at, (one, other) in enumerate(pairwise(keys)):
            if known[at][2]:
                for rule, index in self._ask_pair(one, other, doc, at):
                    pairs.setdefault(at + index, []).append(rule)
        values: Any = np.array([found[1][:2] for found in known], dtype="uint64")
        doc.from_array([POS, MORPH], values)
        for at, (rules, (_, _, tag, dep, lemma), _) in enumerate(known):
            if at in pairs:
                for rule in sorted((*rules, *pairs[at])):
                    set_token_attrs(doc[at], self._ruler.attrs[rule])
                continue
            token = doc[at]
            if lemma:
                token.lemma = lemma
            if tag != keys[at][0]:
                token.tag = tag
            if dep != keys[at][2]:
                token.dep = dep

    def _ask(self, key: _Key, doc: Doc, at: int) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
        """Rules of one token, what they make of it, and whether it may begin a rule of two."""
        alone = self._copy(doc, at, at + 1)
        rules = tuple(sorted(int(self._vocab.strings[name]) for name, _, _ in self._matches(alone)))
        begins = bool(self._begins_pair(alone, allow_missing=True))
        (token,) = self._ruler(alone)
        made = (token.pos, int(token.morph.key), token.tag, token.dep, token.lemma)
        self._rules[key] = rules, made, begins
        return self._rules[key]

    def _ask_pair(self, one: _Key, other: _Key, doc: Doc, at: int) -> tuple[tuple[int, int], ...]:
        """Rules of two tokens, each with the position of the token that it sets."""
        if (one, other) not in self._pairs:
            found = self._matches(self._copy(doc, at, at + 2))
            rules = (int(self._vocab.strings[name]) for name, start, end in found if end - start == 2)
            self._pairs[one, other] = tuple((rule, self._ruler.indices[rule] % 2) for rule in rules)
        return self._pairs[one, other]

    def _matches(self, doc: Doc) -> list[tuple[int, int, int]]:
        return list(self._ruler.matcher(doc, allow_missing=True, as_spans=False))

    def _copy(self, doc: Doc, start: int, end: int) -> Doc:
        tokens = doc[start:end]
        copy = Doc(self._vocab, words=[token.text for token in tokens], spaces=[False] * len(tokens))
        values: Any = np.array([(t.tag, t.dep) for t in tokens], dtype="uint64")
        copy.from_array([TAG, DEP], values)
        return copy

    def _set_lemmas(self, doc: Doc) -> None:
        rows = doc.to_array([ORTH, POS, MORPH, LEMMA]).tolist()
        lemmas: Any = np.empty(len(rows), dtype="uint64")
        for at, (orth, pos, morph, lemma) in enumerate(rows):
            lemmas[at] = lemma or self._lemmas.get((orth, pos, morph)) or self._lemma((orth, pos, morph), doc, at)
        doc.from_array([LEMMA], lemmas.reshape(-1, 1))

    def _lemma(self, key: _Key, doc: Doc, at: int) -> int:
        self._learnt.add(key)  # first, since a reading may be ended anywhere
        self._lemmas[key] = self._vocab.strings.add(self._lemmatizer.lemmatize(doc[at])[0])
        return self._lemmas[key]


def _patterns(ruler: Any) -> list[list[dict[str, Any]]]:
    return [pattern for rule in ruler.patterns for pattern in rule["patterns"]]


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> QuickAttributes:
    return QuickAttributes(nlp)


def use_quick_attributes(nlp: Language) -> None:
    """Puts QuickAttributes in the place of the two components, where they do only what it can do for them."""
    names = nlp.pipe_names
    if "lemmatizer" not in names or names[names.index("lemmatizer") - 1] != "attribute_ruler":
        return
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if not (isinstance(ruler, AttributeRuler) and isinstance(lemmatizer, Lemmatizer)):
        return
    fits = all(len(pattern) <= 2 and all(set(token) <= _LOOKED_AT for token in pattern) for pattern in _patterns(ruler))
    if fits and lemmatizer.mode == "rule" and not lemmatizer.overwrite:
        nlp.add_pipe(_NAME, after="lemmatizer")
        nlp.remove_pipe("attribute_ruler")
        nlp.remove_pipe("lemmatizer")
