"""The sample reports keep their promises: marked, from invented outlets, quoting nobody, each fact in the table."""

import json
import re
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "samples.md"
MARKER = "[Sample text written for Vedette; the outlet is invented.]"
FIELDS = {"id", "source", "published", "title", "text"}
QUOTES = re.compile("[\"“”„‟«»‹›‘‚‛]|(?<![a-zA-Z])['’]|['’](?![a-zA-Z])")


def _reports() -> list[dict[str, str]]:
    lines = (files("vedette") / "samples" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _rows() -> list[list[str]]:
    facts = PAGE.read_text(encoding="utf-8").split("## The facts")[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| s\d.*$", facts, re.M)]


REPORTS = _reports()
each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["id"])


def test_ids_are_their_own_and_days_are_between_2014_and_2024() -> None:
    assert [report["id"] for report in REPORTS] == [f"s{number:02}" for number in range(1, len(REPORTS) + 1)]
    assert all(date(2014, 1, 1) <= date.fromisoformat(r["published"]) <= date(2024, 12, 31) for r in REPORTS)


@each_report
def test_every_report_has_all_fields_and_nothing_else(report: dict[str, str]) -> None:
    assert set(report) == FIELDS
    assert all(value.strip() for value in report.values())


@each_report
def test_every_text_ends_by_saying_that_it_is_a_sample(report: dict[str, str]) -> None:
    assert report["text"].endswith("\n\n" + MARKER)
    assert report["text"].count(MARKER) == 1


@each_report
def test_every_outlet_is_named_as_a_sample(report: dict[str, str]) -> None:
    assert "Sample" in report["source"].split()


@each_report
def test_nobody_is_quoted(report: dict[str, str]) -> None:
    """An apostrophe between letters, as in Iran's, or one after a plural's s, is not a quotation mark."""
    words = re.sub("(?<=s)['’](?= [a-z])", "", report["title"] + "\n" + report["text"])
    assert not QUOTES.search(words)


def test_every_report_has_its_facts_in_the_table_in_order() -> None:
    told = [row[0] for row in _rows()]
    assert set(told) == {report["id"] for report in REPORTS}
    assert all(before <= after for before, after in pairwise(told))


def test_every_fact_has_a_source_and_is_checked_or_marked_unchecked() -> None:
    for row in _rows():
        assert len(row) == 4, row
        assert row[1], row
        assert row[2], row
        assert row[3] in ("checked", "unchecked"), row


def test_the_samples_show_copies_capitals_persian_and_a_hoax() -> None:
    by_id = {report["id"]: report["text"].removesuffix(MARKER).strip() for report in REPORTS}
    assert by_id["s11"].startswith(by_id["s12"].rsplit("\n\n", 1)[0])
    assert by_id["s24"].startswith(by_id["s25"])
    assert by_id["s18"].isupper()
    assert re.search("[\u0600-\u06ff]", by_id["s29"])
    assert "hoax" in by_id["s21"]
