"""Tells words about who did an act from words about whether it was done: "denied a part in the attack"."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.reading.attach import heads_above
from vedette.reading.speech_words import words_of

#: Steps up the tree from an act to the word that is about its author.
_STEPS = 4
#: What makes a noun stand for an act already known.
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
#: Verbs between an act and the word about its author.
_PASSED = frozenset({"be", "have", "play", "do", "lead", "order", "take", "help", "direct"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
#: Verbs by which somebody denies an act.
_DENYING = frozenset({"deny", "reject", "dismiss", "refute"})


def about_author(trigger: Token) -> Token | None:
    """The word above an act that is about who did it ("involvement in", "behind", "accused of the"), else None."""
    for head in list(heads_above(trigger))[:_STEPS]:
        if head.lower_ in words_of("cues", "authorship", "nouns") and head.pos_ in {"NOUN", "PROPN"}:
            return head
        if head.lower_ in words_of("cues", "authorship", "others"):
            return head
        if head.lemma_.lower() in words_of("cues", "authorship", "charging"):
            return head if is_known(trigger) else None
        if _is_nothing_to_do(head) or (head.lower_ == "suspicion" and _leads_to(trigger, head)):
            return head
        if head.pos_ == "VERB" and head.lemma_ not in _PASSED and head.lemma_ not in words_of("cues", "deeds", "verbs"):
            return None
    return None


def is_known(trigger: Token) -> bool:
    """Whether a noun stands for an act already known: "the raid", "Sunday's attack", "its leader's murder"."""
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return False
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in trigger.children)


def _is_nothing_to_do(verb: Token) -> bool:
    """ "nothing to do" over "with the attack"."""
    return verb.lower_ == "do" and verb.head.lower_ in {"nothing", "anything"}


def _leads_to(trigger: Token, suspicion: Token) -> bool:
    """Whether a suspicion is "for" or "over" an act, so that it is about who did it."""
    return is_known(trigger) and any(c.lower_ in {"for", "over"} and c.is_ancestor(trigger) for c in suspicion.rights)


def calls_it(trigger: Token) -> bool:
    """Whether somebody only calls an act told before so ("The president called it an act of terrorism")."""
    called = [h for h in list(heads_above(trigger))[:2] if h.lemma_ in {"call", "describe", "condemn", "brand"}]
    return any(c.lower_ in {"it", "this"} and c.i < trigger.i for verb in called for c in verb.subtree)


def disowned_by(token: Token) -> Iterator[Token]:
    """Who says to have had no part in an act: "the army said it had nothing to do with", "played no role in"."""
    low = token.lower_
    if low == "nothing" and any(c.lower_ == "do" for c in token.rights):
        yield from said_of(token.head)
    elif low in words_of("cues", "authorship", "nouns") and any(c.lower_ == "no" for c in token.lefts):
        if token.head.lemma_ in {"have", "play", "take", "bear"}:
            yield from said_of(token.head)
    elif _is_denied(token):
        yield from said_of(token.head)


def _is_denied(token: Token) -> bool:
    """ "was not behind it", "it was not they"."""
    if not any(c.dep_ == "neg" for c in token.head.children):
        return False
    is_they = token.lower_ in {"they", "them", "us", "we", "own"} and token.head.lemma_ == "be"
    return is_they or token.lower_ in words_of("cues", "authorship", "others")


def blames_another(trigger: Token) -> Token | None:
    """The verb by which whoever denies an act lays it to somebody else, so that it was done; None where none does.

    "denied shelling the town and said the rebels had done it", "denied it, blaming the rebels".
    """
    denial = next((h for h in list(heads_above(trigger))[:_STEPS] if h.lemma_.lower() in _DENYING), None)
    if denial is None:
        return None
    return next((c for c in denial.rights if c.dep_ in {"conj", "advcl"} and _lays_to_another(c)), None)


def _lays_to_another(verb: Token) -> bool:
    if verb.lemma_.lower() in words_of("cues", "deeds", "blaming"):
        return any(c.dep_ in _OBJECTS for c in verb.rights)
    for clause in (c for c in verb.rights if c.dep_ == "ccomp"):
        subject = next((c for c in clause.lefts if c.dep_ == "nsubj"), None)
        if subject is None or is_negated(clause) or is_nobody(subject):
            continue
        does_it = any(c.dep_ == "dobj" and c.lower_ in {"it", "this", "them", "so"} for c in clause.rights)
        works = words_of("cues", "authorship", "works") | words_of("cues", "authorship", "others")
        is_theirs = clause.lemma_ == "be" and any(c.lower_ in works for c in clause.rights)
        if is_theirs or (does_it and subject.pos_ != "PRON"):
            return True
    return False


def said_of(verb: Token) -> Iterator[Token]:
    """The subject of what is said of oneself, over the "said" or "denied" above."""
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None:
        return
    if subject.pos_ == "PRON" and verb.dep_ == "ccomp":
        yield from (c for c in verb.head.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON")
    elif subject.pos_ != "PRON" and not is_nobody(subject):
        yield subject


def is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def is_nobody(noun: Token) -> bool:
    nobody = words_of("cues", "deeds", "nobody")
    return noun.lower_ in nobody or any(c.lower_ in nobody for c in noun.lefts)
