"""Writes result files whole or not at all."""

import os
import tempfile
from pathlib import Path

from vedette.errors import OutputError


def write_whole(path: Path, content: str) -> None:
    """Writes a file so that it is there whole or not at all.

    Raises:
        OutputError: It could not be written (disk full, no such folder); nothing is left behind.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # noqa: PTH101 (mkstemp makes it private; results are for reading)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(f"{path}: could not be written: {error.strerror}", str(path)) from error
