"""Transactions: one writer at a time, readers never wait, and rows are numbered as they are committed."""

import threading
import time
from datetime import datetime

import pytest

from tests.build import event, reading
from vedette.store.readings import add_reading, readings_since
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)


def test_many_writers_and_a_follower_miss_nothing(store: Store) -> None:
    n_writers, n_each = 4, 12
    done = threading.Event()
    seen: list[str] = []

    def write(number: int) -> None:
        for n in range(n_each):
            with store.begin() as connection:
                # A question first: what fails in SQLite where a transaction does not say at once that it will write.
                readings_since(connection, 0, limit=1)
                add_reading(connection, reading(event(), report_id=f"{number}-{n}"), "k", NOON)

    def follow() -> None:
        last = 0
        while True:
            over = done.is_set()
            with store.look() as connection:
                found = readings_since(connection, last)
            seen.extend(one.report.id for _, one in found)
            last = found[-1][0] if found else last
            if over and not found:
                return
            time.sleep(0.005)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(n_writers)]
    follower = threading.Thread(target=follow)
    for thread in (follower, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    follower.join()
    assert sorted(seen) == sorted(f"{m}-{n}" for m in range(n_writers) for n in range(n_each))


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    class StoppedError(Exception):
        pass

    try:
        with store.begin() as connection:
            add_reading(connection, reading(event()), "k", NOON)
            raise StoppedError
    except StoppedError:
        pass
    assert list(store.readings()) == [] and store.search("text") == []


def test_a_reader_sees_one_state_and_keeps_no_writer_waiting(store: Store) -> None:
    store.add_reading(reading(), "k", NOON)
    with store.look() as connection:
        assert len(readings_since(connection, 0)) == 1
        store.add_reading(reading(report_id="r2"), "k", NOON)
        assert len(readings_since(connection, 0)) == 1
    assert len(list(store.readings())) == 2


def test_a_store_is_opened_and_read_while_somebody_writes(
    store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add_reading(reading(), "k", NOON)
    monkeypatch.setattr("vedette.store.engine.WAIT_SECONDS", 0)
    with store.begin() as connection:
        add_reading(connection, reading(report_id="r2"), "k", NOON)
        with Store(store_url) as other:
            assert len(list(other.readings())) == 1


def test_readings_can_be_gone_through_while_others_are_added(store: Store) -> None:
    for n in range(3):
        store.add_reading(reading(report_id=f"r{n}"), "k", NOON)
    for one in store.readings():
        store.add_reading(reading(report_id=f"again {one.report.id}"), "k", NOON)
    assert len(list(store.readings())) == 6
