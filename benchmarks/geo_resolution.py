"""Place names in news to coordinates, four corpora: the names are given."""

from collections.abc import Iterable
from typing import Any

from benchmarks.geoparsing import run_corpora
from benchmarks.job import Figures, Job
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.parse import ParsedReport
from vedette.reading.places import resolve_spans


def run(job: Job) -> Figures:
    """Resolves the gold spans of each corpus of `eval/geoparsing` and scores them."""
    return run_corpora(job, "geo_resolution", "--emit-spans", _locate)


def _locate(parsed: ParsedReport, row: dict[str, Any]) -> Iterable[Place]:
    return resolve_spans(parsed, [Span(start, end) for start, end in row["spans"]])
