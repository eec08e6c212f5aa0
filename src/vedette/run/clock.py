"""The clock of the watch, injected so that tests can set it back."""

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime:
        """This UTC instant, without a zone. It may be set back."""

    def monotonic(self) -> float:
        """Seconds since some moment; never set back."""

    def wait(self, signal: threading.Event, seconds: float) -> bool:
        """Whether the signal came; waits for it at most so many seconds."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This UTC instant, without a zone."""
        return datetime.now(UTC).replace(tzinfo=None)

    def monotonic(self) -> float:
        """Seconds since the machine started."""
        return time.monotonic()

    def wait(self, signal: threading.Event, seconds: float) -> bool:
        """Whether the signal came within so many seconds."""
        return signal.wait(max(seconds, 0.0))
