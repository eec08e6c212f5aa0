"""Starts `vedette watch` by forking from a process that has everything loaded, so that hundreds of starts take minutes.

Run as a module it is that process: it takes a JSON object a line and answers each with the number of a process.
"""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.stream_process import Taken, measure_session


class Spawner:
    """The process that forks; use it as a context manager."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.faults_spawner"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[1])
        if not self._answer()["ready"]:
            raise RuntimeError("the spawner did not start")

    def __enter__(self) -> "Spawner":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def start(self, folder: Path, *options: str) -> "ForkedWatch":
        """A `vedette watch WATCH.toml` in a folder; its clock is moved by the seconds in `clock.txt` there, if any."""
        log = folder / "log.txt"
        log.touch()
        size = log.stat().st_size
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "options": options}) + "\n")
        self._process.stdin.flush()
        return ForkedWatch(int(self._answer()["pid"]), log, size)

    def _answer(self) -> dict[str, int]:
        assert self._process.stdout is not None
        found: dict[str, int] = json.loads(self._process.stdout.readline())
        return found


class ForkedWatch:
    """A watch that runs, in a session of its own."""

    def __init__(self, pid: int, log: Path, offset: int) -> None:
        self.pid = pid
        self._log, self._offset = log, offset

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return Path(f"/proc/{self.pid}").exists()

    @property
    def logged(self) -> str:
        """What it has logged since it was started."""
        with self._log.open("rb") as file:
            file.seek(self._offset)
            return file.read().decode()

    def wait_until_watching(self, seconds: float = 60.0) -> None:
        """Returns when it says that it watches.

        Raises:
            RuntimeError: It ended before, or took longer.
        """
        end = time.monotonic() + seconds
        while '"watching"' not in self.logged:
            if not self.lives or time.monotonic() > end:
                raise RuntimeError(f"the watch did not begin: {self.logged[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Ends all its processes at once, without a chance to clean up."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        while self.lives:
            time.sleep(0.005)

    def stop(self, seconds: float = 30.0) -> bool:
        """Asks it to end; whether it did."""
        os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + seconds
        while self.lives and time.monotonic() < end:
            time.sleep(0.05)
        ended = not self.lives
        self.kill()
        return ended

    def measure(self) -> Taken:
        """What its processes take now."""
        return measure_session(self.pid)


def _run(folder: str, options: list[str]) -> None:
    """The forked process: becomes `vedette watch`."""
    import vedette.run.clock as clock
    from vedette.views.cli import main

    os.chdir(folder)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for name, number in (("/dev/null", 0), ("said.txt", 1), ("log.txt", 2)):
        file = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(file, number)
        os.close(file)
    real = clock.SystemClock.now
    clock.SystemClock.now = lambda self: real(self) + _moved()  # type: ignore[method-assign]
    sys.argv = ["vedette", "watch", "WATCH.toml", "--json-logs", *options]
    main()


def _moved() -> timedelta:
    """By how much the clock is moved."""
    try:
        return timedelta(seconds=float(Path("clock.txt").read_text(encoding="utf-8")))
    except OSError:
        return timedelta()


def _serve() -> None:
    import vedette.views.cli_watch
    from vedette.reading.language_pipeline import load_pipeline
    from vedette.run.read_safely import read_safely
    from vedette.sources.made import Defaults, Parts, make_report

    assert vedette.views.cli_watch
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    said = "Gunmen killed two policemen in Mosul, Iraq, police said."
    made = make_report(Parts(text=said, taken_from="warm-up"), Defaults())
    read_safely(made, load_pipeline(None), gate=True)
    print(json.dumps({"ready": 1}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        ready, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.write(told, b"1")  # from now on it can be killed with all that it starts
            os.close(told)
            os.close(ready)
            try:
                _run(asked["folder"], asked["options"])
            finally:
                os._exit(3)
        os.read(ready, 1)
        os.close(ready)
        os.close(told)
        print(json.dumps({"pid": pid}), flush=True)


if __name__ == "__main__":
    _serve()
