"""What was fetched, kept as it was fetched: WARC files, one gzip member a record, written so that no crash costs one.

Source: ISO 28500:2017 (WARC/1.1).
"""

import fcntl
import gzip
import hashlib
import os
import threading
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import quote, urlsplit, urlunsplit

from vedette import __version__
from vedette.errors import BadInputError, OutputError
from vedette.model.capture import Content, Kept

#: Bytes from which a new file is begun: at each start the day's last file is read through once.
MAX_FILE_BYTES = 256 * 1024 * 1024
#: Bytes that one record may hold unpacked, against packed bombs.
MAX_RECORD_BYTES = 512 * 1024 * 1024
#: Headers that are not kept: cookies are secrets.
_DROPPED = {"set-cookie", "set-cookie2"}
#: Headers that no longer hold of the body as kept; their values stay under another name, as archives do it.
_UNDONE = {"content-encoding", "transfer-encoding", "content-length"}
#: Of zlib: 9 takes three times as long for a few percent.
_LEVEL = 6
_CHUNK = 1 << 20


class WarcFolder:
    """A folder of WARC files that this process appends to. Several processes may share it: each has its own file.

    Args:
        folder: The folder; made where it is not there.
        max_file_bytes: Bytes from which a new file is begun.
    """

    def __init__(self, folder: Path, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
        self._max_file_bytes = max_file_bytes
        self._file: BinaryIO | None = None
        self._day: date | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> "WarcFolder":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def keep(self, contents: Iterable[Content]) -> tuple[Kept, ...]:
        """Where each content lies now, in order. All of them are on the disk when this returns, or none is.

        Raises:
            OutputError: They could not be written (disk full); what was written of them is cut off again.
        """
        items = tuple(contents)
        if not items:
            return ()
        with self._turn:
            try:
                file = self._open(items[0].fetched_at.date())
                return self._append(file, items)
            except OSError as error:
                self.close()
                message = f"{self._folder}: captures could not be written: {error.strerror}"
                raise OutputError(message, str(self._folder)) from error

    def _append(self, file: BinaryIO, items: tuple[Content, ...]) -> tuple[Kept, ...]:
        begin = at = file.seek(0, os.SEEK_END)
        kept = []
        try:
            for item in items:
                record = _response(item)
                member = gzip.compress(record, compresslevel=_LEVEL, mtime=0)
                _write_all(file, member)
                digest = hashlib.sha256(item.body).hexdigest()
                name = Path(file.name).name
                url = without_credentials(item.url)
                whole = hashlib.sha256(record).hexdigest()
                kept.append(Kept(url, item.fetched_at, digest, len(item.body), item.status, name, at, whole))
                at += len(member)
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), begin)
            raise
        return tuple(kept)

    def _open(self, day: date) -> BinaryIO:
        """The file to append to: of the day, not too long, locked by nobody else."""
        if self._file is not None and self._day == day and self._file.tell() < self._max_file_bytes:
            return self._file
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            file = _lock(self._folder / f"{day:%Y%m%d}-{number}.warc.gz", self._max_file_bytes)
            if file is not None:
                self._file, self._day = file, day
                _sync_folder(self._folder)
                return file
            number += 1


def _lock(path: Path, max_bytes: int) -> BinaryIO | None:
    """The file, open, without a torn tail, ours until closed; None where another holds it or it is full."""
    file = path.open("a+b", buffering=0)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    size = path.stat().st_size
    if size >= max_bytes:
        file.close()
        return None
    whole = whole_bytes(path)
    if whole < size:
        os.ftruncate(file.fileno(), whole)
    if whole == 0:
        _write_all(file, gzip.compress(_warcinfo(path.name), mtime=0))
    return file


def _write_all(file: BinaryIO, data: bytes) -> None:
    """Writes through: a file without a buffer keeps nothing back that could come later, after the cut."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


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
        for n_fill in _fills(record.n_packed, len(_record(headers, text.encode()))):
            body = text.encode() + b" " * n_fill
            member = gzip.compress(_record(headers, body), compresslevel=0, mtime=0)
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


def _response(item: Content) -> bytes:
    digest = hashlib.sha256(item.body).hexdigest()
    url = quote(without_credentials(item.url), safe="/:?#[]@!$&'()*+,;=%~-._")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{url} {item.fetched_at.isoformat()} {digest}")
    http = item.status is not None
    headers = {
        "WARC-Type": "response" if http else "resource",
        "WARC-Record-ID": f"<urn:uuid:{name}>",
        "WARC-Date": f"{item.fetched_at.isoformat(timespec='microseconds')}Z",
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": f"sha256:{digest}",
        "Content-Type": "application/http; msgtype=response" if http else _line(item.media_type),
    }
    return _record(headers, _http_head(item) + item.body if http else item.body)


def _http_head(item: Content) -> bytes:
    lines = [f"HTTP/1.1 {item.status}"]
    for name, value in item.headers:
        if name.lower() not in _DROPPED:
            shown = f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name
            lines.append(f"{_line(shown)}: {_line(value)}")
    lines.append(f"Content-Length: {len(item.body)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"


def _warcinfo(name: str) -> bytes:
    body = f"software: Vedette {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>",
        "WARC-Date": f"{name[:4]}-{name[4:6]}-{name[6:8]}T00:00:00Z",
        "WARC-Filename": name,
        "Content-Type": "application/warc-fields",
    }
    return _record(headers, body)


def _record(headers: dict[str, str], block: bytes) -> bytes:
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items()), f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _line(text: str) -> str:
    """The text on one line: a header that holds a line break would begin another header."""
    return " ".join(text.split())


def without_credentials(url: str) -> str:
    """The URL without the user and password that may stand in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
