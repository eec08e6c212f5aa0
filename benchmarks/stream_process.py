"""A `vedette watch` as a process of its own, with what its tree of processes takes."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a tree of processes takes at a moment, in bytes and in seconds of processor time."""

    n_processes: int
    #: Resident memory, pages that are shared counted in each process.
    rss: int
    #: The same with shared pages counted once.
    pss: int
    cpu_seconds: float


class WatchProcess:
    """`vedette watch WATCH.toml` in a folder, with its log beside it.

    Args:
        folder: Where the watch lies, and the store unless another is named.
        options: Further options.
        nice: How far it stands back behind others.
    """

    def __init__(self, folder: Path, *options: str, nice: int = 0, log: str = "log.txt") -> None:
        self.log = folder / log
        command = [sys.executable, "-m", "vedette.views.cli", "watch", "WATCH.toml", *options]
        with self.log.open("ab") as err, (folder / "said.txt").open("ab") as out:
            self.process = subprocess.Popen(
                ["nice", "-n", str(nice), *command] if nice else command,
                cwd=folder, stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip

    def wait_until_watching(self, seconds: float = 120.0) -> None:
        """Returns when it says that it watches.

        Raises:
            RuntimeError: It ended before, or took longer.
        """
        end, seen = time.monotonic() + seconds, self.log.stat().st_size
        while b"watching" not in self.log.read_bytes()[max(0, seen - 1) :]:
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the watch did not begin: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Ends all its processes at once, without a chance to clean up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 60.0) -> int:
        """Asks it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def measure(self) -> Taken:
        """What its processes take now."""
        return measure_session(self.process.pid)


def measure_session(session: int) -> Taken:
    """What the processes of a session take now."""
    found = [one for one in map(_measure, _tree(session)) if one]
    return Taken(
        len(found),
        sum(one.rss for one in found),
        sum(one.pss for one in found),
        sum(one.cpu_seconds for one in found),
    )


def _tree(session: int) -> list[int]:
    """The processes of a session."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and int(_stat(int(path.name))[3]) == session:
                found.append(int(path.name))
        except (OSError, IndexError):
            continue
    return found


def _stat(pid: int) -> list[str]:
    """The fields of a process's `stat` behind its name: state, parent, group, session, …"""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[1].split()


def _measure(pid: int) -> Taken | None:
    try:
        fields = _stat(pid)
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except (OSError, IndexError):
        return None
    pss = sum(int(line.split()[1]) * 1024 for line in rolled.splitlines() if line.startswith("Pss:"))
    return Taken(1, int(fields[21]) * _PAGE, pss, (int(fields[11]) + int(fields[12])) / _TICKS)
