"""What a report shows as a whole: its words, its acts and what the reader makes of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from spacy.tokens import Token

from benchmarks.muc4_countries import COUNTRIES
from benchmarks.muc4_phrases import Material
from benchmarks.muc4_shown import type_of_mention
from vedette.model.event import Event, Reality, Role, Stage
from vedette.model.place import Place
from vedette.model.reading import Reading
from vedette.reading.parse import Sentence

#: Sentences that the news stands in.
_EARLY = 4
#: Days after which an act is old: the task leaves out what is older than two months.
_RECENT = 61


def of_whole(material: Material, header: Mapping[str, Any]) -> set[str]:
    """Features of a report."""
    features = {f"place:{header['place']}", f"country:{header['country']}", f"source:{header['source']}"}
    features.update(f"tag:{tag[:20]}" for tag in header["tags"])
    sentences = [s for s in material.parsed.sentences if s.span.part == "text"]
    features.add(f"length:{min(len(sentences) // 5, 8)}")
    for sentence in sentences:
        features.update(_of_sentence(sentence))
    features.update(_triggers(material))
    features.update(_events(material))
    for group in material.groups:
        features.update((f"group:{group.id}", f"group kind:{group.kind}"))
    return features


def word_pairs(sentence: Sentence) -> Iterator[tuple[Token, str, str]]:
    """The words of a sentence, each with the dictionary form of the word before it ("" for the first) and its own."""
    before = ""
    for token in sentence.tokens:
        if token.is_alpha:
            lemma = token.lemma_.lower()
            yield token, before, lemma
            before = lemma


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    for token, before, lemma in word_pairs(sentence):
        yield f"pair:{before} {lemma}"
        if token.is_stop:
            continue
        yield f"word:{lemma}"
        if sentence.index < _EARLY:
            yield f"early:{lemma}"
        if token.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"}:
            yield f"tie:{token.dep_}:{token.head.lemma_.lower()}:{lemma}"


def _triggers(material: Material) -> Iterator[str]:
    counts: dict[str, int] = {}
    for draft in material.drafts:
        kind = type_of_mention(draft)
        counts[kind] = counts.get(kind, 0) + 1
        yield f"entry:{draft.entry.partition(':')[0]}"
        yield f"trigger:{draft.entry}"
        if draft.sentence.index < _EARLY:
            yield f"early entry:{draft.entry.partition(':')[0]}"
            yield f"early type:{kind}"
    for kind, count in counts.items():
        yield from (f"n:{kind}>={n}" for n in (1, 2, 4, 8) if count >= n)


def _events(material: Material) -> Iterator[str]:
    """What the reading holds to have happened, and whether it is news with day, place and people."""
    counts: dict[str, int] = {}
    for event in material.reading.events:
        told = f"{event.kind}:{event.mode}"
        news = "background" if event.background else "news"
        for shown in (
            f"{told}:{event.stage}:{event.reality}:{news}",
            f"{told}:{news}:{event.reality}",
            f"{event.kind}:{_precision(event.where)}:{_day(event)}:{news}:{event.reality}",
            *(f"{event.kind}:{actor.role}:{actor.effect}:{news}" for actor in event.actors if actor.role in _ROLES),
        ):
            yield f"event:{shown}"
            counts[shown] = counts.get(shown, 0) + 1
    for shown, count in counts.items():
        yield from (f"events:{shown}>={n}" for n in (2, 4) if count >= n)


_ROLES = {Role.PERPETRATOR, Role.VICTIM, Role.TARGET}


def _precision(place: Place | None) -> str:
    return "nowhere" if place is None else str(place.kind)


def _day(event: Event) -> str:
    when = event.when
    if when is None or when.start is None:
        return "undated"
    return "day" if when.start == when.end else "longer"


def told_numbers(reading: Reading, header: Mapping[str, Any]) -> list[float]:
    """Counts of the acts of violence told: real, as news, dated of late, placed, by whom and against whom."""
    acts = [event for event in reading.events if event.kind == "ASSAULT"]
    news = [event for event in acts if event.reality is Reality.ACTUAL and not event.background]
    published = date.fromisoformat(header["date"]) if header.get("date") else None
    ages = [(published - e.when.end).days for e in acts if published and e.when and e.when.end]
    roles = [{actor.role for actor in event.actors} for event in news]
    counts = [
        len(acts),
        len(news),
        sum(event.reality is not Reality.ACTUAL for event in acts),
        sum(event.background for event in acts),
        sum(0 <= age <= _RECENT for age in ages),
        sum(age > _RECENT for age in ages),
        sum(event.where is not None and event.where.country in COUNTRIES for event in news),
        sum(event.where is not None and event.where.country not in COUNTRIES for event in acts),
        sum(Role.PERPETRATOR in told for told in roles),
        sum(bool(told & {Role.VICTIM, Role.TARGET}) for told in roles),
        sum(event.killed is not None or event.injured is not None for event in news),
        sum(event.stage is Stage.CARRIED_OUT for event in news),
        sum(event.stage in {Stage.THREATENED, Stage.PLANNED} for event in acts),
        min((event.trigger.start for event in news), default=9999),
    ]
    return [float(count) for count in counts]
