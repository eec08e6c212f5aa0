"""Which network addresses may be asked: not those of the own machine, the own network or a cloud's metadata."""

import ipaddress
import socket
from urllib.parse import urlsplit

from vedette.errors import FetchError

#: IPv6 blocks that carry an IPv4 address in their last 32 bits.
#: Source: RFC 6052 (NAT64), RFC 4291 2.5.5.1 (IPv4-compatible).
_CARRIERS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, not even by way of one that it carries.

    >>> is_public("169.254.169.254"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1")
    (False, False, False)
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if carried is None and any(ip in block for block in _CARRIERS):
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
    return ip.is_global and not ip.is_multicast


def resolve(host: str, port: int, allow_private: bool) -> list[str]:
    """The IP addresses of a host that may be asked, as the resolver orders them.

    Raises:
        FetchError: There is no such host, or it lies on a private network (`asked` is False then).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host}: the name could not be resolved", host) from error
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    allowed = [one for one in addresses if allow_private or is_public(one)]
    if not allowed:
        raise _private(host)
    return allowed


def check_reach(url: str, allow_private: bool) -> None:
    """Nothing, unless the URL itself shows that it may not be asked: by a private address, or this machine's name.

    Raises:
        FetchError: It may not (`asked` is False).
    """
    host = urlsplit(url).hostname or ""
    try:
        is_private = not is_public(host)
    except ValueError:
        is_private = host == "localhost" or host.endswith(".localhost")
    if is_private and not allow_private:
        raise _private(host)


def _private(host: str) -> FetchError:
    message = f"{host}: lies on the own machine or a private network: not asked (allow_private = true allows it)"
    return FetchError(message, host, asked=False)


def check_url(url: str) -> str:
    """The URL as it is shown: without query and fragment, which may hold keys.

    Raises:
        FetchError: It is not http or https, names no host, or holds a user and password.
    """
    shown = show_url(url)
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise FetchError(f"{shown}: not an http or https address", shown, asked=False)
    if "@" in parts.netloc:
        message = f"{shown}: holds a user or password: leave them out and name the token with token_from"
        raise FetchError(message, shown, asked=False)
    return shown


def show_url(url: str) -> str:
    """The URL without user, password, query and fragment.

    >>> show_url("https://me:secret@gazette.example/a?key=1#b")
    'https://gazette.example/a'
    """
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    except ValueError:
        return "(a malformed address)"
