"""Which mention of a coded event a reading points at: an event told five times is found by any of its mentions."""

from collections.abc import Iterator
from typing import Any

from benchmarks.coded_texts import Article

#: PLOVER's kinds of now for those of before, on both sides.
FORMER_KINDS = {"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
#: The fields of an event that point at words.
SINGLE, MANY = ("when", "where", "killed", "injured", "detained"), ("actors", "weapons")


def aim_at_predictions(article: Article, read: dict[str, Any]) -> list[int]:
    """For each event of the article the mention that an event of its kind in the reading covers best, else the first.

    Args:
        article: The article as coded.
        read: What the reader printed for it.
    """
    return [_best(event, read.get("events") or []) for event in article.events]


def _best(event: dict[str, Any], read: list[dict[str, Any]]) -> int:
    kinds = {_kind(name) for name in event["kinds"]}
    spans = [span for found in read if _kind(found["kind"]) in kinds for span in _spans(found)]
    fits = [max((_fit(mention, span) for span in spans), default=0.0) for mention in event["mentions"]]
    return fits.index(max(fits))


def _kind(name: str) -> str:
    return "CONCEDE" if name == "YIELD" else FORMER_KINDS.get(name, name)


def _fit(mention: list[int], span: list[int]) -> float:
    """How much of the mention is covered and how tightly, as the scorer weighs an anchor."""
    shared = min(mention[1], span[1]) - max(mention[0], span[0])
    return shared / (mention[1] - mention[0]) + shared / (span[1] - span[0]) if shared > 0 else 0.0


def _spans(event: dict[str, Any]) -> Iterator[list[int]]:
    yield from _pointed(event.get("evidence"))
    values = [event.get(name) for name in SINGLE] + [value for name in MANY for value in event.get(name) or ()]
    for value in values:
        if value and value.get("in") != "title":
            yield from _pointed(value.get("text"))


def _pointed(spans: Any) -> Iterator[list[int]]:
    """Spans in the text, of one span, a list of spans, or what stands in the title."""
    if isinstance(spans, list) and spans:
        yield from [spans] if isinstance(spans[0], int) else (span for span in spans if isinstance(span, list))
