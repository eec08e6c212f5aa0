"""The place of an incident: which of those that the report names, by what each shows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.muc4_countries import COUNTRIES, dateline_country
from benchmarks.muc4_names import bare
from benchmarks.muc4_rank import Weighed
from benchmarks.muc4_settle import Answer, by_encoder, near, ranked, sure, surest, told_there, type_of
from vedette.model.event import Event
from vedette.model.place import Place
from vedette.model.reading import Reading
from vedette.model.span import Span

#: Words by which a report calls the town that it is datelined.
_CALLED = re.compile(r"\b(?:(?:THIS|THE) CAPITAL|CAPITAL OF|THIS CITY|THIS DISTRICT)\b")


class _Answers:
    """The answers found so far, by their words."""

    def __init__(self, home: str | None, most: str | None) -> None:
        self.home, self.most = home, most
        self.found: dict[str, Answer] = {}
        #: Words of a place → (logit, how far behind the best) of the surest sentence that it stands in.
        self.surest: dict[str, tuple[float, float]] = {}
        #: Words of a place → the encoder's logit that it is the incident's.
        self.encoded: dict[str, float] = {}

    def note(self, words: str, logit: float) -> None:
        """Keeps the highest logit of a place."""
        self.encoded[words] = max(logit, self.encoded.get(words, logit))

    def get(self, country: str, words: str | None) -> Answer:
        """The answer of a country, or of a place in it."""
        name, sort = bare(words) if words else ("", "")
        told = COUNTRIES[country] + (f": {name}" if name else "")
        answer = self.found.setdefault(told, Answer(told))
        answer.features.add(f"home:{country == self.home}:most:{country == self.most}:alone:{not name}")
        if sort:
            answer.features.add(f"named as:{sort}")
        return answer


def places(weighed: Weighed, reading: Reading, header: Mapping[str, Any], kind: str) -> list[Answer]:
    """What may be said of the place: each of the nine countries named, alone or with a place in it."""
    home = dateline_country(header)
    countries = Counter(p.country for p in reading.places if p.country in COUNTRIES and p.span.part == "text")
    answers = _Answers(home, countries.most_common(1)[0][0] if countries else None)
    for code in dict.fromkeys((home, answers.most, *countries)):
        if code:
            answers.get(code, None).features.add("alone")
    events = ranked(reading, kind)
    triggers = {
        "own": sorted(event.trigger.start for event in events if type_of(event) == kind),
        "any": sorted(event.trigger.start for event in events),
    }
    _read(answers, weighed, reading, kind, triggers)
    for name, row in (("event", events[:6]), ("surest event", surest(reading, kind, weighed)[:4])):
        for n, event in enumerate(row):
            _of_event(answers, event, weighed, reading, f"{name} {n}", name, kind)
    town = _dateline_town(header)
    if home and town:
        _of_dateline(answers.get(home, town), weighed, reading, kind)
    _named(answers, weighed, kind, triggers)
    _alone(answers, header, kind)
    alone = {words: ": " not in words for words in answers.found}
    by_encoder(answers.found, answers.encoded, alone, weighed.usual("place", kind))
    for a in answers.found.values():
        name = a.words.partition(": ")[2]
        a.features.add(f"dateline:{bool(name) and name == town}")
        a.features.add(f"type:{kind}:{bool(name)}")
        a.features.add(f"answers:{min(len(answers.found), 8)}:{bool(name)}")
        a.features.add(f"words:{min(len(name.split()), 4)}")
    return list(answers.found.values())


def _read(
    answers: _Answers, weighed: Weighed, reading: Reading, kind: str, triggers: Mapping[str, Sequence[int]]
) -> None:
    """The places that the reader found, and the units they lie in."""
    for n, place in enumerate(p for p in reading.places if p.span.part == "text"):
        code = place.country or answers.home
        if code not in COUNTRIES:
            continue
        a = answers.get(code, _words(place, reading))
        a.features.update(_at(place.span, weighed, kind, triggers))
        a.features.update((f"kind:{place.kind}", f"known:{place.geonameid is not None}", f"order:{min(n, 5)}"))
        a.features.add(f"far in:{min(place.span.start // 300, 6)}")
        a.features.update(_beside(reading, place.span))
        if place.kind != "country":
            told = weighed.told_at(place.span, kind)
            answers.surest[a.words] = max(told, answers.surest.get(a.words, told))
            answers.note(a.words, weighed.by_word("place", place.span, kind))
        if place.admin1 and place.kind not in {"province", "country"}:
            wider = answers.get(code, place.admin1.upper())
            wider.features.update(("wider", *told_there(place.span, kind, weighed, "wider")))


def _words(place: Place, reading: Reading) -> str | None:
    """The report's words for a place that is no country."""
    if place.kind == "country":
        return None
    return " ".join(reading.report.words(place.span).upper().split())


def _at(span: Span, weighed: Weighed, kind: str, triggers: Mapping[str, Sequence[int]]) -> Iterator[str]:
    for whose, starts in triggers.items():
        yield from near(span, starts, whose)
    yield from told_there(span, kind, weighed, "at")


def _of_event(
    answers: _Answers, event: Event, weighed: Weighed, reading: Reading, at: str, name: str, kind: str
) -> None:
    """The place that the reading gives an event, by the event's rank."""
    if event.where and event.where.country in COUNTRIES:
        a = answers.get(event.where.country, _words(event.where, reading))
        a.features.update((at, f"{at}:{event.background}", f"{name}:{type_of(event) == kind}:{event.background}"))
        a.features.update(told_there(event.trigger, kind, weighed, name))
    elif event.where is None and at == "surest event 0":
        for a in answers.found.values():
            a.features.add(f"surest event unplaced:{': ' in a.words}")


def _dateline_town(header: Mapping[str, Any]) -> str | None:
    """The town of a dateline in one of the nine countries."""
    town = (header.get("place") or "").upper()
    return None if header.get("country") or town in {"", "CLANDESTINE", *COUNTRIES.values()} else town


def _of_dateline(answer: Answer, weighed: Weighed, reading: Reading, kind: str) -> None:
    """The dateline's town, which reports call "the capital" and "this city"."""
    answer.features.add("town of dateline")
    for called in _CALLED.finditer(reading.report.text.upper()):
        answer.features.add(f"called:{called.group()}")
        answer.features.update(told_there(Span(called.start(), called.end(), "text"), kind, weighed, "called"))


def _named(answers: _Answers, weighed: Weighed, kind: str, triggers: Mapping[str, Sequence[int]]) -> None:
    """Names that may be those of places: what they show, of those also that the reader does not know."""
    code = answers.most or answers.home
    if code is None:
        return
    read = {words.partition(": ")[2]: words for words in answers.found}
    for name in weighed.shown.names:
        if name.words in read:
            answers.found[read[name.words]].features.update(name.features)
            answers.note(read[name.words], weighed.by_word("place", name.span, kind))
            continue
        a = answers.get(code, name.words)
        answers.note(a.words, weighed.by_word("place", name.span, kind))
        a.features.update(("only named", *name.features, *_at(name.span, weighed, kind, triggers)))
        a.features.update(f"only named:{f}" for f in name.features if f.startswith("entity:"))


def _alone(answers: _Answers, header: Mapping[str, Any], kind: str) -> None:
    """Whether the country alone is told: by where and who reports, and by how surely any place is the incident's."""
    logit, behind = max(answers.surest.values(), default=(-99.0, 99.0))
    gaps = {gap for _, gap in answers.surest.values()}
    for a in answers.found.values():
        country, _, name = a.words.partition(": ")
        whence = (f"{kind}:{country}", f"from:{header.get('place')}", f"source:{header.get('source')}")
        told = (*whence, f"tags:{header.get('tags')}", *sure(logit, behind, "surest place"))
        a.features.update(f"{fact}:{bool(name)}" for fact in told)
        if a.words in answers.surest:
            rank = sum(gap < answers.surest[a.words][1] for gap in gaps)
            a.features.add(f"place's rank:{min(rank, 4)}")


def _beside(reading: Reading, span: Span) -> Iterator[str]:
    text = reading.report.text
    before = text[max(0, span.start - 30) : span.start].upper().split()[-2:]
    after = text[span.end : span.end + 30].upper().split()[:2]
    yield f"before:{' '.join(before)}"
    yield from (f"before word:{w}" for w in before)
    yield from (f"after word:{w.strip('.,')}" for w in after)
