"""Tells whether a verb is active or passive, and of whom it is said."""

from spacy.tokens import Token

from vedette.reading.role_classes import carried, class_of, is_verbal

#: Relations of a verb's subjects and objects.
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "obj", "iobj"})
#: Words that end a verb of killing, and prepositions that stand behind a participle of harm.
_DEADLY = frozenset({"down", "dead", "to", "death"})
_LEADING = frozenset({"in", "by", "during", "after", "as", "when", "near", "outside", "at", "on"})
#: Classes of verbs that do not go without an object: one without is passive.
_NEED_OBJECT = frozenset({"kill", "hurt", "abduct", "arrest", "free", "destroy", "bomb", "find_dead"})


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: by its auxiliary, or as a participle behind its noun."""
    if any(child.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for child in verb.children) or _is_headline_passive(
        verb
    ):
        return True
    if verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and not has_child(verb, SUBJECTS | OBJECTS | {"aux"}):
        return verb.tag_ == "VBN" and is_passive(verb.head)
    if (
        verb.tag_ in {"VBN", "VBD"}
        and has_child(verb, SUBJECTS)
        and not has_child(verb, OBJECTS | {"aux", "ccomp", "xcomp"})
        and not shares_object(verb)
        and (class_of(verb).name in {"kill", "abduct"} or not has_child(verb, {"prt"}))
    ):
        # Headlines leave out "were" ("Guard killed in clash"), and so does a second verb ("and others wounded").
        return class_of(verb).name in _NEED_OBJECT
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"} and not any(c.dep_ == "aux" for c in verb.children)


def shares_object(verb: Token) -> bool:
    """Whether the object stands with a second verb ("shot and killed a man")."""
    joined = [c for c in verb.rights if c.dep_ == "conj" and is_verbal(c) and not has_child(c, SUBJECTS | {"auxpass"})]
    return any(has_child(c, OBJECTS) for c in joined)


def _is_headline_passive(verb: Token) -> bool:
    """Whether a preposition, a comma or the end follows a verb of harm at once ("Guard killed in raid").

    Whatever the parse makes of it; so for "gunned down in", "shot dead by".
    """
    if verb.tag_ not in {"VBN", "VBD"} or class_of(verb).name not in {"kill", "hurt"} or has_child(verb, {"aux"}):
        return False
    if shares_object(verb):
        return False
    if has_child(verb, OBJECTS) or not has_child(verb, SUBJECTS | {"acl"}):
        return not has_child(verb, OBJECTS | {"prt"}) and _leads_on(verb.i + 1, verb)
    at = verb.i + 1
    while at < len(verb.doc) and verb.doc[at].lower_ in _DEADLY:
        at += 1
    return _leads_on(at, verb) or at >= verb.sent.end or (at > verb.i and verb.doc[at].text in {",", ";", ":"})


def _leads_on(at: int, verb: Token) -> bool:
    """Whether a preposition that leads to where, when or by whom stands at a position."""
    return at < verb.sent.end and verb.doc[at].lower_ in _LEADING


def has_child(verb: Token, labels: frozenset[str] | set[str]) -> bool:
    """Whether one of the words that hang from a verb does so by one of the relations."""
    return any(child.dep_ in labels for child in verb.children)


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The nouns that the verb is said of: its own subject, else its controller's."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS and c.dep_ not in {"csubj", "csubjpass"}]
    if own or depth > 4:
        return own
    if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return [verb.head]
    if verb.dep_ == "xcomp" and finds(verb.head):
        return []
    if verb.dep_ == "xcomp":
        told = [c for c in verb.head.children if c.dep_ in OBJECTS]
        return told if told and verb.tag_ != "VBG" else subjects(verb.head, depth + 1)
    if verb.dep_ in {"conj", "advcl"} and verb.head.pos_ in {"VERB", "AUX"}:
        if verb.dep_ == "conj" and is_passive(verb.head) != is_passive(verb) and verb.tag_ != "VBN":
            return []
        return subjects(verb.head, depth + 1)
    return []


def finds(verb: Token) -> bool:
    """Whether the verb tells of a find or of making safe: who does it did not lay what is found."""
    return verb.lemma_.lower() in carried("finding")
