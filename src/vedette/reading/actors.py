"""Finds who did it, to whom, and with what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.event import Actor, OnWhoseWord, Role
from vedette.reading.noun_phrases import conjuncts, noun_phrase, speaker_of
from vedette.reading.parse import span_of
from vedette.reading.persons import BODIES, PEOPLE, Sort, can_act, named_person, sort_of
from vedette.reading.roles import Argument, arguments, is_suspect
from vedette.reading.scene import EventDraft, GroupMention, Scene
from vedette.reading.weapons import find_weapons
from vedette.reading.word import word_of_actor
from vedette.vocab.load import load_table

__all__ = ["find_actors", "find_weapons"]

#: Order in which roles are told.
_ORDER = (Role.PERPETRATOR, Role.INSTIGATOR, Role.SUPPORTER, Role.SECURITY_FORCE, Role.TARGET, Role.VICTIM)
#: Constructions that say more than a statement around them.
_WORDS = {"claimed": OnWhoseWord.CLAIMED, "accused": OnWhoseWord.ACCUSED, "suspected": OnWhoseWord.SUSPECTED}


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
        for part in _parts(mention):
            actor = _actor(part, scene)
            if actor is not None:
                _combine(found, actor, scene)
    return tuple(sorted(found, key=lambda actor: (_ORDER.index(actor.role), actor.span)))


def _parts(mention: EventDraft) -> Iterator[_Part]:
    for argument in arguments(mention.trigger):
        for noun in conjuncts(speaker_of(argument.noun)):
            role = _role(argument, noun)
            if role is not None:
                effect = argument.effect if role in {Role.VICTIM, Role.TARGET} else None
                yield _Part(role, noun, effect, argument.word, argument.because, mention)


def _role(argument: Argument, noun: Token) -> Role | None:
    """The role, by what the noun stands for; None when it can have none."""
    sort = sort_of(noun)
    if argument.role in {"perpetrator", "security_force", "instigator"}:
        acts = can_act(noun) and (sort is not Sort.PLACE or _is_state(argument, noun))
        return Role(argument.role) if acts else None
    if sort in {Sort.PRONOUN, Sort.WEAPON, Sort.TIME, Sort.ACT, Sort.PLACE}:
        return None
    if argument.role == "harmed":
        if sort in PEOPLE:
            fights = "aim of" in argument.because and sort is Sort.PERPETRATOR
            return Role.TARGET if fights else Role.VICTIM
        return (
            Role.TARGET if sort in BODIES or sort is Sort.THING or (sort is Sort.OTHER and _is_object(noun)) else None
        )
    return None


def _is_state(argument: Argument, noun: Token) -> bool:
    """Whether a place's name stands for those who rule it ("Exampleland bombs …"): as the subject of what is done."""
    return noun.ent_type_ == "GPE" and argument.because.startswith(("subject of “", "charged", "possessor"))


def _is_object(noun: Token) -> bool:
    return noun.pos_ in {"NOUN", "PROPN"} and not noun.like_num


def _actor(part: _Part, scene: Scene) -> Actor | None:
    sort = sort_of(part.noun)
    group = _group_at(part.noun, scene)
    if sort is Sort.NAMED and group is None:
        return _named(part, scene)
    words = _phrase(part.noun, scene)
    if not len(words) or not words.text.strip():
        return None
    named = group.name if group else _organisation(part.noun, words, sort)
    description = None if named and not group else _description(words, part.noun, sort, group)
    return _told(part, words, scene, name=named, id=group.id if group else None, description=description)


def _tails() -> frozenset[str]:
    table = load_table("persons")
    return frozenset(
        {
            *table["bodies"],
            *table["partitives"],
            "member",
            "leader",
            "element",
            "headquarters",
            "office",
            "residence",
            "home",
            "house",
            "ministry",
        }
    )


def _phrase(noun: Token, scene: Scene) -> TokenSpan:
    """The noun's phrase, with "of" and what follows where that names the body it belongs to."""
    words = noun_phrase(noun, tails=_tails())
    entity = next((e for e in noun.sent.ents if e.label_ == "ORG" and e.start <= noun.i < e.end), None)
    if entity is not None and entity.end > words.end:
        return noun.doc[words.start : entity.end]
    longer = noun_phrase(noun, tails=frozenset({noun.lemma_.lower()}))
    if len(longer) > len(words):
        beyond = longer.doc[words.end : longer.end]
        if any(group.span.overlaps(span_of(beyond)) for group in scene.groups) and sort_of(noun) in PEOPLE:
            return longer
    return words


def _group_at(noun: Token, scene: Scene) -> GroupMention | None:
    """The group of the vocabulary that the noun, or a word before it, names."""
    span = span_of(_phrase(noun, scene))
    at = span_of(noun)
    over = [group for group in scene.groups if group.span.overlaps(at)]
    return next(iter(over or [group for group in scene.groups if span.holds(group.span)]), None)


def _organisation(noun: Token, words: TokenSpan, sort: Sort) -> str | None:
    """The name of a clear organisation that no vocabulary knows: by the recogniser, or a body written as a name."""
    if (sort is Sort.ORGANISATION and noun.ent_type_ == "ORG") or sort is Sort.PLACE:
        return words.text
    if sort is Sort.BODY and len(words) > 1 and noun.is_title and words[0].is_title and noun.pos_ == "PROPN":
        return words.text
    return None


def _named(part: _Part, scene: Scene) -> Actor | None:
    person = named_person(part.noun)
    if person is None:
        return None
    name = f"{person.name.text}" if person.public else None
    return _told(part, person.name, scene, name=name, id=None, description=person.description or "person")


def _description(words: TokenSpan, noun: Token, sort: Sort, group: GroupMention | None) -> str | None:
    if sort in {Sort.ORGANISATION}:
        return None
    kept = [t for t in words if t.ent_type_ != "PERSON" and not (group and group.span.overlaps(span_of(t)))]
    while kept and (kept[-1].is_punct or kept[-1].pos_ in {"ADP", "DET"}):
        kept.pop()
    text = " ".join(t.text for t in kept).lower()
    return text or None


def _told(
    part: _Part, words: TokenSpan, scene: Scene, *, name: str | None, id: str | None, description: str | None
) -> Actor:
    span = span_of(words)
    told = word_of_actor(span, part.mention, scene)
    word = _WORDS.get(part.word, told.value)
    if word is OnWhoseWord.FACT and part.role is Role.PERPETRATOR and is_suspect(part.noun):
        word = OnWhoseWord.SUSPECTED
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
