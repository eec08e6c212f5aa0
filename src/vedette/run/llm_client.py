"""Asks a model over an OpenAI-compatible chat endpoint: bounded in bytes and time, tried again with pauses."""

import json
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpcore
import httpx

from vedette.errors import AnswerError, FetchError, ModelError, UsageError
from vedette.model.ids import content_id
from vedette.run.addresses import show_url
from vedette.run.clock import Clock, SystemClock
from vedette.run.connecting import Transport
from vedette.run.fetch import USER_AGENT, read_retry_after
from vedette.run.llm_settings import PREFIX, LlmSettings
from vedette.run.llm_spending import Spending
from vedette.run.unpack import read_body

#: Statuses after which the same request may yet be answered.
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
#: Statuses that the next request would get as well.
_SHUT = {
    401: "does not take the key",
    402: "wants to be paid",
    403: "does not allow it",
    404: "has no such address or model",
}
#: Statuses of a server that does not take a part of the request.
_REFUSED = frozenset({400, 415, 422, 501})
#: Longest pause that a server may ask for, in seconds.
MAX_PAUSE_SECONDS = 120.0
#: How the answer's form is asked for, from what binds most to what any server takes.
_FORMS = ("json_schema", "json_object", "plain")


class _TryAgainError(Exception):
    """No answer this time; after how many seconds to ask again, None: as usual."""

    def __init__(self, message: str, seconds: float | None = None, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.seconds, self.timed_out = seconds, timed_out


class NoAnswerError(Exception):
    """A request that got no usable answer, however often it was tried."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.timed_out = timed_out


@dataclass(slots=True)
class _Manners:
    """What the server turned out to take."""

    form: int = 0
    tokens_key: str = "max_tokens"
    temperature: bool = True


class LlmClient:
    """Asks one model, for all threads of a run.

    Args:
        settings: Where it is, and the limits.
        spending: What the run may spend.
        clock: Waits between two tries.
        tls: What certificates are held against; None: the usual authorities, or `SSL_CERT_FILE`.
    """

    def __init__(
        self,
        settings: LlmSettings,
        spending: Spending | None = None,
        clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self.spending = spending or Spending(settings)
        self._clock = clock or SystemClock()
        self._tls = tls or httpx.create_ssl_context()
        self._manners = _Manners()
        self.stop = threading.Event()
        self._shown = show_url(settings.endpoint)

    def ask(self, messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> object:
        """The model's answer as parsed JSON, of any shape.

        Raises:
            NoAnswerError: This request got none; others may.
            AnswerError: What came is no JSON, was cut off or refused.
            ModelError: No request will get one, or a limit is reached.
        """
        failed: _TryAgainError | None = None
        for n in range(self._settings.n_tries):
            if failed is not None:
                self._pause(n, failed, messages)
            try:
                return self._once(messages, schema)
            except _TryAgainError as error:
                failed = error
        message = f"{self._shown}: {failed}, {self._settings.n_tries} times"
        raise NoAnswerError(message, timed_out=bool(failed and failed.timed_out))

    def _pause(self, n: int, failed: _TryAgainError, messages: Sequence[dict[str, str]]) -> None:
        """Waits as long as the server asks, else twice as long each time, spread so that threads come apart."""
        spread = int(content_id(messages[-1]["content"], n)[:4], 16) / 0xFFFF
        seconds = self._settings.pause_seconds * 2 ** (n - 1) * (0.75 + spread / 2)
        if failed.seconds is not None:
            if failed.seconds > MAX_PAUSE_SECONDS:
                raise ModelError(f"{self._shown}: asks to be left alone for {failed.seconds:,.0f} s: go on later")
            seconds = max(failed.seconds, seconds)
        if self._clock.wait(self.stop, min(seconds, max(self.spending.left_seconds(), 0.0))):
            raise ModelError("interrupted")

    def _once(self, messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> object:
        """One answer; what the server does not take of the request is left out, and it is asked again at once."""
        for _ in range(len(_FORMS) + 2):
            manners = _Manners(self._manners.form, self._manners.tokens_key, self._manners.temperature)
            status, headers, body = self._send(self._body(messages, schema, manners))
            if status in _REFUSED and self._gives_way(manners, body):
                continue
            return self._content(status, headers, body)
        raise NoAnswerError(f"{self._shown}: takes no form of the request")

    def _body(self, messages: Sequence[dict[str, str]], schema: dict[str, Any], manners: _Manners) -> bytes:
        asked: dict[str, Any] = {"model": self._settings.model, "messages": list(messages), "stream": False}
        asked[manners.tokens_key] = self._settings.answer_tokens
        if manners.temperature:
            asked["temperature"] = 0
        if _FORMS[manners.form] == "json_schema":
            held = {"name": "reading", "strict": True, "schema": schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": held}
        elif _FORMS[manners.form] == "json_object":
            asked["response_format"] = {"type": "json_object"}
        return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")

    def _gives_way(self, tried: _Manners, body: bytes) -> bool:
        """Whether there is something left to ask otherwise, by what the refusal speaks of, else the answer's form."""
        words, manners = body[:4000].decode("utf-8", "replace").lower(), self._manners
        if "max_completion_tokens" in words and tried.tokens_key == "max_tokens":
            manners.tokens_key = "max_completion_tokens"
        elif "temperature" in words and tried.temperature:
            manners.temperature = False
        elif tried.form + 1 < len(_FORMS):
            manners.form = max(manners.form, tried.form + 1)
        else:
            return False
        return True

    def _send(self, body: bytes) -> tuple[int, httpx.Headers, bytes]:
        """One exchange. Redirects are not followed: neither a report nor the key goes where it was not sent."""
        reserved = self.spending.reserve(len(body))
        seconds = min(self._settings.seconds, self.spending.left_seconds())
        headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json", "Accept": "application/json"}
        headers["Accept-Encoding"] = "gzip, deflate"
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        try:
            transport = Transport(self._tls, time.monotonic() + seconds, self._settings.allow_private)
            with transport, httpx.Client(transport=transport, trust_env=False) as client:
                request = client.build_request("POST", self._settings.endpoint, headers=headers, content=body)
                answer = client.send(request, stream=True, follow_redirects=False)
                content = read_body(answer, self._settings.max_bytes, self._shown)
        except httpcore.TimeoutException as error:
            raise _TryAgainError(f"gave no whole answer within {seconds:.0f} s", timed_out=True) from error
        except FetchError as error:
            if not error.asked:
                raise UsageError(
                    error.message.replace("allow_private = true", f"{PREFIX}ALLOW_PRIVATE=true")
                ) from error
            raise _TryAgainError(error.message.removeprefix(f"{self._shown}: ")) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            if "CERTIFICATE_VERIFY" in str(error):
                raise ModelError(f"{self._shown}: its certificate cannot be trusted") from error
            raise _TryAgainError("the connection failed") from error
        self.spending.settle(reserved, _usage(content) if answer.status_code == 200 else {"completion_tokens": 0})
        return answer.status_code, answer.headers, content

    def _content(self, status: int, headers: httpx.Headers, body: bytes) -> object:
        if status in _AGAIN:
            raise _TryAgainError(f"answered {status}", read_retry_after(headers.get("retry-after"), datetime.now(UTC)))
        if status in _SHUT:
            raise ModelError(f"{self._shown}: answered {status}: it {_SHUT[status]}: see {PREFIX}URL, MODEL and KEY")
        if status != 200:
            raise NoAnswerError(f"{self._shown}: answered {status}")
        return read_content(body)


def read_content(body: bytes) -> object:
    """The JSON value that a chat completion holds.

    Raises:
        AnswerError: There is none.
    """
    envelope = _parsed(body, "the server's answer")
    choices = envelope.get("choices") if isinstance(envelope, dict) else None
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = first.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):  # parts of a message, as some servers give them
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if isinstance(message, dict) and message.get("refusal") and not content:
        raise AnswerError("the model refused to code this report")
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("the server's answer holds no message of the model")
    if first.get("finish_reason") == "length":
        raise AnswerError(f"the model's answer was cut off: raise {PREFIX}ANSWER_TOKENS or lower {PREFIX}EXCERPT_CHARS")
    return _parsed(_bare(content), "the model's answer")


def _bare(content: str) -> str:
    """The JSON alone, without a train of thought before it or a code fence around it."""
    content = content.rpartition("</think>")[2].strip()
    if content.startswith("{"):
        return content
    start, end = content.find("{"), content.rfind("}")
    return content[start : end + 1] if 0 <= start < end else content


def _parsed(text: str | bytes, what: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"{what} is no JSON") from error


def _usage(body: bytes) -> object:
    """What the server counted, None where it did not."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told.get("usage") if isinstance(told, dict) else None
