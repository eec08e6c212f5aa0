"""Who did what to whom, in PLOVER codes: PLOVER's gold records, and the PETRARCH-2 unit records."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.read_inputs import emit_inputs, report_of
from vedette.model.span import Span
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import parse
from vedette.reading.plover import Dealing, Party, find_dealings

#: PLOVER's set where the data is a folder; `--split petrarch` takes the other.
FILES = {None: "plover_gsr", "dev": "plover_gsr", "plover": "plover_gsr", "petrarch": "petrarch2_unit_records"}


def run(job: Job) -> Figures:
    """Codes every record and scores it with `eval/score.py event_coding`; a record is a sentence and has one event."""
    name = FILES.get(job.split, job.split)
    gold = job.gold_files(f"eval/event_coding/{name}.jsonl", f"event_coding/{name}.jsonl", f"{name}.jsonl")[0]
    with TemporaryDirectory() as folder:
        inputs = emit_inputs(job, "event_coding", gold, Path(folder) / "inputs.jsonl")
        out = job.out or Path(folder) / "predictions.jsonl"
        write_jsonl(out, _code(inputs))
        scorer = job.scorer("eval/score.py")
        assert scorer is not None
        misses = Path(folder) / "errors.jsonl"
        figures = score(scorer, "event_coding", gold, out, *(("--errors", misses) if job.errors else ()))
        if job.errors:
            _show(misses, Path(folder) / "by_cause.jsonl")
        return figures


def _code(inputs: Path) -> Iterator[dict[str, Any]]:
    nlp = load_pipeline()
    for row in read_jsonl(inputs):
        dealings = find_dealings(parse(report_of(row), nlp))
        yield {"id": row["id"], "events": [_event(dealing, row["text"]) for dealing in dealings[:1]]}


def _event(dealing: Dealing, text: str) -> dict[str, Any]:
    sides = (("source", dealing.actors), ("target", dealing.recipients))
    return {
        "kind": dealing.kind,
        "trigger": _wire(dealing.trigger),
        "actors": [_actor(role, party, text) for role, parties in sides for party in parties],
    }


def _actor(role: str, party: Party, text: str) -> dict[str, Any]:
    code = party.code
    return {
        "role": role,
        "text": _wire(party.span),
        "description": text[party.span.start : party.span.end],
        "code": code.code,
        "sector": code.sector,
    }


def _wire(span: Span) -> list[int]:
    return [span.start, span.end]


def _show(misses: Path, by_cause: Path) -> None:
    """Prints the misses by cause: the kind that was read for another, none at all, or a side that is wrong."""
    write_jsonl(by_cause, [{**row, "error": _cause(row)} for row in read_jsonl(misses)])
    print_misses(by_cause, "text")


def _cause(row: dict[str, Any]) -> str:
    if row["error"] != "kind":
        return str(row["error"])
    return f"{'/'.join(row['gold']) or 'none'} read as {'/'.join(row['pred']) or 'none'}"
