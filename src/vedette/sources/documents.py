"""PDF and DOCX files: one report a file, read by a process of its own with limits."""

import json
import subprocess
import sys
from pathlib import Path

from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.limits import MAX_DOCUMENT_BYTES
from vedette.sources.made import Defaults, Parts, make_report

#: Seconds that a document may take, waiting for the disk included.
MAX_SECONDS = 90.0


def read_document_file(path: Path, kind: str, defaults: Defaults, seconds: float = MAX_SECONDS) -> Report:
    """The report in a document. Its own properties (author, date, title) are not taken: they are often another's.

    Args:
        path: The file.
        kind: `pdf` or `docx`.
        defaults: What holds where the document does not say it.
        seconds: Time after which it is given up.

    Raises:
        UnreadableReportError: It is too large, encrypted, damaged, without text, or took too long.
    """
    about = str(path)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableReportError("empty", f"{about}: there is nothing in it", about)
    if size > MAX_DOCUMENT_BYTES:
        raise UnreadableReportError("too_large", f"{about}: over {MAX_DOCUMENT_BYTES // 1_000_000} MB; split it", about)
    command = [sys.executable, "-m", "vedette.sources.document_text", kind, str(path.absolute())]
    try:
        # The program and its arguments are our own; no shell is in between.
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise UnreadableReportError(
            "timed_out", f"{about}: took over {seconds:.0f} s and was given up", about
        ) from error
    except ValueError as error:
        message = f"{about}: the {kind.upper()} could not be read: it takes too much memory or time"
        raise UnreadableReportError("unsupported", message, about) from error
    if "code" in found:
        raise UnreadableReportError(found["code"], f"{about}: {found['message']}", about)
    return make_report(Parts(found["text"], about, title=found["title"]), defaults)
