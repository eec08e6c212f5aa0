"""Attacks in wire copy of 1988–90, all in capitals: MUC-4 templates from readings."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language

from benchmarks.job import Figures, Job, read_jsonl, write_jsonl
from benchmarks.muc4_encoder import encoder
from benchmarks.muc4_fill import choose
from benchmarks.muc4_models import models, weigh
from benchmarks.muc4_rank import SLOTS
from benchmarks.muc4_read import read, shown_by
from benchmarks.muc4_templates import templates
from vedette.errors import UsageError
from vedette.reading.language_pipeline import load_pipeline


def run(job: Job) -> Figures:
    """Reads `muc4/SPLIT.jsonl` (dev by default) and scores the templates with `muc4/score.py`."""
    split = job.split or "dev"
    gold = job.gold_files(f"muc4/{split}.jsonl", f"{split}.jsonl")[0]
    scorer = job.scorer("muc4/score.py")
    if scorer is None:
        raise UsageError(f"no muc4/score.py beside {gold} or above: give the folder that holds it with --data")
    with TemporaryDirectory() as folder:
        out = job.out or Path(folder) / "predictions.jsonl"
        write_jsonl(out, _predict(gold, load_pipeline()))
        if job.errors:
            _print_misses(gold, out)
        return _score(scorer, gold, out, Path(folder) / "figures.json")


def _score(scorer: Path, gold: Path, out: Path, figures: Path) -> Figures:
    """Runs the scorer, shows its tables, and gives its figures (shares in percent as it has them)."""
    command = [sys.executable, str(scorer), str(gold), str(out), "--by-slot", "--json", str(figures)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UsageError(f"the scorer refused: {done.stderr.strip() or done.stdout.strip()}", str(scorer))
    print(done.stdout.rstrip())
    told: Figures = json.loads(figures.read_text(encoding="utf-8"))
    return told


def _print_misses(gold: Path, out: Path) -> None:
    """Prints what was missed and what was too much, slot by slot, a line a document."""
    found = {row["docid"]: row["templates"] for row in read_jsonl(out)}
    for slot in ("incident_type", *SLOTS):
        print(f"-- {slot}")
        for row in read_jsonl(gold):
            key = [[fill] if slot == "incident_type" else fill for t in row["templates"] for fill in t[slot]]
            told = {words.upper() for t in found[row["docid"]] for words in t[slot]}
            missed = [fill for fill in key if not told & {words.upper() for words in fill}]
            extra = sorted(told - {words.upper() for fill in key for words in fill})
            if missed or extra:
                print(f"   {row['docid']}: missed {missed} | too much {extra}")


def _predict(gold: Path, nlp: Language) -> Iterator[dict[str, Any]]:
    for row in read_jsonl(gold):
        yield {"docid": row["docid"], "templates": predict(row, nlp)}


def predict(row: dict[str, Any], nlp: Language) -> list[dict[str, Any]]:
    """The templates of one document."""
    reading = read(row, nlp)
    shown, taught = shown_by(row, reading, nlp), models()
    weighed = weigh(shown, taught, encoder().tell(shown.head, shown.text, shown.starts))
    return templates(choose(weighed, taught), weighed, reading, row["header"], taught.linear)
