"""Files that others read while they are written: whole and on the disk, or as they were before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vedette.errors import OutputError


def write_synced(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole, or as it was before, whatever happens meanwhile.

    Raises:
        OutputError: It could not be written (disk full, no such folder); nothing is left behind.
    """
    with _replacing(path) as file:
        file.write(content)


def copy_synced(source: Path, path: Path) -> None:
    """Copies a file with its time of change; otherwise as `write_synced`.

    Raises:
        OutputError: It could not be read or written; nothing is left behind.
    """
    with _replacing(path) as file:
        with source.open("rb") as content:
            before = os.fstat(content.fileno())
            shutil.copyfileobj(content, file, 1024 * 1024)
        file.flush()
        os.utime(file.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(f"{path}: could not be written: {error.strerror}", str(path)) from error
