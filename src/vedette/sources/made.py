"""Makes a report from its parts, the same way for every kind of input."""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from vedette.model.ids import report_id, sha256_hex
from vedette.model.report import Report
from vedette.sources.decode import check_text
from vedette.sources.language import tell_language


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for reports that do not say it themselves."""

    #: Day of publication.
    published: date | None = None
    #: Name of the outlet.
    source: str | None = None
    #: Latest believable day of publication; a later one counts as unknown. None: any.
    latest: date | None = None
    #: Encoding of text files without a byte order mark; None: UTF-8.
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A report as an adapter found it."""

    text: str
    #: File, archive record or feed entry, for messages.
    taken_from: str
    id: str | None = None
    title: str | None = None
    published: str | date | None = None
    source: str | None = None
    url: str | None = None


def make_report(parts: Parts, defaults: Defaults) -> Report:
    """The report; what its parts leave out comes from `defaults`.

    Raises:
        UnreadableReportError: Its text cannot be read (`empty`, `not_text`, `too_large`).
    """
    check_text(parts.text, parts.id or parts.taken_from)
    published = read_day(parts.published) if parts.published is not None else defaults.published
    notes: tuple[str, ...] = ()
    if published and defaults.latest and published > defaults.latest:
        notes = (f"its date of publication, {published}, lies in the future: taken as unknown",)
        published = None
    source = parts.source or defaults.source
    title = (parts.title or "").strip() or None
    made_id = report_id(source, published.isoformat() if published else None, title, parts.text)
    return Report(
        id=parts.id or made_id,
        text=parts.text,
        title=title,
        published=published,
        source=source,
        url=parts.url,
        language=tell_language(parts.text),
        text_sha256=sha256_hex(parts.text),
        taken_from=parts.taken_from,
        notes=notes,
    )


def read_day(value: str | date | None) -> date | None:
    """The day that a date field tells: ISO 8601 or RFC 5322; None for anything else.

    >>> read_day("2021-05-14T08:00:00Z")
    datetime.date(2021, 5, 14)
    >>> read_day("Fri, 14 May 2021 08:00:00 +0000")
    datetime.date(2021, 5, 14)
    >>> read_day("May")
    """
    if value is None or isinstance(value, date):
        return value
    try:
        if re.match(r"\d{4}-\d\d-\d\d(?!\d)", value.strip()):
            return date.fromisoformat(value.strip()[:10])
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
