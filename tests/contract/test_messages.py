"""Messages and cursors come back as they went in, on every store."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.build import event, place, reading
from vedette.errors import StoreError
from vedette.model.alert import Alert, Reason, Spot
from vedette.model.case import Judgement
from vedette.model.event import Stage
from vedette.model.message import Channel, Message, Parts
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.run.rehearsal import rehearse
from vedette.run.stepping import Stepper
from vedette.store import messages
from vedette.store.messages import add_parts, find_parts
from vedette.store.outbox_review import list_deliveries
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)


def told(number: int = 1, *, alert_id: str = "a1", watch: str = "w", at: datetime = NOON) -> Message:
    alert = Alert(
        id=alert_id,
        watch_id="w1",
        event_ids=("e1", "e2"),
        report_ids=("r1",),
        level="high",
        title="assault, carried out: Northport",
        zones=(ZoneCheck("z", 3.5, "inside", 0.99),),
        occasions=(),
        n_sources=2,
        reasons=(Reason("because", "r1", Span(1, 5, "title")), Reason("and \x00 so")),
        kind="ASSAULT",
        stage=Stage.CARRIED_OUT,
        killed=3,
        happened_from=date(2021, 5, 12),
        where=Spot("Northport", "XX", 10.0, 20.0, 5.0),
        rules=("r",),
    )
    references = tuple(f"{alert_id}-{n}" for n in range(1, number))
    return Message(
        f"{alert_id}-{number}", alert_id, watch, "alert", number, at, alert, "new", at + timedelta(days=7), references
    )


def test_a_message_comes_back_as_it_went_in(store: Store) -> None:
    with store.begin() as connection:
        messages.add_messages(connection, [told(), told(alert_id="a2", watch="v")])
    with store.look() as connection:
        assert messages.find_messages(connection, "w") == [told()]
        assert messages.find_messages(connection, alert_id="a2") == [told(alert_id="a2", watch="v")]


def test_a_message_is_recorded_once(store: Store) -> None:
    with store.begin() as connection:
        messages.add_messages(connection, [told()])
    with pytest.raises(StoreError), store.begin() as connection:
        messages.add_messages(connection, [told()])


def test_an_alert_that_was_told_of_lately_brings_its_earlier_messages(store: Store) -> None:
    late = NOON + timedelta(days=9)
    with store.begin() as connection:
        messages.add_messages(connection, [told(), told(alert_id="a2"), told(2, at=late)])
    with store.look() as connection:
        assert messages.find_messages(connection, "w", since=late) == [told(), told(2, at=late)]
        assert messages.find_messages(connection, "w", as_of=NOON) == [told(), told(alert_id="a2")]


def test_verdicts_are_found_by_what_they_are_about_and_when(store: Store) -> None:
    store.add_judgement(Judgement("a1", "editor", "seen", "on it"), NOON)
    store.add_judgement(Judgement("a2", "editor", "false", "a drill"), NOON + timedelta(hours=1))
    with store.look() as connection:
        first, second = messages.find_verdicts(connection)
        assert (first.judgement.about, second.at) == ("a1", NOON + timedelta(hours=1))
        assert messages.find_verdicts(connection, after=first.row) == [second]
        assert messages.find_verdicts(connection, about=["a1"]) == [first]
        assert messages.find_verdicts(connection, as_of=NOON) == [first]


def test_what_joined_an_alert_comes_back_and_is_recorded_once(store: Store) -> None:
    first = Parts("a1", frozenset({"e1"}), frozenset({"r1", "r2"}))
    with store.begin() as connection:
        add_parts(connection, [first, Parts("a2", frozenset(), frozenset({"r1"}))])
        add_parts(connection, [Parts("a1", frozenset({"e2"}), frozenset())])
        assert find_parts(connection, ["a1"]) == [Parts("a1", frozenset({"e1", "e2"}), frozenset({"r1", "r2"}))]
        assert find_parts(connection, []) == find_parts(connection, ["a3"]) == []
    with pytest.raises(StoreError), store.begin() as connection:
        add_parts(connection, [first])


def test_a_cursor_moves(store: Store) -> None:
    cursor = messages.Cursor(3, 1, NOON, NOON)
    with store.begin() as connection:
        assert messages.find_cursor(connection, "w") is None
        messages.move_cursor(connection, "w", cursor)
        messages.move_cursor(connection, "w", replace(cursor, reading_row=9))
    with store.look() as connection:
        assert messages.find_cursor(connection, "w") == replace(cursor, reading_row=9)
        assert messages.followed_watches(connection) == ["w"]


def test_a_step_writes_messages_deliveries_and_cursor_together(store: Store) -> None:
    zone = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
    desk = Channel("desk", "webhook", "https://example.org")
    watch = Watch("w", "Test", "", (zone,), (), channels=(desk,))
    stepper = Stepper(store, watch)
    assert stepper.step(NOON) == ()
    store.add_reading(reading(event("a", where=place()), report_id="ra"), "k", NOON + timedelta(minutes=1))
    (first,) = stepper.step(NOON + timedelta(minutes=2))
    store.add_judgement(Judgement("ra", "editor", "retracted", "withdrawn"), NOON + timedelta(minutes=3))
    (last,) = Stepper(store, watch).step(NOON + timedelta(minutes=4))
    assert (first.kind, last.kind, last.references) == ("alert", "cancel", (first.id,))
    with store.look() as connection:
        assert messages.find_messages(connection, "test") == [first, last]
        assert [one.channel_id for one in list_deliveries(connection)] == ["desk", "desk"]
        cursor = messages.find_cursor(connection, "test")
    assert cursor is not None and cursor.followed_to == NOON + timedelta(minutes=3)
    found = rehearse(store, watch, NOON, NOON + timedelta(minutes=4))
    assert list(found.messages) == [first, last]
