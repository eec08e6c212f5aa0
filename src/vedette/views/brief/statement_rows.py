"""Statements by speaker: who said what, in which manner, about which event."""

from collections.abc import Iterable
from dataclasses import dataclass

from vedette.model.reading import Reading
from vedette.model.statement import Speaker, Statement
from vedette.views.brief.citations import Citations
from vedette.views.brief.items import Item
from vedette.views.brief.passages import Passage
from vedette.views.brief.values import Line, Value, merged, when_value
from vedette.views.brief.words import count_words, day_words, speaker_words


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement; several reports that carry it in the same words make one row."""

    label: str
    manner: str
    #: What was said, in its own words.
    content: Value
    when: tuple[Value, ...]
    #: When the first report that carries it was published, in words.
    reported: str
    #: The speaker through whom it comes, empty where it comes straight.
    through: str
    #: Labels of the events it tells of.
    events: tuple[str, ...]
    refs: tuple[Passage, ...]

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return self.label.lower()


@dataclass(frozen=True, slots=True)
class SpeakerStatements:
    """All that one speaker said."""

    speaker: str
    #: Whether the speaker is named.
    named: bool
    rows: tuple[StatementRow, ...]

    @property
    def n_words(self) -> str:
        """How many statements, in words."""
        return count_words(len(self.rows), "statement")


def statements_by_speaker(
    readings: Iterable[Reading], items: Iterable[Item], citations: Citations
) -> list[SpeakerStatements]:
    """Statements grouped by speaker: named ones first, then those who said most, then by name."""
    labels = {told.event.id: item.label for item in items for told in item.told}
    groups: dict[str, list[tuple[Reading, Statement]]] = {}
    for reading in readings:
        for statement in reading.statements:
            groups.setdefault(speaker_words(statement.speaker), []).append((reading, statement))
    ordered = sorted(groups.items(), key=lambda pair: (not _is_named(pair[1][0][1].speaker), -len(pair[1]), pair[0]))
    found, n = [], 0
    for speaker, said in ordered:
        rows = []
        for same in _in_same_words(said, citations):
            n += 1
            rows.append(_row(f"S{n}", same, labels, citations))
        found.append(SpeakerStatements(speaker, _is_named(said[0][1].speaker), tuple(rows)))
    return found


def _is_named(speaker: Speaker) -> bool:
    return bool(speaker.name or speaker.organisation or speaker.role)


def _in_same_words(
    said: list[tuple[Reading, Statement]], citations: Citations
) -> list[list[tuple[Reading, Statement]]]:
    groups: dict[tuple[str, str], list[tuple[Reading, Statement]]] = {}
    for reading, statement in said:
        words = citations.peek(reading.report.id, statement.content)
        groups.setdefault((statement.manner, " ".join(words.casefold().split())), []).append((reading, statement))
    return list(groups.values())


def _row(
    label: str, same: list[tuple[Reading, Statement]], labels: dict[str, str], citations: Citations
) -> StatementRow:
    line = Line(citations, label.lower(), label)
    refs: dict[Passage, None] = {}
    whens = []
    for reading, one in same:
        report = reading.report.id
        refs.update(dict.fromkeys(line.refs(report, [one.speaker.span], "speaker")))
        refs.update(dict.fromkeys(line.refs(report, [one.cue], one.manner.value)))
        refs.update(dict.fromkeys(line.refs(report, [one.content])))
        whens.append(when_value(line, report, one.when, "when said"))
    first_reading, first = same[0]
    events = dict.fromkeys(labels[event] for _, one in same for event in one.events if event in labels)
    return StatementRow(
        label=label,
        manner=first.manner.value if first.cue else "quoted",
        content=line.quote(first_reading.report.id, first.content),
        when=merged(one for one in whens if one),
        reported=day_words(first_reading.report.published) if first_reading.report.published else "undated",
        through=speaker_words(first.quoted_from) if first.quoted_from else "",
        events=tuple(events),
        refs=tuple(refs),
    )
