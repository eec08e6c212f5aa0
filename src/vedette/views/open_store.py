"""Opens a store that must be there already."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from vedette.errors import UsageError
from vedette.store.store import Store


def open_there(url: str) -> Store:
    """The store; a file of SQLite is not made where there is none.

    Raises:
        UsageError: There is no such store.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        return Store(url)  # which says what is wrong with it
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    if file and not Path(file).exists():
        raise UsageError(f"--store {url}: there is no such store; vedette brief and vedette watch make one")
    return Store(url)


def parse_instant(given: str | None, option: str) -> datetime | None:
    """A UTC instant without a zone; a day alone is its end. None where none is given.

    Raises:
        UsageError: It is none.
    """
    if given is None:
        return None
    try:
        if len(given) <= len("2021-05-14"):
            return datetime.combine(date.fromisoformat(given), time.max)
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{option} {given}: give a day (2021-05-14) or an instant (2021-05-14T18:00)") from error
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
