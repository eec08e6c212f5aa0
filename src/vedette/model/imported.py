"""What an import of event data brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileProfile:
    """What a file of rows looks like as a whole; held against the profiles of earlier files of its kind."""

    n_rows: int
    #: Rows whose event lies after the day of import.
    n_future: int = 0
    #: Rows with coordinates, and the most that lie at one and the same point.
    n_located: int = 0
    n_at_one_place: int = 0
    #: Name of that place, None where none is located.
    place: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that could not be taken in."""

    #: 0 where it cannot be told.
    line: int
    #: Id that it brought, None where it brought none.
    row_id: str | None
    why: str


def refused_words(row: RefusedLine) -> str:
    """Which row it was, and why it was refused.

    >>> refused_words(RefusedLine(7, "GED-12", "no date")), refused_words(RefusedLine(0, None, "no date"))
    ('line 7 (GED-12): no date', 'no date')
    """
    line = f"line {row.line}" if row.line else ""
    name = f"({row.row_id})" if row.row_id and line else row.row_id or ""
    where = " ".join(part for part in (line, name) if part)
    return f"{where}: {row.why}" if where else row.why


@dataclass(frozen=True, slots=True)
class Import:
    """One file of event data, taken in or held back. `n_rows` = `n_new` + `n_known` + `n_refused` when taken in."""

    kind: str
    dataset: str
    file: str
    sha256: str
    n_rows: int
    n_new: int
    #: Of the new: another version of a row that was known.
    n_changed: int
    n_known: int
    n_refused: int
    profile: FileProfile
    #: Column about persons → rows in which it was dropped.
    dropped: Mapping[str, int] = field(default_factory=dict)
    #: What has no counterpart → rows.
    lost: Mapping[str, int] = field(default_factory=dict)
    #: Reasons for which the file was held back; empty: it was taken in.
    held_back: tuple[str, ...] = ()
    #: The first thousand rows that were refused.
    refused: tuple[RefusedLine, ...] = ()
