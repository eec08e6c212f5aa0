"""Which feeds are visited when."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vedette.model.feed import Feed, FeedState
from vedette.run.visit_plan import JITTER, MAX_BACK_OFF_SECONDS, decide_visits, plan_next

NOON = datetime(2021, 5, 14, 12)
FEED = Feed("f", "Example Gazette", "feed", "http://gazette.example/feed", every_seconds=60.0)


def state(*, visited: float = -30, next_: float = 30, n_failures: int = 0) -> FeedState:
    at = NOON + timedelta(seconds=visited), NOON + timedelta(seconds=next_)
    return FeedState("f", FEED.address, *at, n_failures=n_failures)


def due(one: FeedState | None, **more: bool) -> list[str]:
    return [found.why for found in decide_visits([FEED], {"f": one} if one else {}, NOON, **more)]


def test_a_feed_is_visited_when_its_time_has_come_and_not_before() -> None:
    assert due(None) == ["it was never visited"]
    assert due(state(next_=0)) == ["its time has come"]
    assert due(state(next_=1)) == []


def test_a_clock_that_was_set_back_keeps_no_feed_waiting() -> None:
    assert due(state(visited=3570, next_=3630)) == ["the clock was set back"]


def test_all_are_visited_when_asked_but_those_that_are_left_alone() -> None:
    assert due(state(next_=30), eager=True) == ["all are visited"]
    assert due(state(next_=30, n_failures=1), eager=True) == []


def test_the_feed_that_has_waited_longest_comes_first() -> None:
    feeds = [Feed(name, name, "feed", name) for name in "abc"]
    states = {"a": state(next_=-5), "b": state(next_=-9)}
    assert [one.feed.id for one in decide_visits(feeds, states, NOON)] == ["c", "b", "a"]


def test_what_the_server_asks_for_is_kept() -> None:
    assert plan_next(FEED, 1, NOON, 7200.0) == NOON + timedelta(hours=2)
    assert plan_next(FEED, 0, NOON) == NOON + timedelta(minutes=1)


@given(st.integers(1, 10_000), st.floats(1.0, 100_000.0), st.text(max_size=5))
def test_back_off_grows_to_a_limit_and_is_the_same_each_time(n_failures: int, every: float, feed_id: str) -> None:
    feed = Feed(feed_id, "x", "feed", "x", every_seconds=every)
    wait = (plan_next(feed, n_failures, NOON) - NOON).total_seconds()
    assert plan_next(feed, n_failures, NOON) == plan_next(feed, n_failures, NOON)
    assert every <= wait + 0.001
    assert wait <= max(MAX_BACK_OFF_SECONDS, every) * (1 + JITTER) + 0.001
    assert wait <= (plan_next(feed, n_failures + 3, NOON) - NOON).total_seconds() * (1 + JITTER) + 0.001
