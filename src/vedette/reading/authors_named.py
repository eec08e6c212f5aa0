"""Finds who is named as the author of an act told before: "claimed by", "suspicion fell on", "was behind it"."""

from collections.abc import Callable, Iterator
from functools import cache

from spacy.tokens import Token

from vedette.model.event import OnWhoseWord
from vedette.reading.authorship import disowned_by, is_negated, is_nobody, said_of
from vedette.reading.persons import BODIES, Sort, sort_of
from vedette.reading.role_classes import is_verbal
from vedette.reading.speech_words import words_of
from vedette.reading.voice import is_passive, subjects

#: Somebody named, on whose word, and the construction.
Named = tuple[OnWhoseWord, Token, str]

_OBJECTS = frozenset({"dobj", "nsubjpass"})
_SAID = frozenset({"nsubj", "nsubjpass"})
#: Those of whom "it was …" can tell that they did something.
_DOERS = frozenset({Sort.PERPETRATOR, Sort.UNIFORMED}) | BODIES


def authors_named(token: Token) -> Iterator[Named]:
    """Who is named with this word as the author of an act, on whose word, and how."""
    yield from ((OnWhoseWord.DENIED, head, "disowned") for head in disowned_by(token))
    for find in _finders().get(token.lemma_.lower(), ()):
        yield from find(token)


@cache
def _finders() -> dict[str, tuple[Callable[[Token], Iterator[Named]], ...]]:
    """Word → what is looked for at it."""
    words: tuple[tuple[frozenset[str], Callable[[Token], Iterator[Named]]], ...] = (
        (words_of("cues", "authorship", "claimed"), _owned),
        (frozenset({"claim"}), _claimed_by),
        (frozenset({"claim"}), _claimed_it),
        (frozenset({"own"}), _its_own),
        (frozenset({"reject", "deny", "dismiss"}), _rejected),
        (words_of("cues", "authorship", "works"), _worked),
        (frozenset({"responsible", "accountable"}), _held),
        (frozenset({"responsible", "accountable", "behind", "guilty"}), _said_to_be),
        (frozenset({"finger", "fingers"}), _pointed_at),
        (frozenset({"point"}), _led_to),
        (frozenset({"do", "carry"}), _did_it),
        (frozenset({"be"}), _it_was),
        (frozenset({"suspicion"}), _fell_on),
        (words_of("cues", "authorship", "marks"), _marked),
        (frozenset({"involvement", "complicity"}), _involved),
        (frozenset({"suspect"}), _is_suspect),
        (frozenset({"sign"}), _signed),
        (frozenset({"name", "behalf"}), _in_the_name),
        (words_of("cues", "authorship", "thinking"), _thought_to_be),
        (words_of("cues", "authorship", "adopting"), _adopted),
    )
    found: dict[str, tuple[Callable[[Token], Iterator[Named]], ...]] = {}
    for lemmas, find in words:
        for lemma in lemmas:
            found[lemma] = (*found.get(lemma, ()), find)
    return found


def _owned(token: Token) -> Iterator[Named]:
    """ "the Front took responsibility for it"."""
    verb = token.head
    if token.dep_ not in _OBJECTS or verb.lemma_.lower() not in words_of("cues", "authorship", "claiming"):
        return
    if not is_negated(verb):
        yield from ((OnWhoseWord.CLAIMED, c, "claimed") for c in verb.lefts if c.dep_ == "nsubj" and not is_nobody(c))


def _claimed_by(verb: Token) -> Iterator[Named]:
    """ "It was claimed by the Front", "a blast claimed by the Front"."""
    if is_verbal(verb) and is_passive(verb) and not is_negated(verb):
        yield from ((OnWhoseWord.CLAIMED, agent, "claimed by") for agent in _agents(verb) if not is_nobody(agent))


def _claimed_it(verb: Token) -> Iterator[Named]:
    """ "The Front claimed it", "has claimed both"."""
    meant = any(c.dep_ == "dobj" and c.lower_ in {"it", "both", "them", "this"} for c in verb.rights)
    if is_verbal(verb) and meant and not is_negated(verb):
        nouns = (c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON" and not is_nobody(c))
        yield from ((OnWhoseWord.CLAIMED, noun, "claimed it") for noun in nouns)


def _its_own(token: Token) -> Iterator[Named]:
    """ "The Front said the rocket was its own"."""
    verb = token.head
    owned = any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in token.lefts)
    if owned and token.dep_ == "attr" and verb.lemma_ == "be" and verb.dep_ == "ccomp":
        value = OnWhoseWord.DENIED if is_negated(verb) else OnWhoseWord.CLAIMED
        nouns = (c for c in verb.head.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON")
        yield from ((value, noun, "said to be its own") for noun in nouns)


def _rejected(verb: Token) -> Iterator[Named]:
    """ "The Front rejected the accusation", "denied the charge that it had done it"."""
    charges = words_of("cues", "nouns", "accused")
    if is_verbal(verb) and any(c.dep_ == "dobj" and c.lemma_.lower() in charges for c in verb.rights):
        nouns = (c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON")
        yield from ((OnWhoseWord.DENIED, noun, "rejects the accusation") for noun in nouns)


def _worked(token: Token) -> Iterator[Named]:
    """ "the blast was the work of the Front"."""
    if token.dep_ == "attr":
        value = _value(token.head, OnWhoseWord.ACCUSED)
        yield from ((value, inner, "said to be the work of") for inner in _behind(token, "of"))


def _held(token: Token) -> Iterator[Named]:
    """ "held the Front responsible"."""
    verb = token.head
    if verb.lemma_ != "hold":
        return
    held = [c for c in verb.children if c.dep_ in _OBJECTS | {"nsubj"} and c.i != token.i and _is_held(c, verb)]
    for noun in (*held, *(c for c in token.lefts if c.dep_ == "nsubj")):
        yield OnWhoseWord.ACCUSED, noun, "charged with it"


def _is_held(noun: Token, verb: Token) -> bool:
    passive = any(c.dep_ == "auxpass" for c in verb.lefts)
    return (noun.i < verb.i) == passive


def _said_to_be(token: Token) -> Iterator[Named]:
    """ "The circle may be behind it", "said it was responsible", "believed to be behind"."""
    verb = token.head
    if verb.lemma_ != "be" or is_negated(verb):
        return
    for subject in subjects(verb):
        if subject.pos_ == "PRON" and verb.dep_ == "ccomp" and subject.lower_ in {"it", "they", "we"}:
            yield from ((OnWhoseWord.CLAIMED, c, "says it was its own") for c in said_of(verb))
        elif subject.pos_ != "PRON" and not is_nobody(subject):
            yield _value(verb, OnWhoseWord.ACCUSED), subject, f"{token.lower_} it"


def _pointed_at(token: Token) -> Iterator[Named]:
    """ "pointed the finger at the Front"."""
    if token.head.lemma_ == "point":
        for noun in (*_behind(token.head, "at"), *_behind(token, "at")):
            yield OnWhoseWord.ACCUSED, noun, "finger pointed at"


def _led_to(verb: Token) -> Iterator[Named]:
    """ "The evidence points to the Front"."""
    leads = any(c.lemma_.lower() in words_of("cues", "authorship", "evidence") for c in verb.lefts)
    if is_verbal(verb) and leads:
        yield from ((OnWhoseWord.SUSPECTED, noun, "pointed to") for noun in _behind(verb, "to", "towards", "at"))


def _did_it(verb: Token) -> Iterator[Named]:
    """ "The family say the police did it", "say that the police did"."""
    rest = [c for c in verb.rights if c.dep_ != "punct"]
    means_it = any(c.dep_ == "dobj" and c.lower_ in {"it", "this"} for c in rest) or (verb.lemma_ == "do" and not rest)
    if not is_verbal(verb) or not means_it or is_negated(verb) or verb.dep_ != "ccomp":
        return
    for subject in (c for c in verb.lefts if c.dep_ == "nsubj"):
        if subject.pos_ == "PRON":
            yield from ((OnWhoseWord.CLAIMED, c, "says it did it") for c in said_of(verb))
        elif not is_nobody(subject):
            yield _value(verb, OnWhoseWord.ACCUSED), subject, "said to have done it"


def _it_was(verb: Token) -> Iterator[Named]:
    """ "The family say that it was the police", "It was not the police, they said"."""
    is_it = any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.lefts)
    if not is_it or verb.dep_ != "ccomp" or not is_verbal(verb.head):
        return
    value = OnWhoseWord.DENIED if is_negated(verb) else _value(verb, OnWhoseWord.ACCUSED)
    for noun in (c for c in verb.rights if c.dep_ == "attr" and sort_of(c) in _DOERS):
        if not any(c.dep_ in {"relcl", "acl"} for c in noun.rights):
            yield value, noun, "said to have been"


def _fell_on(token: Token) -> Iterator[Named]:
    """ "Suspicion fell on the Front"."""
    if token.dep_ in _SAID and is_verbal(token.head):
        yield from ((OnWhoseWord.SUSPECTED, noun, "suspicion on") for noun in _behind(token.head, "on", "upon"))


def _marked(token: Token) -> Iterator[Named]:
    """ "It bore the hallmarks of the Front"."""
    if token.head.lemma_ in {"bear", "have", "carry", "show"} and not is_negated(token.head):
        owners = (c for c in token.lefts if c.dep_ == "poss" and c.pos_ != "PRON")
        yield from ((OnWhoseWord.SUSPECTED, noun, "its marks") for noun in (*_behind(token, "of"), *owners))


def _involved(token: Token) -> Iterator[Named]:
    """ "suspect the involvement of the Front", "allege the army's complicity"."""
    if token.head.lemma_.lower() in words_of("cues", "authorship", "supposing") and token.dep_ in {"dobj", "pobj"}:
        owners = (c for c in token.lefts if c.dep_ == "poss" and c.pos_ != "PRON")
        yield from ((OnWhoseWord.SUSPECTED, noun, "involvement of") for noun in (*_behind(token, "of"), *owners))


def _is_suspect(token: Token) -> Iterator[Named]:
    """ "The Front is the prime suspect"."""
    if token.dep_ == "attr" and token.pos_ == "NOUN" and not is_negated(token.head):
        nouns = (c for c in token.head.lefts if c.dep_ == "nsubj" and c.pos_ != "PRON")
        yield from ((OnWhoseWord.SUSPECTED, noun, "suspect") for noun in nouns)


def _signed(verb: Token) -> Iterator[Named]:
    """ "a leaflet signed by the Front": whose word it is."""
    if (
        verb.tag_ == "VBN"
        and verb.dep_ == "acl"
        and verb.head.lemma_.lower() in words_of("cues", "authorship", "signed")
    ):
        yield from ((OnWhoseWord.CLAIMED, agent, "signed by") for agent in _agents(verb))


def _in_the_name(token: Token) -> Iterator[Named]:
    """ "a ransom demand in the name of the Front"."""
    above = token.head.head if token.dep_ == "pobj" else token
    if above.lemma_.lower() in words_of("cues", "authorship", "signed") and token.head.lower_ in {"in", "on"}:
        yield from ((OnWhoseWord.CLAIMED, noun, "in the name of") for noun in _behind(token, "of"))


def _thought_to_be(token: Token) -> Iterator[Named]:
    """ "believed to be members of the Front", "thought to be from it", "thought to have belonged to it"."""
    for verb in (c for c in token.rights if c.dep_ == "xcomp"):
        if verb.lemma_ == "be":
            yield from (
                (OnWhoseWord.SUSPECTED, _member_of(c), "thought to be") for c in verb.rights if c.dep_ == "attr"
            )
            yield from ((OnWhoseWord.SUSPECTED, noun, "thought to be from") for noun in _behind(verb, "from", "with"))
        elif verb.lemma_ in {"belong", "adhere", "answer", "link", "tie"}:
            yield from ((OnWhoseWord.SUSPECTED, noun, "thought to belong to") for noun in _behind(verb, "to", "with"))


def _member_of(noun: Token) -> Token:
    """The body whose member somebody is, else the noun."""
    return next(_behind(noun, "of"), noun)


def _adopted(token: Token) -> Iterator[Named]:
    """ "the State called the driver 'a soldier of the caliphate'", "named both as its own"."""
    words = {t.lower_ for t in token.subtree if t.i > token.i}
    if words & words_of("cues", "authorship", "adopted"):
        nouns = (c for c in token.lefts if c.dep_ == "nsubj" and c.pos_ == "PROPN")
        yield from ((OnWhoseWord.CLAIMED, noun, "adopts who did it") for noun in nouns)


def _behind(token: Token, *prepositions: str) -> Iterator[Token]:
    """The nouns behind a word's prepositions."""
    for link in (c for c in token.rights if c.dep_ in {"prep", "dative"} and c.lower_ in prepositions):
        yield from (c for c in link.rights if c.dep_ == "pobj" and sort_of(c) not in {Sort.TIME, Sort.PRONOUN})


def _agents(verb: Token) -> list[Token]:
    return [c for by in verb.rights if by.lower_ == "by" for c in by.rights if c.dep_ == "pobj"]


def _value(verb: Token, plain: OnWhoseWord) -> OnWhoseWord:
    """How surely: possible with a modal, suspected under a verb of thinking."""
    if any(c.tag_ == "MD" and c.lower_ in {"may", "might", "could"} for c in verb.lefts):
        return OnWhoseWord.POSSIBLE
    above = verb.head.lemma_.lower() if verb.dep_ in {"ccomp", "xcomp"} else ""
    return OnWhoseWord.SUSPECTED if above in words_of("cues", "authorship", "supposing") else plain
