"""Captures of a store: where their files lie, and how a content is erased."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from vedette.evidence.warc import erase_record
from vedette.model.capture import Capture
from vedette.store.captures import captures_of_report, record_erasure
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
    """The captures of a report whose content is erased now. Their links stay in the chain, with who, when and why.

    The row is written first: a crash between the two leaves a content whose erasure is on record, and a second call
    erases it.

    Args:
        store: The store.
        folder: Its folder of captures.
        report_id: The report.
        by: Who erases it.
        why: Why.
        now: UTC instant, without a zone.

    Raises:
        BadInputError: A file of captures is damaged.
        OutputError: A file of captures cannot be written.
    """
    with store.begin() as connection:
        found = captures_of_report(connection, report_id)
        for capture in found:
            record_erasure(connection, capture.number, by, why, now)
    for capture in found:
        erase_record(folder / capture.kept.warc_file, capture.kept.warc_offset, f"by {by}: {why}")
    return found
