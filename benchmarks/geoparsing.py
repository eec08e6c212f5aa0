"""Place names in news to coordinates, four corpora: the system finds the names."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.causes import place_causes
from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.read_inputs import report_of
from vedette.errors import UsageError
from vedette.model.place import Place
from vedette.model.wire import place_to_json
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import ParsedReport, parse
from vedette.reading.places import find_places

#: What a benchmark does with one parsed report and its input row.
Locate = Callable[[ParsedReport, dict[str, Any]], Iterable[Place]]


def run(job: Job) -> Figures:
    """Finds and resolves the places of each corpus of `eval/geoparsing` and scores them (parse and places only)."""
    return run_corpora(job, "geoparsing", "--emit-inputs", lambda parsed, _: find_places(parsed))


def run_corpora(job: Job, task: str, emit: str, locate: Locate) -> Figures:
    """Figures by corpus; with `--errors`, the scorer's own error lines go beside the predictions, and are printed."""
    scorer = job.scorer("eval/score.py")
    if scorer is None:
        raise UsageError("no eval/score.py beside the data or above: give the folder that holds it with --data")
    figures: Figures = {}
    with TemporaryDirectory() as folder:
        for gold in job.gold_files("eval/geoparsing/*.jsonl", "geoparsing/*.jsonl"):
            print(f"-- {gold.stem}")
            inputs = Path(folder) / f"{gold.stem}.inputs.jsonl"
            score(scorer, task, gold, emit, inputs)
            out = _out(job, gold, Path(folder))
            write_jsonl(out, _predict(inputs, locate))
            more: list[str | Path] = ["--errors", out.with_suffix(".errors.jsonl")] if job.errors else []
            figures[gold.stem] = score(scorer, task, gold, out, *more)
            if job.errors:
                print_misses(out.with_suffix(".errors.jsonl"), "words", place_causes)
    return figures


def _out(job: Job, gold: Path, folder: Path) -> Path:
    if job.out is None:
        return folder / f"{gold.stem}.jsonl"
    return job.out if job.data.is_file() else job.out / f"{gold.stem}.jsonl"


def _predict(inputs: Path, locate: Locate) -> Iterator[dict[str, Any]]:
    nlp = load_pipeline()
    for row in read_jsonl(inputs):
        parsed = parse(report_of({**row, "published": None}), nlp)
        yield {"id": row["id"], "places": [place_to_json(place) for place in locate(parsed, row)]}
