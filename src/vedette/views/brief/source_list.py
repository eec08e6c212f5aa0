"""Sources: the cited sentences, report by report, with the cited words highlighted."""

from dataclasses import dataclass
from itertools import pairwise

from vedette.model.findings import Findings
from vedette.model.ids import sha256_hex
from vedette.model.reading import Reading
from vedette.views.brief.citations import Citations, Cited
from vedette.views.brief.passages import Passage
from vedette.views.brief.words import day_words


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a sentence that are shown alike."""

    words: str
    #: What was read from them; empty where they are not highlighted.
    read: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report as the list of sources shows it."""

    #: Its number, None for an uncited sentence of a whole text.
    n: int | None
    stretches: tuple[Stretch, ...]
    #: Anchor and label of every line that rests on it.
    lines: tuple[tuple[str, str], ...]
    #: Whether it stands in the title.
    in_title: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One report with its sentences."""

    anchor: str
    reading: Reading
    published: str
    #: The report it repeats, None where it repeats none.
    copy_of: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """All reports, with their cited sentences, and the numbers of all passages."""

    reports: tuple[SourceReport, ...]
    numbers: dict[Passage, int]


def source_list(findings: Findings, citations: Citations) -> SourceList:
    """The cited sentences in the order of the reports, numbered from 1."""
    copies = {copy.report_id: copy.original_id for copy in findings.copies}
    numbers: dict[Passage, int] = {}
    reports = []
    for n, reading in enumerate(findings.readings, start=1):
        cited = citations.of_report(reading.report.id)
        for one in cited:
            if one.lines:
                numbers.setdefault(one.passage, len(numbers) + 1)
        published = reading.report.published
        reports.append(
            SourceReport(
                anchor=f"r{n}",
                reading=reading,
                published=day_words(published) if published else "undated",
                copy_of=copies.get(reading.report.id),
                sentences=tuple(_sentence(one, numbers.get(one.passage)) for one in cited),
            )
        )
    return SourceList(tuple(reports), numbers)


def _sentence(cited: Cited, n: int | None) -> Sentence:
    return Sentence(
        n=n,
        stretches=tuple(_stretches(cited)),
        lines=tuple(cited.lines.items()),
        in_title=cited.passage.part == "title",
        sha256=sha256_hex(cited.passage.text),
    )


def _stretches(cited: Cited) -> list[Stretch]:
    """The sentence cut at every edge of a mark; what was read from a stretch is said with it."""
    text = cited.passage.text.rstrip()
    marks = cited.marks or {(start, end, "cited") for start, end in cited.wholes}
    edges = sorted({0, len(text), *(min(at, len(text)) for start, end, _ in marks for at in (start, end))})
    found = []
    for start, end in pairwise(edges):
        read = sorted({what for a, b, what in marks if a <= start and end <= b})
        found.append(Stretch(text[start:end], ", ".join(one.replace("_", " ") for one in read)))
    return found
