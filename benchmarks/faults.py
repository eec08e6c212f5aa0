"""What befalls a watch, on purpose: killed at random moments, without its database, its disk, its receiver, its clock.

Further words choose: `kills`, `receiver`, `database`, `disk`, `clock`, `feeds`; all of them unless told otherwise.
`postgresql` has the kills on PostgreSQL. `--kills N` says how often, `--minutes M` how long the receiver is down.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults_feeds import visit_hostile_feeds
from benchmarks.faults_kills import Scene, alerts_of, kill_at_random, tell_undisturbed
from benchmarks.faults_spawner import Spawner
from benchmarks.faults_surroundings import fill_disk, set_clock_back, stop_database, stop_receiver
from benchmarks.job import Figures, Job
from tests.postgres import PostgresServer, find_programs
from vedette.errors import UsageError

#: Unless told otherwise.
KILLS, DOWN_MINUTES, FEED_ITEMS = 200, 10.0, 100_000
NAMES = ("kills", "receiver", "database", "disk", "clock", "feeds")


def run(job: Job) -> Figures:
    """Each fault with its counts; all that is lost, missing or told twice should be 0."""
    asked = [word for word in job.extra if word in NAMES] or list(NAMES)
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="vedette-faults-", dir=job.out) as made, Spawner() as spawner:
        for name in asked:
            print(f"-- {name}", flush=True)
            found = _FAULTS[name](spawner, Path(made) / name, job)
            print("".join(f"   {key:22} {value}\n" for key, value in found.items()), end="", flush=True)
            figures |= {f"{name}_{key}": value for key, value in found.items()}
    return figures


def _kills(spawner: Spawner, folder: Path, job: Job) -> Figures:
    with _store_url(folder, job) as url, _store_url(folder / "alone", job) as url_alone:
        scene = Scene(folder, url)
        figures = kill_at_random(spawner, scene, job.kills or KILLS)
        alone = Scene(folder / "alone", url_alone)
        undisturbed = tell_undisturbed(spawner, alone, scene.made)
        scene.close()
        alone.close()
        return figures | {"store": url.split(":")[0], "alerts_differ": len(undisturbed ^ alerts_of(scene))}


def _receiver(spawner: Spawner, folder: Path, job: Job) -> Figures:
    minutes = job.minutes or DOWN_MINUTES
    return stop_receiver(spawner, Scene(folder, _sqlite(folder)), minutes * 60, patience=minutes * 120)


def _database(spawner: Spawner, folder: Path, _job: Job) -> Figures:
    with _server() as server:
        scene = Scene(folder, server.url(server.new_database()))
        return stop_database(spawner, scene, server, times=5, seconds=10.0)


def _disk(spawner: Spawner, folder: Path, _job: Job) -> Figures:
    return fill_disk(spawner, folder, seconds=20.0)


def _clock(spawner: Spawner, folder: Path, _job: Job) -> Figures:
    return set_clock_back(spawner, Scene(folder, _sqlite(folder)), seconds=20.0)


def _feeds(spawner: Spawner, folder: Path, _job: Job) -> Figures:
    return visit_hostile_feeds(spawner, folder, FEED_ITEMS, patience=300.0)


_FAULTS: dict[str, Callable[[Spawner, Path, Job], Figures]] = {
    "kills": _kills,
    "receiver": _receiver,
    "database": _database,
    "disk": _disk,
    "clock": _clock,
    "feeds": _feeds,
}


def _sqlite(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder.absolute()}/vedette.db"


@contextmanager
def _server() -> Iterator[PostgresServer]:
    """A server that waits for its disk, as a user has it."""
    programs = find_programs()
    if programs is None:
        raise UsageError("no PostgreSQL server is installed here: make system")
    server = PostgresServer(programs, options="")
    server.start()
    try:
        yield server
    finally:
        server.remove()


@contextmanager
def _store_url(folder: Path, job: Job) -> Iterator[str]:
    if "postgresql" not in job.extra:
        yield _sqlite(folder)
        return
    with _server() as server:
        yield server.url(server.new_database())
