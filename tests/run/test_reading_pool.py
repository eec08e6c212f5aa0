"""Several processes read as one does; what kills or stops one costs at most the report that it was at."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.run import read_safely as safely
from vedette.run import reading_pool
from vedette.run.read import read_all
from vedette.run.reading_pool import ReadingPool
from vedette.store.store import Store

TEXT = "A bomb exploded in Basra on Wednesday, killing four people, police said."
REPORTS = [Report(f"r{n}", f"{TEXT} It was the blast number {n} there.") for n in range(7)]

pytestmark = pytest.mark.xdist_group("reading_pool")


@pytest.fixture(autouse=True)
def _loaded(nlp: Language) -> None:
    """The pipeline is loaded before the processes are forked."""


def _read_or_die(item: Report, nlp: Language, **options: Any) -> Reading | Unreadable:
    if "dies" in item.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hangs" in item.text:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
    return safely.read_safely(item, nlp, **options)


@pytest.fixture
def _bad_reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reading_pool, "read_safely", _read_or_die)
    yield


def test_two_processes_read_what_one_does_in_the_same_order() -> None:
    assert list(read_all(REPORTS, n_processes=2)) == list(read_all(REPORTS))


def test_what_is_no_report_goes_through_in_its_place() -> None:
    bad = Unreadable("x", "empty", "nothing in it")
    found = list(read_all([REPORTS[0], bad, REPORTS[1]], n_processes=2))
    assert found[1] == bad
    assert [isinstance(item, Reading) for item in found] == [True, False, True]


def test_a_process_that_is_killed_costs_nothing() -> None:
    with ReadingPool(2) as pool:
        read = pool.read([*REPORTS, *REPORTS])
        found = [next(read)]
        for worker in pool._workers:
            worker.process.kill()
        found += list(read)
    assert [item.report.id for item in found if isinstance(item, Reading)] == [one.id for one in [*REPORTS, *REPORTS]]


@pytest.mark.usefixtures("_bad_reports")
def test_a_report_that_kills_its_process_costs_itself_alone() -> None:
    reports = [*REPORTS[:3], Report("d", "This one dies."), *REPORTS[3:]]
    with ReadingPool(2) as pool:
        found = list(pool.read(reports))
    assert [item.id if isinstance(item, Unreadable) else item.report.id for item in found] == [r.id for r in reports]
    assert isinstance(found[3], Unreadable)
    assert found[3].code == "internal"
    assert all(isinstance(item, Reading) for item in (*found[:3], *found[4:]))


@pytest.mark.usefixtures("_bad_reports")
def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "GRACE_SECONDS", 0.1)
    with ReadingPool(1, min_seconds=0.4) as pool:
        hung, read = pool.read([Report("h", "This one hangs."), REPORTS[0]])
    assert isinstance(hung, Unreadable)
    assert hung.code == "timed_out"
    assert isinstance(read, Reading)


@pytest.mark.usefixtures("_bad_reports")
def test_what_stood_behind_a_report_that_hangs_or_kills_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "GRACE_SECONDS", 0.1)
    reports = [Report("h", "This one hangs."), REPORTS[0], Report("d", "This one dies."), *REPORTS[1:]]
    with ReadingPool(1, min_seconds=0.4) as pool:
        found = list(pool.read(reports))
    assert [item.id if isinstance(item, Unreadable) else item.report.id for item in found] == [r.id for r in reports]
    assert [item.id for item in found if isinstance(item, Unreadable)] == ["h", "d"]


def test_reports_longer_than_a_pipe_holds_are_read() -> None:
    long = [Report(f"l{n}", "The council met about the park. " * 10_000 + str(n)) for n in range(3)]
    with ReadingPool(2, gate=True) as pool:
        assert [type(item) for item in pool.read([*long, *REPORTS, *long])] == [Reading] * 13


def test_a_pool_can_be_left_early_and_used_again() -> None:
    with ReadingPool(2) as pool:
        assert isinstance(next(pool.read(REPORTS)), Reading)
        assert len(list(pool.read(REPORTS[:2]))) == 2


def test_the_store_keeps_what_several_processes_read(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/v.db") as store:
        first = list(read_all([report(TEXT)], store=store, n_processes=2))
        assert list(read_all([report(TEXT)], store=store, n_processes=2)) == first
        assert list(store.readings()) == first
