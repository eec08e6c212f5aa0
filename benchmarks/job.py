"""What a benchmark is asked to do, and where its data and its scorer lie."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vedette.errors import UsageError

#: Name → figure; the final JSON line.
Figures = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One run of a benchmark."""

    #: Folder of the data (laid out as EVAL.md beside it tells), or one gold file; None: none was named.
    named_data: Path | None = None
    #: Which part: `dev`, `train`, `test`; None takes the benchmark's own default.
    split: str | None = None
    #: Where the predictions go, None for a temporary file.
    out: Path | None = None
    #: Whether misses are printed, grouped by cause.
    errors: bool = False
    #: How long a fuzzer may run; None takes its own default.
    minutes: float | None = None
    #: Reports a second; None takes the benchmark's own default.
    rate: float | None = None
    #: How often a process is killed; None takes the benchmark's own default.
    kills: int | None = None
    #: Words after the options, for benchmarks that take some.
    extra: tuple[str, ...] = field(default=())

    @property
    def data(self) -> Path:
        """The data that was named, for the benchmarks that read some.

        Raises:
            UsageError: None was named, or it is not there.
        """
        if self.named_data is None:
            raise UsageError("this benchmark reads data: name their folder with --data or VEDETTE_DATA")
        if not self.named_data.exists():
            raise UsageError(f"--data {self.named_data}: there is no such file or folder")
        return self.named_data

    def gold_files(self, *patterns: str) -> tuple[Path, ...]:
        """The gold files: the file given, or those in the folder that match a pattern (`eval/stage/dev.jsonl`).

        Raises:
            UsageError: There is none.
        """
        if self.data.is_file():
            return (self.data,)
        found = [path for pattern in patterns for path in sorted(self.data.glob(pattern))]
        if not found:
            raise UsageError(f"no {' or '.join(patterns)} below {self.data}: name the folder or file with --data")
        return tuple(dict.fromkeys(found))

    def scorer(self, relative: str) -> Path | None:
        """The scorer (`eval/score.py`, `muc4/score.py`) beside the data or in a folder above; None if none is there."""
        for folder in (self.data, *self.data.resolve().parents):
            for path in (folder / relative, folder / Path(relative).name):
                if path.is_file():
                    return path
        return None


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def write_jsonl(path: Path, rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
    """Writes objects as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def score(scorer: Path, *arguments: str | Path) -> Figures:
    """Runs a scorer, shows its table, and gives the JSON object of its last line (None if it prints none).

    Raises:
        UsageError: The scorer refuses the files; its own words are passed on.
    """
    command = [sys.executable, str(scorer), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UsageError(f"the scorer refused: {done.stderr.strip() or done.stdout.strip()}", str(scorer))
    *table, last = done.stdout.rstrip().split("\n")
    try:
        figures: Figures = json.loads(last)
    except json.JSONDecodeError:
        print(done.stdout, file=sys.stderr)
        return {}
    print("\n".join(table))
    return figures
