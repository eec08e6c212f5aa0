"""What a predicate's own auxiliaries, adverbs and mood tell of whether it happened."""

from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from vedette.reading.factuality_words import beside

#: Joined words that are followed back to the first.
_JOINED = 8

_NOW = frozenset(("am", "is", "are", "'m", "’m", "'s", "'re", "’re", "m", "re"))

_WOULD = frozenset(("would", "'d", "’d", "d"))


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


def own_words(token: Token) -> Told | None:
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
    if is_going_to(token):
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


def is_going_to(token: Token) -> bool:
    """Whether the word is "going" in "is going to do"."""
    return token.lower_ in ("going", "goin", "gon") and any(
        c.dep_ == "xcomp" and c.tag_ == "VB" for c in token.children
    )


def is_infinitive(token: Token, joined: int = 0) -> bool:
    """Whether the word stands behind "to", by itself or joined to one that does."""
    if any(c.tag_ == "TO" and c.i < token.i for c in token.children):
        return True
    is_joined = token.dep_ == "conj" and token.tag_ == "VB" and token.head.pos_ == "VERB" and joined < _JOINED
    return is_joined and is_infinitive(token.head, joined + 1)


def is_imperative(token: Token) -> bool:
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


def is_asked(token: Token) -> bool:
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
