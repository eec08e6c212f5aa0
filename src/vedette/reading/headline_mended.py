"""Mends what the parser gets wrong in headlines, which leave out "was", "were" and articles."""

from spacy.tokens import Doc, Token

from vedette.reading.harm_voice import is_active, is_past
from vedette.reading.harm_words import harm_of
from vedette.reading.headline_verbs import join_verbs, make_verb

_AUXILIARIES = frozenset({"aux", "auxpass"})
_SUBJECTS = frozenset({"nsubj", "csubj"})


#: Words for acts whose plural the tagger takes for a verb ("Northport blasts kill two").
_ACTS = frozenset(
    ("blasts", "attacks", "strikes", "raids", "clashes", "shells", "bombs", "explosions", "riots", "airstrikes")
)


#: Verbs that take no object, and so are never passive.
_NEVER_PASSIVE = frozenset({"die", "perish", "succumb", "drown", "bleed", "starve", "suffocate", "collapse"})


#: Participles that stand before a noun and say that it is not sure.
_SUSPECTED = frozenset({"suspected", "alleged", "accused", "wanted", "convicted"})
#: Words for acts behind the name of their place ("killed in Northport clash", "in airbase shelling on Monday").
_NOUNS_OF_ACTS = frozenset(
    (
        "clash",
        "raid",
        "attack",
        "strike",
        "ambush",
        "siege",
        "fight",
        "riot",
        "shelling",
        "bombing",
        "shooting",
        "stabbing",
        "fighting",
        "firing",
    )
)
#: Tags of verbs in the forms that headlines use.
_PLAIN = frozenset({"VBZ", "VBP", "VBD", "VBN"})


def mend_headline(doc: Doc) -> Doc:
    """The parsed headline, mended in place: "Guard killed, two hurt" tells whom it befell, not who did it."""
    for token in doc:
        if token.text == "IS":
            _make_name(token)
    for token in doc:
        if token.lower_ == "by" and token.i >= 2:
            _give_agent(token)
        if token.text == "," and 0 < token.i < len(doc) - 2:
            join_verbs(token.nbor(-1), token.nbor(1))
        make_verb(token)
        if token.lower_ == "as":
            _open_clause(token)
        _join_counted(token)
        if token.lower_ in _SUSPECTED and token.tag_ == "VBN":
            _make_adjective(token)
        if token.lower_ in _NOUNS_OF_ACTS and token.i >= 2:
            _make_noun_of_act(token)
        if token.tag_ == "VBZ" and token.lower_ in _ACTS and token.i + 1 < len(doc):
            _make_subject(token, token.nbor(1))
        if token.tag_ in {"VBD", "VBN"} and is_past(token) and harm_of(token) and _stands_bare(token):
            if token.lemma_ in _NEVER_PASSIVE:
                continue
            _make_passive(token)
    return doc


def _make_name(token: Token) -> None:
    """ "IS group claims attack", "IS kills four": in mixed case the capitals are the group's, no auxiliary."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", "IS"
    if after is None or (token.dep_ not in {"aux", "auxpass", "ROOT", "ccomp", "cop"} and after.head.i != token.i):
        return
    if after.pos_ in {"NOUN", "PROPN"} and after.head.i == token.i:
        above, relation = token.head, token.dep_
        after.head, after.dep_ = (after, "ROOT") if above.i == token.i else (above, relation)
        token.head, token.dep_ = after, "compound"
    elif after.pos_ in {"NOUN", "PROPN"} and token.head.i == token.i and after.head.head.i == token.i:
        _raise(after.head, token)
        token.head, token.dep_ = after, "compound"
    elif after.pos_ in {"NOUN", "PROPN"}:
        _attach(token, after, "compound")
    elif after.pos_ == "VERB":
        _attach(token, after, "nsubj")


def _raise(verb: Token, root: Token) -> None:
    """Makes a verb the root of its sentence in the place of a word above it."""
    for child in list(root.children):
        child.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    if verb.tag_ == "NNS":
        verb.tag_, verb.pos_ = "VBZ", "VERB"


def _attach(token: Token, head: Token, relation: str) -> None:
    """Hangs a token from another of its sentence, where that leaves a tree: a root and what is above stay."""
    above = head
    while above.head.i != above.i and above.i != token.i:
        above = above.head
    if above.i != token.i and token.head.i != token.i and head.sent.start == token.sent.start:
        token.head, token.dep_ = head, relation


def _make_adjective(participle: Token) -> None:
    """ "Police kill suspected bomber": the participle stands before whom it was done to."""
    noun = next(
        (c for c in participle.rights if c.dep_ in {"npadvmod", "dobj", "oprd"} and c.pos_ in {"NOUN", "PROPN"}), None
    )
    verb = participle.head
    if noun is None or participle.dep_ not in {"advcl", "xcomp", "dep", "ccomp"} or participle.i != verb.i + 1:
        return
    noun.head, noun.dep_ = verb, "dobj"
    participle.head, participle.dep_ = noun, "amod"


def _join_counted(noun: Token) -> None:
    """ "Four soldiers, two rebels killed": two that are counted apart are two, not one and what it is called."""
    first = noun.head
    counted = all(any(c.dep_ == "nummod" for c in one.lefts) for one in (first, noun))
    if noun.dep_ != "appos" or not counted or noun.pos_ not in {"NOUN", "PROPN"} or first.i > noun.i:
        return
    noun.dep_ = "conj"
    for verb in [c for c in noun.rights if c.dep_ == "acl" and c.tag_ in {"VBN", "VBD"}]:
        verb.head = first


def _make_noun_of_act(act: Token) -> None:
    """ "Rebel killed in Northport clash": behind "in" and a name, what looks like a verb is the act itself."""
    before = act.nbor(-1)
    preposition = before.head
    if (
        act.tag_ not in {"VB", "VBP", "VBG"}
        or before.dep_ != "pobj"
        or preposition.lower_ not in {"in", "during", "after"}
    ):
        return
    if act.i + 1 < act.sent.end and act.nbor(1).pos_ in {"DET", "PRON"}:
        return
    above, relation, children = act.head, act.dep_, [c for c in act.lefts if c.i < preposition.i]
    if above.i == act.i:
        if not children:
            return
        top = children[-1]
        top.head, top.dep_ = top, "ROOT"
        for child in children[:-1]:
            child.head = top
    elif relation not in {"acl", "relcl", "advcl", "xcomp"}:
        return
    act.head, act.dep_ = preposition, "pobj"
    act.tag_, act.pos_, act.lemma_ = "NN", "NOUN", act.lower_
    before.head, before.dep_ = act, "compound"


def _open_clause(as_: Token) -> None:
    """ "Premier vows offensive as 12 killed": what befell a number of people behind "as" is a clause of its own."""
    if as_.i + 2 >= as_.sent.end or as_.sent.root.i >= as_.i:
        return
    number = as_.nbor(1)
    verb = next((t for t in as_.doc[number.i + 1 : min(number.i + 4, as_.sent.end)] if t.tag_ in {"VBN", "VBD"}), None)
    if verb is None or number.pos_ != "NUM" or not is_past(verb) or not harm_of(verb):
        return
    if any(t.pos_ not in {"NOUN", "ADJ", "ADV", "NUM"} for t in as_.doc[number.i + 1 : verb.i]):
        return
    subject = number if verb.i == number.i + 1 else verb.nbor(-1)
    verb.head, verb.dep_ = as_.sent.root, "advcl"
    subject.head, subject.dep_ = verb, "nsubjpass"
    if subject is not number:
        number.head, number.dep_ = subject, "nummod"
    as_.head, as_.dep_ = verb, "mark"


def _give_agent(by: Token) -> None:
    """ "Guard shot dead by rebels": who did it hangs from the verb, not from "dead"."""
    verb = by.nbor(-2)
    if by.nbor(-1).lower_ in {"dead", "down", "death"} and by.head.i == by.i - 1:
        if by.nbor(-1).lower_ == "death" and verb.lower_ == "to" and by.i >= 3:
            verb = by.nbor(-3)
        if verb.tag_ in {"VBN", "VBD"}:
            _attach(by, verb, "agent")


def _make_subject(act: Token, verb: Token) -> None:
    """ "Northport blasts kill two": what stands before a verb with a tense is its subject, a noun."""
    if verb.tag_ not in {"VBP", "VB", "VBD"} or verb.head.i != act.i or verb.dep_ in {"aux", "auxpass"}:
        return
    before = [child for child in act.lefts if child.dep_ in _SUBJECTS]
    above, relation = act.head, act.dep_
    verb.head = verb if above.i == act.i else above
    verb.dep_ = relation
    act.head, act.dep_ = verb, "nsubj"
    act.tag_, act.pos_, act.lemma_ = "NNS", "NOUN", act.lower_.rstrip("s")
    for child in before:
        child.dep_ = "compound"


def _stands_bare(verb: Token) -> bool:
    """Whether neither an auxiliary nor an object goes with the verb."""
    if any(child.dep_ in _AUXILIARIES for child in verb.children):
        return False
    objects = (child for child in verb.rights if child.dep_ in {"dobj", "obj"})
    if any(all(t.text not in ",;" for t in verb.doc[verb.i : child.i]) for child in objects):
        return False
    return not is_active(verb, verb.doc[verb.sent.start : verb.sent.end])


def _make_passive(verb: Token) -> None:
    verb.tag_ = "VBN"
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.i < verb.i:
            child.dep_ = "nsubjpass"
        elif child.dep_ in {"dobj", "obj"} and child.i > verb.i:
            child.dep_ = "dep"
