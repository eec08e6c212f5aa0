"""A watch whose receiver, database, disk or clock fails it for a while."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults_kills import Scene
from benchmarks.faults_spawner import ForkedWatch, Spawner
from benchmarks.job import Figures
from tests.postgres import PostgresServer

#: Seconds for which reports flow before and after.
FLOW_SECONDS = 3.0
#: Size of the disk that is filled, and what is left free on it, in bytes.
DISK_BYTES, LEFT_BYTES = 24_000_000, 300_000


def stop_receiver(spawner: Spawner, scene: Scene, seconds: float, patience: float) -> Figures:
    """The receiver answers 503 for so many seconds, then well again."""
    watch = _begin(spawner, scene)
    scene.desk.down = True
    time.sleep(seconds)
    held_back = len(scene.missing)
    scene.desk.down = False
    return {"down_s": seconds, "held_back": held_back} | _end(scene, watch, patience)


def stop_database(
    spawner: Spawner, scene: Scene, server: PostgresServer, times: int, seconds: float, patience: float = 90.0
) -> Figures:
    """PostgreSQL is stopped at once, its clients cut off, and started again."""
    watch = _begin(spawner, scene)
    for _ in range(times):
        server.stop()
        time.sleep(seconds)
        server.start()
        time.sleep(FLOW_SECONDS)
    return {"stopped": times, "stopped_s": seconds} | _end(scene, watch, patience)


def set_clock_back(spawner: Spawner, scene: Scene, seconds: float, patience: float = 30.0) -> Figures:
    """The clock goes back an hour while the watch runs, stays so for a while, and is put right."""
    moved = scene.folder / "clock.txt"
    watch = _begin(spawner, scene)
    moved.write_text("-3600", encoding="utf-8")
    before = set(scene.matters)
    time.sleep(seconds)
    told = len((set(scene.matters) - before) & set(scene.desk.told))
    moved.unlink()
    time.sleep(FLOW_SECONDS)
    return {"told_while_back": told} | _end(scene, watch, patience)


def fill_disk(spawner: Spawner, folder: Path, seconds: float, patience: float = 90.0) -> Figures:
    """The disk with store and captures is full for a while. It is a small one of its own, which only root can make."""
    folder.mkdir(parents=True, exist_ok=True)
    with small_disk(folder) as there:
        if not there:
            return {"skipped": "a small disk could not be mounted (root only)"}
        scene = Scene(folder, f"sqlite:///{folder.absolute()}/vedette.db")
        watch = _begin(spawner, scene)
        ballast = folder / "ballast"
        _fill(ballast)
        time.sleep(seconds)
        said = watch.logged.count('"work failed, trying again"')
        lived, held_back = watch.lives, len(scene.missing)
        ballast.unlink()
        figures = {"full_s": seconds, "lived": lived, "said": said, "held_back": held_back}
        return figures | _end(scene, watch, patience)


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Whether the folder is a small disk of its own now."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "vedette-faults", str(folder)]
    there = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield there
    finally:
        if there:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def _fill(ballast: Path) -> None:
    """Writes until nothing more fits, then gives a little back."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            pass
        file.truncate(max(0, file.tell() - LEFT_BYTES))


def _begin(spawner: Spawner, scene: Scene) -> ForkedWatch:
    watch = scene.start(spawner)
    watch.wait_until_watching()
    scene.publish()
    time.sleep(FLOW_SECONDS)
    return watch


def _end(scene: Scene, watch: ForkedWatch, patience: float) -> Figures:
    time.sleep(FLOW_SECONDS)
    scene.end_publishing()
    waited = scene.wait_for_alerts(patience)
    lived = watch.lives
    figures: Figures = {"lives_on": lived, "ended": watch.stop()}
    figures |= scene.figures() | {"caught_up_s": round(waited, 1)}
    scene.close()
    return figures
