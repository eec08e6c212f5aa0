"""Noun phrases as a careful coder would mark them, and words in order of their grammar."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.vocab.load import load_table

#: What belongs to a noun on its left. Articles, numbers and pronouns are left out.
_LEFT = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "punct", "nummod", "advmod", "quantmod"})
_ARTICLES = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "all",
        "both",
        "every",
        "each",
        "no",
        "other",
        "another",
        "several",
        "many",
        "few",
        "more",
        "various",
    }
)
#: They say how surely, not who.
_HEDGES = frozenset({"alleged", "suspected", "presumed", "apparent", "supposed", "reported", "murdered", "slain"})
#: Conjuncts followed from one noun: long lists of names are real, longer ones are parser's noise.
_MOST_CONJUNCTS = 40


def noun_phrase(head: Token, *, tails: frozenset[str] = frozenset()) -> TokenSpan:
    """The head with the words before it that belong to it, without article, leading number and possessive pronoun.

    Args:
        head: The noun.
        tails: Lemmas of heads whose "of" phrase belongs to them ("members of the guard").
    """
    start, end = _left_edge(head), head.i + 1
    if head.lemma_.lower() in tails:
        end = _of_end(head)
    return trimmed(head.doc[start:end], head)


def _left_edge(head: Token) -> int:
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _LEFT and child.pos_ not in {"PROPN", "ADJ", "NOUN"}:
            break
        if child.dep_ in {"relcl", "acl", "appos", "conj"} or child.right_edge.i + 1 < start:
            break
        start = min(start, child.left_edge.i if child.dep_ in {"poss", "compound", "amod", "nmod"} else child.i)
    return start


def _of_end(head: Token) -> int:
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((t for t in child.children if t.dep_ == "pobj"), None)
            if inner is not None:
                return noun_phrase(inner, tails=frozenset({"group", "army", "front", "force", "member"})).end
    return head.i + 1


def trimmed(words: TokenSpan, head: Token) -> TokenSpan:
    """The words without article, number, pronoun or punctuation at their start."""
    start = words.start
    while start < head.i and _is_trimmed(words.doc[start]):
        start += 1
    return words.doc[start : words.end]


def _is_trimmed(token: Token) -> bool:
    if (
        token.lower_ in _ARTICLES
        or token.is_punct
        or token.is_space
        or token.pos_ in {"DET", "PRON", "CCONJ", "ADP", "PUNCT"}
    ):
        return True
    return token.like_num or token.pos_ == "NUM" or token.dep_ in {"quantmod", "predet"} or token.tag_ == "POS"


def conjuncts(head: Token) -> list[Token]:
    """The noun and those joined to it ("a judge, two guards and a driver"), in order of the text."""
    found = [head]
    queue = [head]
    while queue and len(found) < _MOST_CONJUNCTS:
        token = queue.pop()
        joined = [
            child
            for child in token.rights
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"}
        ]
        found.extend(joined)
        queue.extend(joined)
    return sorted(found, key=lambda token: token.i)


def prepositional(token: Token, preps: frozenset[str]) -> Iterator[Token]:
    """The nouns behind the prepositions of a word ("on the convoy", "in front of the embassy")."""
    for child in token.children:
        listed = child.dep_ in {"prep", "agent", "dative", "advmod", "prt"} and child.lower_ in preps
        if not listed and not (child.dep_ == "prep" and child.lower_ == "in"):
            continue
        for noun in _behind(child):
            if child.lower_ == "in" and noun.lower_ == "front":
                yield from (inner for of in noun.children if of.dep_ == "prep" for inner in _behind(of))
            elif child.lower_ in preps:
                yield noun


def _behind(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"} and child.pos_ != "VERB":
            yield child
        elif child.dep_ == "prep":
            yield from _behind(child)


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, else the token itself."""
    if token.tag_ not in {"WDT", "WP"} and not (token.lower_ == "that" and token.pos_ == "PRON"):
        return token
    verb = token.head
    while (
        verb.dep_ in {"conj", "xcomp", "ccomp", "aux", "auxpass"}
        and verb.head is not verb
        and verb.head.pos_ in {"VERB", "AUX"}
    ):
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else token


def speaker_of(token: Token) -> Token:
    """Whom "it" or "they" stands for where somebody says it of themselves ("the group says it …"), else the token."""
    if token.lower_ not in {"it", "they", "he", "she"} or token.dep_ != "nsubj":
        return token
    verb = token.head
    while verb.dep_ in {"conj", "xcomp"} and verb.head is not verb:
        verb = verb.head
    if verb.dep_ != "ccomp":
        return token
    subject = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
    if subject is None:
        return token
    is_body = subject.pos_ == "PROPN" and (subject.is_upper or subject.ent_type_ == "ORG")
    agrees = (token.lower_ == "they") == (subject.tag_ in {"NNS", "NNPS"})
    return subject if agrees or (is_body and token.lower_ in {"it", "they"}) else token


def counted_noun(token: Token) -> Token | None:
    """The noun behind words that only count it ("dozens of rebels"), else the token; None for a bare count."""
    if token.lower_ not in _partitives():
        return token
    of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    if of is None and token.lower_ in {"couple", "pair"}:
        return token
    inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return None if inner is None or inner is token else inner


def is_each_other(noun: Token) -> bool:
    """Whether the words are "each other" or "one another"."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    return (before, noun.lower_) in {("each", "other"), ("one", "another")}


def place_within(token: Token) -> Token | None:
    """What lies within a word that only says where about it ("the outskirts of the airport"), else the token.

    None where such a word stands alone.
    """
    if token.lower_ not in _surroundings():
        return token
    of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None


@cache
def _surroundings() -> frozenset[str]:
    return frozenset(load_table("persons")["surroundings"])


@cache
def _partitives() -> frozenset[str]:
    return frozenset(load_table("persons")["partitives"])
