"""Web pages: the article of an HTML page."""

from pathlib import Path

import trafilatura

from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.limits import MAX_PAGE_BYTES
from vedette.sources.made import Defaults, Parts, make_report
from vedette.sources.text import read_bytes

#: Only dates that the page states as its own count, and of those the first publication, not the last change.
_DATES = {"original_date": True, "extensive_search": False}
#: Characters below which an extraction is leftovers of a page, not an article.
MIN_ARTICLE_CHARS = 80


def read_page_file(path: Path, defaults: Defaults) -> Report:
    """The report in an HTML file.

    Raises:
        UnreadableReportError: It cannot be read, or holds no article (`no_article`).
    """
    return read_page(read_bytes(path, MAX_PAGE_BYTES), str(path), defaults)


def read_page(content: bytes, taken_from: str, defaults: Defaults, url: str | None = None) -> Report:
    """The report in a page's bytes. Title, outlet and date are those that the page states, else unknown.

    Raises:
        UnreadableReportError: `empty`, `not_text`, `too_large` or `no_article`.
    """
    if not content.strip():
        raise UnreadableReportError("empty", f"{taken_from}: there is nothing in it", taken_from)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableReportError("not_text", f"{taken_from}: this is a binary file, not a page", taken_from)
    found = trafilatura.bare_extraction(
        content, url=url, fast=True, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    if found is None or isinstance(found, dict):
        raise UnreadableReportError("no_article", f"{taken_from}: no article was found on the page", taken_from)
    text = (found.text or "").strip()
    if len(text) < MIN_ARTICLE_CHARS:
        raise UnreadableReportError("no_article", f"{taken_from}: no article was found on the page", taken_from)
    return make_report(
        Parts(text, taken_from, title=found.title, published=found.date, source=found.sitename, url=found.url or url),
        defaults,
    )
