"""Modern news articles coded by hand: how the reader fares on text that no rule was written for."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.coded_mentions import aim_at_predictions
from benchmarks.coded_texts import Article, find_articles
from benchmarks.job import Figures, Job, read_jsonl, score, write_jsonl
from benchmarks.misses import print_misses
from benchmarks.read_inputs import predict

#: The codings: offsets and short values, none of the articles' text.
CODINGS = Path(__file__).parent / "data" / "coded_articles.jsonl"
#: A second set, coded later: its misses are not printed, so that no rule is written while looking at them.
UNSEEN = CODINGS.with_name("coded_articles_unseen.jsonl")
#: Figures that are given a second time, over the events that were found.
FIELDS = ("stage", "reality", "on_whose_word", "perpetrator", "perp_on_whose_word", "date", "place", "country", "toll")


def run(job: Job) -> Figures:
    """Reads the coded articles and scores them with `eval/score.py stage`; without their texts, says so and skips.

    Returns:
        The figures of the first set as the scorer names them, and those of the second in `unseen`.
    """
    scorer = job.scorer("eval/score.py")
    sets = [tuple(find_articles(codings, job.data)) for codings in (CODINGS, UNSEEN)]
    if not all(sets) or scorer is None:
        reason = f"skipped: the texts of the coded articles and eval/score.py are not below {job.data}"
        print(reason)
        return {"skipped": reason}
    with TemporaryDirectory() as folder:
        figures = _scored(sets[0], scorer, Path(folder), job)
        with redirect_stdout(StringIO()):
            unseen = _scored(sets[1], scorer, Path(folder), replace(job, out=None, errors=False))
    print(f"\nSecond set: event F1 {unseen['event_f1']}. {_of_found(unseen)}")
    return figures | {"unseen": unseen}


def _scored(articles: tuple[Article, ...], scorer: Path, folder: Path, job: Job) -> Figures:
    write_jsonl(folder / "inputs.jsonl", [article.as_input() for article in articles])
    printed = predict(folder / "inputs.jsonl", job.out or folder / "printed.jsonl")
    read = {row["report"]["id"]: _in_text_alone(row) for row in read_jsonl(printed)}
    out = folder / "predictions.jsonl"
    write_jsonl(out, list(read.values()))
    gold, first, misses = (folder / name for name in ("gold.jsonl", "first.jsonl", "errors.jsonl"))
    write_jsonl(gold, [article.as_gold(aim_at_predictions(article, read[article.id])) for article in articles])
    write_jsonl(first, [article.as_gold() for article in articles])
    figures = score(scorer, "stage", gold, out, "--errors", misses)
    figures["event_f1_by_first_mention"] = _in_silence(scorer, first, out)["event_f1"]
    write_jsonl(folder / "found.jsonl", list(_found(gold, misses)))
    found = _in_silence(scorer, folder / "found.jsonl", out)
    figures |= {f"{name}_of_found": found.get(f"{name}_acc") for name in FIELDS}
    print(f"\n{_of_found(figures)}")
    if job.errors:
        print_misses(misses, "anchor")
    return figures


def _of_found(figures: Figures) -> str:
    return "Of the events found: " + ", ".join(f"{name} {figures[f'{name}_of_found']}" for name in FIELDS)


def _in_text_alone(row: dict[str, Any]) -> dict[str, Any]:
    """What was read, without the evidence in the title: anchors are the text's, and the scorer takes all for it."""
    events = []
    for event in row.get("events") or ():
        titled = set(event.get("evidence_in_title") or ())
        kept = [span for at, span in enumerate(event["evidence"]) if at not in titled]
        events.append({**event, "evidence": kept})
    return {**row, "events": events}


def _in_silence(scorer: Path, gold: Path, out: Path) -> Figures:
    """The figures of one more scoring, without its table."""
    with redirect_stdout(StringIO()):
        return score(scorer, "stage", gold, out)


def _found(gold: Path, misses: Path) -> Iterator[dict[str, Any]]:
    """The gold records without the events that the reader missed."""
    missed = {(row["id"], row["anchor"]) for row in read_jsonl(misses) if row["error"] == "event missed"}
    for row in read_jsonl(gold):
        yield {**row, "events": [event for event in row["events"] if (row["id"], event["anchor"]) not in missed]}
