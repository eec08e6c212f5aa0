"""Attacks in wire copy of 1988–90, all in capitals: MUC-4 templates from readings."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language

from benchmarks.causes import template_misses
from benchmarks.job import Figures, Job, read_jsonl, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.muc4_candidates import candidates
from benchmarks.muc4_fill import SLOTS, choose, document_features, models
from benchmarks.muc4_read import material_of, read
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
    """Prints what was missed and what was too much, by slot and cause."""
    found = {row["docid"]: row["templates"] for row in read_jsonl(out)}
    slots = ["incident_type", *SLOTS]
    print_misses([m for row in read_jsonl(gold) for m in template_misses(row, found[row["docid"]], slots)], "words")


def _predict(gold: Path, nlp: Language) -> Iterator[dict[str, Any]]:
    for row in read_jsonl(gold):
        yield {"docid": row["docid"], "templates": predict(row, nlp)}


def predict(row: dict[str, Any], nlp: Language) -> list[dict[str, Any]]:
    """The templates of one document."""
    material = material_of(row, nlp)
    chosen = choose(document_features(material, row["header"]), candidates(material), models())
    return templates(chosen, read(row, nlp), row["header"]) if chosen else []
