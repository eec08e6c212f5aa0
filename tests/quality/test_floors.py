"""Floors on the figures of `benchmarks/`: raised as they rise, never lowered in silence.

They count with the medium pipeline that `make install` brings, on the given parts of the data; without the data or with
a smaller pipeline they are skipped, and say so.
"""

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.job import Job
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name

DATA = Path(os.environ.get("VEDETTE_DATA") or Path(__file__).parents[3] / "shared")

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(
        not (DATA / "eval").is_dir(), reason=f"the data for measuring is not at {DATA}: set VEDETTE_DATA"
    ),
    pytest.mark.skipif("_md" not in pipeline_name(load_pipeline()), reason="floors count with the medium pipeline"),
]

#: Benchmark, data below the folder, path of the figure, floor (about one point below what was measured).
FLOORS = [
    ("stage", "", "event_f1", 84.0),
    ("stage", "", "stage_macro_f1", 76.5),
    ("stage", "", "reality_macro_f1", 72.0),
    ("stage", "", "speaker_recall", 88.0),
    ("stage", "", "perpetrator_acc", 59.0),
    ("stage", "", "perp_on_whose_word_acc", 52.0),
    ("headlines", "", "mean_field_acc", 87.0),
    ("headlines", "", "perpetrator_acc", 84.5),
    ("headlines", "", "target_acc", 82.0),
    ("headlines", "", "relevant_f1", 96.0),
    ("muc4", "", "gtt.micro_avg.f1", 0.495),
    ("muc4", "", "all_slots.content.core.f1", 0.50),
    ("muc4", "", "relevance.all documents (optional templates count).f1", 0.865),
    ("geoparsing", "eval/geoparsing/trnews.jsonl", "trnews.right", 79.0),
    ("geoparsing", "eval/geoparsing/trnews.jsonl", "trnews.found_overlap_f1", 86.0),
    ("timex", "eval/timex/wikiwars.jsonl", "wikiwars.value_f1", 86.0),
    ("attribution", "", "speaker_right", 78.0),
    ("event_coding", "", "kind_f1", 83.0),
    ("event_coding", "", "kind_actor_recipient_f1", 74.0),
    ("factuality", "", "happened_or_not_macro_f1", 79.5),
    ("re3d", "", "core_f1", 76.0),
]
#: The same for figures that must stay low.
CEILINGS = [("headlines", "", "all_false", 2.5)]


@cache
def figures(benchmark: str, below: str) -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module(f"benchmarks.{benchmark}").run(Job(DATA / below))
    return found


def figure(benchmark: str, below: str, path: str) -> float:
    found: Any = figures(benchmark, below)
    for step in path.split("."):
        found = found[step]
    return float(found)


def each(rows: list[tuple[str, str, str, float]]) -> list[Any]:
    """The rows as cases; those of one benchmark stay in one process, so that it runs once."""
    return [pytest.param(*row, marks=pytest.mark.xdist_group(row[0]), id=f"{row[0]}-{row[2]}") for row in rows]


@pytest.mark.parametrize(("benchmark", "below", "path", "floor"), each(FLOORS))
def test_figures_do_not_fall(benchmark: str, below: str, path: str, floor: float) -> None:
    assert figure(benchmark, below, path) >= floor


@pytest.mark.parametrize(("benchmark", "below", "path", "ceiling"), each(CEILINGS))
def test_false_values_do_not_rise(benchmark: str, below: str, path: str, ceiling: float) -> None:
    assert figure(benchmark, below, path) <= ceiling
