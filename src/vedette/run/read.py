"""Reads reports one by one: each gives a reading or the reason why it could not be read."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from vedette import __version__
from vedette.geo.gazetteer import SETTING
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name
from vedette.run.read_safely import read_safely
from vedette.run.reading_pool import ReadingPool
from vedette.store.store import Store

__all__ = ["now", "read_all", "read_safely", "reader_key", "rules_hash"]


class AskedModel(Protocol):
    """What reads with a model (`vedette.run.llm_read`, loaded only where it is asked for)."""

    @property
    def key(self) -> str:
        """What its readings are known by."""

    def read(self, items: Iterable[Report | Reading | Unreadable]) -> Iterator[Reading | Unreadable]:
        """A reading, or the reason why not, for each report, in order; what is no report goes through as it is."""


def read_all(
    items: Iterable[Report | Unreadable],
    *,
    pipeline: str | None = None,
    gate: bool = False,
    store: Store | None = None,
    n_processes: int = 1,
    model: AskedModel | None = None,
) -> Iterator[Reading | Unreadable]:
    """A reading or the reason why not for each report, in order.

    Args:
        items: What the sources gave.
        pipeline: The language pipeline's package; None takes the best installed.
        gate: Whether reports, and passages of reports, in which nothing can matter are passed over unparsed.
        store: Where readings are kept; a report that this very reader read already is taken from it.
        n_processes: Processes that read.
        model: Reads with a model instead of the rules alone, behind the gate.

    Raises:
        ModelError: The model cannot be asked, or a limit is reached; what was read before was given, and is kept.
    """
    key = reader_key(pipeline, gate or model is not None) + (f" {model.key}" if model else "")
    known: set[int] = set()
    waiting = _with_known(items, store, key, known)
    for found in model.read(waiting) if model else _read(waiting, pipeline, gate, n_processes):
        if store and id(found) not in known:
            _keep(found, store, key)
        known.discard(id(found))
        yield found


def reader_key(pipeline: str | None, gate: bool) -> str:
    """What a reading is known by: version, language pipeline and rules; another one reads stored reports anew."""
    return f"{__version__} {pipeline_name(load_pipeline(pipeline))} {rules_hash()}{' gate' if gate else ''}"


def _with_known(
    items: Iterable[Report | Unreadable], store: Store | None, key: str, known: set[int]
) -> Iterator[Report | Reading | Unreadable]:
    """The items, with the reading in place of a report that the store has one of; their identities go into `known`."""
    for item in items:
        stored = store.find_reading(item, key) if store and isinstance(item, Report) else None
        if stored:
            known.add(id(stored))
        yield stored or item


def _read(
    items: Iterable[Report | Reading | Unreadable], pipeline: str | None, gate: bool, n_processes: int
) -> Iterator[Reading | Unreadable]:
    if n_processes > 1:
        with ReadingPool(n_processes, pipeline=pipeline, gate=gate) as pool:
            yield from pool.read(items)
        return
    nlp = load_pipeline(pipeline)
    for item in items:
        yield read_safely(item, nlp, gate=gate) if isinstance(item, Report) else item


def _keep(found: Reading | Unreadable, store: Store, key: str) -> None:
    if isinstance(found, Reading):
        store.add_reading(found, key, now())
    else:
        store.add_unreadable(found, now())


def now() -> datetime:
    """This UTC instant, without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


@cache
def rules_hash() -> str:
    """Hash of the reader's code and vocabulary: another one reads stored reports anew."""
    digest = hashlib.sha256()
    for package in ("vedette.reading", "vedette.vocab", "vedette.geo"):
        for path in sorted(_below(files(package)), key=str):
            digest.update(path.name.encode() + path.read_bytes())
    digest.update(_gazetteer_stamp().encode())
    return digest.hexdigest()[:12]


def _gazetteer_stamp() -> str:
    """Path, size and time of the user's own gazetteer, size of the one that ships (too large to hash each time)."""
    own = os.environ.get(SETTING)
    if own and Path(own).is_file():
        stat = Path(own).stat()
        return f"{Path(own).resolve()} {stat.st_size} {stat.st_mtime_ns}"
    with as_file(files("vedette.geo") / "data" / "gazetteer.sqlite") as shipped:
        return str(shipped.stat().st_size)


def _below(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith("_"):
            yield from _below(path)
        elif re.search(r"\.(py|toml|tsv)$", path.name):
            yield path
