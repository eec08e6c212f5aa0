"""Visits to feeds: equal ones of an hour are counted in one row, and nothing that is learnt of a feed is lost by it."""

from datetime import datetime, timedelta
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from vedette.model.feed import Visit, VisitOutcome
from vedette.store.store import Store
from vedette.store.tables_intake import visits
from vedette.store.visits import find_visits, forget_visits, record_visit
from vedette.watching.states import collect_histories

START = datetime(2021, 5, 3, 10, 59, 58)


def record(store: Store, *made: Visit) -> list[Visit]:
    with store.begin() as connection:
        for visit in made:
            record_visit(connection, visit, None)
        return find_visits(connection)


def unchanged(seconds: float, n_items: int = 7) -> Visit:
    return Visit("f", START + timedelta(seconds=seconds), "unchanged", n_items=n_items)


def test_a_folder_that_is_looked_at_each_second_leaves_a_row_an_hour(store: Store) -> None:
    first, second, third = record(store, *(unchanged(n, n) for n in range(3605)))
    assert (first.first_at, first.visited_at, first.n_visits) == (START, START + timedelta(seconds=1), 2)
    assert (second.first_at, second.n_visits, second.n_items) == (START + timedelta(seconds=2), 3600, 3601)
    assert (third.first_at, third.n_visits) == (START + timedelta(seconds=3602), 3)


def test_what_brings_something_or_goes_otherwise_has_a_row_of_its_own(store: Store) -> None:
    made = [
        unchanged(10),
        Visit("f", START + timedelta(seconds=11), "new", n_items=8, n_new=1),
        Visit("f", START + timedelta(seconds=12), "new", n_items=9, n_new=1),
        unchanged(13),
        Visit("f", START + timedelta(seconds=14), "failed", message="no such folder"),
        Visit("f", START + timedelta(seconds=15), "failed", message="may not be read"),
        Visit("g", START + timedelta(seconds=16), "failed", message="may not be read"),
        Visit("f", START + timedelta(seconds=17), "unchanged", n_refused=1),
    ]
    assert record(store, *made) == made


def test_a_clock_that_is_set_back_gets_a_row_of_its_own(store: Store) -> None:
    assert [one.n_visits for one in record(store, unchanged(60), unchanged(59))] == [1, 1]


def test_rows_are_forgotten_by_their_last_visit(store: Store) -> None:
    record(store, unchanged(2), unchanged(1000))
    with store.begin() as connection:
        assert forget_visits(connection, START + timedelta(seconds=900), 10) == 0
        assert forget_visits(connection, START + timedelta(seconds=1100), 10) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 59, 1800, 7200]), st.sampled_from(get_args(VisitOutcome)), st.booleans()),
        max_size=20,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_learnt_of_a_feed_is_what_its_visits_tell(
    store: Store, steps: list[tuple[int, VisitOutcome, bool]]
) -> None:
    at, made = START, list[Visit]()
    for seconds, outcome, has_reason in steps:
        at += timedelta(seconds=seconds)
        made.append(Visit("f", at, outcome, n_new=int(outcome == "new"), message="why" if has_reason else None))
    with store.begin() as connection:
        connection.execute(delete(visits))
    kept = record(store, *made)
    assert sum(one.n_visits for one in kept) == len(made)
    assert collect_histories(kept) == collect_histories(made)
