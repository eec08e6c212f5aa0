"""What speaks for an answer to when or where an incident was."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.muc4_rank import Weighed
from vedette.model.event import Event, Reality
from vedette.model.reading import Reading
from vedette.model.span import Span

_MODES = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
#: Bounds between which the logits of sentences are told apart, and how far they are behind the best.
_LOGITS = (-5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 10.0**9)
_BEHIND = (0.001, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0**9)

_BY_ENCODER = (-6.0, -5.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 10.0**9)


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


def surest(reading: Reading, kind: str, weighed: Weighed) -> list[Event]:
    """The violent events, those in the sentences that tell of such an incident most surely first."""

    def behind(event: Event) -> tuple[float, int]:
        return weighed.told_at(event.trigger, kind)[1], event.trigger.start

    return sorted((event for event in reading.events if event.kind == "ASSAULT"), key=behind)


def told_there(span: Span, kind: str, weighed: Weighed, what: str) -> Iterator[str]:
    """How surely the sentence that a span stands in tells of an incident of the type."""
    return sure(*weighed.told_at(span, kind), what)


def sure(logit: float, behind: float, what: str) -> Iterator[str]:
    """How surely a sentence tells of an incident: by its logit, and how far it is behind the best."""
    yield f"{what} sentence:{next(bound for bound in _LOGITS if logit <= bound)}"
    yield f"{what} behind:{next(bound for bound in _BEHIND if behind <= bound)}"


def near(span: Span, triggers: Sequence[int], whose: str) -> Iterator[str]:
    """How far the nearest words for acts stand."""
    at = bisect_right(triggers, span.start)
    gaps = [abs(t - span.start) for t in triggers[max(0, at - 1) : at + 1]]
    gap = min(gaps, default=9999)
    yield f"near {whose}:{next(b for b in (40, 100, 200, 500, 1500, 10000) if gap <= b)}"
    if triggers:
        yield f"near first {whose}:{next(b for b in (60, 150, 400, 10**9) if abs(triggers[0] - span.start) <= b)}"


def by_encoder(
    answers: Mapping[str, Answer], told: Mapping[str, float], apart: Mapping[str, bool], usual: float
) -> None:
    """Adds what the encoder makes of the answers.

    Args:
        answers: The answers by their words.
        told: Its logits of those that stand in the text.
        apart: Whether each is told by no word of the text (the country alone, on or before the report).
        usual: Its logit that such an answer is right.
    """
    best = max(told.values(), default=-99.0)
    ranks = sorted(told.values(), reverse=True)
    for words, answer in answers.items():
        own = apart[words]
        answer.features.update((f"usual:{_within(usual)}:{own}", f"best told:{_within(best)}:{own}"))
        answer.features.add(f"usual over told:{_within(usual - best)}:{own}")
        if words in told:
            logit = told[words]
            answer.features.update((f"encoder:{_within(logit)}", f"encoder behind:{_within(logit - best)}"))
            answer.features.add(f"encoder rank:{min(ranks.index(logit), 4)}")
        else:
            answer.features.add(f"encoder:none:{own}")


def _within(logit: float) -> float:
    return next(bound for bound in _BY_ENCODER if logit <= bound)
