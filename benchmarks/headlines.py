"""What a headline says: labelled by hand, or with the place that UCDP coded."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.causes import event_causes
from benchmarks.job import Figures, Job, score
from benchmarks.misses import print_misses
from benchmarks.read_inputs import emit_inputs, predict

#: The labelled headlines, where the data is a folder.
LABELLED = ("eval/ged_headlines/labelled_dev.jsonl", "ged_headlines/labelled_dev.jsonl", "labelled_dev.jsonl")


def run(job: Job) -> Figures:
    """Reads the headlines (labelled by default, else the FILE given) and scores them with `eval/score.py headlines`."""
    gold = job.gold_files(*LABELLED)[0]
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "headlines", gold, Path(folder) / "inputs.jsonl")
        out = predict(inputs, job.out or Path(folder) / "predictions.jsonl")
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        misses = Path(folder) / "errors.jsonl"
        figures = score(scorer, "headlines", gold, out, *(("--errors", misses) if job.errors else ()))
        if job.errors:
            print_misses(misses, "headline", event_causes)
        return figures
