"""Finds how many were killed, injured and detained, each speaker's figure apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.event import Toll, TollBy
from vedette.model.span import Span
from vedette.reading.harm_words import is_harm
from vedette.reading.harms import read_harms, several_hurt
from vedette.reading.inflect import forms_of
from vedette.reading.numbers import Quantity, find_quantities
from vedette.reading.parse import Sentence, span_of
from vedette.reading.people_counted import Count
from vedette.reading.persons import Sort, sort_of
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table


@dataclass(frozen=True)
class Tolls:
    """The tolls of one event, None where none is told."""

    killed: Toll | None = None
    injured: Toll | None = None
    detained: Toll | None = None


@dataclass(frozen=True)
class _Figure:
    low: int
    high: int | None
    span: Span
    #: Whether a number says it, not only singular or plural.
    exact: bool
    #: Id of the statement it stands in.
    statement: str | None
    #: Whether it is said to be the whole toll.
    is_total: bool = False


def find_tolls(mentions: Sequence[EventDraft], scene: Scene, *, done: bool = True) -> Tolls:
    """The tolls of the event that `mentions` tell of.

    Args:
        mentions: Where it is told.
        scene: What else is known of the report.
        done: Whether the act was carried out; else those whom it was only meant for are no toll.
    """
    counted: str | None = None
    found: dict[str, list[_Figure]] = {"killed": [], "injured": [], "detained": []}
    for mention in mentions:
        if not done and mention.trigger.tag_ == "VB":
            continue
        for told in read_harms(mention.words, mention.sentence.tokens, takes=takes_people(mention)):
            span = span_of(mention.sentence.tokens.doc[told.count.start : told.count.end])
            figure = _Figure(
                told.count.low,
                told.count.high,
                span,
                told.count.exact,
                _statement_at(span, mention.sentence.index, scene),
                told.is_toll,
            )
            noun = _noun_after(told.count, mention.sentence)
            if told.harm == "killed" and found["killed"] and noun is not None and _are_others(noun, counted):
                continue
            counted = counted or (noun.lower_ if noun is not None and told.harm == "killed" else None)
            found[told.harm].append(figure)
    if not found["killed"]:
        found["killed"].extend(_deadly(mentions))
    if not found["injured"] and mentions[0].kind == "ASSAULT":
        found["injured"].extend(_several(mentions))
    found["killed"].extend(_others_counts(found["killed"], mentions, scene))
    for sentence in {m.sentence.index: m.sentence for m in mentions}.values():
        for harm in ("killed", "injured"):
            found[harm].extend(_nobody(harm, sentence, scene))
    return Tolls(**{harm: _toll(figures) for harm, figures in found.items()})


def _are_others(noun: Token, counted: str | None) -> bool:
    """Whether a later figure counts other people than the first: the attackers, "others", those of another name."""
    if noun.lower_ in ("others", "more") or sort_of(noun) is Sort.PERPETRATOR:
        return noun.lower_ != counted
    return counted is not None and noun.lower_ != counted


def _noun_after(count: Count, sentence: Sentence) -> Token | None:
    """Whom a figure counts, None where it counts people of no kind ("people", "dead"): others are another figure."""
    doc = sentence.tokens.doc
    plain = frozenset(load_table("tolls")["people"]["plain"])
    for token in doc[count.end : min(count.end + 5, sentence.tokens.end)]:
        if token.pos_ in ("NOUN", "PROPN") and (token.dep_ not in ("compound", "amod", "nmod")):
            return None if token.lower_ in plain else token
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "PUNCT"):
            return None
    return None


def _deadly(mentions: Sequence[EventDraft]) -> list[_Figure]:
    """At least one, where the act is called deadly."""
    for mention in mentions:
        for child in mention.trigger.children:
            if child.lower_ in ("deadly", "fatal") and child.dep_ == "amod":
                return [_Figure(1, None, span_of(child), exact=False, statement=None)]
    return []


def _several(mentions: Sequence[EventDraft]) -> list[_Figure]:
    """More than one, where the sentence of the act tells of injuries without a number."""
    for sentence in {m.sentence.index: m.sentence for m in mentions}.values():
        count = several_hurt(sentence.tokens)
        if count is not None:
            span = span_of(sentence.tokens.doc[count.start : count.end])
            return [_Figure(count.low, count.high, span, exact=False, statement=None)]
    return []


def takes_people(mention: EventDraft) -> bool:
    """Whether the mention tells of an arrest or an abduction."""
    return mention.mode in ("arrest", "abduct") and mention.names == "act"


def _others_counts(figures: Sequence[_Figure], mentions: Sequence[EventDraft], scene: Scene) -> list[_Figure]:
    """Bare numbers that other speakers set against the first ("the army acknowledges three")."""
    first = next((figure for figure in figures if figure.exact), None)
    if first is None:
        return []
    spoken = frozenset(form for word in load_table("tolls")["people"]["counts"] for form in forms_of(word))
    found: list[_Figure] = []
    for sentence in {m.sentence.index: m.sentence for m in mentions}.values():
        words = [token.lower_ for token in sentence.tokens]
        if spoken.isdisjoint(words):
            continue
        for quantity in find_quantities(words):
            span = span_of(sentence.tokens[quantity.start : quantity.end])
            taken = [figure.span for figure in figures]
            taken += [date.span for date in scene.dates_by_sentence.get(sentence.index, ())]
            if _is_bare(quantity, sentence) and not any(other.overlaps(span) for other in taken):
                found.append(_Figure(quantity.low, quantity.high, span, exact=True, statement=f"other {len(found)}"))
    return found


def _is_bare(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether no noun follows the number: it counts what was counted before."""
    tokens = sentence.tokens
    if quantity.start and is_harm(tokens[quantity.start - 1]):
        return False
    if quantity.end >= len(tokens):
        return True
    after = tokens[quantity.end]
    return after.is_punct or after.lower_ in ("by", "says", "say", "said", "according", "and", "while", "but")


def _nobody(harm: str, sentence: Sentence, scene: Scene) -> list[_Figure]:
    """A figure of none, where the sentence says that nobody came to harm."""
    low = sentence.tokens.text.lower()
    for phrase in load_table("tolls")["nobody_hurt"][harm]:
        at = low.find(phrase)
        if at >= 0 and len(low) == len(sentence.tokens.text):
            start = sentence.span.start + at
            span = Span(start, start + len(phrase), sentence.span.part)
            return [_Figure(0, 0, span, exact=True, statement=_statement_at(span, sentence.index, scene))]
    return []


def _statement_at(span: Span, at: int, scene: Scene) -> str | None:
    """The statement that the words stand in: the narrowest."""
    holding = [s for s in scene.statements_by_sentence.get(at, ()) if s.content.holds(span)]
    return min(holding, key=lambda s: s.content.end - s.content.start).id if holding else None


def _is_refined(figure: _Figure, others: Iterable[_Figure]) -> bool:
    """Whether an open figure ("more than 100") is made exact by another that it holds (103)."""
    return figure.high is None and any(o.high is not None and o.low == o.high and o.low > figure.low for o in others)


def _real(statement: str | None) -> str | None:
    return None if statement is not None and statement.startswith("other ") else statement


def _toll(figures: Sequence[_Figure]) -> Toll | None:
    if not figures:
        return None
    totals = [figure for figure in figures if figure.is_total]
    figures = totals or figures
    exact = [figure for figure in figures if figure.exact] or list(figures)
    by_speaker: dict[str | None, _Figure] = {}
    for figure in exact:
        known = by_speaker.setdefault(figure.statement, figure)
        if _is_refined(known, (figure,)):
            by_speaker[figure.statement] = figure
    told = [figure for figure in by_speaker.values() if not _is_refined(figure, by_speaker.values())]
    high = None if any(f.high is None for f in told) else max(f.high or 0 for f in told)
    by = tuple(TollBy(f.low, f.high, _real(f.statement)) for f in told) if len(told) > 1 else ()
    return Toll(min(f.low for f in told), high, told[0].span, by)
