"""The reader's speed as a ratio to the bare spaCy pipeline with the same model, same text, one process."""

import random
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from spacy.language import Language

from benchmarks.job import Figures, Job, read_jsonl
from vedette.errors import UsageError
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.gate import may_matter
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name

#: Words read for each figure: about half a minute a pass at 4,000 words/s.
WORDS = 60_000
#: Passes; the fastest counts, as the others were disturbed.
PASSES = 2
#: Share of the mixed stream that is about conflict.
CONFLICT_SHARE = 0.1


def run(job: Job) -> Figures:
    """Reads news articles of `eval/news_clusters` and `eval/geoparsing`: those about acts alone, and a mixed stream."""
    reports = _reports(job)
    conflict = [report for report in reports if may_matter(report)]
    others = [report for report in reports if not may_matter(report)]
    if not conflict or not others:
        raise UsageError("the articles must hold some with and some without triggers")
    nlp = load_pipeline()
    hot, stream = _take(conflict, WORDS), _mixed(conflict, others)
    figures: Figures = {"pipeline": pipeline_name(nlp)}
    for name, texts, gate in (("conflict", hot, False), ("stream", stream, True)):
        bare = _words_per_s(texts, partial(_parse, nlp))
        ours = _words_per_s(texts, partial(_read, nlp, gate))
        figures |= {
            f"{name}_words": sum(map(_n_words, texts)),
            f"{name}_bare_words_per_s": round(bare),
            f"{name}_reader_words_per_s": round(ours),
            f"{name}_ratio": round(ours / bare, 2),
        }
        print(f"{name:10} bare {bare:8.0f} words/s   reader {ours:8.0f} words/s   ratio {ours / bare:.2f}")
    figures["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def _parse(nlp: Language, reports: Sequence[Report]) -> Iterable[object]:
    return nlp.pipe((one.text for one in reports), batch_size=32)


def _read(nlp: Language, gate: bool, reports: Sequence[Report]) -> Iterable[object]:
    return (read_report(one, nlp, gate=gate) for one in reports)


def _reports(job: Job) -> list[Report]:
    files = job.gold_files("eval/news_clusters/articles.jsonl", "eval/geoparsing/*.jsonl")
    rows = [row for path in files for row in read_jsonl(path) if row.get("text")]
    reports = [Report(row["id"], row["text"], row.get("title"), date(2018, 1, 1)) for row in rows]
    random.Random(7).shuffle(reports)  # noqa: S311 (a fixed order, no secret)
    return reports


def _take(reports: Sequence[Report], words: int) -> list[Report]:
    taken, count = [], 0
    for report in reports:
        taken.append(report)
        count += _n_words(report)
        if count >= words:
            break
    return taken


def _mixed(conflict: Sequence[Report], others: Sequence[Report]) -> list[Report]:
    few = _take(conflict, round(WORDS * CONFLICT_SHARE))
    return few + _take(others, round(sum(map(_n_words, few)) * (1 / CONFLICT_SHARE - 1)))


def _n_words(report: Report) -> int:
    return len(report.text.split())


def _words_per_s(reports: Sequence[Report], read: Callable[[Sequence[Report]], Iterable[object]]) -> float:
    for _ in read(reports[:2]):
        pass
    seconds = []
    for _ in range(PASSES):
        start = time.perf_counter()
        for _ in read(reports):
            pass
        seconds.append(time.perf_counter() - start)
    return sum(map(_n_words, reports)) / min(seconds)
