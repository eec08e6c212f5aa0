"""The day of an incident: which of those that the report tells, by what each shows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from benchmarks.muc4_rank import Weighed
from benchmarks.muc4_settle import Answer, by_encoder, near, ranked, surest, told_there, type_of
from vedette.model.event import Event
from vedette.model.reading import Reading

#: Longest stretch of days that is an answer.
_LONGEST_DAYS = 10


def days(weighed: Weighed, reading: Reading, header: Mapping[str, Any], kind: str) -> list[Answer]:
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
    encoded: dict[str, float] = {}
    n_day = sum(is_short(d.start, d.end) for d in dates)
    for n, told in enumerate(d for d in dates if is_short(d.start, d.end)):
        assert told.end is not None
        a = answer(told.start, told.end)
        a.features.update(near(told.span, triggers, "own"))
        a.features.update(near(told.span, all_triggers, "any"))
        a.features.update(told_there(told.span, kind, weighed, "at"))
        a.features.update((f"rule:{(told.because or '').partition(',')[0]}", f"order:{min(n, 4)}", "told"))
        a.features.add(f"far in:{min(told.span.start // 300, 6)}")
        logit = weighed.by_word("day", told.span, kind)
        encoded[a.words] = max(logit, encoded.get(a.words, logit))
        a.features.add(f"kind:{told.kind}")
    for name, row in (("event", events[:6]), ("surest event", surest(reading, kind, weighed)[:4])):
        for n, event in enumerate(row):
            if event.when and event.when.end:
                a = answer(event.when.start, event.when.end) if event.when.start else answer(None, event.when.end)
                a.features.update(_of_event(event, f"{name} {n}", name, kind))
                a.features.update(told_there(event.trigger, kind, weighed, name))
            elif n == 0:
                answer(None, published).features.add(f"first {name} undated")
    for a in found.values():
        a.features.update((f"days told:{min(n_day, 4)}:{a.words.startswith('/')}", f"type:{kind}:{a.words[0] == '/'}"))
        a.features.add(f"events:{min(len(events), 4)}:{a.words.startswith('/')}")
    by_encoder(found, encoded, {words: words[0] == "/" for words in found}, weighed.usual("day", kind))
    return list(found.values())


def _of_event(event: Event, place: str, name: str, kind: str) -> Iterator[str]:
    yield from (place, f"{place}:{event.background}", f"{name}:{type_of(event) == kind}:{event.background}")
    if event.when:
        yield f"by itself:{event.when.span is not None}"


def is_short(start: date | None, end: date | None) -> bool:
    """Whether it is a stretch of days that may be an answer."""
    return start is not None and end is not None and 0 <= (end - start).days <= _LONGEST_DAYS


def _day(start: date | None, end: date, published: date) -> Iterator[str]:
    away = (published - end).days
    far = str(away) if -1 <= away <= 3 else "-" if away < 0 else "4-7" if away < 8 else "8-60" if away < 61 else "old"
    yield f"away:{far}:{'open' if start is None else min((end - start).days, 3)}"
    yield f"open:{start is None}"
