import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from vedette.errors import UsageError
from vedette.geo import cores
from vedette.geo.cores import WORTH_THREADS, n_threads, over_parts, threads
from vedette.geo.zones import ZoneChecker
from vedette.model.zone import Zone

_ZONE = Zone("zone", "Iran–Iraq", "border", 0, 40, border=("IR", "IQ"))


def _events(n: int, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(28, 39, n), rng.uniform(42, 52, n)


def test_parts_come_in_order_and_cover_all_points() -> None:
    for n in (0, 10, WORTH_THREADS + 7):
        with threads(3):
            parts = over_parts(n, lambda part: part)
        assert np.array_equal(np.concatenate([np.arange(n)[part] for part in parts] or [np.arange(0)]), np.arange(n))


def test_few_points_stay_on_the_callers_thread() -> None:
    names = over_parts(WORTH_THREADS - 1, lambda _: threading.current_thread().name)
    assert set(names) == {threading.current_thread().name}


def test_what_a_part_asks_in_its_turn_stays_on_its_thread() -> None:
    with threads(2):
        nested = over_parts(WORTH_THREADS, lambda _: n_threads())
        assert set(nested) == {1} and n_threads() == 2


def test_an_error_in_a_part_reaches_the_caller() -> None:
    with threads(2), pytest.raises(ZeroDivisionError):
        over_parts(WORTH_THREADS, lambda part: 1 // part.start)


def test_the_setting_bounds_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEDETTE_THREADS", "1")
    assert n_threads() == 1
    monkeypatch.setenv("VEDETTE_THREADS", "none")
    with pytest.raises(UsageError, match="VEDETTE_THREADS"):
        n_threads()
    monkeypatch.delenv("VEDETTE_THREADS")
    assert n_threads() >= 1


def test_no_thread_outlives_its_call() -> None:
    with threads(4):
        ZoneChecker(_ZONE).distance(*_events(WORTH_THREADS))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("points")]


@pytest.mark.parametrize("zone", [_ZONE, replace(_ZONE, side="IQ")], ids=["both sides", "one side"])
def test_many_threads_give_what_one_gives(zone: Zone) -> None:
    lat, lon = _events(WORTH_THREADS + 1)
    lat[5], lat[-1] = np.nan, 91.0
    radius = np.where(np.arange(lat.size) % 1000 == 0, 15.0, 0.0)
    with threads(1):
        alone = ZoneChecker(zone).measure(lat, lon, radius)
    with threads(4):
        together = ZoneChecker(zone).measure(lat, lon, radius)
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("n", [2_000, WORTH_THREADS])
def test_one_checker_serves_several_threads_while_its_cubes_are_built(n: int) -> None:
    events = [_events(n, seed) for seed in range(4)]
    expected = [ZoneChecker(_ZONE).distance(*each) for each in events]
    shared = ZoneChecker(_ZONE)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda each: shared.distance(*each), events))
    for one, other in zip(found, expected, strict=True):
        assert np.abs(one - other).max() < 1e-9


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system has no fork")
def test_a_forked_process_measures_as_its_parent_did() -> None:
    lat, lon = _events(WORTH_THREADS)
    checker = ZoneChecker(_ZONE)
    with threads(2):
        expected = float(checker.distance(lat, lon).sum())
        with multiprocessing.get_context("fork").Pool(1, _keep, (checker, lat, lon)) as pool:
            assert pool.apply_async(_sum).get(timeout=120) == pytest.approx(expected)


_kept: list[object] = []


def _keep(*what: object) -> None:
    _kept.extend(what)


def _sum() -> float:
    checker, lat, lon = _kept
    assert isinstance(checker, ZoneChecker)
    with cores.threads(2):
        return float(checker.distance(np.asarray(lat), np.asarray(lon)).sum())
