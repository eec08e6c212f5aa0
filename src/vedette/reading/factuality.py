"""Whether what a predicate tells happened: from its auxiliaries and what stands above it in the parse.

Each step up the parse changes the answer by the signature of the word there: "managed to" keeps it, "failed to" turns
it round, "wants to" leaves it open, "knows that" presupposes it.
"""

from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from vedette.reading.factuality_words import beside, signature_of, words_above

#: Steps up the parse that are followed.
_DEPTH = 10


class Happened(StrEnum):
    """Whether something happened, as the words have it."""

    YES = "happened"
    NO = "not"
    #: Left open: wanted, possible, asked.
    OPEN = "uncertain"
    #: Still to come.
    AHEAD = "ahead"


@dataclass(frozen=True)
class Told:
    """Whether something happened, with the words that show it."""

    happened: Happened
    #: The rule and its words, for `--explain`.
    because: str


#: Dependencies by which the word above can tell of what hangs from it.
_DEPENDING = frozenset(
    (
        *("xcomp", "ccomp", "pcomp", "csubj", "acl", "advcl", "relcl", "parataxis", "dep", "compound", "amod"),
        *("pobj", "dobj", "nsubj", "nsubjpass", "attr", "acomp", "oprd", "prep"),
    )
)

#: Joined words that are followed back to the first.
_JOINED = 8

_NOW = frozenset(("am", "is", "are", "'m", "’m", "'s", "'re", "’re", "m", "re"))

_WOULD = frozenset(("would", "'d", "’d", "d"))

_TURNED = {Happened.YES: Happened.NO, Happened.NO: Happened.YES}


def happened(token: Token, depth: int = 0) -> Told:
    """Whether what the word tells happened, did not, is left open or lies ahead."""
    context = _context(token, depth)
    own = _own(token)
    if own is None:
        return context
    if own.happened is Happened.NO and context.happened is Happened.NO and context.because.startswith("reverses"):
        return Told(Happened.YES, f"{own.because} under {context.because}")
    if context.happened is not Happened.YES and own.happened is Happened.YES:
        return context
    return own


def _own(token: Token) -> Told | None:
    """What the word's own auxiliaries, adverbs and mood tell, None where they tell nothing."""
    children = _beside_verb(token)
    denied = next(
        (c for c in children if c.dep_ in ("neg", "det", "preconj", "advmod") and c.lower_ in beside("denying")), None
    )
    subject = next((c for c in children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if denied is None and subject is not None and _is_nobody(subject):
        denied = subject
    for child in children:
        if child.dep_ == "aux" and child.lower_ in beside("future"):
            return Told(Happened.AHEAD, f"future: {child.text}")
        if child.dep_ == "aux" and child.lower_ in beside("unreal") and not _is_had(child):
            if denied is None and child.lower_ in _WOULD and token.lemma_.lower() in beside("polite"):
                return Told(Happened.YES, f"polite: {child.text} {token.text}")
            return Told(Happened.OPEN, f"modal: {child.text}")
    if denied is not None:
        return Told(Happened.NO, f"denied: {denied.text}")
    mark = next((c for c in children if c.dep_ in ("mark", "advmod") and c.lower_ in beside("conditional")), None)
    if mark is not None and _conditions(mark, token):
        return Told(Happened.OPEN, f"conditional: {mark.text}")
    if _is_going_to(token):
        return Told(Happened.AHEAD, "future: going")
    hedge = next((c for c in children if c.dep_ == "advmod" and c.lower_ in beside("hedges")), None)
    if hedge is not None:
        return Told(Happened.OPEN, f"hedge: {hedge.text}")
    return _by_present(token, children)


def _by_present(token: Token, children: list[Token]) -> Told | None:
    """What the present tense tells: with a time to come it lies ahead, with "whatever" it holds of nothing yet."""
    progressive = token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in _NOW for c in children)
    if token.tag_ not in ("VBP", "VBZ") and not progressive:
        return None
    for child in children:
        if child.dep_ in ("advmod", "npadvmod", "prep") and (ahead := _to_come(child)) is not None:
            return Told(Happened.AHEAD, f"time to come: {ahead}")
        if child.dep_ in ("dobj", "nsubj", "pobj") and child.lower_ in beside("anything") and child.i < token.i:
            return Told(Happened.OPEN, f"anything: {child.text}")
    if token.dep_ == "relcl" and token.head.lower_ in beside("anything"):
        return Told(Happened.OPEN, f"anything: {token.head.text}")
    return None


def _to_come(phrase: Token) -> str | None:
    """The word in an adverb or a phrase of time that puts it ahead, None where there is none."""
    if phrase.lower_ == "in" and any(c.ent_type_ in ("DATE", "TIME") and c.tag_ == "NN" for c in phrase.children):
        return phrase.text if any(t.tag_ in ("CD", "DT") for c in phrase.children for t in c.children) else None
    words = [phrase, *(t for c in phrase.children for t in (c, *c.children))]
    return next((t.text for t in words if t.lower_ in beside("to_come")), None)


def _conditions(mark: Token, token: Token) -> bool:
    """Whether a conjunction leaves its clause open: "before" and "until" only where it is not told as past."""
    if mark.lower_ in ("before", "until", "till", "once"):
        return token.tag_ not in ("VBD", "VBN") and not any(
            c.lower_ in ("was", "were", "had", "did") for c in token.children
        )
    return True


def _is_nobody(subject: Token) -> bool:
    return subject.lower_ in ("nobody", "none", "nothing", "no-one") or any(
        c.dep_ == "det" and c.lower_ in ("no", "neither") for c in subject.children
    )


def _is_had(auxiliary: Token) -> bool:
    """Whether "'d" stands for "had"."""
    return auxiliary.lower_ in ("'d", "’d") and auxiliary.head.tag_ == "VBN"


def _beside_verb(token: Token, joined: int = 0) -> list[Token]:
    """The children of the word, with the auxiliaries and subject of the verb that it is joined to without its own, and
    those of the copula that it follows."""
    children = list(token.children)
    has_own = any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in children)
    if joined < _JOINED and _shares(token) and not has_own:
        children += [
            c for c in _beside_verb(token.head, joined + 1) if c.dep_ in ("aux", "neg", "mark") and c.i < token.i
        ]
    if token.dep_ in ("attr", "acomp", "oprd") and token.head.pos_ in ("VERB", "AUX"):
        children += [c for c in token.head.children if c.dep_ in ("aux", "neg", "mark", "advmod")]
    return children


def _shares(token: Token) -> bool:
    """Whether a word is joined to a verb whose auxiliaries can be its own."""
    return token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and _same_form(token, token.head)


def _same_form(token: Token, head: Token) -> bool:
    """Whether a joined verb can share the auxiliaries of the one before it."""
    return token.tag_ == head.tag_ or token.tag_ == "VB" or {token.tag_, head.tag_} <= {"VBD", "VBN"}


def _is_going_to(token: Token) -> bool:
    """Whether the word is "going" in "is going to do"."""
    return token.lower_ in ("going", "goin", "gon") and any(
        c.dep_ == "xcomp" and c.tag_ == "VB" for c in token.children
    )


def _is_infinitive(token: Token, joined: int = 0) -> bool:
    if any(c.tag_ == "TO" and c.i < token.i for c in token.children):
        return True
    is_joined = token.dep_ == "conj" and token.tag_ == "VB" and token.head.pos_ == "VERB" and joined < _JOINED
    return is_joined and _is_infinitive(token.head, joined + 1)


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
    if _is_imperative(token):
        return Told(Happened.AHEAD, "imperative")
    if _is_asked(token):
        return Told(Happened.OPEN, "question")
    if _is_infinitive(token):
        return Told(Happened.OPEN, "infinitive alone")
    return Told(Happened.YES, "plain")


def _is_imperative(token: Token) -> bool:
    """Whether the word is a command: a bare verb without a subject, or the like at the head of its sentence."""
    if token.lower_ in beside("of_oneself"):
        return False
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj"):
            return False
        if child.dep_ in ("aux", "auxpass") and child.lower_ not in ("do", "please"):
            return False
    if token.tag_ in ("VB", "VBP") and token.pos_ in ("VERB", "AUX"):
        return True
    is_bare = token.pos_ == "VERB" and token.lower_ == token.lemma_.lower() and token.tag_ not in ("VBD", "VBN")
    return is_bare and next((t.i for t in token.sent if t.is_alpha), token.i) == token.i


def _is_asked(token: Token) -> bool:
    """Whether the sentence asks whether it happened: "?" behind an auxiliary before its subject."""
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    helpers = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    if subject is None or not any(c.i < subject.i for c in helpers) or not _ends_in_question(token):
        return False
    wh = any(t.tag_ in ("WRB", "WP", "WDT") and t.i < token.i for t in token.subtree)
    return not wh or any(c.lower_ in ("can", "could", "would", "should", "will") for c in helpers)


def _ends_in_question(token: Token) -> bool:
    sentence = token.sent
    marks = (sentence[n] for n in range(len(sentence) - 1, -1, -1))
    last = next((t for t in marks if not t.is_space and t.text not in ('"', "'", ")", "''")), None)
    return last is not None and "?" in last.text


def _as_joined(token: Token, depth: int) -> Told:
    """A word joined by "and": it stands where the first one stands."""
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    if own_subject and token.head.dep_ == "ROOT":
        return _as_root(token) if not _is_asked(token.head) else Told(Happened.YES, "plain")
    if (
        token.tag_ == "VB"
        and not own_subject
        and token.head.tag_ not in ("VB", "VBP")
        and not any(c.dep_ == "aux" for c in token.head.children)
    ):
        return Told(Happened.AHEAD, "imperative") if _is_imperative(token) else _context(token.head, depth + 1)
    if own_subject:
        return (
            Told(Happened.YES, "plain")
            if token.head.dep_ not in ("ccomp", "advcl")
            else _context(token.head, depth + 1)
        )
    return _context(token.head, depth + 1)


def _by_relation(token: Token, depth: int) -> Told:
    head = token.head
    infinitive = _is_infinitive(token)
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
    if _is_going_to(governor) or "have to" in words:
        return Told(Happened.AHEAD if _is_going_to(governor) else Happened.OPEN, "future: going to")
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
    named = f"{signature}: {min(words, key=len)}"
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
