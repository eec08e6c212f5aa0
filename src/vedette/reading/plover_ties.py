"""Who fights whom and who stands with whom, as a report's sentences tell it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.parse import ParsedReport, span_of
from vedette.reading.plover_parties import coordinated, is_party, is_passive, parties_in, phrase_of, subject_of
from vedette.vocab.load import load_table

#: Steps up from a noun for fighting to the verb that it is the object of.
_STEPS = 4

#: Pairs listed of one sentence: prose has fewer, lists may have many.
_MOST = 24


@dataclass(frozen=True)
class Tie:
    """Two parties that fight each other, or that stand together."""

    #: `fighting` or `allies`.
    kind: str
    one: Span
    other: Span
    #: The word that tells it.
    trigger: Span


def find_ties(parsed: ParsedReport) -> tuple[Tie, ...]:
    """The ties that a report tells, in order, each pair once a sentence."""
    found: list[Tie] = []
    for sentence in parsed.sentences:
        found.extend(dict.fromkeys(tie for token in sentence.tokens for tie in _ties_at(token)).keys())
    return tuple(found)


def _ties_at(token: Token) -> Iterator[Tie]:
    for kind in ("fighting", "allies"):
        others = _others(token, kind)
        if not others:
            continue
        ones = tuple(t for t in _doers(token) if t.i not in {o.i for o in others})
        for one, other in list(product(ones, others))[:_MOST]:
            yield Tie(kind, span_of(phrase_of(one)), span_of(phrase_of(other)), span_of(token))


@cache
def _words(kind: str, field: str) -> frozenset[str]:
    return frozenset(load_table("plover_ties")[kind][field])


def _others(token: Token, kind: str) -> tuple[Token, ...]:
    """The other side, where the word tells of a tie of this kind; empty where it does not."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in _words(kind, "verbs"):
        objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")] or _behind(token, kind)
        return tuple(party for c in objects for party in _named(c))
    if token.pos_ in ("NOUN", "PROPN") and lemma in _words(kind, "nouns") | _words(kind, "of_nouns"):
        own = _behind(token, kind, of=lemma in _words(kind, "of_nouns"))
        return tuple(party for c in own for party in _named(c))
    if kind == "fighting" and token.lower_ == "against" and token.head.pos_ in ("VERB", "NOUN"):
        return tuple(party for c in token.children if c.dep_ == "pobj" for party in _named(c))
    return ()


def _behind(word: Token, kind: str, *, of: bool = False) -> list[Token]:
    """What stands behind the prepositions of a word, or of the verb that a noun is the object of."""
    holders = [word]
    if word.pos_ != "VERB" and word.dep_ in ("dobj", "pobj", "nsubjpass"):
        holders.append(word.head)
    return [
        below
        for holder in holders
        for child in holder.children
        if child.dep_ in ("prep", "agent") and _leads(child, kind, of=of and holder is word)
        for below in child.children
        if below.dep_ == "pobj"
    ]


def _leads(preposition: Token, kind: str, *, of: bool) -> bool:
    return preposition.lower_ in _words(kind, "towards") or (of and preposition.lower_ == "of")


def _named(head: Token) -> tuple[Token, ...]:
    """The parties that a phrase names; a pronoun or a body of people counts too."""
    if head.pos_ == "PRON":
        return (head,) if head.lower_ not in ("it", "this", "that", "which", "what") else ()
    return tuple(coordinated(head)) if is_party(head) or _is_body(head) else parties_in(head)


def _is_body(head: Token) -> bool:
    return head.lemma_.lower() in _words("entities", "bodies")


def _doers(token: Token) -> tuple[Token, ...]:
    """Who does it: the owner of a noun, who stands behind "by", or the subject of the verb."""
    owner = next((c for c in token.children if c.dep_ in ("poss", "compound") and _named(c)), None)
    if owner is not None and token.pos_ != "VERB":
        held = _object_above(token) if owner.lower_ in ("its", "their", "his", "her") else ()
        return held or _named(owner)
    agent = next((b for c in token.children if c.lower_ == "by" for b in c.children if b.dep_ == "pobj"), None)
    if agent is not None:
        return _named(agent)
    verb = token
    for _ in range(_STEPS):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    if is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children):
        return ()
    asked = _controller(verb)
    if asked:
        return asked
    subject = subject_of(verb)
    return _named(subject) if subject is not None else ()


def _controller(verb: Token) -> tuple[Token, ...]:
    """Who is helped, asked or made to do it ("supports the army in its efforts to defeat …"); empty where nobody is."""
    at = verb
    for _ in range(_STEPS):
        if at.head.i == at.i or any(c.dep_ == "nsubj" for c in at.children):
            return ()
        owner = next((c for c in at.children if c.dep_ == "poss" and _named(c)), None)
        if owner is not None and at.pos_ == "NOUN" and at.i != verb.i:
            return _named(owner) if owner.pos_ != "PRON" else _object_above(at) or _named(owner)
        if at.dep_ in ("xcomp", "ccomp") and any(c.tag_ == "TO" for c in at.children):
            found = _objects(at.head, before=at)
            if found:
                return found
        at = at.head
    return ()


def _object_above(noun: Token) -> tuple[Token, ...]:
    """The object of the verb above, for which an owner such as "its" stands."""
    at = noun
    for _ in range(_STEPS):
        if at.pos_ == "VERB" or at.head.i == at.i:
            return _objects(at, before=noun) if at.pos_ == "VERB" else ()
        at = at.head
    return ()


def _objects(verb: Token, *, before: Token) -> tuple[Token, ...]:
    return tuple(p for c in verb.children if c.dep_ in ("dobj", "dative") and c.i < before.i for p in _named(c))
