"""Quoted words → days, places, tolls and weapons, by the reader's own rules: a model only says which are meant."""

from collections.abc import Sequence

from vedette.model.event import Toll, TollBy, Weapon
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.model.time import When
from vedette.reading.llm_parties import sentences_at, words_at
from vedette.reading.parse import span_of
from vedette.reading.people_counted import count_people
from vedette.reading.places import resolve_spans
from vedette.reading.scene import Scene
from vedette.reading.weapons import weapons_in

#: Radius of places that have none, when the narrowest is looked for: wider than any country.
_NOWHERE_KM = 1e6


def read_when(span: Span, scene: Scene) -> When | None:
    """The days that the rules for dates read at these words, None where they read none."""
    beside = (one for s in sentences_at(span, scene) for one in scene.dates_by_sentence.get(s.index, ()))
    mentions = [one for one in beside if one.span.overlaps(span) and (one.start or one.end)]
    best = min(mentions, key=lambda one: (_misfit(one.span, span), one.span), default=None)
    return When(best.start, best.end, best.span) if best else None


def read_where(span: Span, scene: Scene) -> Place | None:
    """The place that the gazetteer has for these words; a name that it has not keeps its words; None for no name."""
    beside = (one for s in sentences_at(span, scene) for one in scene.places_by_sentence.get(s.index, ()))
    known = [place for place in beside if place.span.overlaps(span)]
    if known:
        return min(known, key=lambda one: (one.span != span, one.radius_km or _NOWHERE_KM, _misfit(one.span, span)))
    words = words_at(span, scene)
    if words is None or any(token.ent_type_ == "PERSON" for token in words):
        return None
    names = [token for token in words if token.pos_ == "PROPN"]
    if not names:
        return None
    at = span_of(words.doc[names[0].i : names[-1].i + 1])
    return next(iter(resolve_spans(scene.parsed, [at])), None)


def read_toll(spans: Sequence[Span], scene: Scene) -> tuple[Toll | None, int]:
    """How many the words speak of, each speaker's figure apart where they differ; and how many words tell no number."""
    told: dict[tuple[int, int | None, str | None], Span] = {}
    n_without = 0
    for span in spans:
        words = words_at(span, scene)
        count = count_people(words) if words is not None else None
        if words is None or count is None:
            n_without += 1
            continue
        at = span_of(words.doc[count.start : count.end])
        told.setdefault((count.low, count.high, statement_at(at, scene)), at)
    if not told:
        return None, n_without
    high = None if any(most is None for _, most, _ in told) else max(most or 0 for _, most, _ in told)
    by = tuple(TollBy(low, most, statement) for low, most, statement in told)
    first = next(iter(told.values()))
    return Toll(min(low for low, _, _ in told), high, first, by if len(by) > 1 else ()), n_without


def read_weapons(span: Span, scene: Scene) -> tuple[Weapon, ...]:
    """The weapons of the vocabulary that stand at these words."""
    return tuple(weapon for s in sentences_at(span, scene) for weapon in weapons_in(s) if weapon.span.overlaps(span))


def statement_at(span: Span, scene: Scene) -> str | None:
    """The id of the narrowest statement that the words stand in, None where the report itself says them."""
    holding = statements_at(span, scene)
    return min(holding, key=lambda one: one.content.end - one.content.start).id if holding else None


def statements_at(span: Span, scene: Scene) -> tuple[Statement, ...]:
    """The statements in whose content the words stand."""
    beside = (one for s in sentences_at(span, scene) for one in scene.statements_by_sentence.get(s.index, ()))
    return tuple(one for one in dict.fromkeys(beside) if one.content.holds(span))


def _misfit(one: Span, other: Span) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)
