"""What an act amounts to in PLOVER's kinds: the word for it, and what stands above it in the clause.

A promise of help is an agreement, a promise of harm a threat; a refusal of either is a rejection; what others must
do is a request. The words stand in `plover_acts` and `plover_operators`; only the parse decides which of them counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.reading.plover_parties import WHEN, is_passive
from vedette.reading.plover_words import Act, act_of_noun, act_of_verb, operators_of, words_of

#: Steps down the parse that are followed in search of an act.
_DEPTH = 8

#: Kinds that stay what they are when they lie ahead ("will meet", "is to resign").
_SAME_AHEAD = frozenset(("CONSULT", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "PROTEST", "AGREE"))

_CLAUSES = ("ccomp", "xcomp", "pcomp")


@dataclass(frozen=True)
class Coded:
    """A kind, and the words that it hangs on."""

    kind: str
    #: The word from which the parties are looked for.
    predicate: Token
    mutual: bool = False
    #: Who says so, where the act is something said.
    speaker: Token | None = None
    #: Whether the speaker asks the act of whoever the clause is about, or holds it against them ("said X must …").
    asked: bool = False


def code_clause(verb: Token, speaker: Token | None = None, depth: int = 0) -> Coded | None:
    """The kind of the act that a clause tells, None where it tells none; kept with its Doc, as it is asked again."""
    if depth > _DEPTH:
        return None
    known: dict[tuple[int, int, int], Coded | None] = verb.doc.user_data.setdefault("plover_clauses", {})
    key = (verb.i, -1 if speaker is None else speaker.i, depth)
    if key not in known:
        known[key] = _clause(verb, speaker, depth)
    return known[key]


def _clause(verb: Token, speaker: Token | None, depth: int) -> Coded | None:
    operators = operators_of(verb)
    asked = _asked(verb, speaker) or _blamed(verb, operators, speaker)
    if asked is not None:
        return asked
    if "say" in operators:
        found = _said(verb, depth)
        if found is not None:
            return found
    act = act_of_verb(verb)
    if act is not None and act.objects and "demand" in operators and act.kind != "REQUEST":
        return _named(verb, speaker, depth)
    return _operated(verb, operators, speaker, depth) or _named(verb, speaker, depth)


def _asked(verb: Token, speaker: Token | None) -> Coded | None:
    """What a speaker says must be done."""
    if speaker is None or not any(c.dep_ == "aux" and c.lower_ in words_of("modals", "ought") for c in verb.children):
        return None
    return Coded("REQUEST", verb, speaker=speaker, asked=True)


def _blamed(verb: Token, operators: tuple[str, ...], speaker: Token | None) -> Coded | None:
    """What a speaker says that others did wrong."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if "blame" not in operators or speaker is None or subject is None or subject.pos_ == "PRON" or _is_negated(verb):
        return None
    return Coded("ACCUSE", verb, speaker=speaker, asked=True)


def _said(verb: Token, depth: int) -> Coded | None:
    """The act in what is said, or in what was issued to say it."""
    speaker = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    for child in verb.children:
        if child.dep_ == "ccomp":
            found = code_clause(child, speaker, depth + 1) or _beside(child, speaker, depth + 1)
            if found is not None:
                return found if found.speaker is not None else replace(found, speaker=speaker)
        elif child.dep_ in ("prep", "xcomp", "dobj", "oprd"):
            found = _below(child, speaker, depth)
            if found is not None:
                return found
    return None


def _below(child: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act in a clause behind a preposition or an object ("was quoted as saying …", "a declaration demanding …")."""
    if child.dep_ == "xcomp":
        return code_clause(child, speaker, depth + 1)
    for below in child.children:
        if below.dep_ in ("pcomp", "acl", "relcl", "ccomp") and below.pos_ in ("VERB", "AUX"):
            found = code_clause(below, speaker, depth + 1)
            if found is not None:
                return replace(found, speaker=found.speaker or speaker)
    return None


def _operated(verb: Token, operators: tuple[str, ...], speaker: Token | None, depth: int) -> Coded | None:
    """The kind that a verb makes of the act that depends on it."""
    for operator in operators:
        if operator == "hostile_commit":
            return Coded("THREATEN", verb, speaker=speaker)
        if operator == "refuse" and not _is_negated(verb):
            return Coded("REJECT", verb, speaker=speaker)
        if operator == "demand" and not is_passive(verb):
            return Coded("REQUEST", verb, speaker=speaker)
        if operator in ("commit", "stop"):
            inner = _complement(verb, speaker, depth) or (
                _subject_act(verb, speaker, depth) if operator == "stop" else None
            )
            if inner is not None:
                return _committed(verb, inner, speaker) if operator == "commit" else _stopped(verb, inner, speaker)
    return None


def _committed(verb: Token, inner: Coded, speaker: Token | None) -> Coded:
    if inner.kind in ("REJECT", "REQUEST", "THREATEN"):
        return inner
    if _is_negated(verb):
        return Coded("REJECT", verb, speaker=speaker)
    return replace(inner, kind="AGREE" if _is_helpful(inner.kind) else "THREATEN", predicate=verb, speaker=speaker)


def _stopped(verb: Token, inner: Coded, speaker: Token | None) -> Coded:
    kind = "SANCTION" if _is_helpful(inner.kind) else "RETREAT"
    is_subject = inner.predicate.dep_ in ("nsubj", "nsubjpass")
    return replace(inner, kind=kind, predicate=inner.predicate if is_subject else verb, speaker=speaker)


def _subject_act(verb: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act that the subject of a verb names ("the talks broke down")."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return None if subject is None else _noun(subject, speaker, depth)


def _complement(verb: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act that depends on a verb: in a clause, an object, or behind an adjective ("is ready to …")."""
    for child in _below_verb(verb):
        if child.dep_ in _CLAUSES:
            found = code_clause(child, speaker, depth + 1)
        elif child.dep_ in ("acomp", "prep", "advmod", "acl", "attr", "oprd"):
            found = _complement(child, speaker, depth + 1) if depth < _DEPTH else None
        else:
            found = _noun(child, speaker, depth)
        if found is not None:
            return found
    return None


def _below_verb(verb: Token) -> Iterator[Token]:
    """The children of a verb in which an act can lie, clauses first."""
    children = list(verb.children)
    yield from (c for c in children if c.dep_ in _CLAUSES)
    yield from (c for c in children if c.dep_ in ("acomp", "dobj", "attr", "oprd", "nsubjpass"))
    yield from (c for c in children if c.dep_ in ("prep", "pobj", "dative", "acl") and c.lower_ not in WHEN)


def _noun(noun: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act that a noun names, by itself or by what depends on it ("steps to ease the curfew")."""
    act = act_of_noun(noun)
    if act is not None:
        return Coded(act.kind, noun, act.mutual, speaker)
    if depth > _DEPTH:
        return None
    for child in noun.children:
        if child.lower_ in WHEN:
            continue
        if child.dep_ in ("acl", "relcl") and child.tag_ in ("VB", "VBG"):
            found = code_clause(child, speaker, depth + 1)
        elif child.dep_ in ("prep", "conj", "compound", "appos"):
            found = _complement(child, speaker, depth + 1) if child.dep_ == "prep" else _noun(child, speaker, depth + 1)
        else:
            found = None
        if found is not None:
            return found
    return None


def _named(verb: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act that the verb itself names, else the one in its objects; held against its auxiliaries."""
    act = act_of_verb(verb) if verb.pos_ in ("VERB", "AUX", "NOUN", "ADJ") else None
    if act is None:
        inner = _complement(verb, speaker, depth)
        if inner is None:
            return Coded("REJECT", verb, speaker=speaker) if _will_not(verb, speaker) else None
        return _told(verb, replace(inner, predicate=inner.predicate), speaker)
    return _told(verb, Coded(act.kind, verb, _is_mutual(act, verb), speaker), speaker)


def _is_mutual(act: Act, verb: Token) -> bool:
    return act.mutual and not is_passive(verb)


def _told(verb: Token, coded: Coded, speaker: Token | None) -> Coded | None:
    """The kind as its auxiliaries leave it: denied, or still to come."""
    ahead = _is_ahead(verb)
    if _is_negated(verb):
        if _is_helpful(coded.kind):
            return replace(coded, kind="REJECT")
        return replace(coded, kind="AGREE") if ahead and coded.kind not in _SAME_AHEAD else None
    if not ahead or coded.kind in _SAME_AHEAD:
        return coded
    if coded.kind == "RETREAT" and verb.lemma_ in ("resign", "quit", "step"):
        return coded
    helpful = _is_helpful(coded.kind) and not _hangs_on(verb)
    return replace(coded, kind="AGREE" if helpful else "THREATEN")


def _hangs_on(verb: Token) -> bool:
    """Whether an act is held over somebody: "unless …"."""
    return any(c.dep_ == "advcl" and any(m.lower_ == "unless" for m in c.children) for c in verb.children)


def _is_ahead(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in words_of("modals", "future") for c in verb.children)


def _will_not(verb: Token, speaker: Token | None) -> bool:
    return speaker is not None and _is_negated(verb) and any(c.lower_ in ("will", "wo") for c in verb.children)


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_helpful(kind: str) -> bool:
    return kind in words_of("helpful", "kinds")


def _beside(verb: Token, speaker: Token | None, depth: int) -> Coded | None:
    """The act in a clause joined to one that tells none, or that hangs from it, or in its subject."""
    for deps in (("conj",), ("advcl",), ("nsubj", "nsubjpass"), ("acl", "relcl")):
        for child in verb.children:
            if child.dep_ not in deps or depth > _DEPTH:
                continue
            found = (
                _noun(child, speaker, depth) if child.dep_.startswith("nsubj") else code_clause(child, speaker, depth)
            )
            if found is not None:
                return found
    return None


def code_sentence_root(root: Token) -> Coded | None:
    """The kind of the act that a sentence is about: of its main clause, else of what stands beside it."""
    if root.pos_ not in ("VERB", "AUX"):
        found = _noun(root, None, 0)
        if found is not None:
            return found
    return code_clause(root) or _beside(root, None, 0) or _anywhere(root)


def _anywhere(root: Token) -> Coded | None:
    """The act nearest to the root of those that the sentence's words name."""
    level = [root]
    while level:
        for token in level:
            act = act_of_verb(token) if token.pos_ in ("VERB",) else act_of_noun(token)
            if act is not None:
                return Coded(act.kind, token, act.mutual)
        level = [child for token in level for child in token.children]
    return None
