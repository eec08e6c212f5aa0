"""Reads from the grammar around a word for an act who stands in which role to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.reading.nobody import is_nobody
from vedette.reading.noun_phrases import antecedent, counted_noun, is_each_other, prepositional
from vedette.reading.persons import Sort, can_act, sort_of
from vedette.reading.role_classes import RoleClass, carried, class_of, is_verbal, phrase
from vedette.reading.voice import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    finds,
    has_child,
    is_passive,
    shares_object,
    subjects,
)

#: Classes of verbs whose objects an act or a weapon as subject has harmed.
_WROUGHT = frozenset({"kill", "hurt", "destroy", "damage", "attack", "bomb", "explode"})
#: Before a noun for an act they do it ("gang killings").
_DOERS = frozenset({Sort.PERPETRATOR, Sort.BODY})
#: Verbs for warding off what flies, and what is warded off.
_WARDING = frozenset({"shoot", "down", "bring", "intercept", "destroy", "jam", "disable", "fell"})
_SHOT = frozenset({"missile", "rocket", "projectile", "drone", "shell", "mortar", "uav", "quadcopter"})


@dataclass(frozen=True)
class Argument:
    """A noun in a role: `perpetrator, victim, target, security_force, harmed, weapon, instigator`."""

    role: str
    noun: Token
    #: `killed, injured …`, None when the words do not tell.
    effect: str | None
    #: `fact, claimed, accused, suspected`, by the construction itself.
    word: str
    #: The construction, for `--explain`.
    because: str


def arguments(token: Token) -> Iterator[Argument]:
    """Everyone and everything that the grammar ties to a word for an act, nearest first."""
    if is_verbal(token):
        yield from _of_verb(token, class_of(token))
    elif sort_of(token) is Sort.PERPETRATOR:
        if not _is_harmed(token):
            yield Argument("perpetrator", token, None, "fact", f"“{token}” itself")
        # What stands behind "on" or "in" tells of the doers ("gunmen on motorcycles").
        yield from _of_noun(token, replace(class_of(token), preps=frozenset()))
    elif token.dep_ in {"amod", "compound"} and token.tag_ == "VBN":
        yield from _of_participle(token, class_of(token))
    else:
        yield from _of_noun(token, class_of(token))


def _is_harmed(noun: Token) -> bool:
    """Whether what is told of a fighter is the harm that befell it ("rebel killed in clash", "kills bomber")."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and counted_noun(noun.head.head) == noun:
        noun = noun.head.head
    above = noun.head
    beside = [c for c in noun.rights if c.dep_ == "acl" and c.tag_ in {"VBN", "VBD"}]
    if noun.dep_ in OBJECTS and is_verbal(above) and class_of(above).object == "harmed":
        return not is_passive(above)
    if noun.dep_ in SUBJECTS | PASSIVE_SUBJECTS and is_verbal(above):
        beside.append(above)
    return any(
        (class_of(verb).object == "harmed" and is_passive(verb)) or class_of(verb).subject == "harmed"
        for verb in beside
    )


def _of_participle(token: Token, kind: RoleClass) -> Iterator[Argument]:
    """ "the murdered judge"."""
    if kind.object:
        yield Argument(kind.object, token.head, kind.effect, "fact", f"“{token}” before it")


def _of_verb(verb: Token, kind: RoleClass) -> Iterator[Argument]:
    if _comes_under(verb):
        yield from _under_fire(verb, kind)
        return
    passive = is_passive(verb)
    by = "security_force" if _is_shot_at(verb, passive) else "perpetrator"
    for subject in subjects(verb):
        if passive:
            yield from _argument(kind.object, subject, kind, f"subject of passive “{verb}”")
        else:
            sets_off = kind.subject == "weapon" and has_child(verb, OBJECTS) and _may_act(subject)
            role = by if kind.subject == "perpetrator" or sets_off else kind.subject
            yield from _argument(role, subject, kind, f"subject of “{verb}”")
    for child in verb.children:
        if child.dep_ in OBJECTS and not passive:
            yield from _argument(kind.object, child, kind, f"object of “{verb}”")
        elif child.dep_ == "agent" or (child.lower_ == "by" and verb.tag_ == "VBG" and child.dep_ == "prep"):
            for agent, word in _agents(child):
                if child.dep_ == "agent" or can_act(agent):
                    yield Argument(by, antecedent(agent), None, word, f"by-agent of “{verb}”")
    if passive and not has_child(verb, {"agent"}) and kind.object in {"harmed", ""}:
        yield from _agent_below(verb)
    if not passive and not has_child(verb, OBJECTS) and shares_object(verb):
        for child in (o for c in verb.rights if c.dep_ == "conj" for o in c.children if o.dep_ in OBJECTS):
            yield from _argument(kind.object, child, kind, f"object of “{verb}” and a second verb")
    for noun in prepositional(verb, kind.preps):
        if kind.name == "fight":
            yield Argument("perpetrator", noun, None, "fact", f"side of “{verb}”")
        yield from _argument("harmed", noun, kind, f"place or aim of “{verb}”")
    for noun in prepositional(verb, kind.doers):
        yield Argument("perpetrator", noun, None, "fact", f"to whom it “{verb}”")
    yield from _ordered_by(verb, kind)
    yield from _accused_of(verb)
    yield from _aimed_by(verb)


def _agents(by: Token) -> Iterator[tuple[Token, str]]:
    """The nouns behind "by" and on whose word: "by rebels", "by what police called rebels"."""
    for child in by.children:
        if child.dep_ == "pobj":
            yield child, "fact"
        elif child.dep_ == "pcomp" and any(c.lower_ == "what" for c in child.lefts):
            told = "suspected" if child.lemma_.lower() in carried("suspecting") else "accused"
            below = [child, *(c for c in child.rights if c.dep_ in {"ccomp", "xcomp"} or c.lower_ in {"as", "to"})]
            named = (c for verb in below for c in verb.rights if c.dep_ in {"oprd", "attr", "pobj", "dobj"})
            yield from ((noun, told) for noun in named if noun.pos_ in {"NOUN", "PROPN"} and can_act(noun))


def _aimed_by(verb: Token) -> Iterator[Argument]:
    """ "the militia's bid to seize it", "an attempt by rebels to", "launched an effort to": whose the aim is."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VB" or noun.lemma_.lower() not in carried("aims"):
        return
    because = f"possessor of “{noun} to {verb}”"
    owned = [
        c
        for c in noun.lefts
        if c.dep_ == "poss" or (c.dep_ in {"compound", "nmod"} and (can_act(c) or c.pos_ == "PROPN"))
    ]
    agents = [a for by in noun.rights if by.lower_ in {"by", "of"} and by.i < verb.i for a in by.children]
    for doer in (*owned, *(a for a in agents if a.dep_ == "pobj")):
        yield Argument("perpetrator", doer, None, "fact", because)
    above, _ = _governor(noun)
    if not owned and not agents and above is not None and above.lemma_ in carried("aiming"):
        yield from (Argument("perpetrator", antecedent(s), None, "fact", because) for s in _actives(above))


def _agent_below(verb: Token) -> Iterator[Argument]:
    """ "was jailed for life by a judge": the parser hangs the agent on a noun behind the verb, which can have none."""
    links = (c for v in (verb, *(c for c in verb.rights if c.dep_ == "xcomp")) for c in v.rights if c.dep_ == "prep")
    nouns = (noun for link in links for noun in link.rights if noun.dep_ == "pobj")
    for by in (c for noun in nouns for c in noun.rights if c.lower_ == "by" and c.dep_ == "prep"):
        for agent in (a for a in by.rights if a.dep_ == "pobj" and can_act(a) and sort_of(a) is not Sort.PLACE):
            yield Argument("perpetrator", antecedent(agent), None, "fact", f"by-agent of “{verb}”")


def _may_act(subject: Token) -> bool:
    """Whether a subject is somebody, behind words that only count ("two of its members")."""
    noun = counted_noun(antecedent(subject))
    return noun is not None and can_act(noun)


def _comes_under(verb: Token) -> bool:
    """Whether the verb says that its subject "came under fire" or "came under attack"."""
    if verb.lemma_ != "come":
        return False
    return any(c.lower_ == "under" and any(n.lower_ in {"fire", "attack"} for n in c.children) for c in verb.rights)


def _under_fire(verb: Token, kind: RoleClass) -> Iterator[Argument]:
    """ "their patrol came under fire from rebels"."""
    for subject in subjects(verb):
        yield from _argument("harmed", subject, kind, f"under fire, subject of “{verb}”")
    sources = [verb, *(t for c in verb.rights if c.lower_ == "under" for t in c.children)]
    for link in (c for source in sources for c in source.rights if c.lower_ in {"from", "by"}):
        for noun in (t for t in link.children if t.dep_ == "pobj"):
            yield Argument("perpetrator", noun, None, "fact", f"fire “{link}”")


def _is_shot_at(verb: Token, passive: bool) -> bool:
    """Whether what is shot down or stopped is a missile or the like: who does it wards off an attack."""
    if verb.lemma_ not in _WARDING:
        return False
    hit = subjects(verb) if passive else [c for c in verb.children if c.dep_ in OBJECTS]
    return any(noun.lemma_.lower() in _SHOT for noun in hit)


def _ordered_by(verb: Token, kind: RoleClass) -> Iterator[Argument]:
    """ "was ordered held by a judge": the agent of the passive above."""
    above = verb.head
    if kind.name == "arrest" and verb.dep_ in {"xcomp", "oprd", "ccomp"} and is_verbal(above) and is_passive(above):
        for agent in (a for by in above.children if by.dep_ == "agent" for a in by.children if a.dep_ == "pobj"):
            yield Argument("perpetrator", antecedent(agent), None, "fact", f"by-agent of “{above} {verb}”")


def _accused_of(verb: Token) -> Iterator[Argument]:
    """ "accused X of bombing it", "X admits bombing it"."""
    if is_passive(verb):
        return
    preposition = verb.head if verb.dep_ == "pcomp" else None
    over = preposition.head if preposition is not None else verb.head if verb.dep_ == "xcomp" else None
    if over is not None and not is_verbal(over):
        over = over.head
    if over is None or _word(over) == "fact":
        return
    if _word(over) == "claimed" or is_passive(over):
        charged = subjects(over)
    else:
        charged = [c for c in over.children if c.dep_ in OBJECTS]
        if any(is_each_other(c) for c in charged):
            charged = subjects(over)
    yield from (Argument("perpetrator", antecedent(s), None, _word(over), f"charged: “{over}”") for s in charged)


def _argument(role: str, noun: Token, kind: RoleClass, because: str) -> Iterator[Argument]:
    if role:
        yield Argument(role, antecedent(noun), kind.effect if role == "harmed" else None, "fact", because)
    if role == "harmed" and noun.tag_ == "CD":
        yield from (Argument(role, one, kind.effect, "fact", f"{because}, “including”") for one in _among(noun))


def _among(number: Token) -> Iterator[Token]:
    """ "killed 20, including six children": who is told to be among those that a bare number counts."""
    for link in (*number.rights, *(c for c in number.head.rights if c.i > number.i)):
        if link.lower_ == "including":
            yield from (c for c in link.children if c.dep_ == "pobj")


def _of_noun(noun: Token, kind: RoleClass) -> Iterator[Argument]:
    for child in noun.children:
        if child.dep_ == "poss":
            role = "harmed" if noun.lower_ in {"life", "lives"} else kind.possessive  # "an attempt on his life"
            yield from _argument(role, child, kind, f"possessor of “{noun}”")
        elif (
            child.dep_ in {"compound", "nmod"} and child.pos_ in {"NOUN", "PROPN"} and sort_of(noun) is not Sort.WEAPON
        ):
            role = "perpetrator" if kind.compound and sort_of(child) in _DOERS else kind.compound
            yield from _argument(role, child, kind, f"before “{noun}”")
        elif child.dep_ in {"prep", "agent"} and child.lower_ in {"of", "by"}:
            role = kind.of if child.lower_ == "of" else "perpetrator"
            for inner in (t for t in child.children if t.dep_ == "pobj"):
                yield from _argument(role, inner, kind, f"“{noun} {child}”")
                yield from _by_behind(noun, inner)
        elif child.dep_ in {"acl", "relcl"}:
            yield from _carried(child, kind)
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and sort_of(noun.head.head) in {Sort.TIME, Sort.OTHER, Sort.ACT}
    ):
        # "Weeks of bombardment by jets", "an act of terrorism by rebels": the parser hangs the agent on the weeks.
        yield from _by_behind(noun, noun.head.head)
    for inner in prepositional(noun, kind.preps):
        if kind.name == "fight":
            yield Argument("perpetrator", inner, None, "fact", f"side of “{noun}”")
        yield from _argument("harmed", inner, kind, f"aim of “{noun}”")
    yield from _governed(noun, kind)
    yield from _wrought(noun)
    yield from _agent_above(noun)
    yield from _ready(noun)


def _ready(word: Token) -> Iterator[Argument]:
    """ "the army has been on high alert", "forces are fully alert": who stands ready."""
    if not any(t.lower_ in carried("readiness") for t in (word, *(c for c in word.rights if c.dep_ == "pobj"))):
        return
    verb = next((t for t in word.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is not None and (verb.lemma_ == "be" or is_passive(verb)):
        because = f"subject of “{verb} {word}”"
        yield from (Argument("perpetrator", antecedent(s), None, "fact", because) for s in subjects(verb))


def _by_behind(noun: Token, inner: Token) -> Iterator[Argument]:
    """ "the shelling of the town by rebels", where the parser hangs "by" on the town."""
    for by in (c for c in inner.rights if c.dep_ in {"prep", "agent"} and c.lower_ == "by"):
        for agent in (t for t in by.children if t.dep_ == "pobj"):
            yield Argument("perpetrator", agent, None, "fact", f"“{noun} … by”")


def _agent_above(noun: Token) -> Iterator[Argument]:
    """ "died in shelling of the town by rebels": the parser hangs the agent on the verb, which can have none."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else None
    if verb is None or not is_verbal(verb) or is_passive(verb):
        return
    for agent in (a for by in verb.rights if by.lower_ == "by" and by.i > noun.i for a in by.children):
        if agent.dep_ == "pobj" and can_act(agent):
            yield Argument("perpetrator", antecedent(agent), None, "fact", f"by-agent of “{noun}”")


def _wrought(noun: Token) -> Iterator[Argument]:
    """What the act, the weapon or the attacker did: "the blast killed ten", "a bomb went off, damaging shops"."""
    if noun.dep_ != "nsubj" or not is_verbal(noun.head):
        return
    joined = (c for c in noun.head.children if c.dep_ in {"advcl", "conj"} and is_verbal(c))
    verbs = [noun.head, *(c for c in joined if not has_child(c, SUBJECTS | PASSIVE_SUBJECTS))]
    for verb in verbs:
        kind = class_of(verb)
        if kind.name not in _WROUGHT or is_passive(verb):
            continue
        for child in verb.children:
            if child.dep_ in OBJECTS:
                yield from _argument(kind.object, child, kind, f"object of “{verb}”, which “{noun}” did")
        for inner in prepositional(verb, kind.preps):
            yield from _argument("harmed", inner, kind, f"place or aim of “{verb}”, which “{noun}” did")


def _carried(verb: Token, kind: RoleClass) -> Iterator[Argument]:
    """ "the attack carried out by X", "the attack that X staged"."""
    if finds(verb):
        return
    for child in verb.children:
        # "The killing was blamed on smugglers by the police": who blames did not do it.
        if child.dep_ == "agent" and _word(verb) in {"fact", "claimed"}:
            for agent in (t for t in child.children if t.dep_ == "pobj"):
                yield Argument("perpetrator", antecedent(agent), None, _word(verb), f"by-agent of “{verb}”")
    if phrase(verb) in carried("carried") or verb.lemma_ in carried("carried"):
        for subject in (c for c in verb.children if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"}):
            yield Argument("perpetrator", antecedent(subject), None, "fact", f"subject of “{verb}”")


def _word(verb: Token) -> str:
    lemma = verb.lemma_.lower()
    if lemma in carried("claiming"):
        return "claimed"
    if lemma in carried("accusing"):
        return "accused"
    return "suspected" if lemma in carried("suspecting") else "fact"


def _governed(noun: Token, kind: RoleClass) -> Iterator[Argument]:
    """The verb over the noun: carried out, suffered, claimed, blamed on."""
    verb, link = _governor(noun)
    if verb is None:
        return
    lemma, word = phrase(verb), _word(verb)
    if noun.dep_ in OBJECTS and (lemma in carried("carried") or verb.lemma_ in carried("carried")):
        role = "instigator" if verb.lemma_ in carried("instigating") and verb.lemma_ != "plan" else "perpetrator"
        yield from (Argument(role, antecedent(s), None, "fact", f"subject of “{verb} {noun}”") for s in _actives(verb))
        yield from _accused_of(verb)
    elif noun.dep_ in OBJECTS | {"pobj"} and lemma in carried("suffering"):
        effect = "unharmed" if lemma in carried("unharmed") else kind.effect
        yield from (
            Argument("harmed", antecedent(s), effect, "fact", f"subject of “{verb} {noun}”") for s in subjects(verb)
        )
    elif noun.dep_ in OBJECTS | {"nsubjpass"} and class_of(verb).name == "repel":
        yield from _defended(noun, verb, kind)
    elif noun.dep_ == "nsubjpass":
        yield from _carried(verb, kind)
    elif _sends(verb, noun, link):
        yield from (Argument("perpetrator", antecedent(s), None, "fact", f"“{verb}” it") for s in _actives(verb))
    elif word != "fact":
        yield from _charged(verb, word, link)
    elif lemma in carried("trying") and link.lower_ in {"for", "over", "of", "in"}:
        charged = subjects(verb) if is_passive(verb) else [c for c in verb.children if c.dep_ in OBJECTS]
        yield from (Argument("perpetrator", antecedent(c), None, "accused", f"charged: “{verb}”") for c in charged)


def _defended(noun: Token, verb: Token, kind: RoleClass) -> Iterator[Argument]:
    """ "the garrison beat back an assault": whoever beats it off was its aim, where no other is told."""
    if next(prepositional(noun, kind.preps), None) is not None:
        return
    agents = (a for by in verb.rights if by.dep_ == "agent" for a in by.children if a.dep_ == "pobj")
    for defender in agents if is_passive(verb) else subjects(verb):
        yield Argument("harmed", antecedent(defender), None, "fact", f"“{verb}” it")


def _sends(verb: Token, noun: Token, link: Token) -> bool:
    """Whether the verb's subject fired, laid or threw a weapon, or answered with an act."""
    if noun.dep_ in OBJECTS:
        return sort_of(noun) is Sort.WEAPON and class_of(verb).object == "weapon"
    return link.lower_ == "with" and verb.lemma_ in carried("answering")


def _actives(verb: Token) -> list[Token]:
    return [] if is_passive(verb) else subjects(verb)


def _governor(noun: Token) -> tuple[Token | None, Token]:
    """The verb over a noun, over up to three prepositions and nouns ("responsibility for the attack")."""
    token = noun
    for _ in range(5):
        if token.head is token:
            return None, token
        below, token = token, token.head
        if token.pos_ in {"VERB", "AUX"} and token.lemma_ != "be":
            return token, below
        if (
            token.dep_ in OBJECTS
            and below.dep_ == "prep"
            and below.lower_ == "of"
            and token.head.lemma_ in carried("trying")
        ):
            continue
        if token.lemma_ == "be" or (
            token.pos_ == "NOUN"
            and token.lower_ not in {"responsibility", "credit", "series", "wave", "number", "victim", "part"}
        ):
            return None, token
    return None, token


def _charged(verb: Token, word: str, link: Token) -> Iterator[Argument]:
    """ "X claimed responsibility for it", "Y blamed X for it", "it was attributed to X"."""
    if word == "claimed":
        claiming = (s for s in _actives(verb) if not is_nobody(s))
        yield from (Argument("perpetrator", antecedent(s), None, word, f"subject of “{verb}”") for s in claiming)
    elif is_passive(verb):
        charged = subjects(verb)
        if link in charged:
            charged = list(prepositional(verb, frozenset({"to", "on", "with", "by"})))
        yield from (Argument("perpetrator", antecedent(s), None, word, f"charged: “{verb}”") for s in charged)
    else:
        nouns = [c for c in verb.children if c.dep_ in OBJECTS and c is not link]
        nouns = nouns or [n for n in prepositional(verb, frozenset({"to", "on"})) if n is not link]
        yield from (Argument("perpetrator", antecedent(n), None, word, f"charged: “{verb}”") for n in nouns)


def is_suspect(noun: Token) -> bool:
    """Whether a word at the noun marks it as only suspected ("alleged rebels", "apparently by rebels")."""
    marks = carried("suspecting")
    near = [*noun.children, *([c for c in noun.head.children if c.dep_ == "advmod"] if noun.dep_ == "pobj" else [])]
    return any(t.lower_ in marks for t in near if t.dep_ in {"amod", "advmod"})
