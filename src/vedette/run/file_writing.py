"""Files that others read while they are written: whole and on the disk, or as they were before."""

import os
import tempfile
from pathlib import Path

from vedette.errors import OutputError


def write_synced(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole, or as it was before, whatever happens meanwhile.

    Raises:
        OutputError: It could not be written (disk full, no such folder); nothing is left behind.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(f"{path}: could not be written: {error.strerror}", str(path)) from error
