"""One-line builders."""

from datetime import date

from vedette.model.ids import sha256_hex
from vedette.model.report import Report


def report(
    text: str, *, title: str | None = None, published: str | None = "2021-05-14", source: str | None = "Example Gazette"
) -> Report:
    """A report with this text, by default of 14 May 2021 in an invented outlet."""
    day = date.fromisoformat(published) if published else None
    return Report("r1", text, title, day, source, language="en", text_sha256=sha256_hex(text))
