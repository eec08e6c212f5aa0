"""One process at a time runs a watch: takes it, keeps it with a beat, and takes it over from one that died."""

import os
import socket
import threading
from pathlib import Path

from vedette.errors import StoreError, UsageError
from vedette.run.clock import Clock
from vedette.store.store import Store
from vedette.store.watch_lock import beat, find_lock, release_lock, take_lock

#: Seconds between two beats.
BEAT_SECONDS = 5.0
#: Seconds for which the beat of a process on another machine must stand still before it counts as dead.
DEAD_SECONDS = 20.0


class Holding:
    """A watch that this process holds.

    Args:
        store: The store.
        watch_key: The watch.
        clock: Tells the time.
    """

    def __init__(self, store: Store, watch_key: str, clock: Clock) -> None:
        self._store, self._key, self._clock = store, watch_key, clock
        self.holder = name_process(os.getpid())

    def take(self, stop: threading.Event) -> None:
        """Returns when the watch is ours.

        Raises:
            UsageError: Another process runs it; says which.
            StoreError: The store cannot be used.
        """
        with self._store.begin() as connection:
            if take_lock(connection, self._key, self.holder, self._clock.now()):
                return
            found = find_lock(connection, self._key)
        if found is not None and not self._is_dead(*found, stop):
            raise UsageError(f"another process runs this watch on this store: {found[0]}; stop it first", self._key)
        with self._store.begin() as connection:
            before = found[0] if found else None
            if not take_lock(connection, self._key, self.holder, self._clock.now(), before):
                raise UsageError("another process has just begun to run this watch on this store", self._key)

    def beat(self) -> None:
        """Tells others that we live.

        Raises:
            StoreError: Another process has taken the watch over, or the store cannot be used.
        """
        with self._store.begin() as connection:
            if not beat(connection, self._key, self.holder):
                raise LostWatchError("another process has taken this watch over", self._key)

    def release(self) -> None:
        """Lets the watch go."""
        with self._store.begin() as connection:
            release_lock(connection, self._key, self.holder)

    def _is_dead(self, holder: str, beats: int, stop: threading.Event) -> bool:
        """Whether a holder is no more: told at once on the own machine, else by a beat that stands still."""
        if _place(holder) == _place(self.holder):
            return name_process(int(holder.split()[3])) != holder
        self._clock.wait(stop, DEAD_SECONDS)
        with self._store.look() as connection:
            return find_lock(connection, self._key) == (holder, beats)


class LostWatchError(StoreError):
    """Another process has taken the watch over: this one must stop."""


def name_process(pid: int) -> str:
    """Machine, process space, process and when it was started; another process never has the same."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[1].split()
        # One that was killed and that nobody has asked after is still listed, and runs nothing.
        started = "over" if fields[0] in ("Z", "X") else fields[19]
    except (OSError, IndexError):
        started = "?" if _lives(pid) else "over"
    return f"{_here()} pid {pid} started {started}"


def _here() -> str:
    """The machine since it was started, and the space in which its process numbers hold."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    space = Path("/proc/self/ns/pid")
    words = boot.read_text(encoding="utf-8").strip()[:8] if boot.exists() else "?"
    number = str(space.readlink()).strip("pid:[]") if space.exists() else "?"
    return f"{socket.gethostname().replace(' ', '-')} {words}-{number}"


def _place(holder: str) -> str:
    return " ".join(holder.split()[:2])


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
