"""Reports as JSON: one object or a list a file, or one object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from vedette.errors import UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.sources.decode import decode_text
from vedette.sources.limits import MAX_TEXT_BYTES
from vedette.sources.made import Defaults, Parts, make_report
from vedette.sources.text import read_bytes


def read_json_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a `.json` file: an object, a list of objects, or else an object a line."""
    try:
        text = decode_text(read_bytes(path, MAX_TEXT_BYTES), str(path))
    except UnreadableReportError as error:
        if error.code != "too_large":
            yield Unreadable(str(path), error.code, error.message, taken_from=str(path))
            return
        with path.open("rb") as file:
            yield from read_json_lines(file, str(path), defaults)
        return
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        with path.open("rb") as file:
            yield from read_json_lines(file, str(path), defaults)
        return
    rows = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, 1):
        yield _report(row, f"{path} item {number}" if isinstance(found, list) else str(path), defaults)


def read_json_lines(file: IO[bytes], name: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a stream of JSON lines; a bad line costs only itself."""
    for number, line in _bounded_lines(file):
        about = f"{name} line {number}"
        if line is None:
            yield _refused(None, "too_large", f"{about}: over {MAX_TEXT_BYTES // 1_000_000} MB; split it", about)
        elif line.strip():
            yield _line(line, about, defaults)


def _bounded_lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Line numbers and lines; None for a line over the limit, which is read past without being kept."""
    number = 0
    while line := file.readline(MAX_TEXT_BYTES + 1):
        number += 1
        if len(line) <= MAX_TEXT_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_TEXT_BYTES)
        yield number, None


def _line(line: bytes, about: str, defaults: Defaults) -> Report | Unreadable:
    try:
        return _report(json.loads(line.decode("utf-8-sig")), about, defaults)
    except UnicodeDecodeError:
        return _refused(None, "wrong_encoding", f"{about}: not valid UTF-8", about)
    except (json.JSONDecodeError, RecursionError) as error:
        return _refused(None, "bad_json", f"{about}: not a JSON object: {error}", about)


def _report(row: Any, about: str, defaults: Defaults) -> Report | Unreadable:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return _refused(row, "bad_json", f'{about}: not an object with a "text" that is a string', about)
    wrong = [key for key in ("title", "published", "source", "url") if not isinstance(row.get(key), str | None)]
    if wrong:
        return _refused(row, "bad_json", f'{about}: "{wrong[0]}" is not a string', about)
    parts = Parts(
        text=row["text"],
        taken_from=about,
        id=None if row.get("id") is None else str(row["id"]),
        title=row.get("title"),
        published=row.get("published"),
        source=row.get("source"),
        url=row.get("url"),
    )
    try:
        return make_report(parts, defaults)
    except UnreadableReportError as error:
        return _refused(row, error.code, error.message, about)


def _refused(row: Any, code: str, message: str, about: str) -> Unreadable:
    brought = row.get("id") if isinstance(row, dict) else None
    source = row.get("source") if isinstance(row, dict) and isinstance(row.get("source"), str) else None
    return Unreadable(content_id(about) if brought is None else str(brought), code, message, source, about)
