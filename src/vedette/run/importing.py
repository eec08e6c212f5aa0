"""Takes event data into the store: a file is looked at whole first, and an odd one is held back."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from vedette import __version__
from vedette.errors import UsageError
from vedette.model.imported import Import, RefusedLine
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.language_pipeline import load_pipeline
from vedette.run.read import now, read_safely
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.coded import code_row
from vedette.sources.datasets.kinds import get_adapter
from vedette.sources.datasets.mapping import load_mapping
from vedette.sources.datasets.oddness import find_oddness, find_profile
from vedette.sources.datasets.row import RefusedRow, RowSaid
from vedette.store.imports import add_import, known_reports, past_imports
from vedette.store.readings import add_readings
from vedette.store.store import Store

#: A row as an adapter gives it.
Item = RowSaid | RefusedRow | Report
#: Rows a transaction: a watch that runs beside waits no longer than for one of these.
CHUNK = 500
#: Refused rows that are kept word for word.
MAX_REFUSED = 1000


@dataclass(slots=True)
class _Tally:
    """What was counted so far."""

    n_new: int = 0
    n_changed: int = 0
    n_known: int = 0
    n_refused: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedLine] = field(default_factory=list)

    def count(self, report_id: str, row: int | None, known: set[str]) -> None:
        """Counts a row that was taken in (`row` is None where it was there already) and notes its id as known."""
        self.n_known += row is None
        self.n_new += row is not None
        self.n_changed += row is not None and report_id in known
        known.add(report_id)

    def refuse(self, row: RefusedRow) -> None:
        """Counts a refused row and keeps the first thousand."""
        self.n_refused += 1
        if len(self.refused) < MAX_REFUSED:
            self.refused.append(RefusedLine(row.line, row.id, row.why))


def import_file(
    store: Store,
    kind: str,
    path: Path,
    *,
    mapping: Path | None = None,
    accept_odd: bool = False,
    pipeline: str | None = None,
    watched: Callable[[Iterable[Item]], Iterator[Item]] = iter,
) -> Import:
    """What the file brought. Taking the same file in again changes nothing: its rows are known.

    Args:
        store: Where the rows go.
        kind: One of `sources.datasets.kinds.ADAPTERS`.
        path: The file.
        mapping: Mapping file, for the kinds that need one.
        accept_odd: Whether a file that looks unlike those before it is taken in all the same.
        pipeline: Language pipeline for kinds whose text is read; None: the best installed.
        watched: Passes the rows on as they are taken in (to show progress).

    Raises:
        UsageError: No such kind, file or mapping.
        BadInputError: The file as a whole is not of its kind; nothing is taken in.
    """
    adapter = _adapter(kind, mapping)
    sha256 = _sha256(path)
    profile = find_profile(_looked_at(adapter, path, mapping), now().date())
    with store.look() as connection:
        past = [one for one in past_imports(connection, kind, adapter.dataset) if one.sha256 != sha256]
    odd = () if accept_odd else find_oddness(profile, [one.profile for one in past])
    tally = _Tally()
    if not odd:
        _take_in(store, adapter, watched(adapter.read(path, mapping)), pipeline, tally)
    found = Import(
        kind=kind,
        dataset=adapter.dataset,
        file=path.name,
        sha256=sha256,
        n_rows=profile.n_rows,
        n_new=tally.n_new,
        n_changed=tally.n_changed,
        n_known=tally.n_known,
        n_refused=tally.n_refused,
        profile=profile,
        dropped=dict(tally.dropped),
        lost=dict(tally.lost),
        held_back=odd,
        refused=tuple(tally.refused),
    )
    with store.begin() as connection:
        add_import(connection, found, now())
    return found


def _adapter(kind: str, mapping: Path | None) -> Adapter:
    """The adapter of a kind, with the name and the licence that a mapping gives the dataset."""
    adapter = get_adapter(kind)
    if mapping is not None and not mapping.is_file():
        raise UsageError(f"--mapping {mapping}: no such file")
    if mapping is None or not adapter.takes_mapping:
        return adapter
    said = load_mapping(mapping)
    return replace(adapter, dataset=said.dataset, rights=said.rights)


def _looked_at(adapter: Adapter, path: Path, mapping: Path | None) -> Iterator[Reading | None]:
    for item in adapter.read(path, mapping):
        yield code_row(item, adapter.dataset, adapter.rights) if isinstance(item, RowSaid) else None


def _take_in(
    store: Store,
    adapter: Adapter,
    items: Iterator[Item],
    pipeline: str | None,
    tally: _Tally,
) -> None:
    key = f"{adapter.kind} {__version__}"
    while chunk := list(islice(items, CHUNK)):
        readings = [reading for item in chunk if (reading := _reading(item, adapter, pipeline, tally))]
        with store.begin() as connection:
            known = known_reports(connection, [reading.report.id for reading in readings])
            rows = add_readings(connection, [(reading, key) for reading in readings], now())
        for reading, row in zip(readings, rows, strict=True):
            tally.count(reading.report.id, row, known)


def _reading(item: Item, adapter: Adapter, pipeline: str | None, tally: _Tally) -> Reading | None:
    if isinstance(item, RowSaid):
        tally.dropped.update(item.dropped)
        tally.lost.update(item.lost)
        return code_row(item, adapter.dataset, adapter.rights)
    if isinstance(item, Report):
        read = read_safely(item, load_pipeline(pipeline))
        if not isinstance(read, Unreadable):
            return read
        item = RefusedRow(0, read.id, read.message)
    tally.refuse(item)
    return None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", str(path)) from error
