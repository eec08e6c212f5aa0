"""A thread that does one thing over and over, and survives whatever befalls it."""

import logging
import threading
from collections.abc import Callable

from vedette.errors import OutputError, StoreError
from vedette.run.clock import Clock
from vedette.run.health import Health
from vedette.run.holding import LostWatchError

_LOG = logging.getLogger("vedette.watch")
#: Seconds before work that failed is tried again: the first time, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: Seconds between two signs of life of work that is not due.
SIGN_SECONDS = 60.0


class Loop(threading.Thread):
    """Does its work until it is stopped. What fails is said, and tried again after a while, for ever.

    Args:
        name: What it does.
        work: Does it once, and gives the seconds until it is to be done again unless it is woken.
        stop: Ends it, after the work under way.
        clock: Waits.
        health: Where it reports.
        failed: Called at each failure.
        lost: Called when the watch is no longer ours; it ends then.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], float],
        stop: threading.Event,
        clock: Clock,
        health: Health,
        failed: Callable[[str], None],
        lost: Callable[[], None],
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._stop_signal, self._clock, self._health = work, stop, clock, health
        self._failed, self._lost = failed, lost
        self._wake = threading.Event()
        self._n_failures = 0

    def wake(self) -> None:
        """Lets it work now."""
        self._wake.set()

    def run(self) -> None:
        """Works until stopped."""
        while not self._stop_signal.is_set():
            self._health.lives(self.name)
            self._wake.clear()
            pause = self._try()
            if pause is None:
                return
            if self._n_failures:
                self._rest(self._stop_signal, pause)
            elif pause > 0 and not self._stop_signal.is_set():
                self._rest(self._wake, pause)

    def _rest(self, signal: threading.Event, seconds: float) -> None:
        """Waits for the signal, so many seconds at most; who only rests is not dead."""
        while seconds > 0 and not self._clock.wait(signal, min(seconds, SIGN_SECONDS)):
            seconds -= SIGN_SECONDS
            self._health.lives(self.name)

    def _try(self) -> float | None:
        """Seconds until the next try, None: there is none."""
        try:
            pause = self._work()
        except LostWatchError as error:
            self._health.troubled(self.name, error.message)
            _LOG.critical("watch lost", extra={"thread_name": self.name, "error": error.message})
            self._lost()
            return None
        except (StoreError, OutputError) as error:
            return self._note(error.message)
        except Exception as error:  # noqa: BLE001 (a watch that ends over one mishap is worse than one that says so)
            _LOG.exception("work failed", extra={"thread_name": self.name})
            return self._note(f"{type(error).__name__}: {error}")
        if self._n_failures:
            _LOG.info("working again", extra={"thread_name": self.name})
        self._n_failures = 0
        self._health.well(self.name)
        return pause

    def _note(self, message: str) -> float:
        if self._n_failures == 0:
            _LOG.error("work failed, trying again", extra={"thread_name": self.name, "error": message})
        self._n_failures += 1
        self._health.troubled(self.name, message)
        self._failed(self.name)
        return float(min(FIRST_PAUSE * 2.0 ** min(self._n_failures - 1, 10), LONGEST_PAUSE))
