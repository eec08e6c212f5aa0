"""Reads reports one by one: each gives a reading or the reason why it could not be read."""

import hashlib
import os
import re
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import FrameType

from spacy.language import Language

from vedette import __version__
from vedette.errors import VedetteError
from vedette.geo.gazetteer import SETTING
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.assemble import read_report
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name
from vedette.store.store import Store

#: Seconds for a report, at least, and for each thousand words of it: twenty times what reading takes.
MIN_SECONDS, SECONDS_PER_1000_WORDS = 60.0, 6.0


class _TimedOutError(Exception):
    """Raised inside a reading that takes too long."""


def read_all(
    items: Iterable[Report | Unreadable], *, pipeline: str | None = None, gate: bool = False, store: Store | None = None
) -> Iterator[Reading | Unreadable]:
    """A reading or the reason why not for each report, in order.

    Args:
        items: What the sources gave.
        pipeline: The language pipeline's package; None takes the best installed.
        gate: Whether reports that hold no word for an act are passed over unparsed.
        store: Where readings are kept; a report that this very reader read already is taken from it.
    """
    for item in items:
        if isinstance(item, Unreadable):
            if store:
                store.add_unreadable(item, now())
            yield item
        else:
            yield _read(item, pipeline, gate, store)


def now() -> datetime:
    """This UTC instant, without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _read(report: Report, pipeline: str | None, gate: bool, store: Store | None) -> Reading | Unreadable:
    nlp = load_pipeline(pipeline)
    key = f"{__version__} {pipeline_name(nlp)} {rules_hash()}{' gate' if gate else ''}"
    if store and (known := store.find_reading(report, key)):
        return known
    found = read_safely(report, nlp, gate=gate)
    if store:
        if isinstance(found, Reading):
            store.add_reading(found, key, now())
        else:
            store.add_unreadable(found, now())
    return found


def read_safely(
    report: Report, nlp: Language, *, gate: bool = False, min_seconds: float = MIN_SECONDS
) -> Reading | Unreadable:
    """The reading; for whatever goes wrong inside it, a value that says so, so that the other reports go on.

    Args:
        report: The report.
        nlp: The language pipeline.
        gate: Whether it is passed over unparsed when it holds no word for an act.
        min_seconds: Seconds that a reading may take at least; long reports may take more.
    """
    if report.language not in (None, "en"):
        note = f"written in {report.language!r}: only English is read so far, so nothing was looked for in it"
        return Reading(report, Reader(__version__, None), notes=(*report.notes, note))
    seconds = min_seconds + SECONDS_PER_1000_WORDS * len(report.text) / 6000
    try:
        with _time_limit(seconds):
            reading = read_report(report, nlp, gate=gate)
            return replace(reading, notes=(*report.notes, *reading.notes))
    except _TimedOutError:
        message = f"reading took over {seconds:.0f} s and was given up: split the report"
        return Unreadable(report.id, "timed_out", message, report.source, report.taken_from)
    except VedetteError:
        raise
    except Exception as error:  # noqa: BLE001 (the loop over reports: one bad report must not cost the others)
        message = f"the reader failed on it ({type(error).__name__}: {error}): please report this"
        return Unreadable(report.id, "internal", message, report.source, report.taken_from)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends what runs inside after so many seconds; without effect where there are no alarms (threads, Windows)."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _TimedOutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
