"""Who said it: speaker, cue and content, on speech events of news and on any file in PolNeAR's form."""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.job import Figures, Job, read_jsonl, score
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
            _show_errors(missed)
        return figures


def _show_errors(path: Path) -> None:
    """Prints the misses to standard error, the commonest cause first."""
    rows = list(read_jsonl(path))
    for cause, count in Counter(row["error"] for row in rows).most_common():
        print(f"\n{count} × {cause}", file=sys.stderr)
        for row in rows:
            if row["error"] == cause:
                words = {key: row[key] for key in ("cue", "gold", "pred", "text") if row.get(key)}
                print("  " + "; ".join(f"{key}: {value}" for key, value in words.items()), file=sys.stderr)
