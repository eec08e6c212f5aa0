"""The reader's speed as a ratio to the bare spaCy pipeline with the same model: same text, one run, processor time.

`conflict` and `muc4` are text all about attacks, `short` reports of a few lines; `stream` is nine tenths ordinary news
of other subjects, read with the gate. Beside them what the gate lets through and what it loses, two processes (by the
clock: the machine must be idle), and memory and time over a text of 100,000 words.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

import spacy
from spacy.language import Language

from benchmarks.job import Figures, Job, read_jsonl
from benchmarks.reader_memory import measure_memory
from vedette.errors import UsageError
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.gate import may_matter, passages_that_matter
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name
from vedette.run.reading_pool import ReadingPool

#: Words read for each figure: some ten seconds a pass.
WORDS = 30_000
#: Passes, in turn; the fastest of each side counts, as the others were disturbed.
PASSES = 2
#: Share of the mixed stream that is about conflict.
CONFLICT_SHARE = 0.1
#: An article is all about attacks when so many of these stand in it.
ABOUT, AT_LEAST = ("killed", "bomb", "attack", "gunmen", "militant", "troops"), 5

Rows = Iterator[Report]


def run(job: Job) -> Figures:
    """Reads `muc4`, `eval/stage`, `eval/geoparsing`, `eval/news_clusters`, `eval/fivew1h` and `eval/timex`."""
    muc4 = list(_muc4(job, relevant=True))
    news = list(_articles(job, "eval/news_clusters/articles.jsonl", "eval/geoparsing/*.jsonl"))
    about = [report for report in news if sum(report.text.lower().count(word) for word in ABOUT) >= AT_LEAST]
    ordinary = list(_ordinary(job))
    if not muc4 or not about or not ordinary:
        raise UsageError("the data must hold articles about attacks and others")
    texts = {
        "conflict": (_take(about, WORDS), False),
        "muc4": (_take(muc4, WORDS), False),
        "short": (_take(list(_stage(job)), WORDS), False),
        "stream": (_mixed(muc4, ordinary), True),
    }
    nlp = load_pipeline()
    bare = spacy.load(nlp.path) if nlp.path else nlp
    figures: Figures = {"pipeline": pipeline_name(nlp)}
    for name, (reports, gate) in texts.items():
        figures |= _ratio(name, reports, bare, partial(_read, nlp, gate))
    figures |= _gate(muc4, list(_stage(job)), ordinary, list(_articles(job, "eval/geoparsing/lgl.jsonl")))
    return figures | _two_processes(_take(muc4, WORDS), bare) | measure_memory([report.text for report in about])


def _ratio(
    name: str, reports: Sequence[Report], bare: Language, read: Callable[[Sequence[Report]], Iterable[object]]
) -> Figures:
    words = sum(map(_n_words, reports))
    one, other = _seconds(reports, (partial(_parse, bare), read))
    print(f"{name:10} bare {words / one:8.0f} words/s   reader {words / other:8.0f} words/s   ratio {one / other:.2f}")
    return {
        f"{name}_words": words,
        f"{name}_bare_words_per_s": round(words / one),
        f"{name}_reader_words_per_s": round(words / other),
        f"{name}_ratio": round(one / other, 2),
    }


def _seconds(
    reports: Sequence[Report], sides: Sequence[Callable[[Sequence[Report]], Iterable[object]]]
) -> tuple[float, ...]:
    """The least processor time that each side takes."""
    best = [float("inf")] * len(sides)
    for side in sides:
        _exhaust(side(reports[:3]))
    for _ in range(PASSES):
        for number, side in enumerate(sides):
            started = time.process_time()
            _exhaust(side(reports))
            best[number] = min(best[number], time.process_time() - started)
    return tuple(best)


def _gate(
    muc4: Sequence[Report], stage: Sequence[Report], ordinary: Sequence[Report], local: Sequence[Report]
) -> Figures:
    figures: Figures = {}
    for name, reports in (("muc4", muc4), ("stage", stage)):
        figures[f"gate_recall_{name}"] = round(100 * sum(map(may_matter, reports)) / len(reports), 1)
    for name, reports in (("ordinary", ordinary), ("local", local)):
        kept = [passages_that_matter(report) for report in reports]
        chars = sum(passage.end - passage.start for one in kept for passage in one or ())
        figures[f"gate_passes_{name}"] = round(100 * sum(one is not None for one in kept) / len(kept), 1)
        figures[f"gate_parsed_{name}"] = round(100 * chars / sum(len(report.text) for report in reports), 1)
    print("gate       " + "   ".join(f"{name[5:]} {value} %" for name, value in figures.items()))
    return figures


def _two_processes(reports: Sequence[Report], bare: Language) -> Figures:
    """How much faster two processes are than one, by the clock, ours and spaCy's own on the same text."""
    seconds = {n: min(_pool_seconds(reports, n) for _ in range(PASSES)) for n in (1, 2)}
    theirs = {n: min(_clock(partial(_parse, bare, n), reports) for _ in range(PASSES)) for n in (1, 2)}
    ours, spacys = seconds[1] / seconds[2], theirs[1] / theirs[2]
    print(f"2 processes: reader {ours:.2f} x, spaCy's own {spacys:.2f} x")
    return {"two_processes_ratio": round(ours, 2), "two_processes_spacy_ratio": round(spacys, 2)}


def _pool_seconds(reports: Sequence[Report], n_processes: int) -> float:
    with ReadingPool(n_processes) as pool:
        _exhaust(pool.read(reports[: 2 * n_processes]))
        return _clock(pool.read, reports)


def _clock(read: Callable[[Sequence[Report]], Iterable[object]], reports: Sequence[Report]) -> float:
    started = time.perf_counter()
    _exhaust(read(reports))
    return time.perf_counter() - started


def _exhaust(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _parse(nlp: Language, n_processes: int | Sequence[Report], reports: Sequence[Report] = ()) -> Iterable[object]:
    if not isinstance(n_processes, int):
        return nlp.pipe((one.text for one in n_processes), batch_size=32)
    return nlp.pipe((one.text for one in reports), batch_size=32, n_process=n_processes)


def _read(nlp: Language, gate: bool, reports: Sequence[Report]) -> Iterable[object]:
    return (read_report(one, nlp, gate=gate) for one in reports)


def _muc4(job: Job, *, relevant: bool) -> Rows:
    for path in job.gold_files("muc4/train.jsonl"):
        rows = (row for row in read_jsonl(path) if bool(row["templates"]) == relevant)
        yield from (Report(row["docid"], row["text"], None, date(1990, 1, 1)) for row in rows)


def _stage(job: Job) -> Rows:
    for path in job.gold_files("eval/stage/dev.jsonl"):
        yield from (Report(row["id"], row["text"], None, date(2025, 1, 1)) for row in read_jsonl(path))


def _articles(job: Job, *patterns: str) -> Rows:
    rows = (row for path in job.gold_files(*patterns) for row in read_jsonl(path) if row.get("text"))
    yield from (Report(row["id"], row["text"], row.get("title"), date(2018, 1, 1)) for row in rows)


def _ordinary(job: Job) -> Rows:
    """News of business, sport, science, culture, technology, politics and disease, as it comes."""
    for path in job.gold_files("eval/news_clusters/articles.jsonl"):
        rows = (row for row in read_jsonl(path) if row.get("text") and row["category"] not in (None, "world"))
        yield from (Report(row["id"], row["text"], row.get("title"), date(2018, 1, 1)) for row in rows)
    yield from _articles(job, "eval/fivew1h/gold.jsonl", "eval/geoparsing/geovirus.jsonl")
    for path in job.gold_files("eval/timex/meantime_en.jsonl"):
        for row in read_jsonl(path):
            text = "\n".join(" ".join(sentence) for sentence in row["sentences"])
            yield Report(row["id"], text, None, date(2008, 1, 1))


def _take(reports: Sequence[Report], words: int) -> list[Report]:
    shuffled = random.Random(7).sample(list(reports), len(reports))  # noqa: S311 (a fixed order, no secret)
    taken, count = [], 0
    for report in shuffled:
        taken.append(report)
        count += _n_words(report)
        if count >= words:
            break
    return taken


def _mixed(conflict: Sequence[Report], others: Sequence[Report]) -> list[Report]:
    few = _take(conflict, round(2 * WORDS * CONFLICT_SHARE))
    many = _take(others, round(sum(map(_n_words, few)) * (1 / CONFLICT_SHARE - 1)))
    return random.Random(7).sample([*few, *many], len(few) + len(many))  # noqa: S311 (a fixed order, no secret)


def _n_words(report: Report) -> int:
    return len(report.text.split())
