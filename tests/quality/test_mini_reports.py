"""Floors on made-up reports of a few sentences, as hard as the news: how far an act got, which acts are which."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from vedette.model.event import Event
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name

REPORTS = Path(__file__).parents[1] / "reading" / "data" / "mini_reports.jsonl"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif("_md" not in pipeline_name(load_pipeline()), reason="floors count with the medium pipeline"),
]


@cache
def pairs() -> tuple[tuple[dict[str, Any] | None, Event | None], ...]:
    """Each event of the reports with the one read for it; None where there is none."""
    return tuple(pair for line in REPORTS.read_text().splitlines() for pair in paired(json.loads(line)))


def paired(coded: dict[str, Any]) -> Iterator[tuple[dict[str, Any] | None, Event | None]]:
    day = date.fromisoformat(coded["published"])
    report = Report(id=coded["id"], text=coded["text"], published=day, source=coded["source"])
    read, told = read_report(report, load_pipeline()).events, coded["events"]
    found = {}
    if read and told:
        fits = np.array([[fits_event(event, one, coded["text"]) for one in read] for event in told])
        rows, columns = linear_sum_assignment(fits, maximize=True)
        found = {int(row): int(column) for row, column in zip(rows, columns, strict=True) if fits[row, column]}
    yield from ((event, read[found[n]] if n in found else None) for n, event in enumerate(told))
    yield from ((None, one) for n, one in enumerate(read) if n not in found.values())


def fits_event(coded: dict[str, Any], read: Event, text: str) -> bool:
    """Whether the event read is of a right kind and told where the words of the coded one stand."""
    start = text.index(coded["anchor"])
    end = start + len(coded["anchor"])
    return read.kind in coded["kinds"] and any(s.start < end and start < s.end for s in read.evidence)


def share(right: list[bool]) -> float:
    return 100 * sum(right) / len(right)


def test_events_are_found_and_kept_apart() -> None:
    both = sum(coded is not None and read is not None for coded, read in pairs())
    told = sum(coded is not None for coded, _ in pairs())
    read = sum(found is not None for _, found in pairs())
    assert 100 * both / read >= 90, "precision"
    assert 100 * both / told >= 90, "recall"


def test_how_far_they_got() -> None:
    right = [
        read is not None and (read.stage.value if read.stage else None) in (coded["stage"], *coded["alt_stage"])
        for coded, read in pairs()
        if coded is not None
    ]
    assert share(right) >= 82


def test_whether_they_are_told_as_real() -> None:
    told = [read is not None and read.reality == coded["reality"] for coded, read in pairs() if coded is not None]
    assert share(told) >= 84


def test_their_days() -> None:
    right = [
        read is not None and read.when is not None and coded["start"] <= str(read.when.start) <= coded["end"]
        for coded, read in pairs()
        if coded is not None and coded["start"]
    ]
    assert share(right) >= 74
