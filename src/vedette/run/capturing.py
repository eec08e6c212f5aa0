"""Captures of a store: where their files lie, and how a content is erased."""

import os
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from sqlalchemy import make_url

from vedette.errors import BadInputError
from vedette.evidence.warc_read import erase_record, read_record
from vedette.model.capture import Capture
from vedette.store.captures import captures_of_feeds, captures_of_report, marks_of_report, record_erasure
from vedette.store.store import Store

#: Environment variable that names the folder of captures.
SETTING = "VEDETTE_CAPTURES"


def captures_folder(store_url: str, folder: Path | None = None) -> Path:
    """The folder with the WARC files of a store.

    Args:
        store_url: The store's URL.
        folder: A folder named by the user; None: by `VEDETTE_CAPTURES`, else `NAME.captures` beside an SQLite file
            (`vedette.captures` in the current folder for PostgreSQL).
    """
    named = folder or os.environ.get(SETTING)
    if named:
        return Path(named)
    url = make_url(store_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database).with_suffix(".captures")
    return Path("vedette.captures")


def erase_report_content(store: Store, folder: Path, report_id: str, by: str, why: str, now: datetime) -> list[Capture]:
    """The captures that held a report and are erased now. Their links stay in the chain, with who, when and why.

    These are its pages, and the captured feeds in which its address or its title stands: each goes as a whole. Call it
    before the report's own words are erased, by which it is found. The rows are written first: a crash between the two
    leaves contents whose erasure is on record, and a second call erases them.

    Args:
        store: The store.
        folder: Its folder of captures.
        report_id: The report.
        by: Who erases it.
        why: Why.
        now: UTC instant, without a zone.

    Raises:
        BadInputError: A file of captures is damaged; all that could be erased is.
        OutputError: A file of captures cannot be written.
    """
    with store.look() as connection:
        found = captures_of_report(connection, report_id)
        feeds, marks = captures_of_feeds(connection, report_id), marks_of_report(connection, report_id)
    damage: list[BadInputError] = []
    found += [one for one in feeds if _holds(folder, one, marks, damage)]
    with store.begin() as connection:
        for capture in found:
            record_erasure(connection, capture.number, by, why, now)
    for capture in found:
        path = folder / capture.kept.warc_file
        if path.exists():
            try:
                erase_record(path, capture.kept.warc_offset, erasure_words(by, why))
            except BadInputError as error:
                damage.append(error)
    if damage:
        raise damage[0]
    return found


def erasure_words(by: str, why: str) -> str:
    """What stands in a WARC file in the place of a content that was erased."""
    return f"by {by}: {why}"


def _holds(folder: Path, capture: Capture, marks: Iterable[str], damage: list[BadInputError]) -> bool:
    """Whether one of the marks stands in a captured content, as it is or as XML and HTML write it; where that cannot be
    read, why is added to the damage."""
    path = folder / capture.kept.warc_file
    if not path.exists():
        return False
    try:
        body = read_record(path, capture.kept.warc_offset).body
    except BadInputError as error:
        damage.append(error)
        return False
    written = {form for mark in marks for form in (mark, escape(mark), escape(mark, quote=False))}
    return any(form.encode("utf-8", "replace") in body for form in written)
