"""Reads a set's inputs with Vedette's reader, for the benchmarks that score readings."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.job import Job, read_jsonl, score, write_jsonl
from vedette.errors import UsageError
from vedette.model.ids import sha256_hex
from vedette.model.report import Report
from vedette.model.wire import reading_to_json
from vedette.reading.assemble import read_report
from vedette.reading.language_pipeline import load_pipeline


def emit_inputs(job: Job, task: str, gold: Path, into: Path) -> Path:
    """The reports to read of a gold file, without their answers (JSONL), as the scorer cuts them."""
    scorer = job.scorer("eval/score.py")
    if scorer is None:
        raise UsageError(f"no eval/score.py beside {gold} or above: give the folder that holds it with --data")
    score(scorer, task, gold, "--emit-inputs", into)
    return into


def predict(inputs: Path, out: Path) -> Path:
    """Reads every report of `inputs` and writes what `vedette read` prints for it."""
    write_jsonl(out, _read(inputs))
    return out


def _read(inputs: Path) -> Iterator[dict[str, Any]]:
    nlp = load_pipeline()
    for row in read_jsonl(inputs):
        yield reading_to_json(read_report(report_of(row), nlp))


def report_of(row: dict[str, Any]) -> Report:
    """The report of one input row (`id`, `text`, `title`, `published`, `source`)."""
    published = row.get("published")
    return Report(
        id=row["id"],
        text=row["text"],
        title=row.get("title"),
        published=date.fromisoformat(published[:10]) if published else None,
        source=row.get("source"),
        language="en",
        text_sha256=sha256_hex(row["text"]),
    )
