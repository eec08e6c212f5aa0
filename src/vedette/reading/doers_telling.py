"""Takes whoever tells of a deed for its doer, where it can only be theirs: "Two were arrested, the police said"."""

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from vedette.model.statement import Manner, Statement
from vedette.reading.group_at import group_at
from vedette.reading.noun_phrases import counted_noun
from vedette.reading.parse import span_of
from vedette.reading.persons import PEOPLE, Sort, singular, sort_of
from vedette.reading.role_classes import class_of, is_verbal
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.voice import is_passive, subjects
from vedette.reading.word_hedges import rule_of
from vedette.reading.word_speaker import is_armed_force, is_authority, is_belligerent
from vedette.vocab.load import load_table

#: Code points before an act within which it is what the verb of claiming names.
_AT_ONCE = 12
#: Classes of words for harm done to people.
_HARM = frozenset({"kill", "hurt", "die"})
#: Sentences beside the act's in which its speaker may stand (a headline's ": army" is one of its own).
_BESIDE = (0, 1, -1)


def arguments_telling(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """The speaker of a statement that holds the mention, where what is told can only be its own deed or threat."""
    at = span_of(mention.trigger)
    for statement in scene.statements_by_sentence.get(mention.sentence.index, ()):
        if statement.speaker.span is None or not statement.content.overlaps(at):
            continue
        for noun in _speaker(statement, mention, scene):
            told = _own(statement, noun, mention, scene)
            if told is not None:
                yield Argument("perpetrator", noun, None, told[0], told[1])


def is_arresting(noun: Token, scene: Scene) -> bool:
    """Whether a word is for a body of the state that makes arrests."""
    group = group_at(noun, scene)
    return (group is not None and group.kind in {"force", "agency"}) or singular(noun) in _words("arresting")


def _speaker(statement: Statement, mention: EventDraft, scene: Scene) -> Sequence[Token]:
    """The head of the words for who speaks."""
    span, sentences = statement.speaker.span, scene.parsed.sentences
    for step in _BESIDE:
        index = mention.sentence.index + step
        if span is None or not 0 <= index < len(sentences):
            continue
        tokens = [t for t in sentences[index].tokens if span_of(t).overlaps(span)]
        if tokens:
            heads = [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.head not in tokens]
            return [_body(t) for t in heads[:1] or [t for t in tokens if t.pos_ in {"NOUN", "PROPN"}][-1:]]
    return []


def _body(noun: Token) -> Token:
    """For whom a medium or a spokesman speaks: "the judiciary's site", "the army's spokesman", "its deputy chief"."""
    owner = next((c for c in noun.lefts if c.dep_ == "poss" and c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    if owner is not None and owner.lower_ in {"its", "their"}:
        return owner
    return owner if owner is not None and noun.lemma_.lower() in _words("mouthpieces") else noun


def _own(statement: Statement, noun: Token, mention: EventDraft, scene: Scene) -> tuple[str, str] | None:
    """On whose word and why the deed is the speaker's; None where it may be another's."""
    if mention.said:
        return "claimed", "utters the threat"
    if statement.manner is Manner.THREATENED:
        is_threat = mention.kind == "THREATEN" or _is_to_come(mention.trigger)
        return ("claimed", "utters the threat") if is_threat else None
    if statement.manner is Manner.CLAIMED and _claims(statement, mention):
        return "claimed", "claims it"
    if statement.manner is Manner.ACCUSED or not _is_agentless(mention.trigger):
        return None
    is_side = is_belligerent(statement, scene) or is_armed_force(statement, scene)
    if statement.manner is Manner.DENIED:
        harms = class_of(mention.trigger).name in _HARM and is_verbal(mention.trigger)
        return ("fact", "denies what is laid at its door") if is_side and harms and _is_plain(statement) else None
    if is_side and rule_of(statement)[1] in _words("admitting"):
        return "claimed", "admits it"
    if mention.mode == "arrest" and is_arresting(noun, scene):
        return "fact", "tells of the arrest that it made"
    is_body = sort_of(noun) not in PEOPLE and is_authority(statement, scene)  # a president did not do it himself
    if mention.trigger.lemma_.lower() in _words("officialese") and (is_side or is_body):
        return "claimed" if is_side else "fact", "tells of it as forces tell of what they did"
    if mention.trigger.lemma_.lower() in _words("punishing") and singular(noun) in _words("judging"):
        return "fact", "tells of the punishment that it carried out"
    if mention.kind in {"CONCEDE", "YIELD"} and is_belligerent(statement, scene):
        return "claimed", "tells of those it let go"
    if is_armed_force(statement, scene) and enemy_fell(mention):
        return "claimed", "tells of the enemy it killed"
    return None


def _claims(statement: Statement, mention: EventDraft) -> bool:
    """Whether the act is the very thing that is claimed: "Front claims capture of outpost"."""
    rule, verb = rule_of(statement)
    near = span_of(mention.words).start - statement.content.start
    return verb == "claim" and rule in {"headline", "object"} and not is_verbal(mention.trigger) and near <= _AT_ONCE


def _is_agentless(trigger: Token) -> bool:
    """Whether the words leave open who did it: a passive, a noun, "died"."""
    return not is_verbal(trigger) or is_passive(trigger) or class_of(trigger).name == "die"


def _is_to_come(trigger: Token) -> bool:
    return is_verbal(trigger) and any(c.tag_ == "MD" and c.lower_ in {"will", "would", "shall"} for c in trigger.lefts)


def _is_plain(statement: Statement) -> bool:
    return rule_of(statement)[1] == "deny"


def enemy_fell(mention: EventDraft) -> bool:
    """Whether fighters fell, and nothing says that it was by their own bomb or in a feud of theirs."""
    trigger = mention.trigger
    if class_of(trigger).name not in {"kill", "die"} or not is_verbal(trigger):
        return False
    if any(t.lemma_.lower() in _words("own_fault") for t in mention.sentence.tokens):
        return False
    fallen = [counted_noun(s) for s in subjects(trigger)]
    return any(n is not None and sort_of(n) is Sort.PERPETRATOR for n in fallen)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("roles")["telling"][key])
