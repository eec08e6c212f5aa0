"""Which mention of a coded event a reading points at: an event told five times is found by any of its mentions."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.coded_texts import Article

#: PLOVER's kinds of now for those of before, on both sides.
FORMER_KINDS = {"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
#: The fields of an event that point at words.
SINGLE, MANY = ("when", "where", "killed", "injured", "detained"), ("actors", "weapons")


def aim_at_predictions(article: Article, read: dict[str, Any]) -> list[int]:
    """For each event of the article the mention to look for it at: one that its reading covers, else the first.

    An event of the article and one of the reading belong together by all mentions, one to one, as many as can be, then
    those that share most: one that touches a single stray mention does not take the place of the one that tells it.

    Args:
        article: The article as coded.
        read: What the reader printed for it.
    """
    found = read.get("events") or []
    chosen = [0] * len(article.events)
    if not found or not article.events:
        return chosen
    fits = [[_fits(event, other) for other in found] for event in article.events]
    shared = np.array([[sum(fit) for fit in row] for row in fits])
    most = 1.0 + shared.sum()
    for at, other in zip(*linear_sum_assignment(np.where(shared > 0, most + shared, 0), maximize=True), strict=True):
        fit = fits[at][other]
        chosen[at] = fit.index(max(fit))
    return chosen


def _fits(event: dict[str, Any], found: dict[str, Any]) -> list[float]:
    """How well the reading's event covers each mention; nothing if it is of another kind."""
    spans = list(_spans(found)) if _kind(found["kind"]) in {_kind(name) for name in event["kinds"]} else []
    return [max((_fit(mention, span) for span in spans), default=0.0) for mention in event["mentions"]]


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
