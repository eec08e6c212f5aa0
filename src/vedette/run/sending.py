"""Sending: what is rendered goes out over HTTP or SMTP, to checked addresses, within a time limit."""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Protocol
from urllib.parse import urlsplit

import httpcore
import httpx

from vedette.delivery.chat import ntfy_server
from vedette.delivery.email_message import mail_address
from vedette.delivery.webhook import signature_headers
from vedette.errors import BadInputError, DeliveryError, FetchError, UsageError
from vedette.model.message import Channel, Payload
from vedette.run.addresses import check_url, resolve
from vedette.run.connecting import Transport
from vedette.run.fetch import USER_AGENT, read_retry_after, read_secret

#: Seconds that one sending may take.
SEND_SECONDS = 20.0
#: HTTP statuses below 500 that say "later": the rest of them refuse the message.
_LATER = {408, 425, 429}
#: How a mail server is spoken to → its port unless another is named.
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


class Sender(Protocol):
    """What carries a payload to where a channel leads."""

    def send(self, channel: Channel, key: str, payload: Payload) -> None:
        """Returns when the receiver has it.

        Raises:
            DeliveryError: It has not, or may not have.
        """


class NetworkSender:
    """Sends over HTTP and SMTP.

    Args:
        wall: Seconds since 1970, for the time in signatures.
        tls: What certificates are held against; None: the usual authorities.
        seconds: Time that one sending may take.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, tls: ssl.SSLContext | None = None, seconds: float = SEND_SECONDS
    ) -> None:
        self._wall = wall
        self._tls = tls or ssl.create_default_context()
        self._seconds = seconds

    def send(self, channel: Channel, key: str, payload: Payload) -> None:
        """Returns when the receiver has it.

        Raises:
            DeliveryError: It has not, or may not have.
        """
        try:
            secret = read_secret(channel.secret_from)
            if channel.kind == "email":
                self._mail(channel, payload, secret)
            else:
                url, headers = self._request(channel, key, payload, secret)
                self._post(channel, url, headers, payload.body)
        except FetchError as error:
            raise DeliveryError(f"channel {channel.id}: {error.message}", channel.id, down=True) from error
        except UsageError as error:
            raise DeliveryError(f"channel {channel.id}: {error.message}", channel.id, down=True) from error

    def _request(
        self, channel: Channel, key: str, payload: Payload, secret: str | None
    ) -> tuple[str, Mapping[str, str]]:
        headers = {"Content-Type": payload.media_type, "User-Agent": USER_AGENT, "Idempotency-Key": key}
        url = channel.address
        if channel.kind == "ntfy":
            url = ntfy_server(url)
        if secret and channel.kind == "slack":
            url = secret  # the address of such a webhook is the secret
        elif secret and channel.kind == "ntfy":
            headers["Authorization"] = f"Bearer {secret}"
        elif secret:
            headers |= signature_headers(secret.encode(), key, payload.body, int(self._wall()))
        return url, headers

    def _post(self, channel: Channel, url: str, headers: Mapping[str, str], body: bytes) -> None:
        about = f"channel {channel.id}: {urlsplit(url).hostname}"
        check_url(url)
        transport = Transport(self._tls, time.monotonic() + self._seconds, channel.allow_private)
        try:
            with transport, httpx.Client(transport=transport, trust_env=False) as client:
                request = client.build_request("POST", url, headers=headers, content=body)
                answer = client.send(request, stream=True, follow_redirects=False)
                status, retry = answer.status_code, answer.headers.get("retry-after")
        except httpcore.TimeoutException as error:
            message = f"{about}: gave no answer within {self._seconds:g} s"
            raise DeliveryError(message, channel.id, down=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            reason = "its certificate cannot be trusted" if "CERTIFICATE_VERIFY" in str(error) else "no connection"
            raise DeliveryError(f"{about}: {reason}", channel.id, down=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise DeliveryError(f"{about}: cannot be asked", channel.id, refused=True) from error
        _check_status(channel, about, status, retry)

    def _mail(self, channel: Channel, payload: Payload, password: str | None) -> None:
        route, to = mail_route(channel), mail_address(channel.address, channel, "address")
        if password and route.tls == "none":
            message = f"channel {channel.id}: a password is never sent without TLS: set tls to starttls or ssl"
            raise DeliveryError(message, channel.id, refused=True)
        try:
            with _connect(route, self._tls, channel.allow_private, self._seconds) as client:
                if password:
                    client.login(route.user, password)
                client.send_message(message_from_bytes(payload.body), route.sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _smtp_error(channel, route, code, "refused the recipient") from error
        except smtplib.SMTPResponseException as error:
            raise _smtp_error(channel, route, error.smtp_code, "refused the message") from error
        except (smtplib.SMTPException, OSError) as error:
            reason = "its certificate cannot be trusted" if "CERTIFICATE_VERIFY" in str(error) else "no connection"
            message = f"channel {channel.id}: {route.server}: {reason} ({type(error).__name__})"
            raise DeliveryError(message, channel.id, down=True) from error


@dataclass(frozen=True, slots=True)
class MailRoute:
    """How a channel's mails are sent."""

    server: str
    port: int
    #: `starttls`, `ssl` or `none`.
    tls: str
    user: str
    sender: str


def mail_route(channel: Channel) -> MailRoute:
    """How a channel's mails are sent, from its settings `server` (`HOST` or `HOST:PORT`), `tls`, `user`, `sender`.

    Raises:
        BadInputError: A setting is missing or is none.
    """
    given = dict(channel.settings)
    tls = given.get("tls", "starttls")
    if tls not in _PORTS:
        raise BadInputError(f"channel {channel.id}: tls {tls!r}: one of {', '.join(_PORTS)}", channel.id)
    match = re.fullmatch(r"([\w.-]+)(?::(\d{1,5}))?", given.get("server", ""))
    if match is None:
        raise BadInputError(f"channel {channel.id}: server: give the mail server as HOST or HOST:PORT", channel.id)
    sender = mail_address(given.get("sender", ""), channel, "sender")
    return MailRoute(match[1], int(match[2] or _PORTS[tls]), tls, given.get("user", sender), sender)


def _check_status(channel: Channel, about: str, status: int, retry_after: str | None) -> None:
    if 200 <= status < 300:
        return
    wait = read_retry_after(retry_after, datetime.now(UTC))
    if status >= 500 or status in _LATER:
        raise DeliveryError(f"{about}: answered {status}", channel.id, retry_after_seconds=wait, down=True)
    hint = ": write its new address into the watch" if 300 <= status < 400 else ""
    raise DeliveryError(f"{about}: answered {status}{hint}", channel.id, refused=True)


def _smtp_error(channel: Channel, route: MailRoute, code: int, what: str) -> DeliveryError:
    return DeliveryError(f"channel {channel.id}: {route.server} {what} ({code})", channel.id, refused=code >= 500)


def _connect(route: MailRoute, context: ssl.SSLContext, allow_private: bool, seconds: float) -> smtplib.SMTP:
    """A session with a checked address of the server, under TLS unless none is asked for."""
    addresses = resolve(route.server, route.port, allow_private)
    client: smtplib.SMTP
    if route.tls == "ssl":
        client = _CheckedSsl(addresses, route.server, route.port, seconds, context)
    else:
        client = _Checked(addresses, route.server, route.port, seconds)
    try:
        if route.tls == "starttls":
            client.starttls(context=context)
    except (smtplib.SMTPException, OSError):
        client.close()
        raise
    return client


class _Checked(smtplib.SMTP):
    """Connects to addresses that were checked, so that the name cannot point elsewhere in between."""

    def __init__(self, addresses: list[str], server: str, port: int, seconds: float) -> None:
        self._addresses = addresses
        super().__init__(server, port, timeout=seconds)

    def _get_socket(self, _host: str, port: int, timeout: float) -> socket.socket:
        return _dial(self._addresses, port, timeout)


class _CheckedSsl(smtplib.SMTP_SSL):
    """The same, under TLS from the first byte."""

    def __init__(self, addresses: list[str], server: str, port: int, seconds: float, context: ssl.SSLContext) -> None:
        self._addresses, self._tls, self._server = addresses, context, server
        super().__init__(server, port, timeout=seconds, context=context)

    def _get_socket(self, _host: str, port: int, timeout: float) -> socket.socket:
        return self._tls.wrap_socket(_dial(self._addresses, port, timeout), server_hostname=self._server)


def _dial(addresses: list[str], port: int, timeout: float) -> socket.socket:
    for number, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), timeout / len(addresses))
        except OSError:
            if number == len(addresses) - 1:
                raise
    raise OSError("no address")
