"""The words for PLOVER's kinds, ready to be looked up at a word of the parse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from vedette.vocab.load import load_table

#: Words behind a verb within which the others of its entry stand ("reached a tentative agreement").
REACH = 5

#: Dependencies by which an object, and what stands behind a preposition, hangs from a verb.
_OBJECTS = frozenset(("dobj", "nsubjpass", "dative", "attr", "oprd", "pobj"))


@dataclass(frozen=True)
class Act:
    """A group of words for acts of one kind."""

    kind: str
    #: Whether both sides do the same.
    mutual: bool
    #: One of these must stand in the verb's object; empty: none need.
    objects: frozenset[str]
    #: One of these must stand in its subject; empty: none need.
    subjects: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """The words behind the first word of an entry, and the act that they stand for."""

    rest: tuple[str, ...]
    act: Act


@cache
def _acts() -> tuple[tuple[Act, dict[str, Any]], ...]:
    rows: list[dict[str, Any]] = load_table("plover_acts")["act"]
    return tuple(
        (
            Act(
                row["kind"],
                bool(row.get("mutual")),
                frozenset(word.lower() for word in row.get("with", ())),
                frozenset(row.get("by", ())),
            ),
            row,
        )
        for row in rows
    )


@cache
def _verbs() -> dict[str, tuple[Phrase, ...]]:
    """The entries by their first verb: those that ask for a subject first, then the longer."""
    return _by_first("verbs")


@cache
def _nouns() -> dict[str, tuple[Phrase, ...]]:
    """The entries by the last word of their noun."""
    found: dict[str, list[Phrase]] = {}
    for act, row in _acts():
        for words in row.get("nouns", ()):
            *before, last = words.split()
            found.setdefault(last, []).append(Phrase(tuple(before), act))
    return {word: tuple(sorted(phrases, key=lambda p: -len(p.rest))) for word, phrases in found.items()}


def _by_first(field: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for act, row in _acts():
        for words in row.get(field, ()):
            first, *rest = words.split()
            found.setdefault(first, []).append(Phrase(tuple(rest), act))
    return {word: tuple(sorted(phrases, key=_precedence)) for word, phrases in found.items()}


def _precedence(phrase: Phrase) -> tuple[bool, int, bool]:
    return not phrase.act.subjects, -sum(1 for word in phrase.rest if word != "~"), not phrase.act.objects


def act_of_verb(verb: Token) -> Act | None:
    """The act that a verb names with its particles and objects, None where it names none."""
    named = objects_of(verb)
    for phrase in _verbs().get(verb.lemma_.lower(), ()):
        if phrase.act.objects and phrase.act.objects.isdisjoint(named):
            continue
        if phrase.act.subjects and phrase.act.subjects.isdisjoint(_subjects_of(verb)):
            continue
        if follows(verb, phrase.rest):
            return phrase.act
    return None


def act_of_noun(noun: Token) -> Act | None:
    """The act that a noun names, None where it names none."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    for word in (noun.lower_, noun.lemma_.lower()):
        for phrase in _nouns().get(word, ()):
            before = [noun.doc[i].lower_ for i in range(max(0, noun.i - len(phrase.rest)), noun.i)]
            if before == list(phrase.rest) or _behind(noun, phrase.rest):
                return phrase.act
    return None


def _behind(noun: Token, rest: tuple[str, ...]) -> bool:
    """Whether a noun's entry of the form "support for" holds."""
    return False if not rest else rest == tuple(noun.doc[i].lower_ for i in _after(noun, len(rest)))


def _after(token: Token, count: int) -> range:
    return range(token.i + 1, min(len(token.doc), token.i + 1 + count))


def _subjects_of(verb: Token) -> frozenset[str]:
    words: set[str] = set()
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            words.update(_of_phrase(child))
            if child.ent_type_ == "GPE":
                words.add("(state)")
    return frozenset(words)


def follows(verb: Token, rest: tuple[str, ...]) -> bool:
    """Whether the other words of an entry stand behind the verb, near it (right behind it unless "~" is among them).

    A single word may also stand further off where it hangs from the verb ("called on Monday for").
    """
    if not rest:
        return True
    if len(rest) == 1 and any(c.lower_ == rest[0] and c.dep_ in ("prep", "prt", "acomp") for c in verb.children):
        return not any(c.lower_ == rest[0] and _is_when(c) for c in verb.children)
    at, gap = verb.i + 1, 1 if rest[0] != "~" else REACH
    end = min(len(verb.doc), verb.i + 1 + REACH + len(rest))
    for word in rest:
        if word == "~":
            gap = REACH
            continue
        stop = min(end, at + gap + 1)
        found = next((i for i in range(at, stop) if word in (verb.doc[i].lower_, verb.doc[i].lemma_.lower())), None)
        if found is None:
            return False
        at, gap = found + 1, 1
    return True


def _is_when(preposition: Token) -> bool:
    """Whether a preposition stands before a day or a time."""
    return all(c.ent_type_ in ("DATE", "TIME") for c in preposition.children) and any(preposition.children)


def objects_of(verb: Token) -> frozenset[str]:
    """The words (forms and base forms) of a verb's objects and of what is behind its prepositions."""
    words: set[str] = set()
    for child in verb.children:
        if child.dep_ in _OBJECTS or (child.dep_ == "nsubj" and child.tag_ == "VBN"):
            words.update(_of_phrase(child))
        elif child.dep_ in ("prep", "agent"):
            for below in child.children:
                if below.dep_ == "pobj":
                    words.update(_of_phrase(below))
        elif child.dep_ == "advcl" and any(c.tag_ == "TO" for c in child.children):
            words.update(_of_objects(child))
        elif child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("NOUN", "VERB"):
            words.update((child.lemma_.lower(), *_of_phrase_subject(child), *_of_objects(child)))
    return frozenset(words)


def _of_phrase_subject(clause: Token) -> Iterator[str]:
    """The subject of a small clause, which is its governor's object ("ordered troops to move")."""
    for child in clause.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from (child.lower_, child.lemma_.lower())


def _of_objects(clause: Token) -> Iterator[str]:
    """The objects of a clause that depends on the verb ("opened fire to disperse the crowd")."""
    for child in clause.children:
        if child.dep_ == "dobj":
            yield from _of_phrase(child)


def _of_phrase(head: Token, depth: int = 0) -> Iterator[str]:
    yield from (head.lower_, head.lemma_.lower())
    if depth > 3:
        return
    for child in head.children:
        if child.dep_ in ("conj", "compound", "amod", "nmod", "appos", "quantmod", "nummod"):
            yield from _of_phrase(child, depth + 1)
        elif child.dep_ == "prep" and child.lower_ in ("of", "in"):
            for below in child.children:
                if below.dep_ == "pobj":
                    yield from _of_phrase(below, depth + 2)


@cache
def _operators() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, row in load_table("plover_operators").items():
        for words in row.get("verbs", ()):
            first, *rest = words.split()
            found.setdefault(first, []).append((tuple(rest), name))
    return {word: tuple(sorted(entries, key=lambda e: -len(e[0]))) for word, entries in found.items()}


def operators_of(verb: Token) -> tuple[str, ...]:
    """What a verb makes of the act that depends on it (`say, aspect, commit, refuse …`), the closest entry first."""
    return tuple(name for rest, name in _operators().get(verb.lemma_.lower(), ()) if follows(verb, rest))


@cache
def words_of(group: str, field: str) -> frozenset[str]:
    """The words of a list in `plover_operators`."""
    return frozenset(load_table("plover_operators")[group][field])
