"""The queue of reports to read: by turns of the feeds."""

from dataclasses import replace
from datetime import datetime

from tests.build import reading
from vedette.model.report import Report
from vedette.store.intake import Sighting, leave_queue, queued_reports, take_in
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)


def report(name: str) -> Report:
    return replace(reading().report, id=name, text=f"Report {name}.", text_sha256=name)


def take(store: Store, feed: str, *names: str) -> None:
    with store.begin() as connection:
        take_in(connection, feed, [Sighting(report(name), None) for name in names], NOON)


def read(store: Store, limit: int) -> list[str]:
    with store.begin() as connection:
        found = queued_reports(connection, limit)
        leave_queue(connection, [one.row for one in found])
    return [one.report.id for one in found]


def test_a_feed_that_brings_much_at_once_keeps_no_other_waiting(store: Store) -> None:
    take(store, "flood", *(f"f{n}" for n in range(600)))
    assert read(store, 3) == ["f0", "f1", "f2"]
    take(store, "a", "a0", "a1")
    take(store, "b", "b0")
    assert read(store, 5) == ["f3", "a0", "b0", "f4", "a1"]
    take(store, "flood", "f600")
    take(store, "a", "a2")
    assert read(store, 2) == ["f5", "a2"]
    assert len(read(store, 1000)) == 595


def test_of_one_feed_the_longest_waiting_is_read_first(store: Store) -> None:
    take(store, "a", "a0", "a1")
    take(store, "a", "a2")
    assert read(store, 10) == ["a0", "a1", "a2"]
    assert read(store, 10) == []
