"""Stamps the end of the chain by an authority on the network."""

import logging
import ssl
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpcore
import httpx

from vedette.errors import BadInputError, FetchError, MissingExtraError
from vedette.evidence.stamps import MEDIA_TYPE_ANSWER, MEDIA_TYPE_ASK, make_request, read_answer
from vedette.model.capture import Stamp
from vedette.run.addresses import check_url
from vedette.run.clock import Clock
from vedette.run.connecting import Transport
from vedette.run.fetch import USER_AGENT
from vedette.run.unpack import read_body
from vedette.store.captures import add_stamp, all_stamps, find_head
from vedette.store.store import Store

_LOG = logging.getLogger("vedette.stamping")
#: Seconds until a stamp is looked for again, and until an authority that gave none is asked again.
_LOOK_SECONDS, _AGAIN_SECONDS = 3600.0, 600.0
#: Seconds that the authority has to answer, and bytes of its answer.
_SECONDS, _MAX_BYTES = 20.0, 100_000


def stamp_head(
    store: Store, tsa: str, now: datetime, *, allow_private: bool = False, tls: ssl.SSLContext | None = None
) -> Stamp | None:
    """The new stamp over the last link, None where there is nothing new to stamp.

    Args:
        store: The store.
        tsa: Address of the authority.
        now: UTC instant, without a zone, of recording.
        allow_private: Whether it may lie on the own machine or a private network.
        tls: What certificates are held against; None: the usual authorities.

    Raises:
        FetchError: The authority gave no answer that can be used.
    """
    with store.look() as connection:
        head = find_head(connection)
        stamped = {(one.number, one.tsa) for one in all_stamps(connection)}
    if head is None or (head.number, tsa) in stamped:
        return None
    request, nonce = make_request(head.link_hash)
    shown = check_url(tsa)
    answer = _ask(tsa, shown, request, allow_private, tls or ssl.create_default_context())
    try:
        at = read_answer(answer, head.link_hash, nonce)
    except BadInputError as error:
        raise FetchError(f"{shown}: {error.message}", shown) from error
    stamp = Stamp(head.number, head.link_hash, shown, at, answer)
    with store.begin() as connection:
        add_stamp(connection, stamp, now)
    return stamp


@dataclass(frozen=True, slots=True)
class Stamper:
    """Has the chain stamped from time to time, for as long as a watch runs.

    Args:
        store: The store.
        tsa: Address of the authority.
        clock: Tells the time.
        every: Time between two stamps.
        allow_private: Whether the authority may lie on the own machine or a private network.
    """

    store: Store
    tsa: str
    clock: Clock
    every: timedelta = timedelta(days=1)
    allow_private: bool = False

    def stamp_if_due(self) -> float:
        """Seconds until it is to be called again. An authority that gives no stamp is logged and asked again later.

        Raises:
            StoreError: The store cannot be used.
        """
        now = self.clock.now()
        with self.store.look() as connection:
            last = max((one.stamped_at for one in all_stamps(connection)), default=None)
        if last is not None and timedelta(0) <= now - last < self.every:
            return min((last + self.every - now).total_seconds(), _LOOK_SECONDS)
        try:
            made = stamp_head(self.store, self.tsa, now, allow_private=self.allow_private)
        except (FetchError, MissingExtraError) as error:
            _LOG.warning("no time stamp", extra={"reason": error.message})
            return _AGAIN_SECONDS
        if made:
            _LOG.info("stamped", extra={"link": made.number})
        return _LOOK_SECONDS


def _ask(tsa: str, shown: str, request: bytes, allow_private: bool, tls: ssl.SSLContext) -> bytes:
    headers = {"Content-Type": MEDIA_TYPE_ASK, "Accept": MEDIA_TYPE_ANSWER, "User-Agent": USER_AGENT}
    transport = Transport(tls, time.monotonic() + _SECONDS, allow_private)
    try:
        with transport, httpx.Client(transport=transport, trust_env=False) as client:
            asked = client.build_request("POST", tsa, headers=headers, content=request)
            answer = client.send(asked, stream=True, follow_redirects=False)
            if answer.status_code != 200:
                raise FetchError(f"{shown}: answered {answer.status_code}", shown, status=answer.status_code)
            return read_body(answer, _MAX_BYTES, shown)
    except httpcore.TimeoutException as error:
        raise FetchError(f"{shown}: gave no answer within {_SECONDS:.0f} s", shown) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
        raise FetchError(f"{shown}: no connection: {error}", shown) from error
