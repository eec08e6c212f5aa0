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


def about_author(trigger: Token) -> Token | None:
    """The word above an act that is about who did it ("involvement in", "behind", "accused of the"), else None."""
    for head in list(heads_above(trigger))[:_STEPS]:
        if head.lower_ in words_of("cues", "authorship", "nouns") and head.pos_ in {"NOUN", "PROPN"}:
            return head
        if head.lower_ in words_of("cues", "authorship", "others"):
            return head
        if head.lemma_.lower() in words_of("cues", "authorship", "charging"):
            return head if is_known(trigger) else None
        if _is_nothing_to_do(head):
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


def disowned_by(token: Token) -> Iterator[Token]:
    """Who says to have had no part in an act: "the army said it had nothing to do with", "played no role in"."""
    low = token.lower_
    if low == "nothing" and any(c.lower_ == "do" for c in token.rights):
        yield from _said_of(token.head)
    elif low in words_of("cues", "authorship", "nouns") and any(c.lower_ == "no" for c in token.lefts):
        if token.head.lemma_ in {"have", "play", "take", "bear"}:
            yield from _said_of(token.head)
    elif _is_denied(token):
        yield from _said_of(token.head)


def _is_denied(token: Token) -> bool:
    """ "was not behind it", "it was not they"."""
    if not any(c.dep_ == "neg" for c in token.head.children):
        return False
    is_they = token.lower_ in {"they", "them", "us", "we"} and token.head.lemma_ == "be"
    return is_they or token.lower_ in words_of("cues", "authorship", "others")


def owned_by(token: Token) -> Iterator[Token]:
    """Who claims an act without the verb "claim": "the Front took responsibility for it"."""
    if token.lower_ in words_of("cues", "authorship", "claimed") and token.dep_ in _OBJECTS:
        verb = token.head
        if verb.lemma_.lower() in words_of("cues", "authorship", "claiming") and not _negated(verb):
            yield from (c for c in verb.lefts if c.dep_ == "nsubj" and not _is_nobody(c))


def worked_by(token: Token) -> Iterator[Token]:
    """Whose work an act is said to be: "the blast was the work of the Front"."""
    if token.lower_ in words_of("cues", "authorship", "works") and token.dep_ == "attr":
        for of in (c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"):
            yield from (c for c in of.rights if c.dep_ == "pobj")


def held_responsible(token: Token) -> Iterator[Token]:
    """Whom others charge: "held the Front responsible", "pointed the finger at the Front"."""
    if token.lower_ in {"responsible", "accountable"} and token.head.lemma_ == "hold":
        verb = token.head
        yield from (c for c in verb.children if c.dep_ in _OBJECTS | {"nsubj"} and c.i != token.i and _is_held(c, verb))
        yield from (c for c in token.lefts if c.dep_ == "nsubj")
    elif token.lower_ in {"finger", "fingers"} and token.head.lemma_ == "point":
        for at in (c for c in (*token.head.rights, *token.rights) if c.dep_ == "prep" and c.lower_ == "at"):
            yield from (c for c in at.rights if c.dep_ == "pobj")


def thought_to_be(token: Token) -> Iterator[Token]:
    """Who doers are thought to be: "the kidnappers, believed to be members of the Front", "thought to be from it"."""
    if token.lemma_.lower() not in words_of("cues", "authorship", "thinking"):
        return
    for be in (c for c in token.rights if c.dep_ == "xcomp" and c.lemma_ == "be"):
        for child in be.rights:
            if child.dep_ == "attr":
                yield _member_of(child)
            elif child.dep_ == "prep" and child.lower_ in {"from", "with"}:
                yield from (c for c in child.rights if c.dep_ == "pobj")


def _member_of(noun: Token) -> Token:
    """The body whose member somebody is, else the noun."""
    of = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    inner = next((c for c in of.rights if c.dep_ == "pobj"), None) if of is not None else None
    return inner if inner is not None else noun


def adopted_by(token: Token) -> Iterator[Token]:
    """Who adopts an attacker: "the State called the driver 'a soldier of the caliphate'", "named both as its own"."""
    if token.lemma_.lower() not in words_of("cues", "authorship", "adopting"):
        return
    words = {t.lower_ for t in token.subtree if t.i > token.i}
    if words & words_of("cues", "authorship", "adopted"):
        yield from (c for c in token.lefts if c.dep_ == "nsubj" and c.pos_ == "PROPN")


def _is_held(noun: Token, verb: Token) -> bool:
    passive = any(c.dep_ == "auxpass" for c in verb.lefts)
    return (noun.i < verb.i) == passive


def _said_of(verb: Token) -> Iterator[Token]:
    """The subject of what is said of oneself, over the "said" or "denied" above."""
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None:
        return
    if subject.pos_ == "PRON" and verb.dep_ == "ccomp":
        yield from (c for c in verb.head.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON")
    elif subject.pos_ != "PRON" and not _is_nobody(subject):
        yield subject


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_nobody(noun: Token) -> bool:
    nobody = words_of("cues", "deeds", "nobody")
    return noun.lower_ in nobody or any(c.lower_ in nobody for c in noun.lefts)
