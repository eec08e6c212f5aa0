"""Did it happen: the classes of given event words, on UDS-IH2 (web text) or MEANTIME (news)."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language
from spacy.tokens import Token

from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.read_inputs import report_of
from vedette.errors import UsageError
from vedette.model.span import Span
from vedette.reading.attach import tokens_at
from vedette.reading.factuality import Happened, Told, happened
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import ParsedReport, parse

#: What is still to come: UDS asked "did it happen", MEANTIME how certain the author is.
AHEAD = {"uds": "not", "meantime": "happened"}

#: Rules that leave a thing open in UDS too; what is only wanted, asked for or possible has not happened there.
LEFT_OPEN = ("question", "conditional", "hedge")


def run(job: Job) -> Figures:
    """Classes the event words of `eval/factuality/SPLIT.jsonl` and scores them with `eval/score.py factuality`.

    `--split` is `dev`, `train`, `test` of UDS-IH2 (`dev` by default), or a file's name (`meantime_train`).
    """
    name = job.split if job.split and "_" in job.split else f"uds_ih2_{job.split or 'dev'}"
    gold = job.gold_files(f"eval/factuality/{name}.jsonl", f"factuality/{name}.jsonl", f"{name}.jsonl")[0]
    scorer = job.scorer("eval/score.py")
    if scorer is None:
        raise UsageError(f"no eval/score.py beside {gold} or above: give the folder that holds it with --data")
    with TemporaryDirectory() as folder:
        inputs, misses = Path(folder) / "inputs.jsonl", Path(folder) / "errors.jsonl"
        score(scorer, "factuality", gold, "--emit-spans", inputs)
        out = job.out or Path(folder) / "predictions.jsonl"
        write_jsonl(out, _classes(inputs))
        figures = score(scorer, "factuality", gold, out, *(("--errors", misses) if job.errors else ()))
        if job.errors:
            _show_errors(misses, out)
        return figures


def _classes(inputs: Path) -> Iterator[dict[str, Any]]:
    nlp = load_pipeline()
    for row in read_jsonl(inputs):
        yield {"id": row["id"], "spans": list(_spans(row, nlp))}


def _spans(row: dict[str, Any], nlp: Language) -> Iterator[dict[str, Any]]:
    parsed = parse(report_of(row), nlp)
    kind = "meantime" if row["id"].startswith("meantime") else "uds"
    for start, end in row["spans"]:
        token = _token_at(Span(start, end), parsed)
        told = happened(token) if token is not None else Told(Happened.YES, "not parsed")
        yield {"text": [start, end], "class": _class(told, kind), "because": told.because}


def _class(told: Told, kind: str) -> str:
    """The set's class for an answer."""
    if told.happened is Happened.AHEAD:
        return AHEAD[kind]
    if kind == "uds" and told.happened is Happened.OPEN and told.because.split(":")[0] not in LEFT_OPEN:
        return "not"
    return told.happened.value


def _token_at(span: Span, parsed: ParsedReport) -> Token | None:
    """The head of the words at a span."""
    for sentence in parsed.sentences:
        found = tokens_at(span, sentence)
        if found is not None:
            return found.root
    return None


def _show_errors(misses: Path, predictions: Path) -> None:
    """Prints the misses by the rule that answered."""
    rules = {(row["id"], tuple(s["text"])): s["because"] for row in read_jsonl(predictions) for s in row["spans"]}
    rows = [{**row, "because": rules.get((row["id"], tuple(row["span"])), "?")} for row in read_jsonl(misses)]
    print_misses(rows, "words", lambda row: [f"{row['because'].split(':')[0]}: {row['gold']} read as {row['pred']}"])
