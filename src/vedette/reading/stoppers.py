"""Tells those who stopped an act from those who meant to do it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.model.event import Actor, Role
from vedette.reading.cues import find_cues, governs
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft

#: Stages whose cues name what others did to the act.
_STOPPED = frozenset(("foiled",))


def forces_apart(actors: Sequence[Actor], mentions: Sequence[EventDraft]) -> tuple[Actor, ...]:
    """The actors, those of them as security forces who are only told to have stopped the act ("foiled by police")."""
    stoppers = [span_of(token) for mention in mentions for token in _stoppers(mention)]
    return tuple(
        replace(actor, role=Role.SECURITY_FORCE, because=f"{actor.because}: who stopped the act")
        if actor.role is Role.PERPETRATOR and any(actor.span.overlaps(span) for span in stoppers)
        else actor
        for actor in actors
    )


def _stoppers(mention: EventDraft) -> Iterator[Token]:
    """Subjects and by-agents of the verbs that say of an act that it was stopped."""
    if mention.kind == "PROTEST":
        return
    doc = mention.trigger.doc
    for cue in find_cues(mention.sentence):
        verb = doc[cue.start]
        if (
            cue.group.stage not in _STOPPED
            or cue.group.scope != "governs"
            or not governs(cue, mention.trigger)
            or cue.came != "held"
        ):
            continue
        for child in verb.children:
            if child.dep_ == "nsubj" and verb.i < mention.trigger.i:
                yield child
            if child.dep_ == "agent":
                yield from (t for t in child.children if t.dep_ == "pobj")
