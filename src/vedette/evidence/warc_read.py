"""Reads records of WARC files by their place, and erases them in it.

Source: ISO 28500:2017 (WARC/1.1); RFC 1952 (gzip).
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vedette.errors import BadInputError, OutputError
from vedette.evidence.warc_records import make_record

#: Bytes that one record may hold unpacked, against packed bombs.
MAX_RECORD_BYTES = 512 * 1024 * 1024
_CHUNK = 1 << 20


def whole_bytes(path: Path) -> int:
    """Bytes of the file up to the end of its last whole record: what follows is the tail of a write that broke off."""
    whole = 0
    with path.open("rb") as file:
        unpacker, at = zlib.decompressobj(wbits=31), 0
        data = b""
        while data or (data := file.read(_CHUNK)):
            try:
                unpacker.decompress(data)
            except zlib.error:
                return whole
            at += len(data) - len(unpacker.unused_data)
            data = unpacker.unused_data
            if unpacker.eof:
                whole, unpacker = at, zlib.decompressobj(wbits=31)
    return whole


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it lies in a file."""

    #: `response`, `resource`, `warcinfo` or `metadata` (what stands in the place of an erased one).
    kind: str
    headers: dict[str, str]
    #: SHA-256 of the body, hexadecimal.
    sha256: str
    body: bytes
    #: SHA-256 of the whole record, unpacked.
    record_sha256: str
    #: Bytes that it takes in the file.
    n_packed: int


def read_record(path: Path, offset: int) -> Record:
    """The record that begins at a byte of a file.

    Raises:
        BadInputError: There is none, or it is damaged; the message names the file and the byte.
    """
    try:
        raw, n_packed = _unpack(path, offset)
        head, block = raw.split(b"\r\n\r\n", 1)
        lines = head.decode("utf-8").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        block = block[: int(headers["Content-Length"])]
        if len(raw) != len(head) + 4 + len(block) + 4:
            raise ValueError("its length is not the one that it states")
        body = block.split(b"\r\n\r\n", 1)[1] if "application/http" in headers["Content-Type"] else block
        digest, whole = hashlib.sha256(body).hexdigest(), hashlib.sha256(raw).hexdigest()
        return Record(headers["WARC-Type"], headers, digest, body, whole, n_packed)
    except OSError as error:
        raise BadInputError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (zlib.error, ValueError, LookupError) as error:
        raise BadInputError(f"{path}: the record at byte {offset:,} is damaged: {error}", str(path)) from error


def _unpack(path: Path, offset: int) -> tuple[bytes, int]:
    unpacker = zlib.decompressobj(wbits=31)
    parts, size, read = [], 0, 0
    with path.open("rb") as file:
        file.seek(offset)
        while not unpacker.eof:
            data = unpacker.unconsumed_tail
            if not data:
                data = file.read(_CHUNK)
                read += len(data)
            if not data:
                raise ValueError("the file ends within it")
            parts.append(unpacker.decompress(data, _CHUNK * 16))
            size += len(parts[-1])
            if size > MAX_RECORD_BYTES:
                raise ValueError(f"it unpacks to over {MAX_RECORD_BYTES:,} bytes")
    return b"".join(parts), read - len(unpacker.unused_data)


def erase_record(path: Path, offset: int, why: str) -> None:
    """Overwrites a record by one of the same length that says that it was erased: the others stay where they are.

    Raises:
        BadInputError: There is no whole record at this byte.
        OutputError: The file could not be written.
    """
    record = read_record(path, offset)
    if record.kind == "metadata":
        return
    filler = _filler(record, why)
    try:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(filler)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"{path}: the record could not be erased: {error.strerror}", str(path)) from error


def _filler(record: Record, why: str) -> bytes:
    """A whole gzip member of the record's very length. Stored blocks make its length a matter of counting."""
    headers = {
        "WARC-Type": "metadata",
        "WARC-Record-ID": record.headers["WARC-Record-ID"],
        "WARC-Date": record.headers["WARC-Date"],
        "Content-Type": "text/plain",
    }
    for text in (f"erased: {why}", "erased", ""):
        for n_fill in _fills(record.n_packed, len(make_record(headers, text.encode()))):
            body = text.encode() + b" " * n_fill
            member = gzip.compress(make_record(headers, body), compresslevel=0, mtime=0)
            padding = record.n_packed - len(member)
            if padding == 0:
                return member
            if padding > 0:
                return _with_extra(member, padding)
    raise BadInputError("the record is too short to be erased in its place: delete its whole file")


def _fills(n_packed: int, n_bare: int) -> Iterable[int]:
    """Numbers of blanks to try, the longest first that can fit; a rest of a few bytes goes into the gzip header."""
    most = n_packed - n_bare - 18 - 5 * (n_packed // 65535 + 1)
    return (n for n in range(most, max(most - 64, -1), -1) if n >= 0)


def _with_extra(member: bytes, padding: int) -> bytes:
    """The member, made longer by so many bytes (3 or more, or none can be) with an extra field in its header."""
    if padding < 6:
        # An extra field takes 2 bytes for its length and 4 for its head; a comment takes any number from 1 on.
        header = bytearray(member[:10])
        header[3] |= 16
        return bytes(header) + b" " * (padding - 1) + b"\0" + member[10:]
    header = bytearray(member[:10])
    header[3] |= 4
    n_data = padding - 6
    extra = b"VE" + n_data.to_bytes(2, "little") + b"\0" * n_data
    return bytes(header) + len(extra).to_bytes(2, "little") + extra + member[10:]
