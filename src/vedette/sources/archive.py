"""Web archives (WARC): one report a response record that holds a page."""

from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from vedette.errors import UnreadableReportError
from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_PAGE_BYTES
from vedette.sources.made import Defaults
from vedette.sources.page import read_page


def read_archive_file(path: Path, defaults: Defaults) -> Iterator[Report | Unreadable]:
    """The reports of a `.warc` or `.warc.gz` file, in its order. Records that are no pages are passed over.

    Raises:
        UnreadableReportError: It is no web archive.
    """
    n_records = 0
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
                n_records += 1
                yield from _page(record, str(path), defaults)
        except (OSError, ValueError, RuntimeError) as error:
            message = f"{path}: the archive breaks off after {n_records} records: {error}"
            raise UnreadableReportError("unsupported", message, str(path)) from error
    if n_records == 0:
        raise UnreadableReportError("unsupported", f"{path}: no WARC response record was found in it", str(path))


def _page(record: object, archive: str, defaults: Defaults) -> Iterator[Report | Unreadable]:
    url: str = record.headers.get("WARC-Target-URI", "")  # type: ignore[attr-defined]
    content_type: str = record.http_content_type or ""  # type: ignore[attr-defined]
    about = f"{archive} {url}"
    if record.http_headers is None or (not content_type and not record.http_headers.asdict()):  # type: ignore[attr-defined]
        yield Unreadable(url or about, "unsupported", f"{about}: the archive breaks off inside this page", None, about)
        return
    if "html" not in content_type:
        return
    length: int = record.content_length  # type: ignore[attr-defined]
    content: bytes = record.reader.read(MAX_PAGE_BYTES + 1)  # type: ignore[attr-defined]
    if len(content) < min(length, MAX_PAGE_BYTES):
        yield Unreadable(url or about, "unsupported", f"{about}: the archive breaks off inside this page", None, about)
        return
    if len(content) > MAX_PAGE_BYTES:
        yield Unreadable(url or about, "too_large", f"{about}: over {MAX_PAGE_BYTES // 1_000_000} MB", None, about)
        return
    try:
        yield read_page(content, about, defaults, url or None)
    except UnreadableReportError as error:
        yield Unreadable(url or about, error.code, error.message, None, about)
