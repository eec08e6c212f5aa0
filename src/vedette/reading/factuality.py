"""Whether what a predicate tells happened: from its auxiliaries and what stands above it in the parse.

Each step up the parse changes the answer by the signature of the word there: "managed to" keeps it, "failed to" turns
it round, "wants to" leaves it open, "knows that" presupposes it.
"""

from spacy.tokens import Token

from vedette.reading.factuality_own import (
    Happened,
    Told,
    is_asked,
    is_going_to,
    is_imperative,
    is_infinitive,
    own_words,
)
from vedette.reading.factuality_words import beside, signature_of, words_above

__all__ = ["Happened", "Told", "happened"]

#: Steps up the parse that are followed.
_DEPTH = 10

#: Dependencies by which the word above can tell of what hangs from it.
_DEPENDING = frozenset(
    (
        *("xcomp", "ccomp", "pcomp", "csubj", "acl", "advcl", "relcl", "parataxis", "dep", "compound", "amod"),
        *("pobj", "dobj", "nsubj", "nsubjpass", "attr", "acomp", "oprd", "prep"),
    )
)

_TURNED = {Happened.YES: Happened.NO, Happened.NO: Happened.YES}


def happened(token: Token, depth: int = 0) -> Told:
    """Whether what the word tells happened, did not, is left open or lies ahead."""
    context = _context(token, depth)
    own = own_words(token)
    if own is None:
        return context
    if own.happened is Happened.NO and context.happened is Happened.NO and context.because.startswith("reverses"):
        return Told(Happened.YES, f"{own.because} under {context.because}")
    if context.happened is not Happened.YES and own.happened is Happened.YES:
        return context
    return own


def _context(token: Token, depth: int) -> Told:
    """What stands above the word tells of it."""
    head = token.head
    if depth > _DEPTH or head.i == token.i:
        return _as_root(token)
    if token.dep_ == "conj":
        return _as_joined(token, depth)
    if token.dep_ in _DEPENDING:
        return _by_relation(token, depth)
    return Told(Happened.YES, "plain")


def _as_root(token: Token) -> Told:
    if is_imperative(token):
        return Told(Happened.AHEAD, "imperative")
    if is_asked(token):
        return Told(Happened.OPEN, "question")
    if is_infinitive(token):
        return Told(Happened.OPEN, "infinitive alone")
    return Told(Happened.YES, "plain")


def _as_joined(token: Token, depth: int) -> Told:
    """A word joined by "and": it stands where the first one stands."""
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    if own_subject and token.head.dep_ == "ROOT":
        return _as_root(token) if not is_asked(token.head) else Told(Happened.YES, "plain")
    if (
        token.tag_ == "VB"
        and not own_subject
        and token.head.tag_ not in ("VB", "VBP")
        and not any(c.dep_ == "aux" for c in token.head.children)
    ):
        return Told(Happened.AHEAD, "imperative") if is_imperative(token) else _context(token.head, depth + 1)
    if own_subject:
        return (
            Told(Happened.YES, "plain")
            if token.head.dep_ not in ("ccomp", "advcl")
            else _context(token.head, depth + 1)
        )
    return _context(token.head, depth + 1)


def _by_relation(token: Token, depth: int) -> Told:
    head = token.head
    infinitive = is_infinitive(token)
    if token.dep_ in ("relcl", "acl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return _under_noun(token, head, infinitive=infinitive, depth=depth)
    if token.dep_ == "advcl":
        return _beside_clause(token, infinitive=infinitive, depth=depth)
    if token.dep_ in ("ccomp", "xcomp", "pcomp", "csubj"):
        return _under(token, infinitive=infinitive, depth=depth)
    if token.dep_ in ("parataxis", "dep"):
        return _as_root(token)
    if token.pos_ in ("NOUN", "PROPN") or token.dep_ in (
        "pobj",
        "dobj",
        "nsubj",
        "nsubjpass",
        "attr",
        "acomp",
        "oprd",
        "prep",
    ):
        return _as_phrase(token, depth)
    return Told(Happened.YES, "plain")


def _as_phrase(token: Token, depth: int) -> Told:
    """A noun for an act, or a word in a phrase: as what it hangs from, where that is denied or open."""
    governor, words = words_above(token)
    if governor is None:
        return Told(Happened.YES, "plain")
    if governor.lower_ == "without":
        return Told(Happened.NO, "denied: without")
    signature = signature_of(words, infinitive=True)
    above = happened(governor, depth + 1) if governor.pos_ in ("VERB", "AUX") else Told(Happened.YES, "plain")
    if signature in ("open", "reverses") and governor.pos_ in ("VERB", "NOUN", "ADJ"):
        return _signed(signature, words, above)
    if above.happened is Happened.YES or token.dep_ in ("nsubj", "nsubjpass", "pobj"):
        return Told(Happened.YES, "plain") if above.happened is not Happened.AHEAD else above
    return above


def _under_noun(token: Token, noun: Token, *, infinitive: bool, depth: int) -> Told:
    if token.dep_ == "relcl" and not infinitive:
        return Told(Happened.YES, "plain")
    if infinitive:
        if noun.lower_ in beside_nouns() or any(c.lower_ in beside_nouns() for c in noun.children):
            return Told(Happened.YES, f"follows: {noun.text}")
        return Told(Happened.OPEN, f"open: {noun.text} to")
    if token.tag_ == "VBG" and noun.dep_ != "ROOT":
        above = happened(noun, depth + 1)
        return above if above.happened is not Happened.NO else Told(Happened.YES, "plain")
    return Told(Happened.YES, "plain")


def beside_nouns() -> frozenset[str]:
    """Nouns whose infinitive happened."""
    return beside("follows", "nouns")


def _beside_clause(token: Token, *, infinitive: bool, depth: int) -> Told:
    """A clause beside another: a purpose is open, a participle goes with its verb, a time with its verb's time."""
    above = happened(token.head, depth + 1) if token.head.i != token.i else Told(Happened.YES, "plain")
    if infinitive:
        words = {token.head.lemma_.lower()}
        if signature_of(words, infinitive=True) == "follows" and token.head.pos_ == "ADJ":
            return above
        return Told(Happened.OPEN, "purpose")
    mark = next((c.lower_ for c in token.children if c.dep_ in ("mark", "advmod")), "")
    if token.tag_ in ("VBG",) and not any(c.dep_ == "aux" for c in token.children):
        return above if above.happened is not Happened.NO else Told(Happened.YES, "plain")
    if mark in (
        "when",
        "once",
        "as",
        "after",
        "while",
        "where",
        "whenever",
        "wherever",
        "until",
    ) and above.happened in (Happened.AHEAD, Happened.OPEN):
        return above if token.tag_ not in ("VBD", "VBN") else Told(Happened.YES, "plain")
    return Told(Happened.YES, "plain")


def _under(token: Token, *, infinitive: bool, depth: int) -> Told:
    """A clause that depends on a word: by the signature of that word."""
    governor, words = words_above(token)
    if governor is None:
        return _as_root(token)
    bare = infinitive or (token.tag_ in ("VB", "VBG") and not any(c.dep_ == "aux" for c in token.children))
    above = happened(governor, depth + 1)
    if governor.lower_ in ("without",):
        return Told(Happened.NO, "denied: without")
    if is_going_to(governor) or "have to" in words:
        return Told(Happened.AHEAD if is_going_to(governor) else Happened.OPEN, "future: going to")
    signature = signature_of(words, infinitive=bare)
    if signature is None:
        if token.tag_ == "VB" and token.dep_ == "ccomp" and not infinitive and governor.lemma_ == "be":
            return Told(Happened.OPEN, f"open: {governor.text} that")
        if infinitive:
            return Told(Happened.OPEN, f"open: {governor.text} to")
        return above if bare and above.happened is not Happened.NO else Told(Happened.YES, "plain")
    return _signed(signature, words, above)


def _signed(signature: str, words: frozenset[str], above: Told) -> Told:
    """The answer that a governor's signature gives, where `above` tells whether the governor itself happened."""
    named = f"{signature}: {min(words, key=lambda word: (len(word), word))}"
    if signature == "factive":
        return Told(Happened.YES, named)
    if signature == "open":
        return Told(Happened.OPEN, named)
    if signature == "ends":
        return Told(Happened.YES, named) if above.happened is Happened.YES else Told(Happened.OPEN, named)
    if signature == "reverses":
        return Told(_TURNED.get(above.happened, above.happened), named)
    if signature == "reported":
        return (
            Told(Happened.YES, named)
            if above.happened in (Happened.YES, Happened.AHEAD)
            else Told(Happened.OPEN, named)
        )
    if above.because.startswith("polite"):
        return Told(Happened.OPEN, f"{named} under {above.because}")
    return Told(above.happened, f"{named} under {above.because}")
