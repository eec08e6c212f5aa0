"""Tells surnames from towns that bear the same name, by what the report lets them do ("Welling told police")."""

from collections import Counter
from collections.abc import Collection

from spacy.tokens import Token

from vedette.reading.parse import ParsedReport

#: Times that a name must act or be acted on before it is held for a person's.
_OFTEN = 3

#: Where a person stands in a clause.
_TAKES_PART = frozenset(("nsubj", "nsubjpass", "dobj", "dative", "agent"))
_BEFORE_TOWNS = frozenset(("in", "at", "near", "outside", "around", "into"))


def surnames_of(parsed: ParsedReport, names: Collection[str]) -> frozenset[str]:
    """Those of the names (one word each) that the report uses as a person's, not as a place's.

    A name that often does or suffers something, more often than it stands behind "in" and the like, is a person's.
    """
    acting: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for sentence in parsed.sentences:
        for token in sentence.tokens:
            if token.text in names:
                acting[token.text] += _takes_part(token)
                placed[token.text] += _is_placed(token)
    return frozenset(name for name in names if acting[name] >= _OFTEN and acting[name] > 2 * placed[name])


def _takes_part(token: Token) -> bool:
    if token.dep_ == "conj":
        return token.head.pos_ == "PROPN" and _takes_part(token.head)
    if token.dep_ in ("pobj", "poss"):
        return token.head.dep_ == "agent"
    return token.dep_ in _TAKES_PART and token.head.pos_ in ("VERB", "AUX")


def _is_placed(token: Token) -> bool:
    return token.dep_ == "pobj" and token.head.lower_ in _BEFORE_TOWNS
