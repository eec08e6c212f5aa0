"""What a report states of an attack that tells it from another: place, day, time of day, target, means, toll."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from vedette.model.event import Event, Role, Toll
from vedette.model.place import Place
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.vocab.load import load_table

#: Kinds of place that are no scene: an attack there may be anywhere in them.
_WIDE_PLACES = frozenset({"country", "province", "region", "water", "border", "road"})
#: Kilometres of radius from which a place is too vague to be held against another.
_VAGUE_KM = 30.0
#: Days beyond the first up to which a day counts as stated.
_STATED_DAYS = 1


@dataclass(frozen=True, slots=True)
class Traits:
    """What is stated; None and empty sets: not stated, so that it contradicts nothing."""

    event: Event
    reading: Reading
    place: Place | None
    #: First and last day.
    days: tuple[date, date] | None
    #: First and last hour of the day.
    hours: tuple[float, float] | None
    #: The words for day and hours.
    when: Span | None
    #: Types of target.
    targets: frozenset[str]
    #: The words for the first of them.
    target: Span | None
    #: Names of the means in `second_attack.toml`.
    means: frozenset[str]
    killed: Toll | None
    #: Words by which the report sets it apart from another attack ("a second blast").
    apart: Span | None

    def words(self, span: Span | None) -> str:
        """The report's own words at a span, in quotation marks."""
        return f"“{self.reading.report.words(span)}”" if span else "it"


def find_traits(event: Event, reading: Reading) -> Traits:
    """What a report states of one of its events."""
    days, hours = _when(event, reading)
    targets, target = _targets(event)
    where = event.where
    known = where is not None and where.lat is not None and where.kind not in _WIDE_PLACES
    exact = known and where is not None and (where.radius_km or 0.0) <= _VAGUE_KM
    return Traits(
        event=event,
        reading=reading,
        place=where if exact else None,
        days=days,
        hours=hours,
        when=event.when.span if event.when else None,
        targets=targets,
        target=target,
        means=_means(event),
        killed=event.killed,
        apart=_apart(event, reading),
    )


def _when(event: Event, reading: Reading) -> tuple[tuple[date, date] | None, tuple[float, float] | None]:
    """Days and hours that the report's words state; what is only taken from its day of publication is not stated."""
    when = event.when
    if when is None or when.start is None or when.end is None or when.span is None:
        return None, None
    if (when.end - when.start).days > _STATED_DAYS:
        return None, None
    value = next((one.value or "" for one in reading.dates if one.span == when.span), "")
    night = "TNI" in value
    return (when.start, when.end + timedelta(days=night and when.end == when.start)), _hours(value)


def _hours(value: str) -> tuple[float, float] | None:
    """First and last hour that a time stands for, by the clock of whoever tells it."""
    parts = load_table("second_attack")["parts_of_day"]
    if value[10:] in parts:
        first, last = parts[value[10:]]
        return first, last
    clock = re.fullmatch(r"T(\d\d)(?::(\d\d))?(?::\d\d)?", value[10:])
    if clock is None:
        return None
    hour = int(clock[1]) + int(clock[2] or 0) / 60
    return hour - _CLOCKS, hour + _CLOCKS


#: Hours by which two clocks may differ (local time, that of the capital, UTC).
_CLOCKS = 2.0


def _targets(event: Event) -> tuple[frozenset[str], Span | None]:
    named = [(_types(one.name or one.description or ""), one.span) for one in event.actors if one.role is Role.TARGET]
    known = [(types, span) for types, span in named if types]
    return frozenset[str]().union(*(types for types, _ in known)), known[0][1] if known else None


def _types(words: str) -> frozenset[str]:
    """Types of target that words for a thing stand for: the longest known ending decides."""
    parts = words.lower().split()
    for at in range(len(parts)):
        ending = " ".join(parts[at:])
        for one in (ending, ending.removesuffix("s"), ending.removesuffix("es"), re.sub("ies$", "y", ending)):
            if one in _known_targets():
                return _known_targets()[one]
    return frozenset()


@cache
def _known_targets() -> dict[str, frozenset[str]]:
    """Word for a thing → its types; none for a word that may be any."""
    table = load_table("second_attack")["targets"]
    found: dict[str, frozenset[str]] = {}
    for kind in table["apart"]:
        for word in load_table("targets")[kind]:
            found[word] = found.get(word, frozenset()) | {kind}
    return found | dict.fromkeys(table["wide"], frozenset())


def _means(event: Event) -> frozenset[str]:
    weapons = load_table("weapons")
    families = {weapons[one.id]["type"] for one in event.weapons if one.id in weapons}
    return frozenset(
        name
        for name, entry in load_table("second_attack")["means"].items()
        if event.mode in entry["modes"] or not families.isdisjoint(entry["weapons"])
    )


def _apart(event: Event, reading: Reading) -> Span | None:
    for span in event.evidence:
        for cue in _cues().finditer(reading.report.words(span)):
            return Span(span.start + cue.start(), span.start + cue.end(), span.part)
    return None


@cache
def _cues() -> re.Pattern[str]:
    cues = load_table("second_attack")["cues"]
    order, words, long_ago = (_either(cues[key]) for key in ("order", "words", "long_ago"))
    return re.compile(
        rf"\b(?:{order})\s+(?:\w+\s+)?(?:{words})\b(?!\s+(?:\w+\s+){{0,3}}?(?:{long_ago})\b)", re.IGNORECASE
    )


def _either(words: list[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
