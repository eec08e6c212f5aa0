"""Keeps a model's answers in a folder, by content, so that the same question is not paid for twice."""

import json
import os
import tempfile
from pathlib import Path

from vedette.errors import OutputError
from vedette.model.ids import sha256_hex


class AnswerCache:
    """Answers by what was asked: the messages (and with them text, prompt and schema) and the model.

    An answer quotes the report that it is about: files are for their owner alone, and what a store forgets is not
    forgotten here.

    Args:
        folder: Where they are kept; None: nowhere.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, asked: str) -> object | None:
        """The answer to what was asked, None where there is none or its file is damaged."""
        if self._folder is None:
            return None
        try:
            found: object = json.loads(self._path(self._folder, asked).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return found

    def keep(self, asked: str, answer: object) -> None:
        """Keeps an answer, whole or not at all.

        Raises:
            OutputError: The folder cannot be written to.
        """
        if self._folder is None:
            return
        path = self._path(self._folder, asked)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".answer.")
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                json.dump(answer, file)
            Path(temporary).replace(path)
        except OSError as error:
            raise OutputError(f"{path.parent}: answers cannot be kept there: {error.strerror}", str(path)) from error

    def _path(self, folder: Path, asked: str) -> Path:
        name = sha256_hex(asked)
        return folder / name[:2] / f"{name}.json"
