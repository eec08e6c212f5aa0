"""Options that several commands share."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.sources.made import Defaults

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, folders or globs: text, HTML, JSON(L), RSS/Atom, WARC, PDF, DOCX, mail; - is standard input.",
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication of reports that tell none.")
]
SourceName = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of reports that tell none.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of text files; UTF-8 by default.")]
PipelineName = Annotated[
    str | None,
    typer.Option(metavar="PACKAGE", envvar="VEDETTE_PIPELINE", help="spaCy pipeline; the best installed by default."),
]
StoreUrl = Annotated[str, typer.Option(metavar="URL", envvar="VEDETTE_STORE", help="The store.")]

#: The store when none is named: a file in the current folder.
DEFAULT_STORE = "sqlite:///vedette.db"


def make_defaults(published: str | None, source: str | None, encoding: str | None) -> Defaults:
    """What holds for reports that do not say it themselves.

    Raises:
        UsageError: The day is none.
    """
    today = datetime.now(UTC).date()
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise UsageError(f"--published {published}: give a day as YYYY-MM-DD") from error
    if day and day > today + timedelta(days=1):
        raise UsageError(f"--published {published}: that day lies in the future")
    return Defaults(day, source, today + timedelta(days=1), encoding)
