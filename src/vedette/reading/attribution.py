"""Finds statements: who says what, and in which manner."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vedette.model.ids import statement_id
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement
from vedette.model.time import DateMention, When
from vedette.reading.parse import ParsedReport
from vedette.reading.quotes import find_quotes
from vedette.reading.quotes_said import QuoteBook, said_by_quotes
from vedette.reading.scene import GroupMention
from vedette.reading.speakers import SpeakerBook
from vedette.reading.speech import StatementDraft, drafts_by_verb
from vedette.reading.speech_headlines import drafts_set_off
from vedette.reading.speech_nominal import drafts_without_verb
from vedette.reading.speech_passed_on import drafts_passing_on, passer_on


def find_statements(
    parsed: ParsedReport, groups: Sequence[GroupMention], *, dates: Sequence[DateMention] = ()
) -> tuple[Statement, ...]:
    """The statements of a report, in order of their content.

    Args:
        parsed: The report.
        groups: The groups that it names, so that they are speakers under their neutral names.
        dates: Its time expressions, for when something was said; without them that stays unknown.
    """
    quotes = QuoteBook(find_quotes(parsed), parsed)
    speakers = SpeakerBook(parsed, groups)
    clock = _Clock(dates)
    found: list[Statement] = []
    for draft in _in_order(parsed):
        statement = _statement(draft, parsed, quotes, speakers, clock)
        if statement is not None:
            found.append(_same_occasion(statement, found[-1], parsed) if found else statement)
    found.extend(said_by_quotes(parsed, quotes, found))
    return tuple(sorted(found, key=lambda s: (s.content.part != "title", s.content, s.cue or s.content)))


def _in_order(parsed: ParsedReport) -> list[StatementDraft]:
    """The drafts in order of their cues, the title's first."""
    drafts = [draft for sentence in parsed.sentences for draft in drafts_by_verb(sentence)]
    drafts.extend(draft for sentence in parsed.sentences for draft in drafts_without_verb(sentence))
    drafts.extend(drafts_set_off(parsed))
    drafts = _distinct(drafts)
    return _distinct([*_passed_on(drafts), *drafts_passing_on(parsed, drafts)])


def _passed_on(drafts: Sequence[StatementDraft]) -> list[StatementDraft]:
    """The drafts, those whose speaker is "quoted by" somebody with who passes them on."""
    return [replace(d, passed_on_by=d.passed_on_by or passer_on(d.head)) for d in drafts]


def _statement(
    draft: StatementDraft, parsed: ParsedReport, quotes: QuoteBook, speakers: SpeakerBook, clock: "_Clock"
) -> Statement | None:
    content = quotes.with_quotes(draft.content, draft.clause, draft.cue)
    if content is None or _is_misread(draft, within_quotes=quotes.hold(draft.cue)):
        return None
    speaker = speakers.speaker(draft.head) if draft.head is not None else Speaker(None)
    passed_on = speakers.speaker(draft.passed_on_by) if draft.passed_on_by is not None else None
    return Statement(
        id=statement_id(parsed.report.id, content, draft.cue),
        speaker=speaker,
        manner=draft.manner,
        cue=draft.cue,
        content=content,
        when=clock.of(draft, parsed),
        quoted_from=passed_on,
        because=draft.rule,
    )


def _same_occasion(statement: Statement, before: Statement, parsed: ParsedReport) -> Statement:
    """The statement, dated as the one before it where its named speaker goes on in the same paragraph."""
    same = statement.speaker.name == before.speaker.name and statement.content.part == before.content.part
    if statement.when or not before.when or not statement.speaker.name or not same:
        return statement
    start, end = sorted((statement.content.start, before.content.end))
    between = parsed.words(Span(start, end, statement.content.part)) if start < end else ""
    return statement if "\n" in between else replace(statement, when=before.when)


def _is_misread(draft: StatementDraft, *, within_quotes: bool) -> bool:
    """Whether a draft is the outlet's own "we", or a quoted sentence's own verb taken for who quotes it."""
    if within_quotes:
        return draft.rule.startswith("clause before")
    return draft.head is not None and draft.head.lower_ == "we"


def _distinct(drafts: Sequence[StatementDraft]) -> list[StatementDraft]:
    """One draft a cue, in order: where cues overlap, the longer one stands ("quoted … as saying")."""
    kept: list[StatementDraft] = []
    for draft in sorted(drafts, key=lambda d: (d.cue.part != "title", d.cue.start, d.content is None, -d.cue.end)):
        if not kept or not kept[-1].cue.overlaps(draft.cue):
            kept.append(draft)
    return kept


@dataclass
class _Clock:
    """The report's time expressions by position, for the day on which something was said."""

    dates: Sequence[DateMention]

    def __post_init__(self) -> None:
        self.dates = sorted(self.dates, key=lambda mention: (mention.span.part, mention.span.start))
        self._starts = [(mention.span.part, mention.span.start) for mention in self.dates]

    def of(self, draft: StatementDraft, parsed: ParsedReport) -> When | None:
        """The date that stands in the sentence of the cue, outside of what is said and nearest to the cue."""
        sentence = _sentence_span(draft, parsed)
        if sentence is None:
            return None
        first = bisect_left(self._starts, (sentence.part, sentence.start))
        near: list[tuple[int, DateMention]] = []
        for mention in self.dates[first:]:
            if mention.span.part != sentence.part or mention.span.start >= sentence.end:
                break
            inside = draft.content is not None and draft.content.overlaps(mention.span)
            beside = _gap(mention.span, draft.clause)
            if not inside and mention.kind in {"DATE", "TIME"} and (mention.start or mention.end):
                near.append((beside, mention))
        if not near:
            return None
        mention = min(near, key=lambda pair: pair[0])[1]
        return When(_day(mention.start), _day(mention.end), mention.span)


def _day(day: date | None) -> date | None:
    return day


def _gap(one: Span, other: Span) -> int:
    """Characters between two stretches, 0 where they overlap."""
    return max(0, one.start - other.end, other.start - one.end)


def _sentence_span(draft: StatementDraft, parsed: ParsedReport) -> Span | None:
    """The sentence of a draft's speaker; None where the draft has none."""
    return parsed.sentence_of(draft.head).span if draft.head is not None else None
