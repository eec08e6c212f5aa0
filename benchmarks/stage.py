"""How far it got, whether it happened, on whose word: the mini reports written for Vedette."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.causes import event_causes
from benchmarks.job import Figures, Job, score
from benchmarks.misses import print_misses
from benchmarks.read_inputs import emit_inputs, predict


def run(job: Job) -> Figures:
    """Reads `eval/stage/SPLIT.jsonl` (dev by default) and scores it with `eval/score.py stage`."""
    (gold,) = job.gold_files(f"eval/stage/{job.split or 'dev'}.jsonl", f"stage/{job.split or 'dev'}.jsonl")[:1]
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "stage", gold, Path(folder) / "inputs.jsonl")
        out = predict(inputs, job.out or Path(folder) / "predictions.jsonl")
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        misses = Path(folder) / "errors.jsonl"
        figures = score(scorer, "stage", gold, out, *(("--errors", misses) if job.errors else ()))
        if job.errors:
            print_misses(misses, "anchor", event_causes)
        return figures
