"""Tells whether a verb is done by armed people: what makes plain words ("took", "came for") an act."""

from functools import cache

from spacy.tokens import Token

from vedette.reading.attach import heads_above
from vedette.reading.authors_named import authors_named
from vedette.reading.group_at import group_at
from vedette.reading.parse import Sentence
from vedette.reading.persons import Sort, sort_of
from vedette.reading.scene import Scene
from vedette.reading.sides import doers_of
from vedette.reading.speech_words import words_of
from vedette.vocab.load import load_table

#: Pronouns that a speaker's own act has for its doer.
_PRONOUNS = frozenset(("it", "they", "he", "she", "we"))
#: Verbs by which somebody denies an act.
_DENYING = frozenset(("deny", "disown", "reject"))
#: Steps up the tree from a noun to who claims it.
_STEPS = 4
#: Sentences after an act within which it is claimed.
_NEXT = 2
#: Verbs by which a fire is lit.
_LIGHTING = frozenset(("light", "set", "start", "cause", "do", "torch", "burn"))
#: What a trigger may ask for by which soldiers count.
_FORCES = frozenset(("forces", "sides"))
#: Kinds of groups of the vocabulary that are armed and no state's.
_ARMED_KINDS = frozenset(("armed_group",))


def is_done_by(who: str, verb: Token, scene: Scene) -> bool:
    """Whether those who do what a verb says are such as a trigger asks for.

    Args:
        who: `armed` (gunmen, rebels, a named armed group), `forces` (those, soldiers and troops too), `sides` (states
            too), or `named` (armed people who claim it, deny it or are blamed for it).
        verb: The trigger's head; of a noun, whose it is counts.
        scene: What is known of the report, for the groups of the vocabulary.
    """
    if who == "named":
        named = (*_named(verb), *_named_after(verb, scene))
        return any(_is_such(who, noun, scene) or _is_such_a_group(noun, scene) for noun in named)
    return any(_is_such(who, noun, scene) for noun in _doers(verb))


def names_armed(sentence: Sentence, scene: Scene) -> bool:
    """Whether a sentence names an armed group: a known one, or by the last word of a name ("the Delta Front")."""
    if any(group.kind in _ARMED_KINDS for group in scene.groups_by_sentence.get(sentence.index, ())):
        return True
    names = (token for token in sentence.tokens[1:] if token.pos_ == "PROPN" and token.lower_ in _ends_of_names())
    return any(token.nbor(-1).pos_ == "PROPN" for token in names)


def _doers(verb: Token) -> list[Token]:
    """The subjects of a verb, those shared with the verb that it is joined to, or the noun that it describes."""
    if verb.pos_ in ("NOUN", "PROPN"):
        return [c for c in verb.children if c.dep_ in ("poss", "compound", "amod", "nmod")]
    found = doers_of(verb)
    if verb.dep_ in ("acl", "relcl") and verb.tag_ != "VBN":
        found = [noun for noun in found if noun.tag_ not in ("WP", "WDT")] or [verb.head]
    above = verb
    while not found and above.dep_ in ("conj", "xcomp", "advcl", "ccomp") and above.head.i != above.i:
        above = above.head
        if above.pos_ not in ("VERB", "AUX"):
            return []
        found = doers_of(above)
        if not found and above.dep_ in ("acl", "relcl"):
            found = [above.head]
    found = [noun for one in found for noun in (_stands_for(one) if one.lower_ in _PRONOUNS else [one])]
    return [noun for one in found for noun in (one, *one.conjuncts, *_counted(one))]


def _named(noun: Token) -> list[Token]:
    """Who claims or denies what a noun names, or is blamed for it: "the fire, blamed on rebels"."""
    claims = words_of("cues", "authorship", "claiming") | _DENYING
    blames = words_of("cues", "deeds", "blaming") | words_of("cues", "deeds", "suspecting")
    verbs = [c for c in noun.rights if c.dep_ in ("acl", "relcl")] + list(heads_above(noun))[:_STEPS]
    found: list[Token] = []
    for verb in verbs:
        lemma = verb.lemma_.lower()
        below = [c for c in verb.children if c.dep_ in ("prep", "agent")]
        behind = [n for link in below if link.lower_ in ("on", "to", "by") for n in link.children if n.dep_ == "pobj"]
        if lemma in claims:
            found += doers_of(verb) + behind
        elif lemma in blames:
            found += [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")] + behind
    return [other for one in found for other in (one, *one.conjuncts) if other.i != noun.i]


def _named_after(noun: Token, scene: Scene) -> list[Token]:
    """Who claims it or is blamed for it in the next sentences ("The Front claimed it", "said it had lit it")."""
    sentence = scene.parsed.by_token.get((id(noun.doc), noun.i))
    if sentence is None or sentence.span.part == "title":
        return []
    found: list[Token] = []
    for later in scene.parsed.sentences[sentence.index + 1 : sentence.index + 1 + _NEXT]:
        if later.paragraph > sentence.paragraph + 1:
            break
        found += [head for token in later.tokens for _, head, _ in authors_named(token)]
        found += [head for token in later.tokens if _claims(token, noun) for head in _claimers(token)]
        blaming = (token for token in later.tokens if token.lemma_.lower() in words_of("cues", "deeds", "blaming"))
        found += [head for verb in blaming for head in verb.children if head.dep_ in ("dobj", "nsubjpass")]
    return found


def _claims(verb: Token, noun: Token) -> bool:
    """Whether somebody claims to have done what was told before: "claimed it", "said it had lit the fire"."""
    objects = {c.lower_ for c in verb.children if c.dep_ in ("dobj", "nsubjpass")}
    told = objects & {"it", "this", "them", noun.lower_}
    if verb.lemma_ in words_of("cues", "authorship", "claiming"):
        return bool(told)
    return bool(told) and verb.dep_ == "ccomp" and verb.lemma_ in _LIGHTING


def _claimers(verb: Token) -> list[Token]:
    return [noun for one in doers_of(verb) for noun in (_stands_for(one) if one.lower_ in _PRONOUNS else [one])]


def _is_such_a_group(noun: Token, scene: Scene) -> bool:
    """Whether "the group" stands for an armed one that the report names."""
    if noun.lower_ not in ("group", "movement", "organisation", "organization"):
        return False
    return any(names_armed(sentence, scene) for sentence in scene.parsed.sentences)


def _stands_for(pronoun: Token) -> list[Token]:
    """Whom a pronoun of a clause stands for, by the verb above it ("the Front says it will sink …")."""
    verb = pronoun.head
    if verb.dep_ not in ("ccomp", "advcl") or verb.head.pos_ not in ("VERB", "AUX"):
        return [pronoun]
    return doers_of(verb.head) or [pronoun]


def _counted(number: Token) -> list[Token]:
    """Of whom a word counts some ("a column of fighters", "dozens of gunmen")."""
    return [p for of in number.children if of.lower_ == "of" for p in of.children if p.dep_ == "pobj"]


def _is_such(who: str, noun: Token, scene: Scene) -> bool:
    group = group_at(noun, scene)
    if group is not None:
        return group.kind in _ARMED_KINDS or who in _FORCES
    sort = sort_of(noun)
    if who == "sides" and noun.ent_type_ in ("GPE", "NORP"):
        return True
    if sort is Sort.PERPETRATOR:
        return noun.lower_ not in _not_armed()
    if who in _FORCES and sort is Sort.UNIFORMED:
        return True
    if any(c.lower_ in _harmless_before() for c in noun.lefts if c.dep_ in ("compound", "amod")):
        return False
    return noun.lower_ in _armed_bodies(who) or (noun.pos_ == "PROPN" and noun.lower_ in _ends_of_names())


@cache
def _armed_bodies(who: str) -> frozenset[str]:
    table = load_table("group_words")
    return frozenset(table["armed_bodies"]) | (frozenset(table["forces"]) if who in _FORCES else frozenset())


@cache
def _ends_of_names() -> frozenset[str]:
    return frozenset(load_table("group_words")["ends_of_names"])


@cache
def _harmless_before() -> frozenset[str]:
    """Words before "brigade" and the like that make it no armed body ("the fire brigade")."""
    return frozenset(load_table("group_words")["not_before_bodies"])


@cache
def _not_armed() -> frozenset[str]:
    return frozenset(load_table("group_words")["not_armed"])
