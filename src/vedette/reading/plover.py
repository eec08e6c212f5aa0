"""Who does what to whom, in PLOVER's kinds: one dealing a sentence, the one that it is about.

Dealings are not a watch's events: they carry no stage, toll or place, and nothing is warned of because of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.plover_codes import ActorCode, code_of
from vedette.reading.plover_kinds import Coded, code_sentence_root
from vedette.reading.plover_parties import is_passive, others_of, own_subject, parties_in, phrase_of, subject_of


@dataclass(frozen=True)
class Party:
    """One side of a dealing, as its words have it."""

    span: Span
    code: ActorCode


@dataclass(frozen=True)
class Dealing:
    """What one party does to another, or both do together."""

    #: One of PLOVER's sixteen.
    kind: str
    #: The word that named it.
    trigger: Span
    #: Who acts, in the order of the text; empty where the words do not tell.
    actors: tuple[Party, ...]
    #: Whom it is done to, asked of or shared with.
    recipients: tuple[Party, ...]
    #: Whether all do the same (talks, accords).
    mutual: bool = False


def find_dealings(parsed: ParsedReport) -> tuple[Dealing, ...]:
    """The dealings of a report, at most one a sentence, in order."""
    return tuple(_dealings(parsed.sentences))


def _dealings(sentences: Sequence[Sentence]) -> Iterator[Dealing]:
    for sentence in sentences:
        coded = code_sentence_root(sentence.tokens.root)
        if coded is not None:
            yield _dealing(coded)


def _dealing(coded: Coded) -> Dealing:
    actors, recipients = _sides(coded)
    return Dealing(coded.kind, span_of(coded.predicate), _parties(actors), _parties(recipients), coded.mutual)


def _parties(heads: Sequence[Token]) -> tuple[Party, ...]:
    return tuple(Party(span_of(words), code_of(words)) for words in (phrase_of(head) for head in heads))


def _sides(coded: Coded) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The heads of who acts, and of whom it is done to."""
    if coded.asked:
        subject = own_subject(coded.predicate) or _passive_subject(coded.predicate)
        asked = parties_in(subject) if subject is not None else ()
        actors = _actors_of(coded.speaker)
        return actors, asked or others_of(coded.predicate, _within(coded.speaker))
    subject = _subject(coded)
    actors = _actors_of(subject)
    skip = frozenset((*_within(subject), *(a.i for a in actors)))
    found = others_of(coded.predicate, skip)
    if not found and coded.predicate.pos_ in ("NOUN", "PROPN"):
        found = _behind_noun(coded.predicate, skip)
    return actors, found


def _behind_noun(noun: Token, skip: frozenset[int]) -> tuple[Token, ...]:
    """The other side where the act is a noun: an adjective or owner of it, or what else hangs from its verb."""
    own = tuple(
        t for c in noun.children if c.dep_ in ("amod", "compound", "poss") for t in parties_in(c) if t.i not in skip
    )
    if own:
        return own
    at = noun.head
    for _ in range(4):
        found = others_of(at, skip | {noun.i})
        if found or at.pos_ in ("VERB", "AUX") or at.head.i == at.i:
            return found
        at = at.head
    return ()


def _passive_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def _subject(coded: Coded) -> Token | None:
    """The word for who acts; a pronoun in what somebody says stands for the speaker."""
    predicate = coded.predicate
    if predicate.pos_ in ("NOUN", "PROPN"):
        found = _subject_of_noun(predicate)
    elif is_passive(predicate) and own_subject(predicate) is None:
        found = None
    else:
        found = subject_of(predicate)
    if coded.speaker is not None and (found is None or found.pos_ == "PRON") and not is_passive(predicate):
        return coded.speaker
    return found


def _subject_of_noun(noun: Token) -> Token | None:
    """Who does what a noun names: "by X", "between X and Y", the subject of its verb, else its owner."""
    beside = list(noun.head.children) if noun.dep_ == "nsubj" else []
    for words in ("by", "between", "among"):
        for child in (*noun.children, *(c for c in beside if c.lower_ == "between")):
            if child.dep_ in ("prep", "agent") and child.lower_ == words:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and parties_in(owner):
        return owner
    at = noun
    while at.head.i != at.i and at.pos_ not in ("VERB", "AUX"):
        at = at.head
    if noun.dep_ in ("nsubj", "nsubjpass") or at.pos_ not in ("VERB", "AUX"):
        return owner
    return None if is_passive(at) and own_subject(at) is None else subject_of(at)


def _actors_of(subject: Token | None) -> tuple[Token, ...]:
    if subject is None:
        return ()
    return parties_in(subject, acting=True) or ((subject,) if subject.pos_ in ("NOUN", "PROPN") else ())


def _within(token: Token | None) -> frozenset[int]:
    return frozenset() if token is None else frozenset(t.i for t in token.subtree)
