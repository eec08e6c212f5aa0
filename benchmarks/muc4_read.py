"""Reads MUC-4 documents with Vedette's reader."""

from datetime import date
from typing import Any

from spacy.language import Language

from benchmarks.muc4_candidates import Material
from vedette.model.ids import sha256_hex
from vedette.model.reading import Reading
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.events import find_drafts
from vedette.reading.groups import find_groups
from vedette.reading.parse import parse


def report_of(row: dict[str, Any]) -> Report:
    """The report of one document, without its answers; its dateline stands as the title."""
    header = row["header"]
    return Report(
        id=row["docid"],
        text=row["text"],
        title=header.get("dateline"),
        published=date.fromisoformat(header["date"]) if header.get("date") else None,
        source=header.get("source"),
        language="en",
        text_sha256=sha256_hex(row["text"]),
    )


def read(row: dict[str, Any], nlp: Language) -> Reading:
    """The reading of one document."""
    return read_report(report_of(row), nlp)


def material_of(row: dict[str, Any], nlp: Language) -> Material:
    """The document parsed, with its triggers and groups."""
    parsed = parse(report_of(row), nlp)
    return Material(parsed, find_drafts(parsed), find_groups(parsed))
