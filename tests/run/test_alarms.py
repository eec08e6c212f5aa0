"""Reports and alerts are looked at again when their time comes, by the latest decision about them."""

from datetime import datetime, timedelta

from vedette.run.alarms import Alarms

NOON = datetime(2021, 5, 14, 12)
HOUR = timedelta(hours=1)


def test_an_alarm_rings_once() -> None:
    alarms = Alarms()
    alarms.arm(["r1"], ["a1"], NOON)
    assert alarms.next_at() == NOON
    assert alarms.ring(NOON - HOUR) == (set(), set())
    assert alarms.ring(NOON) == ({"r1"}, {"a1"})
    assert (alarms.ring(NOON), alarms.next_at()) == ((set(), set()), None)


def test_a_later_decision_takes_the_place_of_an_earlier() -> None:
    alarms = Alarms()
    alarms.arm(["r1", "r2"], [], NOON)
    alarms.arm(["r1"], [], NOON + HOUR)
    assert alarms.ring(NOON) == ({"r2"}, set())
    assert alarms.ring(NOON + HOUR) == ({"r1"}, set())


def test_one_that_needs_no_alarm_any_more_has_none() -> None:
    alarms = Alarms()
    alarms.arm(["r1"], ["a1"], NOON)
    alarms.arm(["r1"], ["a1"], None)
    assert alarms.next_at() is None
    assert alarms.ring(NOON) == (set(), set())
