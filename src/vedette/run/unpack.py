"""The body of an answer, unpacked within bounds: a packed bomb costs no more than the limit."""

import zlib

import httpx

from vedette.errors import FetchError


def read_body(answer: httpx.Response, max_bytes: int, shown: str) -> bytes:
    """The body.

    Raises:
        FetchError: It is longer than `max_bytes`, packed or unpacked, or packed in a way that is not read.
    """
    stated = answer.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > max_bytes:
        raise _too_long(answer, max_bytes, shown)
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        message = f"{shown}: packed as {encoding[:20]!r}, which was not asked for"
        raise FetchError(message, shown, status=answer.status_code)
    unpacker = None if encoding in ("identity", "") else _Unpacker(encoding)
    parts, n_packed, n_bytes = [], 0, 0
    for chunk in answer.iter_raw():
        n_packed += len(chunk)
        try:
            part = chunk if unpacker is None else unpacker.unpack(chunk, max_bytes - n_bytes + 1)
        except zlib.error as error:
            raise FetchError(f"{shown}: its packed body is damaged", shown, status=answer.status_code) from error
        n_bytes += len(part)
        if max(n_bytes, n_packed) > max_bytes:
            raise _too_long(answer, max_bytes, shown)
        parts.append(part)
    if unpacker is not None and not unpacker.done:
        raise FetchError(f"{shown}: its packed body breaks off", shown, status=answer.status_code)
    return b"".join(parts)


class _Unpacker:
    """Unpacks gzip and deflate, the latter with its zlib header or, as some servers send it, without."""

    def __init__(self, encoding: str) -> None:
        self._bits = 31 if encoding.endswith("gzip") else 15
        self._unpacker = zlib.decompressobj(self._bits)
        self._fresh = True

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return self._unpacker.eof or self._fresh

    def unpack(self, chunk: bytes, most: int) -> bytes:
        """At most `most` bytes of what the chunk holds."""
        parts, n_bytes = [], 0
        while chunk and n_bytes < most:
            if self._unpacker.eof:
                # Some servers pad what they packed; only a further gzip member is read.
                if not chunk.startswith(b"\x1f\x8b"):
                    break
                self._unpacker = zlib.decompressobj(self._bits)
            part = self._decompress(chunk, most - n_bytes)
            parts.append(part)
            n_bytes += len(part)
            chunk = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        return b"".join(parts)

    def _decompress(self, chunk: bytes, most: int) -> bytes:
        try:
            part = self._unpacker.decompress(chunk, most)
        except zlib.error:
            if not self._fresh or self._bits == 31:
                raise
            self._bits = -15
            self._unpacker = zlib.decompressobj(self._bits)
            part = self._unpacker.decompress(chunk, most)
        self._fresh = False
        return part


def _too_long(answer: httpx.Response, max_bytes: int, shown: str) -> FetchError:
    message = f"{shown}: longer than {max_bytes:,} bytes, which is the limit"
    return FetchError(message, shown, status=answer.status_code)
