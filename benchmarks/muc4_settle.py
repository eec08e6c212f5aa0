"""Day and place of an incident: which of those that the report tells, by what each shows."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from benchmarks.muc4_countries import COUNTRIES, dateline_country
from vedette.model.event import Event, Reality
from vedette.model.reading import Reading
from vedette.model.span import Span

#: Longest stretch of days that is an answer.
_LONGEST_DAYS = 10
_MODES = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}


@dataclass
class Answer:
    """One answer to when or where, with what it shows."""

    words: str
    features: set[str] = field(default_factory=set)


def type_of(event: Event) -> str:
    """The incident type that an event speaks for."""
    return _MODES.get(event.mode or "", "ATTACK")


def ranked(reading: Reading, kind: str) -> list[Event]:
    """The violent events, those that tell of the incident first: of its type, told as news, early."""

    def rank(event: Event) -> tuple[bool, bool, bool, int]:
        return type_of(event) != kind, event.reality is not Reality.ACTUAL, event.background, event.trigger.start

    return sorted((event for event in reading.events if event.kind == "ASSAULT"), key=rank)


def days(reading: Reading, header: Mapping[str, Any], kind: str) -> list[Answer]:
    """What may be said of the day: on or before the report's, on it, or any day told."""
    if not header.get("date"):
        return []
    published = date.fromisoformat(header["date"])
    found: dict[str, Answer] = {}

    def answer(start: date | None, end: date) -> Answer:
        words = f"/{end}" if start is None else f"{start}" if start == end else f"{start}/{end}"
        return found.setdefault(words, Answer(words, set(_day(start, end, published))))

    answer(None, published)
    answer(published, published)
    answer(published - timedelta(days=1), published)
    events = ranked(reading, kind)
    triggers = sorted(event.trigger.start for event in events if type_of(event) == kind)
    all_triggers = sorted(event.trigger.start for event in events)
    dates = [d for d in reading.dates if d.span.part == "text" and d.start and d.end and d.kind in {"DATE", "TIME"}]
    n_day = sum(_is_short(d.start, d.end) for d in dates)
    for n, told in enumerate(d for d in dates if _is_short(d.start, d.end)):
        assert told.end is not None
        a = answer(told.start, told.end)
        a.features.update(_near(told.span, triggers, "own"))
        a.features.update(_near(told.span, all_triggers, "any"))
        a.features.update((f"rule:{(told.because or '').partition(',')[0]}", f"order:{min(n, 4)}", "told"))
        a.features.add(f"far in:{min(told.span.start // 300, 6)}")
        a.features.add(f"kind:{told.kind}")
    for n, event in enumerate(events[:6]):
        if event.when and event.when.end:
            a = answer(event.when.start, event.when.end) if event.when.start else answer(None, event.when.end)
            a.features.update((f"event {n}", f"event:{type_of(event) == kind}:{event.background}"))
            a.features.add(f"by itself:{event.when.span is not None}")
        elif n == 0:
            answer(None, published).features.add("first event undated")
    for a in found.values():
        a.features.update((f"days told:{min(n_day, 4)}:{a.words.startswith('/')}", f"type:{kind}:{a.words[0] == '/'}"))
        a.features.add(f"events:{min(len(events), 4)}:{a.words.startswith('/')}")
    return list(found.values())


def _is_short(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and 0 <= (end - start).days <= _LONGEST_DAYS


def _day(start: date | None, end: date, published: date) -> Iterator[str]:
    away = (published - end).days
    far = str(away) if -1 <= away <= 3 else "-" if away < 0 else "4-7" if away < 8 else "8-60" if away < 61 else "old"
    yield f"away:{far}:{'open' if start is None else min((end - start).days, 3)}"
    yield f"open:{start is None}"


def _near(span: Span, triggers: Sequence[int], whose: str) -> Iterator[str]:
    """How far the nearest words for acts stand."""
    at = bisect_right(triggers, span.start)
    gaps = [abs(t - span.start) for t in triggers[max(0, at - 1) : at + 1]]
    gap = min(gaps, default=9999)
    yield f"near {whose}:{next(b for b in (40, 100, 200, 500, 1500, 10000) if gap <= b)}"
    if triggers:
        yield f"near first {whose}:{next(b for b in (60, 150, 400, 10**9) if abs(triggers[0] - span.start) <= b)}"


def places(reading: Reading, header: Mapping[str, Any], kind: str) -> list[Answer]:
    """What may be said of the place: each of the nine countries named, alone or with a place in it."""
    found: dict[str, Answer] = {}
    home = dateline_country(header)
    countries = Counter(p.country for p in reading.places if p.country in COUNTRIES and p.span.part == "text")
    most = countries.most_common(1)[0][0] if countries else None
    events = ranked(reading, kind)
    triggers = sorted(event.trigger.start for event in events if type_of(event) == kind)
    all_triggers = sorted(event.trigger.start for event in events)

    def answer(country: str, name: str | None) -> Answer:
        words = COUNTRIES[country] + (f": {name}" if name else "")
        a = found.setdefault(words, Answer(words))
        a.features.add(f"home:{country == home}:most:{country == most}:alone:{name is None}")
        return a

    for code in {home, most, *countries}:
        if code:
            answer(code, None).features.add("alone")
    for n, place in enumerate(p for p in reading.places if p.span.part == "text"):
        code = place.country or home
        if code not in COUNTRIES:
            continue
        told = " ".join(reading.report.words(place.span).upper().split())
        a = answer(code, None if place.kind == "country" else told)
        a.features.update(_near(place.span, triggers, "own"))
        a.features.update(_near(place.span, all_triggers, "any"))
        a.features.update((f"kind:{place.kind}", f"known:{place.geonameid is not None}", f"order:{min(n, 5)}"))
        a.features.add(f"far in:{min(place.span.start // 300, 6)}")
        a.features.update(_beside(reading, place.span))
        if place.admin1 and place.kind not in {"province", "country"}:
            wider = answer(code, place.admin1.upper())
            wider.features.add("wider")
    for n, event in enumerate(events[:6]):
        if event.where and event.where.country in COUNTRIES:
            where = event.where
            told = " ".join(reading.report.words(where.span).upper().split()) if where.span else where.name.upper()
            a = answer(str(where.country), None if where.kind == "country" else told)
            a.features.update((f"event {n}", f"event:{type_of(event) == kind}:{event.background}"))
    dateline = (header.get("place") or "").upper()
    for a in found.values():
        name = a.words.partition(": ")[2]
        a.features.add(f"dateline:{bool(name) and name == dateline}")
        a.features.add(f"type:{kind}:{bool(name)}")
        a.features.add(f"answers:{min(len(found), 8)}:{bool(name)}")
        a.features.add(f"words:{min(len(name.split()), 4)}")
    return list(found.values())


def _beside(reading: Reading, span: Span) -> Iterator[str]:
    text = reading.report.text
    before = text[max(0, span.start - 30) : span.start].upper().split()[-2:]
    after = text[span.end : span.end + 30].upper().split()[:2]
    yield f"before:{' '.join(before)}"
    yield from (f"before word:{w}" for w in before)
    yield from (f"after word:{w.strip('.,')}" for w in after)
