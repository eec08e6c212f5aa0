"""Finds time expressions and works out the days they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vedette.model.span import Span
from vedette.model.time import DateMention
from vedette.reading.casing import is_all_caps
from vedette.reading.parse import ParsedReport, Sentence
from vedette.reading.timex_anchor import Anchor, is_dateline, is_narrative
from vedette.reading.timex_find import find_drafts_of_time
from vedette.reading.timex_form import Calendar, Draft
from vedette.reading.timex_resolve import Clock, Resolved
from vedette.reading.timex_rule import sentence_text
from vedette.reading.timex_rules_relative import to_come
from vedette.reading.timex_tense import tense_at


def find_dates(parsed: ParsedReport) -> tuple[DateMention, ...]:
    """The time expressions of a report, in order, resolved against its day of publication.

    Both ends of a range ("from 3 to 5 May") carry the range's first and last day beside their own value.
    What counts from the day of publication stays open (`PAST_REF`, `XXXX-05-12`, no days) where that is not known.
    """
    lines = list(_lines(parsed))
    published = parsed.report.published or _dateline(lines)
    drafts = [draft for line in lines for draft in line.drafts]
    clock = Clock(Anchor(published, is_narrative(drafts, published)))
    return tuple(mention for line in lines for mention in _mentions(line, clock))


@dataclass(frozen=True)
class _Line:
    """A sentence with the time expressions in it."""

    sentence: Sentence
    text: str
    drafts: Sequence[Draft]


def _lines(parsed: ParsedReport) -> Iterator[_Line]:
    caps = {"text": parsed.all_caps, "title": is_all_caps(parsed.report.title or "")}
    for sentence in parsed.sentences:
        text = parsed.words(sentence.span)
        drafts = find_drafts_of_time(sentence_text(text, caseless=caps[sentence.span.part]))
        yield _Line(sentence, text, drafts)


def _dateline(lines: Sequence[_Line]) -> date | None:
    """The day that the report's own first lines give it."""
    for line in [line for line in lines if line.sentence.span.part == "text"][:3]:
        for draft in line.drafts:
            if is_dateline(draft, line.text, line.sentence.index):
                form = draft.form
                assert isinstance(form, Calendar)
                return date(form.year or 1, form.month or 1, form.day or 1)
    return None


def _mentions(line: _Line, clock: Clock) -> Iterator[DateMention]:
    found = [_resolved(draft, line, clock) for draft in line.drafts]
    for draft, resolved in _spread_ranges(found):
        base = line.sentence.span
        span = Span(base.start + draft.start, base.start + draft.end, base.part)
        start, end = resolved.days or (None, None)
        because = ", ".join(filter(None, (draft.rule, draft.mod and draft.mod.lower(), clock.counts_from(draft.form))))
        yield DateMention(span, resolved.value, start, end, draft.kind, because)


def _resolved(draft: Draft, line: _Line, clock: Clock) -> tuple[Draft, Resolved]:
    tense = tense_at(line.sentence, draft.start)
    if tense == "future" and (ahead := to_come(draft, line.text)):
        draft = ahead
    return draft, clock.resolve(draft, tense, line.sentence.index)


def _spread_ranges(found: Sequence[tuple[Draft, Resolved]]) -> Iterator[tuple[Draft, Resolved]]:
    """Each with its days, the two ends of a range with the days of the whole."""
    ends: dict[int, list[Resolved]] = {}
    for draft, resolved in found:
        if draft.in_range is not None:
            ends.setdefault(draft.in_range, []).append(resolved)
    for draft, resolved in found:
        pair = ends.get(draft.in_range, []) if draft.in_range is not None else []
        if len(pair) == 2 and pair[0].days and pair[1].days and pair[0].days[0] <= pair[1].days[1]:
            resolved = replace(resolved, days=(pair[0].days[0], pair[1].days[1]))
        yield draft, resolved
