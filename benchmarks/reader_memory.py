"""Memory and time of one long report, in a process of its own: `python -m benchmarks.reader_memory FILE`."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from itertools import cycle
from pathlib import Path

from benchmarks.job import Figures
from vedette.model.report import Report
from vedette.reading.assemble import read_report
from vedette.reading.language_pipeline import load_pipeline

#: Words of the reports read.
LENGTHS = (10_000, 100_000)


def measure_memory(texts: Sequence[str]) -> Figures:
    """Peak memory (MB) and processor seconds a thousand words, for each of LENGTHS."""
    figures: Figures = {}
    for length in LENGTHS:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(_text(texts, length))
            file.flush()
            command = [sys.executable, "-m", "benchmarks.reader_memory", file.name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        print(f"{length:7} words: {found['peak_mb']} MB, {found['seconds']:.1f} s of processor time")
        figures[f"peak_mb_{length}_words"] = found["peak_mb"]
        figures[f"s_per_1000_words_{length}"] = round(1000 * found["seconds"] / length, 3)
    return figures


def _text(texts: Sequence[str], n_words: int) -> str:
    parts, count = [], 0
    for text in cycle(texts):
        parts.append(text)
        count += len(text.split())
        if count >= n_words:
            return "\n\n".join(parts)
    return ""


def main() -> None:
    """Reads the file and prints one JSON object."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    nlp = load_pipeline()
    started = time.process_time()
    read_report(Report("long", text, None, date(2018, 1, 1)), nlp)
    seconds = time.process_time() - started
    print(json.dumps({"peak_mb": round(_peak_mb()), "seconds": round(seconds, 2)}))


def _peak_mb() -> float:
    """Peak memory of this program; what `getrusage` tells takes over the peak of the process that started it."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
