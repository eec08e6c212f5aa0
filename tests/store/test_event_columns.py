"""Events as columns: what a filter gives is what a loop over all events would choose."""

from datetime import date, datetime

import numpy as np
import pytest

from tests.build import event, place, reading
from vedette.model.event import Reality, Stage
from vedette.store.event_columns import EventFilter, event_columns
from vedette.store.readings import add_readings, keep_newest, load_readings, newest_rows, readings_since
from vedette.store.store import Store

NOON, LATER = datetime(2021, 5, 14, 12), datetime(2021, 5, 15, 12)


def fill(store: Store) -> None:
    near, far = place(), place("Faraway", -10.0, 179.5, country="YY")
    store.add_reading(reading(event("bomb", where=near, day="2021-05-12"), event("plain", kind="COERCE")), "k", NOON)
    threat = event("threat", stage=Stage.THREATENED, reality=Reality.POSSIBLE, day=None, where=far)
    store.add_reading(reading(threat, report_id="r2"), "k", LATER)


def kinds(store: Store, asked: EventFilter) -> list[str]:
    with store.look() as connection:
        found = list(event_columns(connection, asked, batch=1))
    return [f"{one.kind[0]} {one.stage[0]}" for one in found]


BOMB, PLAIN, THREAT = "ASSAULT carried_out", "COERCE carried_out", "ASSAULT threatened"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (EventFilter(), [BOMB, PLAIN, THREAT]),
        (EventFilter(kinds=["ASSAULT"]), [BOMB, THREAT]),
        (EventFilter(stages=["threatened"]), [THREAT]),
        (EventFilter(countries=["XX"]), [BOMB]),
        (EventFilter(box=(0, 10, 20, 30)), [BOMB]),
        (EventFilter(box=(-20, 170, 0, -170)), [THREAT]),
        (EventFilter(days=(date(2021, 5, 12), date(2021, 5, 20))), [BOMB, PLAIN, THREAT]),
        (EventFilter(days=(date(2021, 5, 12), date(2021, 5, 20)), undated=False), [BOMB, PLAIN]),
        (EventFilter(days=(date(2021, 5, 13), date(2021, 5, 20))), [THREAT]),
        (EventFilter(as_of=NOON), [BOMB, PLAIN]),
        (EventFilter(recorded_from=LATER), [THREAT]),
        (EventFilter(after_reading=1), [THREAT]),
        (EventFilter(kinds=["PROTEST"]), []),
    ],
)
def test_filters_choose(store: Store, asked: EventFilter, expected: list[str]) -> None:
    fill(store)
    assert kinds(store, asked) == expected


def test_what_is_not_known_is_said_in_the_columns(store: Store) -> None:
    fill(store)
    with store.look() as connection:
        (columns,) = event_columns(connection, EventFilter())
    assert len(columns) == 3
    assert columns.country.tolist() == ["XX", "", "YY"]
    assert np.isnan(columns.lat).tolist() == [False, True, False]
    assert np.isnat(columns.happened_from).tolist() == [False, False, True]
    assert columns.happened_to[0] == np.datetime64("2021-05-12")
    assert columns.background.dtype == np.bool_


def test_readings_are_gone_on_with_from_the_last_that_was_seen(store: Store) -> None:
    many = [(reading(event(f"e{n}"), report_id=f"r{n}"), "k") for n in range(7)]
    with store.begin() as connection:
        rows = add_readings(connection, many, NOON)
        assert add_readings(connection, [*many, many[0]], LATER) == [None] * 8
    assert rows == sorted(row for row in rows if row)
    seen, last = [], 0
    with store.look() as connection:
        while found := readings_since(connection, last, limit=3):
            seen += [one.report.id for _, one in found]
            last = found[-1][0]
    assert seen == [f"r{n}" for n in range(7)]


def test_only_the_newest_reading_of_the_newest_version_is_kept(store: Store) -> None:
    with store.begin() as connection:
        first, again, other = add_readings(
            connection, [(reading(), "k"), (reading(), "k2"), (reading(report_id="r2"), "k")], NOON
        )
        (changed,) = add_readings(connection, [(reading(text="Changed."), "k")], LATER)
    rows = [row for row in (other, changed, again, first) if row]
    with store.look() as connection:
        assert newest_rows(connection) == [changed, other]
        assert keep_newest(connection, rows) == [other, changed]
        assert keep_newest(connection, rows, as_of=NOON) == [other, again]
        assert [row for row, _ in load_readings(connection, [rows[0], 999, rows[1]])] == rows[:2]
