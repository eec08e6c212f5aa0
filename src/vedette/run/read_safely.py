"""Reads one report whatever happens: a reading, or the reason why it could not be read."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from spacy.language import Language

from vedette.errors import VedetteError
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.assemble import read_report
from vedette.reading.other_language import is_other_language, read_other_language
from vedette.reading.parse import without_surrogates

#: Seconds for a report, at least, and for each thousand words of it: ten times what reading takes on a busy machine.
MIN_SECONDS, SECONDS_PER_1000_WORDS = 20.0, 2.0
#: How many times that by the clock, where other work takes the processor.
PATIENCE = 5.0
#: How much longer a pipeline with a transformer takes without a graphics card.
TRANSFORMER_TIMES = 20.0
#: Code points of a word with its blank, for the time that a report may take.
CHARS_A_WORD = 6


class _TimedOutError(BaseException):
    """Raised inside a reading that takes too long; no `except Exception` below may catch it."""


def read_safely(
    report: Report,
    nlp: Language,
    *,
    gate: bool = False,
    min_seconds: float = MIN_SECONDS,
    read: Callable[[Report], Reading] | None = None,
) -> Reading | Unreadable:
    """The reading; for whatever goes wrong inside it, a value that says so, so that the other reports go on.

    Args:
        report: The report.
        nlp: The language pipeline.
        gate: Whether it is passed over unparsed when it holds no word for an act.
        min_seconds: Seconds that a reading may take at least; long reports may take more.
        read: What reads a report in English; None: the rules.
    """
    seconds = seconds_for(report, nlp, min_seconds)
    try:
        with _time_limit(seconds):
            if is_other_language(report):
                return replace(read_other_language(without_surrogates(report)), report=report)
            reading = read(report) if read else read_report(report, nlp, gate=gate)
            return replace(reading, notes=(*report.notes, *reading.notes))
    except _TimedOutError:
        return timed_out(report, seconds)
    except VedetteError:
        raise
    except Exception as error:  # noqa: BLE001 (the loop over reports: one bad report must not cost the others)
        message = f"the reader failed on it ({type(error).__name__}: {error}): please report this"
        return Unreadable(report.id, "internal", message, report.source, report.taken_from)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends what runs inside after so many seconds of processor time; without effect in threads and on Windows."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    used, began = time.process_time(), time.monotonic()

    def end(_number: int, _frame: FrameType | None) -> None:
        left = seconds - (time.process_time() - used)
        if left > 0 and time.monotonic() - began < PATIENCE * seconds:  # a busy machine gave it little time
            signal.setitimer(signal.ITIMER_REAL, max(0.05, left))
            return
        raise _TimedOutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_for(report: Report, nlp: Language, min_seconds: float = MIN_SECONDS) -> float:
    """Seconds of processor time after which a report's reading is given up."""
    thousands = len(report.text) / CHARS_A_WORD / 1000
    times = TRANSFORMER_TIMES if any("transformer" in name for name in nlp.pipe_names) else 1.0
    return min_seconds + SECONDS_PER_1000_WORDS * thousands * times


def timed_out(report: Report, seconds: float) -> Unreadable:
    """The value that says that a reading was given up."""
    message = f"reading took over {seconds:.0f} s and was given up: split the report"
    return Unreadable(report.id, "timed_out", message, report.source, report.taken_from)
