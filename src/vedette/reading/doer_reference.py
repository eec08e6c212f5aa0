"""Finds whom "they", "it" or "the group" stands for, among those told of before."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from vedette.reading.group_at import group_at, uses_force
from vedette.reading.owners import state_named
from vedette.reading.persons import BODIES, PEOPLE, Sort, sort_of
from vedette.reading.role_classes import class_of
from vedette.reading.scene import Scene

#: Sentences looked back over.
_BACK = 2
#: Steps up the tree to the verb over a clause.
_STEPS = 5
_PLURAL = frozenset({"they", "their", "them"})
_SINGULAR = frozenset({"it", "its"})
_PERSONAL = frozenset({"he", "she", "his", "her", "him"})
#: Words for a body that says nothing of itself: "the group".
_BARE = frozenset({"group", "movement", "organisation", "organization", "faction", "network", "outfit"})
#: What a body under a name has that does violence for it ("its members", "two of its fighters").
_FIGHTERS = frozenset({Sort.PERPETRATOR, Sort.UNIFORMED, Sort.PERSON})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent", "ROOT"})
#: Classes of verbs whose object is who acts in a clause below them ("arrested them before they could strike"); of those
#: that harm, where the clause says that it could or was about to.
_STOPPING, _HARMING = "arrest", frozenset({"kill", "hurt", "attack", "repel", "take", "abduct"})
_AHEAD = frozenset({"could", "can", "about", "able"})


def doer_meant(noun: Token, scene: Scene) -> Token | None:
    """The noun that a pronoun or a bare "the group" points back at: itself for others, None where nobody fits."""
    low = noun.lower_
    if low in _PLURAL | _SINGULAR | _PERSONAL:
        return _latest(noun, scene)
    if low in _BARE and (named := _names_itself(noun) or _named_before(noun, scene)) is not None:
        return named
    if low in _BARE and group_at(noun, scene) is None and {c.lower_ for c in noun.lefts} == {"the"}:
        return _latest_group(noun, scene) or noun
    return noun


def owner_meant(noun: Token, scene: Scene) -> Token | None:
    """Whose fighters "its troops", "two of its members" are: a force, an armed group or a state; None for others'."""
    pronoun = next((c for c in noun.lefts if c.dep_ == "poss" and c.lower_ in {"its", "their", "our"}), None)
    if pronoun is None:
        return None
    owner = _speaker_above(noun) or (_latest(pronoun, scene) if pronoun.lower_ != "our" else None)
    if owner is None:
        return None
    sort = sort_of(owner)
    is_state = state_named(owner) is not None and sort not in PEOPLE
    has_fighters = owner.pos_ == "PROPN" and sort is Sort.BODY and sort_of(noun) in _FIGHTERS
    return owner if uses_force(group_at(owner, scene)) or is_state or has_fighters else None


def _speaker_above(noun: Token) -> Token | None:
    """The subject of the verb of saying over the noun's clause."""
    verb = noun
    for _ in range(_STEPS):
        if verb.dep_ == "ccomp":
            return next((c for c in verb.head.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
        verb = verb.head
    return None


def _names_itself(noun: Token) -> Token | None:
    """ "a group calling itself Winter Sun": its name."""
    verb = next((c for c in noun.rights if c.dep_ in {"acl", "relcl"} and c.lemma_ in {"call", "sign", "style"}), None)
    if verb is None or not any(c.lower_ == "itself" for c in verb.subtree):
        return None
    names = [t for t in verb.subtree if t.pos_ == "PROPN" and t.i > verb.i and t.head.pos_ != "PROPN"]
    return names[0] if names else None


def _named_before(noun: Token, scene: Scene) -> Token | None:
    """ "the IS group": the name before it."""
    if noun.i == noun.sent.start or group_at(noun, scene) is not None:
        return None
    before = noun.nbor(-1)
    group = group_at(before, scene)
    return before if group is not None and group.kind == "armed_group" else None


def _latest(pronoun: Token, scene: Scene) -> Token | None:
    """The subject told last that agrees with the pronoun, else the last noun that does; not who stopped them."""
    stopping = _stopping(pronoun)
    stopped = [c for c in stopping.rights if c.dep_ == "dobj"] if stopping is not None else []
    for noun in stopped:
        if _agrees(noun, pronoun, scene):
            return noun
    others = _subjects(stopping) if stopped and stopping is not None else []
    for tokens in _before(pronoun, scene):
        fitting = [t for t in tokens if _agrees(t, pronoun, scene) and t not in others]
        if pronoun.lower_ in _PLURAL:
            # "The ministry showed men who were arrested before they …": people before a body.
            fitting = [t for t in fitting if t.tag_ in {"NNS", "NNPS"}] or fitting
        fitting = [t for t in fitting if not _is_harmed(t)] or fitting
        subjects = [t for t in fitting if t.dep_ in _SUBJECTS]
        if subjects or fitting:
            return (subjects or fitting)[-1]
    return None


def _stopping(pronoun: Token) -> Token | None:
    """The verb of a clause above that stops whom the pronoun stands for ("police arrested them as they were …")."""
    words = []
    for verb in pronoun.ancestors:
        words.append(verb)
        if verb.dep_ != "advcl":
            continue
        name = class_of(verb.head).name
        is_ahead = any(c.lower_ in _AHEAD for word in words for c in (word, *word.children))
        return verb.head if name == _STOPPING or (name in _HARMING and is_ahead) else None
    return None


def _subjects(verb: Token) -> list[Token]:
    """Who does what a verb says, and what the verbs say that it is joined to."""
    found = []
    while True:
        found += [c for c in verb.lefts if c.dep_ == "nsubj"]
        if verb.dep_ != "conj":
            return found
        verb = verb.head


def _is_harmed(noun: Token) -> bool:
    """Whether a noun is whom an act befell ("twelve soldiers were killed when they attacked"): hardly who did it."""
    return noun.dep_ == "nsubjpass" and class_of(noun.head).object == "harmed"


def _latest_group(noun: Token, scene: Scene) -> Token | None:
    for tokens in _before(noun, scene):
        named = [t for t in tokens if _is_armed_group(t, scene)]
        if named:
            return named[-1]
    return None


def _is_armed_group(token: Token, scene: Scene) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    group = group_at(token, scene)
    if group is not None:
        return group.kind == "armed_group"
    return (
        token.ent_type_ == "ORG" and sort_of(token) in {Sort.BODY, Sort.ORGANISATION} and token.head.ent_type_ != "ORG"
    )


def _before(token: Token, scene: Scene) -> Iterator[Sequence[Token]]:
    sentence = scene.parsed.sentence_of(token)
    yield [t for t in sentence.tokens if t.doc is token.doc and t.i < token.i]
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _BACK), -1):
        yield list(scene.parsed.sentences[index].tokens)


def _agrees(token: Token, pronoun: Token, scene: Scene) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "amod", "nmod", "poss"}:
        return False
    group, sort, low = group_at(token, scene), sort_of(token), pronoun.lower_
    if low in _PERSONAL:
        return sort in PEOPLE and token.tag_ not in {"NNS", "NNPS"}
    many = token.tag_ in {"NNS", "NNPS"}
    if low in _SINGULAR:
        return not many and (uses_force(group) or sort in BODIES)
    return uses_force(group) or sort is Sort.BODY or (many and sort in PEOPLE)
