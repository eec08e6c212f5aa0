"""What a run spends on a model, held against its limits before each request."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vedette.errors import ModelError
from vedette.run.llm_settings import PREFIX, LlmSettings

#: UTF-8 bytes of a token, reckoned low, so that what is reserved is rather too much. Source: about 4 in English.
BYTES_A_TOKEN = 3
#: Tokens above which a server's own count cannot be meant.
_MOST_TOKENS = 10_000_000


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a request may come to: tokens sent and received."""

    n_in: int
    n_out: int


class Spending:
    """Counts requests, tokens, money and time over all threads of a run.

    What a request may cost at most is reserved before it is sent, so that the limits are kept however many are under
    way; when its answer is there, what it did cost is put in its place.

    Args:
        settings: The limits.
        monotonic: Tells the time.
    """

    def __init__(self, settings: LlmSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._monotonic = settings, monotonic
        self._lock = threading.Lock()
        self._since = monotonic()
        self.n_requests = 0
        self.n_in = 0
        self.n_out = 0

    @property
    def cost(self) -> float:
        """Money spent and reserved."""
        return (self.n_in * self._settings.price_in + self.n_out * self._settings.price_out) / 1e6

    def reserve(self, n_bytes: int) -> Reserved:
        """What is put aside for a request of so many bytes.

        Raises:
            ModelError: It would go beyond a limit; it must not be sent.
        """
        wanted = Reserved(n_bytes // BYTES_A_TOKEN + 1, self._settings.answer_tokens)
        with self._lock:
            self._check(wanted)
            self.n_requests += 1
            self.n_in += wanted.n_in
            self.n_out += wanted.n_out
        return wanted

    def settle(self, reserved: Reserved, usage: object) -> None:
        """Puts what the server counted in the place of what was reserved; without a count that can be, it stays so."""
        told = usage if isinstance(usage, Mapping) else {}
        n_in, n_out = _count(told.get("prompt_tokens")), _count(told.get("completion_tokens"))
        with self._lock:
            self.n_in += (reserved.n_in if n_in is None else n_in) - reserved.n_in
            self.n_out += (reserved.n_out if n_out is None else n_out) - reserved.n_out

    def left_seconds(self) -> float:
        """Seconds that the run may still take."""
        if self._settings.max_seconds is None:
            return float("inf")
        return self._settings.max_seconds - (self._monotonic() - self._since)

    def told(self) -> str:
        """What was spent, in words."""
        money = f", {self.cost:.4f} in money" if self._settings.price_in or self._settings.price_out else ""
        return f"{self.n_requests:,} requests, {self.n_in + self.n_out:,} tokens{money}"

    def _check(self, wanted: Reserved) -> None:
        limits = self._settings
        n_tokens = self.n_in + self.n_out + wanted.n_in + wanted.n_out
        cost = self.cost + (wanted.n_in * limits.price_in + wanted.n_out * limits.price_out) / 1e6
        reached = (
            "MAX_REQUESTS" * (limits.max_requests is not None and self.n_requests >= limits.max_requests)
            or "MAX_TOKENS" * (limits.max_tokens is not None and n_tokens > limits.max_tokens)
            or "MAX_COST" * (limits.max_cost is not None and cost > limits.max_cost)
            or "MAX_SECONDS" * (self.left_seconds() <= 0)
        )
        if reached:
            raise ModelError(
                f"the limit {PREFIX}{reached} is reached after {self.told()}: what was read stays; raise the limit "
                "and run it again to go on"
            )


def _count(value: object) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS
    return value if known and isinstance(value, int) else None
