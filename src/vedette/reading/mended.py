"""Mends what the parser is known to get wrong in reports of acts; what it gets right stays as it is."""

from typing import Any

from spacy.tokens import Doc, Token

from vedette.reading.role_classes import class_of

#: Tags of verbs that carry a tense.
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: Relations of names.
_OF_NAMES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "compound", "appos", "agent"})
#: Verbs of saying, which take a clause and seldom a noun.
_SAYING = frozenset({"say", "claim", "report", "announce", "add", "confirm", "state", "allege", "deny", "insist"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
#: Verbs of charging that the tagger takes for parts of a noun ("police suspect smugglers of").
_CHARGING = frozenset({"accuse", "suspect", "blame"})
#: Prepositions with which a sentence opens on its place.
_OPENING = frozenset({"in", "near", "at", "outside", "around", "across", "inside"})
#: Steps up the tree that are followed.
_MOST_STEPS = 8


def mend(doc: Doc) -> Doc:
    """The parsed text, mended in place."""
    for token in doc:
        if token.is_sent_start and token.lower_ in _OPENING:
            _part_place(token)
        if token.text == "IS" and token.dep_ in _OF_NAMES and token.tag_ != "NNP":
            # The group: the tagger takes it for the verb.
            token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", "IS"
        if token.dep_ in _SUBJECTS and token.head.dep_ in {"aux", "auxpass"}:
            token.head = token.head.head
        if token.lower_ in _CHARGING and _free_charge(token):
            continue
        if token.dep_ == "conj" and (_free_participle(token) or _part_clauses(token)):
            continue
        if token.dep_ == "conj" and token.tag_ in _FINITE:
            _join_finite(token)
        elif token.dep_ == "acl" and token.tag_ == "VBD":
            _give_subject(token)
        elif token.dep_ == "csubj" and token.tag_ in ("VBG", "VBD", "VBN"):
            _give_noun(token)
        elif token.dep_ == "ccomp":
            _give_object(token)
            _part_joined(token)
        elif token.dep_ == "pobj" and token.head.dep_ == "prt":
            # "hunt down rebels": behind a particle stands the verb's object.
            token.head, token.dep_ = token.head.head, "dobj"
        elif token.dep_ == "oprd" and token.pos_ in {"NOUN", "PROPN"}:
            _make_object(token)
        elif token.dep_ == "oprd" and token.lower_ == "dead":
            _give_back(token)
    return doc


def _part_place(opening: Token) -> None:
    """ "In Northport gunmen killed three": the name behind the preposition is the place, not the gunmen's."""
    verb = opening.head
    if verb.i < opening.i or any(c.dep_ in {"pobj", "pcomp"} for c in opening.children):
        return
    name = []
    for token in opening.doc[opening.i + 1 : opening.sent.end]:
        if token.pos_ != "PROPN" or token.dep_ not in {"compound", "nmod"}:
            break
        name.append(token)
    noun = name[-1].head if name else verb
    if noun.pos_ != "NOUN" or noun.head.i != verb.i or noun.dep_ not in _SUBJECTS:
        return
    place = name[-1]
    place.head, place.dep_, opening.dep_ = opening, "pobj", "prep"
    for token in name[:-1]:
        token.head = place


def _join_finite(verb: Token) -> None:
    """ "foiled a plot to bomb it and arrested eight": a verb with a tense is joined to one, not to an infinitive."""
    head = verb.head
    if head.tag_ != "VB" or _has_modal(head) or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return
    above = head
    for _ in range(_MOST_STEPS):
        if above.head is above:
            return
        above = above.head
        if above.tag_ in _FINITE and above.i < verb.i:
            verb.head = above
            return


def _hang(doc: Doc, heads: dict[int, int]) -> None:
    """Gives tokens new heads at once: a root cannot be moved one by one."""
    table: Any = doc.to_array(["HEAD", "DEP"])
    for at, head in heads.items():
        table[at, 0] = (head - at) % 2**64
    doc.from_array(["HEAD", "DEP"], table)


def _give_subject(verb: Token) -> None:
    """ "Troops backed by jets killed 16, the army says": a verb in the past hangs from no noun; it has a subject."""
    noun = verb.head
    for _ in range(_MOST_STEPS):
        if noun.dep_ == "nsubj" and noun.head.i > verb.i and noun.head.tag_ in _FINITE:
            above = noun.head
            verb.head, verb.dep_ = above, "ccomp"
            noun.head = verb
            return
        if noun.head is noun:
            return
        noun = noun.head


def _give_noun(verb: Token) -> None:
    """ "Soldiers manning a post shot a rider", "Shots fired at a jeep went wide": the participle is the noun's, and
    the noun the subject."""
    noun = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
    if noun is not None and verb.head.tag_ in _FINITE:
        noun.head = verb.head
        verb.head, verb.dep_ = noun, "acl"
        verb.tag_ = "VBN" if verb.tag_ == "VBD" else verb.tag_


def _free_participle(verb: Token) -> bool:
    """ "Drones launched at night were shot down": the first verb is a participle, its noun the subject of the other.

    Only where neither "and" nor a comma joins the two, and the first has no object.
    """
    first = verb.head
    passive = any(c.dep_ == "auxpass" and c.tag_ in _FINITE for c in verb.children)
    if first.tag_ != "VBD" or not (passive or verb.tag_ in _FINITE) or any(c.dep_ in _SUBJECTS for c in verb.children):
        return False
    if any(c.dep_ in {"cc", "dobj", "ccomp", "punct"} and c.i < verb.i for c in first.children):
        return False
    noun = next((c for c in first.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None:
        return False
    relation = first.dep_
    heads = {c.i: verb.i for c in first.rights if c.i > verb.i}
    heads |= {verb.i: verb.i if first.head.i == first.i else first.head.i, noun.i: verb.i, first.i: noun.i}
    _hang(verb.doc, heads)
    verb.dep_, noun.dep_ = relation, "nsubjpass" if passive else "nsubj"
    first.dep_, first.tag_ = "acl", "VBN"
    return True


def _part_clauses(verb: Token) -> bool:
    """ "Villagers stoned the convoy and soldiers shot three": the noun behind "and" is the second verb's subject."""
    if verb.tag_ not in _FINITE or any(c.dep_ in _SUBJECTS | {"aux", "auxpass"} for c in verb.children):
        return False
    if verb.i == verb.sent.start or verb.head.pos_ not in {"VERB", "AUX"}:
        return False
    noun = verb.nbor(-1)
    link = noun.left_edge.nbor(-1) if noun.left_edge.i > verb.sent.start else None
    if noun.dep_ != "conj" or noun.pos_ not in {"NOUN", "PROPN"} or link is None or link.dep_ != "cc":
        return False
    if link.head.i != noun.head.i or noun.head.dep_ not in {"dobj", "pobj"} or noun.head.i < verb.head.i:
        return False
    noun.head, noun.dep_, link.head = verb, "nsubj", verb.head
    return True


def _part_joined(verb: Token) -> None:
    """ "Gunmen attacked a bus and soldiers killed two": what an act befell is no subject of what follows."""
    act = verb.head
    befell = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if befell is None or verb.tag_ not in _FINITE or act.i > befell.i or class_of(act).object != "harmed":
        return
    noun = next((c for c in befell.rights if c.dep_ == "conj" and c.i == verb.i - 1), None)
    link = next((c for c in befell.rights if c.dep_ == "cc"), None)
    if noun is None or link is None or befell.left_edge.i != act.i + 1 or link.i != noun.left_edge.i - 1:
        return
    befell.head, befell.dep_, link.head = act, "dobj", act
    noun.head, noun.dep_, verb.dep_ = verb, "nsubj", "conj"


def _give_back(dead: Token) -> None:
    """ "shot two of them dead": whom "dead" is said of is the verb's object."""
    for noun in dead.lefts:
        if noun.dep_ == "nsubj" and not any(c.dep_ == "dobj" for c in dead.head.children):
            noun.head, noun.dep_ = dead.head, "dobj"


def _free_charge(verb: Token) -> bool:
    """ "Police suspect smugglers of having burnt it": the word between the two nouns is a verb, and "of" is its own."""
    noun = verb.head
    if verb.pos_ == "VERB" or noun.i <= verb.i or verb.i == verb.sent.start or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    before = verb.nbor(-1)
    links = (c for c in noun.rights if c.dep_ == "prep" and c.lower_ in {"of", "for", "over"})
    link = next((c for c in links if any(deed.dep_ == "pcomp" for deed in c.rights)), None)
    if link is None or before.head.i not in {noun.i, verb.i} or before.tag_ not in {"NNS", "NNP", "NNPS"}:
        return False
    relation = noun.dep_
    heads = {c.i: before.i for c in noun.lefts if c.i < before.i} | {c.i: verb.i for c in noun.rights}
    heads |= {verb.i: verb.i if noun.head.i == noun.i else noun.head.i, noun.i: verb.i, before.i: verb.i}
    _hang(verb.doc, heads)
    verb.dep_, noun.dep_, before.dep_ = relation, "dobj", "nsubj"
    verb.tag_, verb.pos_, verb.lemma_ = "VBP", "VERB", verb.lower_
    return True


def _give_object(verb: Token) -> None:
    """ "Officials said a group of men, thought to be rebels, had killed ten": what is said has a subject of its own."""
    saying = verb.head
    if saying.lemma_ not in _SAYING or saying.i > verb.i or any(c.dep_ in _SUBJECTS for c in verb.children):
        return
    noun = next((c for c in saying.rights if c.dep_ == "dobj" and c.i < verb.i), None)
    if noun is not None:
        noun.head, noun.dep_ = verb, "nsubj"


def _has_modal(verb: Token) -> bool:
    return any(c.tag_ == "MD" or (c.dep_ == "aux" and c.tag_ in _FINITE) for c in verb.children)


def _make_object(noun: Token) -> None:
    """ "shot dead a tribal elder": the noun behind is whom it was done to."""
    verb = noun.head
    between = [c for c in verb.rights if c.i < noun.i]
    if any(c.lower_ == "dead" for c in between) and not any(c.dep_ == "dobj" for c in verb.children):
        noun.dep_ = "dobj"
