"""Plain text files: one report a file."""

from pathlib import Path

from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.decode import decode_text
from vedette.sources.limits import MAX_TEXT_BYTES
from vedette.sources.made import Defaults, Parts, make_report


def read_text_file(path: Path, defaults: Defaults) -> Report:
    """The report in a text file. It has no title and no date of its own.

    Raises:
        UnreadableReportError: It cannot be read.
    """
    text = decode_text(read_bytes(path, MAX_TEXT_BYTES), str(path), defaults.encoding)
    return make_report(Parts(text.replace("\r\n", "\n"), str(path)), defaults)


def read_bytes(path: Path, most: int) -> bytes:
    """A file's bytes.

    Raises:
        UnreadableReportError: `too_large`, or the file cannot be opened (`unsupported`).
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UnreadableReportError("unsupported", f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    if len(content) > most:
        raise UnreadableReportError("too_large", f"{path}: over {most // 1_000_000} MB; split it", str(path))
    return content
