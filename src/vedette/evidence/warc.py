"""What was fetched, kept as it was fetched: WARC files, one gzip member a record, written so that no crash costs one.

Source: ISO 28500:2017 (WARC/1.1).
"""

import fcntl
import gzip
import hashlib
import os
import threading
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from vedette.errors import OutputError
from vedette.evidence.warc_read import whole_bytes
from vedette.evidence.warc_records import response_record, warcinfo_record, without_credentials
from vedette.model.capture import Content, Kept

#: Bytes from which a new file is begun: at each start the day's last file is read through once.
MAX_FILE_BYTES = 256 * 1024 * 1024
#: Of zlib: 9 takes three times as long for a few percent.
_LEVEL = 6


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
                record = response_record(item)
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
        _write_all(file, gzip.compress(warcinfo_record(path.name), mtime=0))
    return file


def _write_all(file: BinaryIO, data: bytes) -> None:
    """Writes through: a file without a buffer keeps nothing back that could come later, after the cut."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
