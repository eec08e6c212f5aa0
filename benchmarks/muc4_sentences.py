"""What one sentence of a report shows: whether it tells of an incident that the key would hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from benchmarks.muc4_countries import COUNTRIES
from benchmarks.muc4_kin import kin_of
from benchmarks.muc4_phrases import Material
from benchmarks.muc4_shown import type_of_mention
from benchmarks.muc4_whole import word_pairs
from vedette.model.event import Event
from vedette.reading.parse import Sentence
from vedette.reading.scene import EventDraft

#: Bounds of how many days an act is before the report.
_AGES = ((-1, "ahead"), (0, "day"), (1, "eve"), (3, "days"), (7, "week"), (61, "months"), (10**9, "old"))
_TIES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "agent", "amod", "compound"})


def of_sentences(material: Material, header: Mapping[str, Any]) -> list[set[str]]:
    """Features of each sentence, the title's first."""
    drafts: dict[int, list[EventDraft]] = defaultdict(list)
    for draft in material.drafts:
        drafts[draft.sentence.index].append(draft)
    published = date.fromisoformat(header["date"]) if header.get("date") else None
    told = []
    for sentence in material.parsed.sentences:
        features = set(_words(sentence))
        features.update(_acts(sentence.index, drafts))
        features.update(_events(sentence, material.reading.events, published))
        for group in material.groups:
            if sentence.span.holds(group.span):
                features.update((f"group:{group.id}", f"group kind:{group.kind}"))
        features.add(f"part:{sentence.span.part}")
        features.add(f"at:{_bucket(sentence.index)}")
        told.append(features)
    return told


def _words(sentence: Sentence) -> Iterator[str]:
    for token, before, lemma in word_pairs(sentence):
        yield f"pair:{before} {lemma}"
        if token.is_stop:
            continue
        yield f"word:{lemma}"
        yield f"kin:{kin_of(token)}"
        if token.dep_ in _TIES:
            yield f"tie:{token.dep_}:{token.head.lemma_.lower()}:{lemma}"
            yield f"kin tie:{token.dep_}:{kin_of(token.head)}:{kin_of(token)}"


def _acts(index: int, drafts: Mapping[int, Sequence[EventDraft]]) -> Iterator[str]:
    """The words for acts in it and beside it."""
    own = drafts.get(index, ())
    yield f"acts:{min(len(own), 4)}"
    for draft in own:
        yield f"entry:{draft.entry.partition(':')[0]}"
        yield f"trigger:{draft.entry}"
        yield f"type:{type_of_mention(draft)}"
    for step in (-2, -1, 1, 2):
        for draft in drafts.get(index + step, ()):
            yield f"{step}:type:{type_of_mention(draft)}"
            yield f"{step}:entry:{draft.entry.partition(':')[0]}"


def _events(sentence: Sentence, events: Sequence[Event], published: date | None) -> Iterator[str]:
    """What the reading makes of the acts that it tells of."""
    for event in events:
        if not any(sentence.span.overlaps(span) for span in event.evidence):
            continue
        first = "first" if sentence.span.holds(event.trigger) else "again"
        news = "background" if event.background else "news"
        told = f"{event.kind}:{event.mode}"
        yield f"event:{first}:{told}:{event.stage}:{event.reality}:{news}"
        yield f"event:{first}:{event.kind}:{event.reality}:{news}"
        yield f"event day:{event.kind}:{_age(event, published)}:{first}"
        yield f"event day:{event.kind}:{_age(event, published)}:{news}:{event.reality}"
        where = event.where
        country = "none" if where is None else "ours" if where.country in COUNTRIES else "abroad"
        yield f"event place:{event.kind}:{country}:{where.kind if where else None}"
        for actor in event.actors:
            yield f"event actor:{event.kind}:{actor.role}:{actor.effect}"
            if actor.id:
                yield f"event group:{actor.role}:{actor.id}"
        yield f"event toll:{event.killed is not None}:{event.injured is not None}"


def _age(event: Event, published: date | None) -> str:
    when = event.when
    if published is None or when is None or when.end is None:
        return "undated"
    away = (published - when.end).days
    length = "day" if when.start == when.end else "longer"
    return f"{next(name for bound, name in _AGES if away <= bound)}:{length}"


def _bucket(index: int) -> str:
    return str(index) if index < 5 else "5-7" if index < 8 else "8-12" if index < 13 else "13+"
