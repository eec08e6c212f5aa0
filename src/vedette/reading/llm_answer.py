"""A model's answers + the report → reading. Nothing of an answer goes into a reading but choices from the codebook and
places in the report: no word, number or coordinate that a model writes is ever shown or kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language

from vedette import __version__
from vedette.errors import AnswerError
from vedette.model.event import Event, Reality, Stage
from vedette.model.ids import statement_id
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.statement import Manner, Speaker, Statement
from vedette.reading.assemble import read_report
from vedette.reading.gate import passages_that_matter
from vedette.reading.groups import find_groups
from vedette.reading.llm_events import EventCoder, value_of
from vedette.reading.llm_excerpts import Excerpt
from vedette.reading.llm_parties import head_of, sentences_at, words_at
from vedette.reading.llm_prompt import MOST_ITEMS
from vedette.reading.llm_quotes import QuoteFinder
from vedette.reading.parse import parse, without_surrogates
from vedette.reading.scene import Scene
from vedette.reading.speakers import SpeakerBook

#: Acts that a note names.
_MOST_TOLD = 5
#: A JSON object of an answer.
Answer = Mapping[str, Any]


def check_answer(answer: object) -> Answer:
    """The answer, when it has the shape of one at all; what is wrong inside is dropped value by value later.

    Raises:
        AnswerError: It is no object with lists of events and statements.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("events"), list):
        raise AnswerError("the model's answer is no object with a list of events")
    if not isinstance(answer.get("statements", []), list):
        raise AnswerError("the statements of the model's answer are no list")
    return answer


def read_answers(report: Report, nlp: Language, answers: Sequence[tuple[Excerpt, object]], *, model: str) -> Reading:
    """What a report says, as a model pointed at it, every value with its span in the report.

    Where the model names no event and the rules read some, the rules' reading stands: a text that talks a model into
    silence must not silence the reader.

    Args:
        report: The report.
        nlp: The language pipeline.
        answers: Each excerpt that was sent with the parsed answer to it, in order; any JSON values.
        model: Name of the model, for the reading.

    Raises:
        AnswerError: An answer has no shape at all.
    """
    given, report = report, without_surrogates(report)
    rules = read_report(report, nlp, gate=True)
    parsed = parse(report, nlp, only=passages_that_matter(report))
    scene = Scene(parsed, rules.dates, rules.places, find_groups(parsed), ())
    dropped: Counter[str] = Counter()
    checked = [(QuoteFinder(report, excerpt), check_answer(answer)) for excerpt, answer in answers]
    statements = _statements(checked, scene, dropped)
    scene = replace(scene, statements=statements)
    events = _events(checked, scene, rules.events, dropped, model)
    notes = [*rules.notes, *_note(dropped)]
    if not events and any(event.reality is Reality.ACTUAL for event in rules.events):
        notes.append(f"{model} named no event where the rules read {len(rules.events)}: the rules' reading stands")
        events, statements = rules.events, rules.statements
    else:
        statements = tuple(_with_events(one, events) for one in statements)
        notes.extend(_note_of_unlike(events, rules.events, scene, model))
    reader = Reader(__version__, f"{model} + {parsed.pipeline}")
    return Reading(given, reader, events, statements, rules.places, rules.dates, tuple(notes))


def _note(dropped: Counter[str]) -> Iterator[str]:
    if +dropped:
        causes = ", ".join(f"{number} {cause}" for cause, number in (+dropped).most_common())
        yield f"dropped of what the model gave, {sum(dropped.values())}: {causes}"


def _note_of_unlike(events: Sequence[Event], by_rules: Sequence[Event], scene: Scene, model: str) -> Iterator[str]:
    """The note that the rules read acts as real where the model names none that is: it may have been talked into it."""
    named = {
        s.index for event in events if _is_real(event) for span in event.evidence for s in sentences_at(span, scene)
    }
    real = [event for event in by_rules if _is_real(event)]
    unlike = [event for event in real if named.isdisjoint(s.index for s in sentences_at(event.trigger, scene))]
    if unlike:
        words = ", ".join(f"“{' '.join(scene.parsed.words(event.trigger).split())}”" for event in unlike[:_MOST_TOLD])
        yield f"{model} names no real act at {len(unlike)} of {len(real)} that the rules read as real: {words}"


def _is_real(event: Event) -> bool:
    return event.reality is Reality.ACTUAL and not event.background and event.stage is not Stage.HOAX


def _events(
    checked: Sequence[tuple[QuoteFinder, Answer]],
    scene: Scene,
    by_rules: Sequence[Event],
    dropped: Counter[str],
    model: str,
) -> tuple[Event, ...]:
    found: dict[str, Event] = {}
    for finder, answer in checked:
        coder = EventCoder(finder, scene, by_rules, dropped, model)
        rows = answer["events"]
        dropped["beyond the limit of an answer"] += max(0, len(rows) - MOST_ITEMS)
        coded = [coder.code(row) for row in rows[:MOST_ITEMS]]
        for event in _stopped(rows, coded, dropped):
            if event.id in found:
                dropped["told twice"] += 1
            found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda event: (event.trigger.part != "title", event.trigger)))


def _stopped(rows: Sequence[Any], coded: Sequence[Event | None], dropped: Counter[str]) -> Iterator[Event]:
    """The events, each with the id of the arrest or defusal that stopped it."""
    for row, event in zip(rows, coded, strict=False):
        if event is None:
            continue
        number = row.get("stopped_by")
        if number is None:
            yield event
            continue
        known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(coded)
        by = coded[number] if known else None
        if by is None or by.id == event.id or by.kind != "COERCE":
            dropped["not of the codebook"] += 1
            by = None
        yield replace(event, stopped_by=by.id if by else None)


def _statements(
    checked: Sequence[tuple[QuoteFinder, Answer]], scene: Scene, dropped: Counter[str]
) -> tuple[Statement, ...]:
    drafts = [draft for finder, answer in checked for draft in _drafts(finder, answer.get("statements", []), dropped)]
    book = SpeakerBook(scene.parsed, scene.groups)
    found: dict[str, Statement] = {}
    for draft in sorted(drafts, key=lambda one: (one.content.part != "title", one.content)):
        named = statement_id(scene.parsed.report.id, draft.content, draft.cue)
        speaker = _speaker(draft.speaker, scene, book)
        found.setdefault(named, Statement(named, speaker, draft.manner, draft.cue, draft.content))
    return tuple(replace(one, because="quoted by the model") for one in found.values())


@dataclass(frozen=True, slots=True)
class _Draft:
    content: Span
    cue: Span | None
    speaker: Span | None
    manner: Manner


def _drafts(finder: QuoteFinder, rows: list[Any], dropped: Counter[str]) -> Iterator[_Draft]:
    dropped["beyond the limit of an answer"] += max(0, len(rows) - MOST_ITEMS)
    for row in rows[:MOST_ITEMS]:
        content = finder.find(row.get("content")) if isinstance(row, dict) else None
        if content is None:
            dropped["not found in the text"] += 1
            continue
        spans = {}
        for key in ("cue", "speaker"):
            spans[key] = finder.find(row.get(key), content) if row.get(key) else None
            dropped["not found in the text"] += bool(row.get(key)) and spans[key] is None
        manner = value_of(Manner, row.get("manner"))
        dropped["not of the codebook"] += manner is None
        yield _Draft(content, spans["cue"], spans["speaker"], manner or Manner.SAID)


def _speaker(span: Span | None, scene: Scene, book: SpeakerBook) -> Speaker:
    """Who speaks, as the reader's own rules tell it, so that no private name becomes a field."""
    words = words_at(span, scene) if span else None
    head = head_of(words) if words is not None else None
    return Speaker(span) if head is None else book.speaker(head)


def _with_events(statement: Statement, events: Sequence[Event]) -> Statement:
    return replace(statement, events=tuple(event.id for event in events if statement.content.holds(event.trigger)))
