"""The words that decide whether what depends on them happened, ready to be looked up."""

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from vedette.vocab.load import load_table

#: Steps up from a word to the one that governs it.
_STEPS = 4


@cache
def beside(field: str, table: str = "beside") -> frozenset[str]:
    """A list of words of `factuality`."""
    return frozenset(load_table("factuality")[table][field])


@cache
def _signatures(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for signature, words in load_table("factuality")[table].items():
        for word in words:
            found.setdefault(word, signature)
    return found


def signature_of(words: Iterable[str], *, infinitive: bool) -> str | None:
    """What the words above do to what depends on them, the longest first; None where they are not known."""
    known = _signatures("infinitive" if infinitive else "clause")
    return next((known[word] for word in sorted(words, key=lambda word: (-len(word), word)) if word in known), None)


def words_above(token: Token) -> tuple[Token | None, frozenset[str]]:
    """The word that governs a clause or phrase, through prepositions and copulas, with the words that name it."""
    at = token.head
    for _ in range(_STEPS):
        if at.pos_ not in ("ADP", "SCONJ", "PART") or at.head.i == at.i:
            break
        if at.lower_ == "without":
            return at, frozenset(("without",))
        at = at.head
    if at.i == token.i:
        return None, frozenset()
    if at.lemma_ == "be":
        about = next((c for c in at.children if c.dep_ in ("acomp", "attr", "oprd") and c.i != token.i), None)
        if about is not None:
            return at, frozenset((about.lower_, about.lemma_.lower()))
    lemma = at.lemma_.lower()
    pairs = {f"{lemma} {c.lower_}" for c in at.children if c.dep_ in ("prt", "prep", "advmod", "dobj", "acomp")}
    to = (
        {"have to"}
        if lemma in ("have", "need") and any(c.tag_ == "TO" for c in token.children) and _is_bare_have(at)
        else set()
    )
    # The lemmatizer cuts "hopes" to "hop": the form with its "e" is looked up too.
    with_e = {f"{lemma}e"} if at.lower_.startswith(f"{lemma}e") else set()
    return at, frozenset((lemma, *with_e, *pairs, *to))


def _is_bare_have(verb: Token) -> bool:
    """Whether "have" stands without an object of its own ("has to leave")."""
    return not any(c.dep_ == "dobj" for c in verb.children)
