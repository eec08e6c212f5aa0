"""Who said it: speaker, cue and content, on speech events of news and on any file in PolNeAR's form."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.causes import speech_causes
from benchmarks.job import Figures, Job, score
from benchmarks.misses import print_misses
from benchmarks.read_inputs import emit_inputs, predict


def run(job: Job) -> Figures:
    """Reads every file of `eval/attribution` (or the one given) and scores it with `eval/score.py attribution`.

    With several files, the figures are those of each under its name.
    """
    figures = {
        gold.stem: _score_file(job, gold) for gold in job.gold_files("eval/attribution/*.jsonl", "attribution/*.jsonl")
    }
    return next(iter(figures.values())) if len(figures) == 1 else dict(figures)


def _score_file(job: Job, gold: Path) -> Figures:
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "attribution", gold, Path(folder) / "inputs.jsonl")
        out = predict(inputs, job.out or Path(folder) / "predictions.jsonl")
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        missed = Path(folder) / "errors.jsonl"
        figures = score(scorer, "attribution", gold, out, *(("--errors", missed) if job.errors else ()))
        if job.errors:
            print_misses(missed, "text", speech_causes)
        return figures
