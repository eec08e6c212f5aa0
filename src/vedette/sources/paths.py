"""Paths → reports: files, folders, globs and standard input, each by its kind."""

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from vedette.errors import UnreadableReportError, UsageError
from vedette.model.report import Report, Unreadable
from vedette.sources.archive import read_archive_file
from vedette.sources.documents import read_document_file
from vedette.sources.feed import read_feed_file
from vedette.sources.json_reports import read_json_file, read_json_lines
from vedette.sources.made import Defaults
from vedette.sources.mail import MailFile, read_mail
from vedette.sources.page import read_page_file
from vedette.sources.telegram import is_export, read_export_file
from vedette.sources.text import read_text_file

#: Endings of file names, lower case, and the kind of input they tell.
KINDS = {
    ".txt": "text",
    ".text": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "archive",
    ".warc.gz": "archive",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
    ".mbox": "mails",
}


def find_files(paths: Iterable[str]) -> list[Path]:
    """The files that paths name: files as they are, folders with all below them (sorted), globs.

    Raises:
        UsageError: A path names nothing.
    """
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found.extend(_below(path))
        elif path.exists():
            found.append(path)
        elif matches := sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 (patterns may be absolute)
            found.extend(
                file for match in matches for file in (_below(Path(match)) if Path(match).is_dir() else [Path(match)])
            )
        else:
            raise UsageError(f"{name}: there is no such file or folder", name)
    return list(dict.fromkeys(found))


def read_paths(paths: Iterable[str], defaults: Defaults, stdin: IO[bytes]) -> Iterator[Report | Unreadable]:
    """The reports of all paths in order; `-` is standard input (JSON lines). One that cannot be read costs only itself.

    Raises:
        UsageError: A path names nothing.
    """
    for name in paths:
        if name == "-":
            yield from read_json_lines(stdin, "standard input", defaults)
        else:
            for path in find_files([name]):
                yield from read_file(path, defaults)


def read_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of one file, or the reason why it cannot be read."""
    try:
        yield from _read_kind(path, kind_of(path), defaults)
    except UnreadableReportError as error:
        yield Unreadable(str(path), error.code, error.message, defaults.source, str(path))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        yield Unreadable(str(path), "unsupported", message, defaults.source, str(path))


def kind_of(path: Path) -> str | None:
    """The kind of input that a file name tells, None when it tells none."""
    name = path.name.lower()
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def _read_kind(path: Path, kind: str | None, defaults: Defaults) -> Iterator[Report | Unreadable]:
    if kind in ("page", "json") and is_export(path):
        yield from read_export_file(path, defaults)
    elif kind == "text":
        yield read_text_file(path, defaults)
    elif kind == "page":
        yield read_page_file(path, defaults)
    elif kind == "json":
        yield from read_json_file(path, defaults)
    elif kind == "lines":
        with path.open("rb") as file:
            yield from read_json_lines(file, str(path), defaults)
    elif kind == "feed":
        yield from read_feed_file(path, defaults)
    elif kind == "archive":
        yield from read_archive_file(path, defaults)
    elif kind in ("pdf", "docx"):
        yield read_document_file(path, kind, defaults)
    elif kind in ("mail", "mails"):
        yield from read_mail(MailFile(path, path.name, many=kind == "mails"), defaults, None)
    else:
        endings = ", ".join(KINDS)
        raise UnreadableReportError("unsupported", f"{path}: this kind of file is not read (only {endings})", str(path))


def _below(folder: Path) -> list[Path]:
    """The files below a folder, sorted; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
