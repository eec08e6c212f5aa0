"""Who deals with whom: the parties of an act, found by their place in the parse."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.vocab.load import load_table

#: Entity labels of those who can act.
_PARTIES = frozenset(("GPE", "NORP", "ORG", "PERSON", "LOC", "FAC"))

#: Prepositions behind which the other side stands, the likeliest first.
_TOWARDS = (
    *("against", "to", "with", "of", "by", "from", "on", "upon", "between", "among"),
    *("for", "toward", "towards", "into", "over", "about", "as", "out", "at"),
)

#: Prepositions that tell where: who stands behind them is the other side only where nobody else is named.
_WHERE = frozenset(("in", "at", "near", "inside", "outside", "within", "across", "around", "throughout"))

#: Prepositions that tell when or on what occasion: nobody behind them is a side.
WHEN = frozenset(
    ("after", "before", "during", "since", "despite", "following", "amid", "until", "because", "under", "while", "ago")
)

#: Dependencies of the words that belong to a party's name or description.
_OWN = frozenset(("compound", "amod", "nmod", "poss", "case", "nummod", "quantmod", "advmod"))

#: Steps down a phrase that are followed in search of a party.
_DEPTH = 6

#: Parties joined by "and" that are listed.
_JOINED = 12


@cache
def _nouns() -> frozenset[str]:
    rows: list[dict[str, Any]] = load_table("plover_actors")["sector"]
    return frozenset(word for row in rows for word in row["words"])


@cache
def _states() -> frozenset[str]:
    """Names of states, their capitals and adjectives: in lower case, abbreviations as they are ("CAR" is no car)."""
    names = {word for words in load_table("demonyms").values() for word in words}
    for row in load_table("countries").values():
        names.update(name for name in (row["name"], *row["other"], row["capital"]) if name)
    return frozenset(name if name.isupper() else name.lower() for name in names)


def is_party(token: Token) -> bool:
    """Whether a word alone can be a party: a state, a people, an organisation, a person, or a noun for who acts."""
    if token.pos_ == "PRON":
        return False
    return (
        (token.ent_type_ in _PARTIES and token.pos_ in ("PROPN", "NOUN", "ADJ"))
        or (token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in _nouns())
        or (not token.is_lower and (token.text in _states() or token.lower_ in _states()))
    )


def phrase_of(head: Token) -> TokenSpan:
    """The noun phrase of a party: its words with what is behind "of", "in" and the like, without clauses and asides."""
    inside = set(_own_words(head))
    start = end = head.i
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    return head.doc[start : end + 1]


def _own_words(head: Token) -> Iterator[int]:
    yield head.i
    for child in head.children:
        if child.dep_ in _OWN or (child.dep_ == "appos" and child.i == head.i + 1):
            yield from (t.i for t in child.subtree)
        elif child.dep_ == "prep" and child.lower_ in ("of", "in", "from"):
            yield child.i
            for below in child.children:
                if below.dep_ == "pobj":
                    yield from (t.i for t in below.subtree if not _in_clause(t, below))


def _in_clause(token: Token, top: Token) -> bool:
    at = token
    for _ in range(_DEPTH):
        if at.i == top.i:
            return False
        if at.dep_ in ("relcl", "acl", "advcl", "conj", "cc", "punct"):
            return True
        at = at.head
    return True


def coordinated(head: Token, joined: int = 0) -> Iterator[Token]:
    """The heads of a phrase and of those joined to it ("Bosnia and Slovenia")."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and joined < _JOINED and is_party(child):
            yield from coordinated(child, joined + 1)
        elif child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("GPE", "NORP"):
            yield from (c for c in child.children if c.dep_ == "conj" and is_party(c))


def parties_in(phrase: Token, depth: int = 0, *, acting: bool = False) -> tuple[Token, ...]:
    """The heads of the parties that a noun phrase names: itself, else its owner, its adjective, or who is after "of".

    Args:
        phrase: The head of the phrase.
        depth: Steps already gone down.
        acting: Whether the phrase is the subject: where it stands ("a blast near Easton") then names nobody.
    """
    if is_party(phrase):
        return tuple(coordinated(phrase))
    if depth >= _DEPTH:
        return ()
    for child in _by_nearness(phrase):
        if child.dep_ in ("prep", "agent"):
            below = next((c for c in child.children if c.dep_ == "pobj"), None)
            aside = child.lower_ in WHEN or (acting and child.lower_ in _WHERE)
            found = parties_in(below, depth + 1, acting=acting) if below is not None and not aside else ()
        elif child.dep_ in ("poss", "compound", "amod", "nmod", "appos", "conj"):
            found = parties_in(child, depth + 1, acting=acting)
        else:
            found = ()
        if found:
            return found
    return ()


def _by_nearness(phrase: Token) -> list[Token]:
    """The children of a noun in the order in which a party is looked for: owner, adjective, prepositions, the rest."""
    order = {"poss": 0, "amod": 1, "compound": 1, "nmod": 1, "prep": 2, "agent": 2}
    return sorted(phrase.children, key=lambda c: (order.get(c.dep_, 3), _rank(c), c.i))


def _rank(token: Token) -> int:
    return _TOWARDS.index(token.lower_) if token.lower_ in _TOWARDS else len(_TOWARDS)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verbs above that share theirs with it; of a passive, who stands behind "by"."""
    at = verb
    for _ in range(_DEPTH):
        own = own_subject(at)
        if own is not None:
            return own
        if at.head.i == at.i:
            return None
        if at.dep_ in ("relcl", "acl") and at.head.pos_ in ("NOUN", "PROPN"):
            if is_party(at.head):
                return at.head
            at = at.head
            continue
        at = at.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that stands at the verb itself: behind "by" in the passive."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    found = next((c for c in verb.children if c.dep_ in ("nsubj", "csubj")), None)
    if found is not None and found.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
        return verb.head
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive."""
    return any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and not any(c.dep_ == "aux" for c in verb.children)
    )


def others_of(predicate: Token, skip: frozenset[int]) -> tuple[Token, ...]:
    """The heads of the parties that an act is done to, asked of or shared with; those in `skip` do not count."""
    return _others(predicate, skip, 0)


def _others(at: Token, skip: frozenset[int], depth: int) -> tuple[Token, ...]:
    if depth > _DEPTH:
        return ()
    own: tuple[Token, ...] = ()
    for child in sorted(at.children, key=_order):
        found = tuple(t for t in _in_child(child, skip, depth) if t.i not in skip)
        if found and not all(_is_owned(t) for t in found):
            return found
        own = own or found
    return own


def _is_owned(party: Token) -> bool:
    """Whether a party belongs to somebody named before ("its troops"): the other side only where there is no other."""
    return any(c.dep_ == "poss" and c.pos_ == "PRON" for c in party.children)


def _order(child: Token) -> tuple[int, int, int]:
    first = {
        "dative": 0,
        "nsubjpass": 0,
        "dobj": 1,
        "attr": 1,
        "acomp": 2,
        "prep": 3,
        "agent": 5,
        "ccomp": 4,
        "xcomp": 4,
        "pcomp": 4,
    }
    if child.dep_ == "prep" and child.lower_ in _WHERE:
        return 7, 0, child.i
    return first.get(child.dep_, 6), _rank(child), child.i


def _in_child(child: Token, skip: frozenset[int], depth: int) -> tuple[Token, ...]:
    if child.dep_ in ("dobj", "dative", "nsubjpass", "attr", "pobj", "oprd", "appos") and child.pos_ != "ADP":
        return parties_in(child) or _others(child, skip, depth + 1)
    if child.dep_ in ("prep", "dative", "acomp", "agent") and child.lower_ not in WHEN:
        return _others(child, skip, depth + 1)
    if child.dep_ in ("ccomp", "xcomp", "pcomp", "advcl", "acl", "relcl"):
        subject = next((c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        found = tuple(t for t in parties_in(subject) if t.i not in skip) if subject is not None else ()
        return found or _others(child, skip, depth + 1)
    return ()
