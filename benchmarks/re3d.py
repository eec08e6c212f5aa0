"""Groups, places, weapons and who fights whom, in official reports on Syria and Iraq."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language

from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.re3d_entities import find_entities
from benchmarks.read_inputs import emit_inputs, report_of
from vedette.model.span import Span
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import parse
from vedette.reading.plover_ties import find_ties

#: Names of ties in the set.
TIES = {"fighting": "FightingAgainst", "allies": "AlliesOf"}


def run(job: Job) -> Figures:
    """Reads `eval/re3d/re3d.jsonl` and scores it with `eval/score.py re3d`."""
    name = job.split or "re3d"
    gold = job.gold_files(f"eval/re3d/{name}.jsonl", f"re3d/{name}.jsonl", f"{name}.jsonl")[0]
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "re3d", gold, Path(folder) / "inputs.jsonl")
        out = job.out or Path(folder) / "predictions.jsonl"
        write_jsonl(out, _read(inputs))
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        misses = Path(folder) / "errors.jsonl"
        figures = score(scorer, "re3d", gold, out, *(("--errors", misses) if job.errors else ()))
        if job.errors:
            _show(misses, Path(folder) / "by_type.jsonl")
        return figures


def _read(inputs: Path) -> Iterator[dict[str, Any]]:
    nlp = load_pipeline()
    for row in read_jsonl(inputs):
        yield read_one(row, nlp)


def read_one(row: dict[str, Any], nlp: Language) -> dict[str, Any]:
    """The entities and relations of one report, in the set's words."""
    parsed = parse(report_of({**row, "title": None}), nlp)
    entities = [{"type": kind, "text": _wire(span)} for kind, span in find_entities(parsed)]
    ties = [{"type": TIES[tie.kind], "source": _wire(tie.one), "target": _wire(tie.other)} for tie in find_ties(parsed)]
    return {"id": row["id"], "entities": entities, "relations": ties}


def _wire(span: Span) -> list[int]:
    return [span.start, span.end]


def _show(misses: Path, by_type: Path) -> None:
    """Prints the misses by type of entity or relation."""
    rows = [{**row, "error": f"{row.get('type') or row.get('relation')} {row['error']}"} for row in read_jsonl(misses)]
    write_jsonl(by_type, rows)
    print_misses(by_type, "words")
