"""What an adapter of a dataset declares of itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vedette.model.report import Report
from vedette.sources.datasets.row import RefusedRow, RowSaid


@dataclass(frozen=True, slots=True)
class Adapter:
    """One kind of event data."""

    #: Word of the command line (`vedette import KIND FILE`).
    kind: str
    #: Name that its reports bear as their source.
    dataset: str
    #: What is read, in words for the help.
    reads: str
    #: Rows of a file: each coded, refused, or a text to be read. The second path is the mapping, where one is needed.
    read: Callable[[Path, Path | None], Iterator[RowSaid | RefusedRow | Report]]
    #: What the licence forbids, in words; None: nothing that matters here.
    rights: str | None = None
    #: Whether a mapping file may say what the columns are, what the dataset is called and what its licence forbids.
    takes_mapping: bool = False
