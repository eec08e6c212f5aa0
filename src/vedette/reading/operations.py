"""Gives an attack the people held in the same operation: "Police kill two militants, arrest three"."""

from collections.abc import Sequence
from dataclasses import replace

from vedette.model.event import Event
from vedette.reading.scene import EventDraft

#: Words between the two verbs: whom they befell, and what joins them.
_LONGEST = 9
_JOINS = frozenset((",", "and", "&", ";", "–", "-"))
#: Parts of speech of those words: nothing that opens a clause of its own.
_WITHIN = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "DET", "PUNCT", "CCONJ", "ADV", "AUX"))


def with_held(events: Sequence[Event], acts: Sequence[Sequence[EventDraft]]) -> tuple[Event, ...]:
    """The events, those that killed or hurt with the number held in the same breath, where they tell none.

    Args:
        events: The events.
        acts: The mentions of each, in the same order.
    """
    arrests = [
        (event, mentions)
        for event, mentions in zip(events, acts, strict=True)
        if event.kind == "COERCE" and event.mode == "arrest" and event.detained is not None
    ]
    return tuple(_with(event, mentions, arrests) for event, mentions in zip(events, acts, strict=True))


def _with(event: Event, mentions: Sequence[EventDraft], arrests: Sequence[tuple[Event, Sequence[EventDraft]]]) -> Event:
    if event.kind != "ASSAULT" or event.detained is not None or (event.killed is None and event.injured is None):
        return event
    for arrest, told in arrests:
        same = arrest.stage == event.stage and arrest.reality == event.reality
        if same and any(_in_one_breath(m, other) for m in mentions for other in told):
            return replace(event, detained=arrest.detained)
    return event


def _in_one_breath(harm: EventDraft, arrest: EventDraft) -> bool:
    """Whether only those harmed or held stand between the verb of harm and that of the arrest, and a joining word."""
    if harm.sentence is not arrest.sentence or harm.names != "harm":
        return False
    first, second = sorted((harm.words, arrest.words), key=lambda words: words.start)
    between = harm.sentence.tokens.doc[first.end : second.start]
    joined = any(token.lower_ in _JOINS for token in between)
    return joined and len(between) <= _LONGEST and all(token.pos_ in _WITHIN for token in between)
