"""Decides on whose word an event, and an actor's part in it, stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.model.event import Actor, OnWhoseWord, Reality, Role, Stage
from vedette.model.span import Span
from vedette.model.statement import Manner, Statement
from vedette.reading.authorship import about_author, blames_another, calls_it
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.speech_words import words_of
from vedette.reading.stage import Reached
from vedette.reading.word_doers import with_doers
from vedette.reading.word_hedges import hedge_on_actor, hedge_on_event, is_aside, rule_of, says_doubt
from vedette.reading.word_speaker import (
    is_armed_force,
    is_authority,
    is_belligerent,
    is_named_body,
    is_same,
    is_side_by_name,
    is_their_fighters,
    speakers_index,
    speaks_for,
    speaks_of_itself,
    tells_of_own_side,
)


@dataclass(frozen=True)
class Word:
    """On whose word something stands."""

    value: OnWhoseWord
    #: Ids of the statements that tell it, the deciding one first.
    statements: tuple[str, ...]
    #: The rule and its words, for `--explain`.
    because: str


#: Acts that those who do them announce ("Dockers will block the port, their union said").
_OWN_TO_TELL = frozenset(("PROTEST", "THREATEN"))
#: Acts of which nobody is accused.
_PEACEFUL = frozenset(("PROTEST", "RETREAT", "CONCEDE", "YIELD", "MOBILIZE", "AGREE", "AID"))
#: Manners in which an authority tells of arrests and seizures as settled.
_PLAIN = frozenset((Manner.SAID, Manner.ANNOUNCED, Manner.CONFIRMED))
_BY_REPORT = Word(OnWhoseWord.FACT, (), "told by the report itself")


def word_of_event(mentions: Sequence[EventDraft], scene: Scene, *, reached: Reached | None = None) -> Word:
    """On whose word it stands that the event (told in `mentions`) happened.

    Args:
        mentions: Where it is told, the mention that says most first.
        scene: The report.
        reached: How far it got and whether it is told as real, where that is decided already.
    """
    words = [_event_word(mention, scene) for mention in mentions]
    best = words[0]
    ids = tuple(dict.fromkeys(i for word in (best, *words) for i in word.statements))
    if reached is not None:
        best = _with_reality(best, reached, mentions[0])
    return Word(best.value, ids, best.because)


def _with_reality(word: Word, reached: Reached, first: EventDraft) -> Word:
    """The word on an event, made to agree with whether it is told as real.

    Who tells of an attack that others plan accuses them; a drill or an execution is announced by those who hold it.
    """
    if reached.reality is Reality.GENERIC:
        return Word(OnWhoseWord.FACT, word.statements, "told in general")
    if reached.reality is Reality.NEGATED:
        return Word(OnWhoseWord.DENIED, word.statements, "said not to have happened")
    if reached.reality is Reality.POSSIBLE:
        suspected = word.value in {OnWhoseWord.SUSPECTED, OnWhoseWord.ACCUSED}
        return word if suspected else Word(OnWhoseWord.POSSIBLE, word.statements, "told as possible")
    if reached.stage is Stage.THREATENED:
        return Word(OnWhoseWord.CLAIMED, word.statements, "threatened: the word of who threatens")
    if word.value is OnWhoseWord.POSSIBLE:
        return Word(OnWhoseWord.SUSPECTED, word.statements, word.because)
    of_others = first.kind == "ASSAULT" and first.mode != "execute"
    if reached.stage is Stage.PLANNED and word.value is OnWhoseWord.FACT and word.statements and of_others:
        return Word(OnWhoseWord.ACCUSED, word.statements, "a plan that others tell of")
    return word


def settle_actors(actors: Sequence[Actor], word: Word, elsewhere: Sequence[Actor] = ()) -> tuple[Actor, ...]:
    """The actors of an event, with those that are named elsewhere as its doers.

    Who did what is itself in doubt is in the same doubt, on the same word; whom it was done to stands as it does.
    """
    return tuple(_settled(actor, word) for actor in with_doers(actors, elsewhere))


def _settled(actor: Actor, word: Word) -> Actor:
    doubtful = word.value is not OnWhoseWord.FACT
    if actor.role is Role.PERPETRATOR and (word.value, actor.on_whose_word) == (
        OnWhoseWord.ACCUSED,
        OnWhoseWord.DENIED,
    ):
        return actor
    if actor.role in {Role.PERPETRATOR, Role.INSTIGATOR, Role.SUPPORTER}:
        told = actor.statement or next(iter(word.statements), None)
        return replace(actor, on_whose_word=word.value, statement=told) if doubtful else actor
    return replace(actor, on_whose_word=word.value, statement=actor.statement if doubtful else None)


def word_of_actor(actor: Span, mention: EventDraft, scene: Scene) -> Word:
    """On whose word it stands that the actor at `actor` had its part in the event that `mention` tells of."""
    beside = scene.statements_by_sentence.get(mention.sentence.index, ())
    holding = tuple(dict.fromkeys((*(s for s in beside if s.content.holds(actor)), *statements_on(mention, scene))))
    ids = tuple(statement.id for statement in holding)
    hedge = hedge_on_actor(actor, mention, scene)
    if hedge is not None:
        return Word(hedge[0], ids, hedge[1])
    if calls_it(mention.trigger):
        return Word(OnWhoseWord.ACCUSED, ids, "called so by somebody")
    if is_aside(mention):
        return Word(OnWhoseWord.FACT, ids, "told as fact in an aside")
    for statement in holding:
        word = _actor_by(statement, actor, mention, scene)
        if word is not None and word.value is not OnWhoseWord.FACT:
            return word
    contest = _contest(holding, mention, scene)
    if contest is not None:
        return Word(OnWhoseWord.ACCUSED, (*ids, contest.id), "told by one and denied by another")
    elsewhere = _claimed_or_denied(actor, scene)
    if elsewhere is not None:
        return elsewhere
    return Word(OnWhoseWord.FACT, ids, "told as fact" if ids else _BY_REPORT.because)


def _contest(telling: Sequence[Statement], mention: EventDraft, scene: Scene) -> Statement | None:
    """The denial by a party or an authority that follows what others tell of a deed, None for none."""
    if not telling:
        return None
    at = mention.sentence.index
    beside = (s for step in (0, 1) for s in scene.statements_by_sentence.get(at + step, ()))
    for statement in beside:
        is_party = (
            is_belligerent(statement, scene) or is_armed_force(statement, scene) or is_authority(statement, scene)
        )
        if statement.manner is Manner.DENIED and is_party and statement not in telling:
            return statement
    return None


def statements_on(mention: EventDraft, scene: Scene) -> tuple[Statement, ...]:
    """The statements whose content holds a mention's trigger, the innermost first."""
    trigger = mention.trigger
    at = mention.sentence.span.start + trigger.idx - mention.sentence.tokens.start_char
    span = Span(at, at + len(trigger), mention.sentence.span.part)
    held = scene.statements_by_sentence.get(mention.sentence.index, ())
    return tuple(sorted((s for s in held if s.content.holds(span)), key=lambda s: s.content.end - s.content.start))


def _event_word(mention: EventDraft, scene: Scene) -> Word:
    holding = statements_on(mention, scene)
    ids = tuple(statement.id for statement in holding)
    hedge = hedge_on_event(mention)
    if hedge is not None:
        return Word(hedge[0], ids, hedge[1])
    for statement in holding:
        if is_aside(mention):
            break
        word = _event_by(statement, mention, scene)
        if word is not None:
            return Word(word.value, (statement.id, *(i for i in ids if i != statement.id)), word.because)
    return Word(OnWhoseWord.FACT, ids, "told as fact" if ids else _BY_REPORT.because)


def _event_by(statement: Statement, mention: EventDraft, scene: Scene) -> Word | None:
    """What one statement makes of an event in its content; None where it leaves it a fact."""
    if _by_nobody(statement, scene):
        return None
    if mention.kind in _OWN_TO_TELL and speaks_for(statement, span_of(mention.trigger), scene):
        return Word(OnWhoseWord.CLAIMED, (statement.id,), "announced by those who do it")
    doubt = says_doubt(statement, scene)
    if doubt is not None:
        return Word(doubt, (statement.id,), f"{doubt.value} by the verb of saying")
    value = _by_manner(statement, mention, scene)
    return Word(value, (statement.id,), f"{statement.manner.value} by its speaker") if value else None


def _by_nobody(statement: Statement, scene: Scene) -> bool:
    """Whether it is said that nobody says so ("No group has claimed the blast that killed ten")."""
    span = statement.speaker.span
    return span is not None and scene.parsed.words(span).lower().split()[0] in words_of("cues", "deeds", "nobody")


def _by_manner(statement: Statement, mention: EventDraft, scene: Scene) -> OnWhoseWord | None:
    manner = statement.manner
    if _presupposes(statement, mention) or about_author(mention.trigger) is not None:
        return None
    if manner is Manner.DENIED:
        return OnWhoseWord.ACCUSED if blames_another(mention.trigger) is not None else OnWhoseWord.DENIED
    if manner is Manner.ACCUSED:
        return OnWhoseWord.ACCUSED
    if manner is Manner.THREATENED:
        return OnWhoseWord.CLAIMED
    if manner is Manner.CLAIMED:
        return OnWhoseWord.CLAIMED if _own_deed(statement, mention, scene) else OnWhoseWord.ACCUSED
    if _own_deed(statement, mention, scene):
        return OnWhoseWord.CLAIMED
    if (mention.names == "plot" or mention.stage == "planned") and is_authority(statement, scene):
        return OnWhoseWord.ACCUSED
    return None


def _presupposes(statement: Statement, mention: EventDraft) -> bool:
    """Whether the verb takes the event for granted and is about who did it: "claimed the attack", "blamed for it"."""
    rule, verb = rule_of(statement)
    if verb in {"blame", "condemn", "claim"} and rule in {"object", "passive", "preposition"}:
        return mention.trigger.pos_ not in {"VERB", "AUX"}
    return statement.manner is Manner.SAID and rule == "object"


def _own_deed(statement: Statement, mention: EventDraft, scene: Scene) -> bool:
    boasts = statement.manner is Manner.CLAIMED and rule_of(statement)[1] in {"boast", "brag"}
    return (
        boasts
        or speaks_of_itself(statement, mention, scene)
        or (statement.manner is Manner.CLAIMED and is_belligerent(statement, scene))
    )


def _actor_by(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> Word | None:
    value = _actor_value(statement, actor, mention, scene)
    return Word(value, (statement.id,), f"{statement.manner.value} by its speaker") if value else None


def _actor_value(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> OnWhoseWord | None:
    doubt = says_doubt(statement, scene)
    if statement.manner is Manner.DENIED:
        return OnWhoseWord.DENIED
    is_side = is_belligerent(statement, scene) or is_armed_force(statement, scene)
    if mention.kind == "COERCE" and is_authority(statement, scene) and statement.manner in _PLAIN:
        return None
    if is_same(statement, actor, scene) or _refers_back(statement, actor, mention, scene):
        return OnWhoseWord.CLAIMED if is_side or statement.manner is Manner.CLAIMED else None
    if speaks_for(statement, actor, scene):
        if mention.kind in _OWN_TO_TELL:
            return OnWhoseWord.CLAIMED
        return OnWhoseWord.CLAIMED if is_side or is_side_by_name(actor, scene) else None
    if statement.manner is Manner.ACCUSED:
        return OnWhoseWord.ACCUSED
    if doubt is not None:
        return doubt
    if statement.manner is Manner.CLAIMED:
        return OnWhoseWord.ACCUSED
    if is_their_fighters(statement, actor, scene):
        return OnWhoseWord.CLAIMED
    if tells_of_own_side(statement, actor, scene):
        return OnWhoseWord.CLAIMED if is_side else None
    is_deed = mention.kind not in _PEACEFUL and (mention.kind != "COERCE" or not is_authority(statement, scene))
    if is_deed and (is_authority(statement, scene) or is_side or is_named_body(statement, scene)):
        return OnWhoseWord.ACCUSED
    return None


def _refers_back(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> bool:
    before = Span(max(0, actor.start - 6), actor.start, actor.part)
    words = scene.parsed.words(actor).lower()
    near = (words.split(" ")[0], *scene.parsed.words(before).lower().split()[-1:])
    return any(word in {"it", "its", "they", "their", "we", "our"} for word in near) and speaks_of_itself(
        statement, mention, scene
    )


def _claimed_or_denied(actor: Span, scene: Scene) -> Word | None:
    """A claim of responsibility, an accusation or a denial elsewhere in the report."""
    index = speakers_index(scene)
    for name in index.names_at(actor, scene):
        for statement in index.claims.get(name, ()):
            return Word(OnWhoseWord.CLAIMED, (statement.id,), "claims responsibility elsewhere in the report")
        for statement in index.accusations.get(name, ()):
            return Word(OnWhoseWord.ACCUSED, (statement.id,), "accused elsewhere in the report")
        for statement in index.denials.get(name, ()):
            return Word(OnWhoseWord.DENIED, (statement.id,), "denies it elsewhere in the report")
    return None
