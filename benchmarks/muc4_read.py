"""Reads MUC-4 documents with Vedette's reader."""

from datetime import date
from typing import Any

from spacy.language import Language

from benchmarks.muc4_linear import ids_of
from benchmarks.muc4_names import names
from benchmarks.muc4_phrases import Material, phrases
from benchmarks.muc4_rank import Shown
from benchmarks.muc4_sentences import of_sentences
from benchmarks.muc4_shown import type_of_mention
from benchmarks.muc4_whole import of_whole, told_numbers
from vedette.model.ids import sha256_hex
from vedette.model.reading import Reading
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.events import find_drafts
from vedette.reading.groups import find_groups
from vedette.reading.parse import parse
from vedette.reading.scene import Scene


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


def shown_by(row: dict[str, Any], reading: Reading, nlp: Language) -> Shown:
    """What one document shows, in the form the models take."""
    parsed = parse(report_of(row), nlp)
    groups = find_groups(parsed)
    drafts = find_drafts(Scene(parsed, (), (), groups, ()))
    material = Material(parsed, drafts, groups, reading)
    found = phrases(material)
    ids = [ids_of(phrase.features) for phrase in found]
    for phrase in found:
        phrase.features.clear()
    counts = told_numbers(reading, row["header"])
    acts = [(draft.sentence.index, type_of_mention(draft)) for draft in material.drafts]
    whole = ids_of(of_whole(material, row["header"]))
    sentences = [ids_of(told) for told in of_sentences(material, row["header"])]
    starts = [sentence.span.start if sentence.span.part == "text" else -1 for sentence in parsed.sentences]
    head, named = row["header"]["raw"], names(parsed, material.groups)
    return Shown(
        whole, found, ids, acts, len(parsed.sentences), counts, sentences, starts, named, head, reading.report.text
    )
