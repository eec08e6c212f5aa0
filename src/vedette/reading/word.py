"""Decides on whose word an event, and an actor's part in it, stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.event import OnWhoseWord
from vedette.model.span import Span
from vedette.model.statement import Manner, Statement
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.word_hedges import hedge_on_actor, hedge_on_event, says_doubt
from vedette.reading.word_speaker import is_authority, is_belligerent, is_same, speakers_index, speaks_of_itself


@dataclass(frozen=True)
class Word:
    """On whose word something stands."""

    value: OnWhoseWord
    #: Ids of the statements that tell it, the deciding one first.
    statements: tuple[str, ...]
    #: The rule and its words, for `--explain`.
    because: str


_BY_REPORT = Word(OnWhoseWord.FACT, (), "told by the report itself")


def word_of_event(mentions: Sequence[EventDraft], scene: Scene) -> Word:
    """On whose word it stands that the event (told in `mentions`) happened."""
    words = [_event_word(mention, scene) for mention in mentions]
    ids = tuple(dict.fromkeys(i for word in words for i in word.statements))
    best = words[0]
    if best.value is OnWhoseWord.POSSIBLE and len(words) > 1:
        best = next((word for word in words if word.value is not OnWhoseWord.POSSIBLE), best)
    return Word(best.value, tuple(dict.fromkeys((*best.statements, *ids))), best.because)


def word_of_actor(actor: Span, mention: EventDraft, scene: Scene) -> Word:
    """On whose word it stands that the actor at `actor` had its part in the event that `mention` tells of."""
    holding = statements_on(mention, scene)
    ids = tuple(statement.id for statement in holding)
    hedge = hedge_on_actor(actor, mention, scene)
    if hedge is not None:
        return Word(hedge[0], ids, hedge[1])
    for statement in holding:
        word = _actor_by(statement, actor, mention, scene)
        if word is not None and word.value is not OnWhoseWord.FACT:
            return word
    elsewhere = _claimed_or_denied(actor, scene)
    if elsewhere is not None:
        return elsewhere
    return Word(OnWhoseWord.FACT, ids, "told as fact" if ids else _BY_REPORT.because)


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
        word = _event_by(statement, mention, scene)
        if word is not None:
            return Word(word.value, (statement.id, *(i for i in ids if i != statement.id)), word.because)
    return Word(OnWhoseWord.FACT, ids, "told as fact" if ids else _BY_REPORT.because)


def _event_by(statement: Statement, mention: EventDraft, scene: Scene) -> Word | None:
    """What one statement makes of an event in its content; None where it leaves it a fact."""
    doubt = says_doubt(statement, scene)
    if doubt is not None:
        return Word(doubt, (statement.id,), f"{doubt.value} by the verb of saying")
    value = _by_manner(statement, mention, scene)
    return Word(value, (statement.id,), f"{statement.manner.value} by its speaker") if value else None


def _by_manner(statement: Statement, mention: EventDraft, scene: Scene) -> OnWhoseWord | None:
    manner = statement.manner
    if manner is Manner.DENIED:
        return OnWhoseWord.DENIED
    if manner is Manner.ACCUSED:
        return OnWhoseWord.ACCUSED
    if manner is Manner.THREATENED:
        return OnWhoseWord.CLAIMED
    if manner is Manner.CLAIMED:
        return OnWhoseWord.CLAIMED if _own_deed(statement, mention, scene) else OnWhoseWord.ACCUSED
    if _own_deed(statement, mention, scene):
        return OnWhoseWord.CLAIMED
    if mention.names == "plot" and is_authority(statement, scene):
        return OnWhoseWord.ACCUSED
    return None


def _own_deed(statement: Statement, mention: EventDraft, scene: Scene) -> bool:
    return speaks_of_itself(statement, mention, scene) or (
        statement.manner is Manner.CLAIMED and is_belligerent(statement, scene)
    )


def _actor_by(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> Word | None:
    value = _actor_value(statement, actor, mention, scene)
    return Word(value, (statement.id,), f"{statement.manner.value} by its speaker") if value else None


def _actor_value(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> OnWhoseWord | None:
    doubt = says_doubt(statement, scene)
    if statement.manner is Manner.DENIED:
        return OnWhoseWord.DENIED
    if is_same(statement, actor, scene) or _refers_back(statement, actor, mention, scene):
        return OnWhoseWord.CLAIMED
    if statement.manner is Manner.ACCUSED:
        return OnWhoseWord.ACCUSED
    if doubt is not None:
        return doubt
    if statement.manner is Manner.CLAIMED:
        return OnWhoseWord.ACCUSED
    if is_authority(statement, scene) or is_belligerent(statement, scene):
        return OnWhoseWord.ACCUSED
    return None


def _refers_back(statement: Statement, actor: Span, mention: EventDraft, scene: Scene) -> bool:
    words = scene.parsed.words(actor).lower()
    return words.split(" ")[0] in {"it", "its", "they", "their", "we", "our"} and speaks_of_itself(
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
