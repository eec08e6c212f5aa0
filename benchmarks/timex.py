"""Time expressions and their values: histories (WikiWars), news (MEANTIME), commands to an assistant (NTX)."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.causes import timex_causes
from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.read_inputs import emit_inputs, report_of
from vedette.model.wire import date_to_json
from vedette.reading.dates import find_dates
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import parse

SETS = ("wikiwars", "meantime_en", "ntx_en")


def run(job: Job) -> Figures:
    """Reads `eval/timex/SET.jsonl` (the set named as a word after the options, else all) and scores it."""
    wanted = job.extra or SETS
    golds = job.gold_files(*(f"{folder}timex/{name}.jsonl" for name in wanted for folder in ("eval/", "")))
    return {gold.stem: _run_set(job, gold) for gold in golds}


def _run_set(job: Job, gold: Path) -> Figures:
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "timex", gold, Path(folder) / "inputs.jsonl")
        out = job.out.with_stem(f"{job.out.stem}-{gold.stem}") if job.out else Path(folder) / "predictions.jsonl"
        write_jsonl(out, _read(inputs))
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        print(f"-- {gold.stem}")
        missed = Path(folder) / "errors.jsonl"
        figures = score(scorer, "timex", gold, out, *(("--errors", missed) if job.errors else ()))
        if job.errors:
            print_misses(missed, "words", timex_causes)
        return figures


def _read(inputs: Path) -> Iterator[dict[str, Any]]:
    """Time expressions of every report; names are not looked for, which halves the time."""
    nlp = load_pipeline()
    with nlp.select_pipes(disable=["ner"]):
        for row in read_jsonl(inputs):
            yield {"id": row["id"], "dates": [date_to_json(m) for m in find_dates(parse(report_of(row), nlp))]}
