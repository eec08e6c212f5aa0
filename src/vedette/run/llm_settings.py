"""Settings of the reader that asks a model: where it is, what it may cost, and how long it may take."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from vedette.errors import FetchError, UsageError
from vedette.run.addresses import check_url
from vedette.run.fetch import read_secret

#: What every setting begins with.
PREFIX = "VEDETTE_LLM_"
Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Where the model is, and the limits of asking it."""

    #: Base address of an OpenAI-compatible API (`https://models.example/v1`) or of its chat completions.
    url: str
    #: Name of the model, as the server knows it.
    model: str
    #: Sent as a bearer token, to this address alone; None: none is sent.
    key: str | None = field(default=None, repr=False)
    #: Whether the server may lie on the own machine or a private network, and be asked without TLS.
    allow_private: bool = False
    #: Seconds that one request may take, from the first byte sent to the last one read.
    seconds: float = 120.0
    #: Requests at a time.
    n_at_once: int = 4
    #: Times that a request is tried, and seconds before the second time (doubled before each further one).
    n_tries: int = 4
    pause_seconds: float = 1.0
    #: Code points of a report in one request; longer reports take several.
    excerpt_chars: int = 12_000
    #: Tokens of an answer at most.
    answer_tokens: int = 4_000
    #: Bytes of an answer at most.
    max_bytes: int = 2_000_000
    #: Limits of one run: requests (each try counts), tokens in and out together, money, seconds. None: no limit.
    max_requests: int | None = 1_000
    max_tokens: int | None = None
    max_cost: float | None = None
    max_seconds: float | None = None
    #: Price of a million tokens sent and of a million received, in the money of `max_cost`.
    price_in: float = 0.0
    price_out: float = 0.0
    #: Folder in which answers are kept, by content; None: nowhere.
    cache: Path | None = None

    @property
    def endpoint(self) -> str:
        """The address of chat completions."""
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        if not path.endswith("/chat/completions"):
            path += "/chat/completions"
        return parts._replace(path=path, fragment="").geturl()


def read_settings(env: Mapping[str, str] | None = None) -> LlmSettings:
    """The settings that the environment holds.

    Raises:
        UsageError: One is missing or is not what it should be; the message never holds the key.
    """
    env = os.environ if env is None else env
    url, model = (env.get(PREFIX + name, "").strip() for name in ("URL", "MODEL"))
    if not url or not model:
        raise UsageError(f"--reader llm: set {PREFIX}URL and {PREFIX}MODEL: an OpenAI-compatible address and a model")
    private = _yes(env, "ALLOW_PRIVATE")
    _check_address(url, private)
    cache = env.get(f"{PREFIX}CACHE", "").strip()
    given = LlmSettings(
        url=url,
        model=_model(model),
        key=_key(env),
        allow_private=private,
        seconds=_number(env, "SECONDS", 120.0, 1),
        n_at_once=_number(env, "AT_ONCE", 4, 1, 64),
        excerpt_chars=_number(env, "EXCERPT_CHARS", 12_000, 500),
        answer_tokens=_number(env, "ANSWER_TOKENS", 4_000, 100),
        max_requests=_number(env, "MAX_REQUESTS", 1_000, 1),
        max_tokens=_limit(env, "MAX_TOKENS", int),
        max_cost=_limit(env, "MAX_COST", float),
        max_seconds=_limit(env, "MAX_SECONDS", float),
        price_in=_number(env, "PRICE_IN", 0.0, 0),
        price_out=_number(env, "PRICE_OUT", 0.0, 0),
        cache=Path(cache) if cache else None,
    )
    if given.max_cost is not None and not (given.price_in or given.price_out):
        raise UsageError(f"{PREFIX}MAX_COST: needs {PREFIX}PRICE_IN and {PREFIX}PRICE_OUT, of a million tokens")
    return given


def _check_address(url: str, private: bool) -> None:
    try:
        check_url(url)
    except FetchError as error:
        raise UsageError(f"{PREFIX}URL: {error.message}") from error
    if urlsplit(url).scheme != "https" and not private:
        message = f"{PREFIX}URL: reports and the key go out unprotected without https; on a network of your own set"
        raise UsageError(f"{message} {PREFIX}ALLOW_PRIVATE=true")


def _model(name: str) -> str:
    if len(name) > 200 or not name.isprintable():
        raise UsageError(f"{PREFIX}MODEL: not a name of a model")
    return name


def _key(env: Mapping[str, str]) -> str | None:
    """The key that the setting holds, or the file that it names (`file:PATH`)."""
    given = env.get(f"{PREFIX}KEY", "").strip()
    key = read_secret(given) if given.startswith("file:") else given or None
    if key is not None and (not key.isascii() or not key.isprintable() or " " in key):
        raise UsageError(f"{PREFIX}KEY: holds characters that no key has")
    return key


def _yes(env: Mapping[str, str], name: str) -> bool:
    given = env.get(PREFIX + name, "").strip().lower()
    if given not in ("", "true", "false", "1", "0", "yes", "no"):
        raise UsageError(f"{PREFIX}{name}={given}: say true or false")
    return given in ("true", "1", "yes")


def _limit(env: Mapping[str, str], name: str, kind: type[Number]) -> Number | None:
    return _number(env, name, kind(0), 0) if env.get(PREFIX + name, "").strip() else None


def _number(env: Mapping[str, str], name: str, default: Number, least: Number, most: Number | None = None) -> Number:
    given = env.get(PREFIX + name, "").strip()
    if not given:
        return default
    try:
        value = type(default)(given)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{PREFIX}{name}={given}: not a number") from error
    if not least <= value < float("inf") or (most is not None and value > most):
        raise UsageError(f"{PREFIX}{name}={given}: must be {least} or more{f', {most} at most' if most else ''}")
    return value
