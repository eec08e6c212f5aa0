"""Reads texts that nobody would print, for some minutes: nothing may fail, hang, or point outside the text."""

import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.job import Figures, Job
from benchmarks.odd_texts import long_text, odd_text, samples
from vedette.model.ids import sha256_hex
from vedette.model.reading import Reading
from vedette.model.report import Report
from vedette.model.wire import reading_from_json, reading_to_json
from vedette.reading.language_pipeline import load_pipeline
from vedette.run.read_safely import CHARS_A_WORD, read_safely

#: How long it runs where nothing else is said.
MINUTES = 10.0
#: Every so many texts a long one is read.
LONG_EVERY = 150
#: Code points of the longest.
LONGEST = 1_000_000
#: Seconds a thousand words, and at least, above which a text counts as slow.
SLOW_SECONDS, SLOW_AT_LEAST = 2.0, 2.0


class FoundError(Exception):
    """Something that the reader did and must not do."""


def run(job: Job) -> Figures:
    """Half of the time with texts from our own makers, half guided by coverage where atheris is installed."""
    seconds = 60 * (job.minutes or MINUTES)
    guided = importlib.util.find_spec("atheris") is not None
    figures = _from_makers(seconds / 2 if guided else seconds, seed=int(job.extra[0]) if job.extra else 1)
    figures["atheris"] = _guided(seconds / 2) if guided else "not installed (pip install atheris)"
    return figures


def check(report: Report, *, gate: bool) -> float:
    """Seconds (of processor time) that the report takes to read.

    Raises:
        FoundError: It failed, a span lies outside the text, or the reading does not survive its JSON form.
    """
    started = time.process_time()
    found = read_safely(report, load_pipeline(), gate=gate)
    seconds = time.process_time() - started
    if not isinstance(found, Reading):
        raise FoundError(f"{found.code}: {found.message}")
    row = json.loads(json.dumps(reading_to_json(found, explain=True)))
    if reading_from_json(row, report) != found:
        raise FoundError("the reading is another after a round through JSON")
    for span in _spans(row, report):
        if not 0 <= span[0] <= span[1] <= span[2]:
            raise FoundError(f"a span lies outside its text: {span}")
    return seconds


def _spans(value: Any, report: Report) -> list[tuple[int, int, int]]:
    """Every `[start, end]` in a printed reading, with the length of the text that it lies in."""
    if isinstance(value, dict):
        length = (
            len(report.title or "") if value.get("in") == "title" else max(len(report.text), len(report.title or ""))
        )
        own = [
            (int(span[0]), int(span[1]), length)
            for key, span in value.items()
            if key in ("text", "cue", "content")
            and isinstance(span, list)
            and len(span) == 2
            and isinstance(span[0], int)
        ]
        return own + [found for part in value.values() for found in _spans(part, report)]
    return [found for part in value for found in _spans(part, report)] if isinstance(value, list) else []


def _from_makers(seconds: float, seed: int) -> Figures:
    rng = random.Random(seed)  # noqa: S311 (texts to try, no secret)
    until = time.monotonic() + seconds
    n_texts, n_chars, found, slowest = 0, 0, Counter[str](), 0.0
    while time.monotonic() < until:
        n_texts += 1
        chars = rng.choice((20_000, 100_000, LONGEST)) if n_texts % LONG_EVERY == 0 else 0
        text = long_text(rng, chars) if chars else odd_text(rng)
        if not text.strip():
            continue
        n_chars += len(text)
        title = rng.choice((None, None, odd_text(rng)[:200]))
        report = Report("f", text, title, rng.choice((None, date(2021, 5, 14))), text_sha256=sha256_hex(text))
        problem = _problem(report, gate=rng.random() < 0.3)
        if problem:
            found[problem[0][:120]] += 1
            _tell(problem[0], report)
        slowest = max(slowest, problem[1] if problem else 0.0)
    print(f"fuzz_reader: {n_texts} texts, {n_chars} characters, {sum(found.values())} findings")
    return {"n_texts": n_texts, "n_chars": n_chars, "n_findings": sum(found.values()), "findings": dict(found)}


def _problem(report: Report, *, gate: bool) -> tuple[str, float] | None:
    try:
        seconds = check(report, gate=gate)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        return f"{type(error).__name__}: {error}", 0.0
    allowed = SLOW_AT_LEAST + SLOW_SECONDS * len(report.text) / CHARS_A_WORD / 1000
    return (f"slow: {seconds:.1f} s for {len(report.text)} characters", seconds) if seconds > allowed else None


def _tell(problem: str, report: Report) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8") as file:
        json.dump({"text": report.text, "title": report.title}, file)
    print(f"   {problem[:200]}   ({file.name})", flush=True)


def _guided(seconds: float) -> Figures:
    """Runs atheris in a process of its own, since it ends the process that it runs in."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(samples()):
            (Path(folder) / f"{number}.txt").write_text(text[:600], encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.fuzz_reader_guided", folder, f"-max_total_time={seconds:.0f}"]
        command += ["-max_len=2000", "-timeout=60", f"-artifact_prefix={tempfile.gettempdir()}/fuzz_reader_"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = [
        line for line in done.stderr.splitlines() if line.startswith(("#", "Done", "==", " ===")) or "Error" in line
    ][-3:]
    print("\n".join(last))
    return {"exit_status": done.returncode, "seconds": round(seconds), "last": last[-1:] and last[-1][:200]}
