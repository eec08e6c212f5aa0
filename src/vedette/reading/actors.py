"""Finds who did it, to whom, and with what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.event import Actor, OnWhoseWord, Role
from vedette.reading.actor_words import behind, description_of, organisation_of, phrase_of
from vedette.reading.authorship import is_negated
from vedette.reading.doer_reference import doer_meant, owner_meant
from vedette.reading.doers_verdict import arguments_verdict
from vedette.reading.group_at import group_at, uses_force
from vedette.reading.noun_phrases import conjuncts, counted_noun, place_within, speaker_of
from vedette.reading.owners import crewed, is_owned, owners, state_named, state_words
from vedette.reading.parse import span_of
from vedette.reading.persons import BODIES, PEOPLE, Sort, can_act, named_person, says_nothing, singular, sort_of
from vedette.reading.role_classes import class_of
from vedette.reading.roles import Argument, arguments, is_suspect
from vedette.reading.roles_charged import arguments_charged
from vedette.reading.roles_near import arguments_near
from vedette.reading.roles_peaceful import arguments_peaceful
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.sites import arguments_at
from vedette.reading.threat_authors import authors_of_threat
from vedette.reading.weapons import find_weapons
from vedette.reading.word import word_of_actor

__all__ = ["find_actors", "find_weapons"]

#: Order in which roles are told.
_ORDER = (Role.PERPETRATOR, Role.INSTIGATOR, Role.SUPPORTER, Role.SECURITY_FORCE, Role.TARGET, Role.VICTIM)
#: Constructions in which a place is itself what is attacked ("seized the town of …", "Northport was shelled").
_TAKEN = ("object of", "subject of passive")
#: Roles of those who do something.
_DOING = frozenset({"perpetrator", "security_force", "instigator"})
#: Constructions that say more than a statement around them.
_WORDS = {
    "claimed": OnWhoseWord.CLAIMED,
    "accused": OnWhoseWord.ACCUSED,
    "suspected": OnWhoseWord.SUSPECTED,
    "possible": OnWhoseWord.POSSIBLE,
}


@dataclass(frozen=True)
class _Part:
    """A noun with a role, as one mention tells it."""

    role: Role
    noun: Token
    effect: str | None
    word: str
    because: str
    mention: EventDraft


def find_actors(mentions: Sequence[EventDraft], scene: Scene) -> tuple[Actor, ...]:
    """Everyone with a part in the event that `mentions` tell of: perpetrators first, then targets and victims."""
    found: list[Actor] = []
    for mention in mentions:
        for part in _parts(mention, scene):
            actor = _actor(part, scene)
            if actor is not None:
                _combine(found, actor, scene)
    return tuple(sorted(found, key=lambda actor: (_ORDER.index(actor.role), actor.span)))


def _parts(mention: EventDraft, scene: Scene) -> Iterator[_Part]:
    """The nouns with a role: by grammar, then by what stands beside the trigger."""
    if mention.said:
        for argument in authors_of_threat(mention, scene):
            yield from _parts_of(argument, mention, scene)
        return
    told: set[str] = set()
    trigger = mention.trigger
    plain = (
        *arguments(trigger),
        *arguments_charged(trigger),
        *arguments_peaceful(mention),
        *arguments_verdict(mention),
    )
    for argument in plain:
        for part in _parts_of(argument, mention, scene):
            told.add("perpetrator" if part.role in _DOING else "harmed")
            yield part
    for argument in arguments_near(mention, scene, frozenset(told)):
        told.add(argument.role)
        yield from _parts_of(argument, mention, scene)
    if "harmed" not in told:
        for argument in arguments_at(mention):
            yield from _parts_of(argument, mention, scene)


def _parts_of(argument: Argument, mention: EventDraft, scene: Scene) -> Iterator[_Part]:
    if argument.role == "warner":
        if not _may_mean_itself(argument.noun, scene):
            return
        argument = replace(argument, role="perpetrator")
    for named in conjuncts(speaker_of(argument.noun)):
        noun: Token | None = counted_noun(named)
        if noun is not None and argument.role == "harmed":
            noun = place_within(noun)
        if noun is not None and argument.role in _DOING:
            if is_owned(noun) and sort_of(noun) not in PEOPLE | BODIES and group_at(noun, scene) is None:
                owned = list(_owners(noun, argument, mention, scene))
                yield from owned or _crewed(noun, argument, mention)
                continue
            noun = owner_meant(noun, scene) or doer_meant(noun, scene)
        role = _role(argument, noun, scene) if noun is not None else None
        if noun is not None and role is not None:
            effect = argument.effect if role in {Role.VICTIM, Role.TARGET} else None
            yield _Part(role, noun, effect, argument.word, argument.because, mention)


def _may_mean_itself(noun: Token, scene: Scene) -> bool:
    """Whether who warns of an attack may be who would make it: armed people, not an embassy or the police."""
    meant = doer_meant(noun, scene)
    group = group_at(meant, scene) if meant is not None else None
    if group is not None:
        return group.kind in {"armed_group", "force"}
    return meant is not None and sort_of(meant) is Sort.PERPETRATOR


def _owners(noun: Token, argument: Argument, mention: EventDraft, scene: Scene) -> Iterator[_Part]:
    """Whose the machine, the weapon or the fire is that did it ("killed by army fire", "bombed by its jets")."""
    for owner in owners(noun, scene):
        meant = doer_meant(owner, scene)
        because = f"whose “{noun}” it is"
        if meant is not None and _role(Argument("perpetrator", meant, None, argument.word, because), meant, scene):
            yield _Part(Role(argument.role), meant, None, argument.word, because, mention)


def _crewed(noun: Token, argument: Argument, mention: EventDraft) -> Iterator[_Part]:
    """A machine with people in it that did it and of which nobody says whose it is ("helicopters bombed the town")."""
    if singular(noun) in crewed() and argument.because.startswith("subject of “"):
        yield _Part(Role(argument.role), noun, None, argument.word, argument.because, mention)


def _role(argument: Argument, noun: Token, scene: Scene) -> Role | None:
    """The role, by what the noun stands for; None when it can have none."""
    sort, group = _sort(noun, scene), group_at(noun, scene)
    if argument.role in {"perpetrator", "security_force", "instigator"}:
        acts = uses_force(group) if group else can_act(noun) or _is_state(argument, noun)
        place = sort is Sort.PLACE and not group and not _is_state(argument, noun)
        # Before an act a name that nobody knows says where it was ("Northport clash").
        place = place or (sort is Sort.NAMED and (argument.because.startswith("before") or _is_of_act(noun)))
        return Role(argument.role) if acts and not place and not says_nothing(noun) else None
    if argument.role != "harmed" or says_nothing(noun):
        return None
    if sort is Sort.NAMED and ("aim of" in argument.because or _is_bombed(noun)) and noun.left_edge.i == noun.i:
        return None  # A name that nobody knows behind "attack on" is as often a town's.
    if sort is Sort.PLACE:
        wounds = argument.effect in {"killed", "injured"}
        return Role.TARGET if argument.because.startswith(_TAKEN) and not wounds else None
    if sort in {Sort.PRONOUN, Sort.WEAPON, Sort.TIME, Sort.ACT}:
        return None
    if sort in PEOPLE:
        fights = "aim of" in argument.because and sort is Sort.PERPETRATOR
        return Role.TARGET if fights else Role.VICTIM
    is_thing = sort in BODIES or sort is Sort.THING or (sort is Sort.OTHER and _is_object(noun))
    return Role.TARGET if is_thing else None


def _is_of_act(noun: Token) -> bool:
    """Whether a name stands behind an act and "of": "the shelling of Northport, which killed five"."""
    of = noun.head
    return noun.dep_ == "pobj" and of.lower_ == "of" and sort_of(of.head) is Sort.ACT


def _is_bombed(noun: Token) -> bool:
    """Whether a name stands behind "bombing of", where towns do."""
    return _is_of_act(noun) and class_of(noun.head.head).name == "bomb"


def _sort(noun: Token, scene: Scene) -> Sort:
    """What the noun stands for, with what is known of the report's places and groups."""
    sort = sort_of(noun)
    if group_at(noun, scene) is not None:
        return sort if sort in PEOPLE - {Sort.NAMED} or sort in BODIES or sort is Sort.THING else Sort.ORGANISATION
    if (
        sort in {Sort.NAMED, Sort.ORGANISATION, Sort.OTHER}
        and noun.pos_ == "PROPN"
        and noun.ent_type_ != "NORP"
        and _is_place(noun, scene)
    ):
        return Sort.PLACE
    if noun.ent_type_ == "NORP" and noun.tag_ in {"NNS", "NNPS"}:
        return Sort.PERSON
    return sort


def _is_place(noun: Token, scene: Scene) -> bool:
    at = span_of(noun)
    beside = scene.places_by_sentence.get(scene.parsed.sentence_of(noun).index, ())
    return any(place.span.overlaps(at) for place in beside)


def _is_known_place(words: TokenSpan, scene: Scene) -> bool:
    beside = scene.places_by_sentence.get(scene.parsed.sentence_of(words[0]).index, ())
    return any(place.lat is not None and place.span.overlaps(span_of(words)) for place in beside)


def _is_state(argument: Argument, noun: Token) -> bool:
    """Whether a place's name stands for those who rule it ("Exampleland bombs …"): as the subject of what is done."""
    doing = ("subject of “", "charged", "possessor", "side of", "whose")
    return state_named(noun) is not None and argument.because.startswith(doing)


def _is_object(noun: Token) -> bool:
    return noun.pos_ in {"NOUN", "PROPN"} and not noun.like_num


def _actor(part: _Part, scene: Scene) -> Actor | None:
    sort = _sort(part.noun, scene)
    group = group_at(part.noun, scene)
    if sort is Sort.NAMED and group is None:
        return _named(part, scene)
    if part.role in _DOING and group is None and _stands_for_state(part):
        return _told(part, state_words(part.noun), scene, name=state_named(part.noun), id=None, description=None)
    words = behind(part.mention.words, phrase_of(part.noun, group, scene), part.noun)
    if not len(words) or not words.text.strip():
        return None
    held = group or (group_at(words, scene) if sort in PEOPLE | BODIES else None)
    named = held.name if held else organisation_of(part.noun, words, sort, scene)
    description = None if named and not held else description_of(words, part.noun, held, scene)
    if sort is Sort.PLACE and group is None:
        # Only a name that a gazetteer holds is surely no person's.
        named, description = None, scene.parsed.words(span_of(words)) if _is_known_place(words, scene) else None
    return _told(part, words, scene, name=named, id=held.id if held else None, description=description)


def _stands_for_state(part: _Part) -> bool:
    adjective = part.noun.pos_ in {"ADJ", "PROPN"} and part.because.startswith("whose")
    return state_named(part.noun) is not None and (adjective or sort_of(part.noun) not in PEOPLE | {Sort.BODY})


def _named(part: _Part, scene: Scene) -> Actor | None:
    person = named_person(part.noun)
    if person is None:
        return None
    name = f"{person.name.text}" if person.public else None
    return _told(part, person.name, scene, name=name, id=None, description=person.description or "person")


def _told(
    part: _Part, words: TokenSpan, scene: Scene, *, name: str | None, id: str | None, description: str | None
) -> Actor:
    span = span_of(words)
    told = word_of_actor(span, part.mention, scene)
    word = _WORDS.get(part.word, told.value)
    if word is OnWhoseWord.FACT and part.role is Role.PERPETRATOR and is_suspect(part.noun):
        word = OnWhoseWord.SUSPECTED
    if part.role is Role.PERPETRATOR and part.noun.dep_ == "attr" and is_negated(part.noun.head):
        # "It was not rebels that burnt the depot."
        word = OnWhoseWord.DENIED
    statement = told.statements[0] if told.statements else None
    return Actor(part.role, span, name, id, description, word, statement, part.effect, part.because)


def _combine(found: list[Actor], actor: Actor, scene: Scene) -> None:
    """Adds the actor, or what it adds to one that is already there."""
    for i, other in enumerate(found):
        if _same(actor, other, scene):
            found[i] = _merged(other, actor, scene)
            return
    found.append(actor)


def _same(one: Actor, other: Actor, scene: Scene) -> bool:
    if one.role != other.role:
        return False
    if one.id and one.id == other.id:
        return one.description is None or other.description is None or one.description == other.description
    if one.span.overlaps(other.span):
        return True
    mine, theirs = (set(scene.parsed.words(a.span).lower().split()) for a in (one, other))
    return mine <= theirs or theirs <= mine


def _merged(one: Actor, other: Actor, scene: Scene) -> Actor:
    fuller = one if len(scene.parsed.words(one.span)) >= len(scene.parsed.words(other.span)) else other
    word = one.on_whose_word if one.on_whose_word is not OnWhoseWord.FACT else other.on_whose_word
    return replace(
        fuller,
        name=fuller.name or one.name or other.name,
        id=fuller.id or one.id or other.id,
        effect=one.effect or other.effect,
        on_whose_word=word,
        statement=one.statement or other.statement,
    )
