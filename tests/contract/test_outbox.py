import json
from datetime import datetime, time, timedelta

import pytest

from tests.alerts import alert, channel, message, watch
from tests.run.receivers import SetClock, deliver, http_receiver
from vedette.model.message import Delivery, Message, Payload
from vedette.model.watch import AlertSettings, Watch
from vedette.run.delivering import Round
from vedette.run.sending import NetworkSender
from vedette.store import outbox
from vedette.store.messages import add_messages
from vedette.store.outbox_review import (
    count_waiting,
    drop,
    find_stuck,
    list_deliveries,
    payloads_delivered,
    retry,
    told_earlier,
)
from vedette.store.store import Store

NOW = datetime(2026, 3, 1, 12, 0, 0)


def put(store: Store, on: Watch, *messages: Message, now: datetime = NOW) -> list[tuple[str, str]]:
    """Channel and message of each delivery that is new."""
    with store.begin() as connection:
        found = outbox.enqueue(connection, on, messages, now)
    return [(one.channel_id, "+".join(one.message_ids)) for one in found]


def due(store: Store, now: datetime = NOW) -> list[Delivery]:
    with store.begin() as connection:
        outbox.close_digests(connection, now)
        return outbox.due(connection, now)


def delivered(store: Store, *found: Delivery, now: datetime = NOW) -> None:
    with store.begin() as connection:
        for one in found:
            outbox.mark_delivered(connection, one.key, now)


def failed(store: Store, one: Delivery, now: datetime = NOW, **more: object) -> str:
    with store.begin() as connection:
        return outbox.mark_failed(connection, one.key, now, "receiver is down", **more)  # type: ignore[arg-type]


def ids(found: list[Delivery]) -> list[str]:
    return ["+".join(one.message_ids) for one in found]


def test_a_message_goes_to_the_channels_that_take_its_level(store: Store) -> None:
    on = watch(channel("all"), channel("grave", least_level="high"))
    assert put(store, on, message("a", level="low")) == [("all", "a1")]
    assert put(store, on, message("b", level="high")) == [("all", "b1"), ("grave", "b1")]


def test_the_first_message_that_fails_to_arrive_speaks_for_its_channel(store: Store) -> None:
    put(store, watch(channel("one"), channel("two"), channel("three", digest=True)), message("a"), message("b"))
    for delivery in due(store)[:-1]:
        failed(store, delivery)
    with store.look() as connection:
        assert count_waiting(connection) == count_waiting(connection, "harbour-watch") == 6
        assert count_waiting(connection, "other") == 0
        assert find_stuck(connection, NOW) == []
        stuck = find_stuck(connection, NOW + timedelta(seconds=1), "harbour-watch")
    assert [(one.channel_id, one.message_ids, one.failure) for one in stuck] == [
        ("one", ("a1",), "receiver is down"),
        ("two", ("a1",), "receiver is down"),
    ]


def test_a_rule_sends_a_message_to_its_channels_alone(store: Store) -> None:
    on = watch(channel("one"), channel("two"))
    assert put(store, on, message("a", channels=("two",))) == [("two", "a1")]


def test_who_was_told_is_told_what_becomes_of_it_and_nobody_else_of_its_end(store: Store) -> None:
    on = watch(channel("all"), channel("grave", least_level="high"))
    put(store, on, message("a", level="high"), message("b", level="low"))
    assert put(store, on, message("a", 2, level="low")) == [("all", "a2"), ("grave", "a2")]
    assert put(store, on, message("a", 3, kind="cancel", level="low")) == [("all", "a3"), ("grave", "a3")]
    assert put(store, on, message("b", 2, kind="all_clear", level="high")) == [("all", "b2")]


def test_an_escalation_goes_to_further_people_who_are_then_told_the_rest(store: Store) -> None:
    on = watch(channel("first"), channel("chief", escalation_only=True))
    assert put(store, on, message("a")) == [("first", "a1")]
    assert put(store, on, message("a", 2, escalated=True)) == [("chief", "a2")]
    assert put(store, on, message("a", 3, kind="cancel")) == [("first", "a3"), ("chief", "a3")]


def test_without_further_people_an_escalation_is_told_again_to_all(store: Store) -> None:
    on = watch(channel("first"))
    put(store, on, message("a"))
    assert put(store, on, message("a", 2, escalated=True)) == [("first", "a2")]


def test_the_same_message_lies_in_the_outbox_once(store: Store) -> None:
    on = watch(channel("one"))
    assert put(store, on, message("a")) == [("one", "a1")]
    assert put(store, on, message("a")) == []


def test_an_update_waits_for_its_alert_and_other_alerts_do_not(store: Store) -> None:
    on = watch(channel("one"), channel("two"))
    put(store, on, message("a"), message("a", 2), message("b"))
    first = due(store)
    assert [(one.channel_id, *one.message_ids) for one in first] == [
        ("one", "a1"),
        ("two", "a1"),
        ("one", "b1"),
        ("two", "b1"),
    ]
    failed(store, first[0])
    delivered(store, first[1])
    assert [(one.channel_id, *one.message_ids) for one in due(store)] == [
        ("two", "a2"),
        ("one", "b1"),
        ("two", "b1"),
    ]


def test_waits_grow_and_a_receiver_that_asks_for_more_gets_it(store: Store) -> None:
    put(store, watch(channel("one")), message("a"))
    now, waits = NOW, []
    for _ in range(12):
        (one,) = due(store, now)
        assert failed(store, one, now) == "waiting"
        with store.look() as connection:
            (waiting,) = list_deliveries(connection)
        later = waiting.due_at
        assert later is not None
        waits.append((later - now).total_seconds())
        assert due(store, later - timedelta(seconds=1)) == []
        now = later
    assert all(0.7 * 5 * 2**n <= wait <= 1.3 * 5 * 2**n for n, wait in enumerate(waits[:9]))
    assert max(waits) <= outbox.LONGEST_WAIT * 1.25
    (one,) = due(store, now)
    failed(store, one, now, retry_after=50_000.0)
    assert due(store, now + timedelta(seconds=49_999)) == []
    assert len(due(store, now + timedelta(seconds=50_001))) == 1


def test_a_receiver_that_refuses_for_good_dies_soon_and_one_that_is_down_late(store: Store) -> None:
    put(store, watch(channel("one"), channel("two")), message("a"))
    refused, down = due(store)
    states = [failed(store, refused, refused=True) for _ in range(outbox.MOST_REFUSALS)]
    assert states == ["waiting"] * (outbox.MOST_REFUSALS - 1) + ["dead"]
    states = [failed(store, down) for _ in range(outbox.MOST_ATTEMPTS)]
    assert states == ["waiting"] * (outbox.MOST_ATTEMPTS - 1) + ["dead"]
    with store.look() as connection:
        dead = list_deliveries(connection, ["dead"])
    assert [(one.channel_id, one.failure) for one in dead] == [("one", "receiver is down"), ("two", "receiver is down")]


def test_a_dead_delivery_is_tried_again_unless_something_later_was_told(store: Store) -> None:
    put(store, watch(channel("one")), message("a"), message("b"))
    a, b = due(store)
    for one in (a, b):
        failed(store, one, most_attempts=1)
    put(store, watch(channel("one")), message("b", 2))
    (later,) = due(store)
    delivered(store, later)
    with store.begin() as connection:
        assert retry(connection, [a.key, b.key, later.key, "none"], NOW) == ([a.key], [b.key])
    assert ids(due(store)) == ["a1"]


def test_what_is_dropped_is_never_tried(store: Store) -> None:
    put(store, watch(channel("one")), message("a"))
    (one,) = due(store)
    with store.begin() as connection:
        assert drop(connection, [one.key, "none"], "by A. Officer") == [one.key]
    assert due(store, NOW + timedelta(days=9)) == []


def test_the_payload_that_was_made_first_stays(store: Store) -> None:
    put(store, watch(channel("one")), message("a"))
    (one,) = due(store)
    first = Payload("text/plain", b"\x00first\xff", (("X-A", "b"),))
    with store.begin() as connection:
        assert outbox.keep_payload(connection, one.key, first) == first
        assert outbox.keep_payload(connection, one.key, Payload("text/plain", b"second")) == first
        outbox.mark_delivered(connection, one.key, NOW, keep_body=True)
        assert payloads_delivered(connection, one.watch_id, "one", 10) == [(one.key, first.body)]


def test_a_digest_gathers_until_its_time_and_a_high_alert_does_not_wait(store: Store) -> None:
    settings = AlertSettings(digest_at=(time(18),), timezone="Europe/Berlin")
    on = watch(channel("one", digest=True), alerts=settings)
    put(store, on, message("a", level="low"), message("b", level="medium"), message("c", level="high"))
    (urgent,) = due(store)
    assert urgent.message_ids == ("c1",)
    delivered(store, urgent)
    put(store, on, message("a", 2, level="low"), now=NOW + timedelta(hours=1))
    assert due(store, NOW + timedelta(hours=4, minutes=59)) == []
    (digest,) = due(store, NOW + timedelta(hours=5))
    assert (digest.message_ids, digest.digest) == (("a1", "b1", "a2"), True)
    delivered(store, digest)
    assert due(store, NOW + timedelta(days=1)) == []


def test_an_alert_that_turns_high_is_told_at_once_and_no_longer_gathers(store: Store) -> None:
    on = watch(channel("one", digest=True))
    put(store, on, message("a", level="low"), message("b", level="low"), message("a", 2, level="high"))
    assert ids(due(store)) == ["a2"]
    assert ids(due(store, NOW + timedelta(days=1))) == ["a2", "b1"]


def test_all_that_waits_for_a_dead_receiver_is_put_off_and_nothing_else(store: Store) -> None:
    put(store, watch(channel("one"), channel("two")), *(message(one) for one in "abc"))
    with store.begin() as connection:
        outbox.postpone(connection, "harbour-watch", "one", NOW + timedelta(minutes=1))
    assert {one.channel_id for one in due(store)} == {"two"}
    assert len(due(store, NOW + timedelta(minutes=1))) == 6


def test_a_clock_that_is_set_back_holds_nothing_up(store: Store) -> None:
    put(store, watch(channel("one")), message("a"))
    assert len(due(store, NOW - timedelta(hours=1))) == 1
    (one,) = due(store)
    failed(store, one)
    assert due(store) == []
    assert len(due(store, NOW - timedelta(hours=1))) == 1


def test_earlier_messages_are_those_that_reached_the_same_channel(store: Store) -> None:
    on = watch(channel("one"), channel("two", least_level="high"))
    put(store, on, message("a", level="low"), message("a", 2, level="high"))
    (first,) = [one for one in due(store) if one.channel_id == "one"]
    delivered(store, first)
    found = {one.channel_id: one for one in due(store)}
    with store.look() as connection:
        assert told_earlier(connection, found["one"]) == {"a1": first.key}
        assert told_earlier(connection, found["two"]) == {}


@pytest.mark.parametrize("n_attempts", [1, 5, 50, 1000])
def test_jitter_comes_from_the_key(n_attempts: int) -> None:
    assert outbox.wait_seconds("a", n_attempts) == outbox.wait_seconds("a", n_attempts)
    assert outbox.wait_seconds("a", n_attempts) != outbox.wait_seconds("b", n_attempts)


def test_the_builders_make_what_they_say() -> None:
    assert message("a", 2).references == ("a1",)
    assert alert("a").id == "a"


def test_what_is_enqueued_arrives_from_either_database(store: Store) -> None:
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, allow_private=True), channel("digest", digest=True))
        decided = [message("a"), message("a", 2), message("b", level="low")]
        with store.begin() as connection:
            add_messages(connection, decided)
            outbox.enqueue(connection, on, decided, NOW)
        clock = SetClock(NOW)
        results = [deliver(store, on, clock, NetworkSender()) for _ in range(3)]
    assert results == [Round(n_delivered=2), Round(n_delivered=1), Round()]
    assert [json.loads(body)["messages"][0]["id"] for _, body in receiver.got] == ["a1", "b1", "a2"]
