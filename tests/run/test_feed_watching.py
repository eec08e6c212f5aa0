"""Sources that fall silent are told of by the step of the live watch."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.run.receivers import SetClock, deliver, http_receiver
from tests.web_server import Reply, WebServer
from vedette.model.feed import Feed, Visit
from vedette.model.message import Channel
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.feed_watching import VISITS_KEPT_DAYS, countries_of, forget_old_visits, load_histories
from vedette.run.fetch import Fetcher
from vedette.run.sending import NetworkSender
from vedette.run.stepping import Stepper
from vedette.run.visit_plan import decide_visits
from vedette.run.visiting import FeedVisitor
from vedette.store.store import Store
from vedette.store.visits import find_feed_states, find_visits, record_visit
from vedette.watching.states import chance_of_silence

FEED = Feed("f", "Example Gazette", "feed", "https://example.org/rss", 900, countries=("IQ",))
ZONE = Zone("z", "Town", "point", 0, 40, points=((33.3, 44.4),))
WATCH = Watch("w", "Test", "", (ZONE,), (), feeds=(FEED,))
START = datetime(2021, 5, 3)


def test_a_dead_feed_is_told_of_once_also_after_a_restart_and_when_it_is_back(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/a.db") as store:

        def visit(at: datetime, outcome: str) -> None:
            with store.begin() as connection:
                record_visit(connection, Visit("f", at, outcome), None)  # type: ignore[arg-type]

        stepper = Stepper(store, WATCH)
        for hour in range(3):
            visit(START + timedelta(hours=hour), "unchanged")
            assert stepper.step(START + timedelta(hours=hour, minutes=6)) == ()
        visit(START + timedelta(hours=4), "failed")
        (message,) = stepper.step(START + timedelta(hours=4, minutes=6))
        assert (message.alert.about, message.alert.level, message.kind) == ("not_watching", "high", "alert")
        assert stepper.step(START + timedelta(hours=5)) == ()
        again = Stepper(store, WATCH)
        assert again.step(START + timedelta(hours=2)) == ()
        assert again.step(START + timedelta(hours=9)) == ()
        visit(START + timedelta(hours=10), "unchanged")
        (message,) = again.step(START + timedelta(hours=10, minutes=6))
        assert (message.kind, message.number) == ("all_clear", 2)


def test_a_dead_feed_is_told_of_by_a_watch_that_is_run_from_time_to_time(tmp_path: Path) -> None:
    said = []
    with Store(f"sqlite:///{tmp_path}/a.db") as store:
        for hour, outcome in enumerate(("unchanged", "failed", "failed", "failed", "failed", "unchanged")):
            at = START + timedelta(hours=hour)
            with store.begin() as connection:
                record_visit(connection, Visit("f", at, outcome), None)  # type: ignore[arg-type]
            said.append([one.kind for one in Stepper(store, WATCH).step(at + timedelta(minutes=1))])
    assert said == [[], [], [], ["alert"], [], ["all_clear"]]


def test_old_visits_are_forgotten_and_the_rhythm_is_known_all_the_same(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/a.db") as store:
        with store.begin() as connection:
            for hour in range(0, 24 * 100, 2):
                record_visit(connection, Visit("f", START + timedelta(hours=hour), "new", n_new=1), None)
        now = START + timedelta(days=100)
        with store.look() as connection:
            before = load_histories(connection, WATCH, now)
        assert forget_old_visits(store, now) > 60
        with store.look() as connection:
            assert find_visits(connection)[0].visited_at == now - timedelta(days=VISITS_KEPT_DAYS)
            assert load_histories(connection, WATCH, now) == before
        assert chance_of_silence(before["f"], now) is not None


def test_the_countries_of_a_zone_are_those_it_lies_in() -> None:
    assert countries_of(ZONE) == ("IQ",)
    assert countries_of(Zone("b", "Border", "border", 0, 40, border=("IR", "IQ"))) == ("IR", "IQ")
    assert countries_of(Zone("b", "Border", "border", 0, 40, border=("IR", "IQ"), side="IQ")) == ("IQ",)


def test_from_a_feed_that_dies_to_its_all_clear_each_is_delivered_once(tmp_path: Path) -> None:
    server, at = WebServer(), SetClock(START)
    url = server.url("/feed")
    server.pages["/feed"] = Reply(b"<rss version='2.0'><channel><title>T</title></channel></rss>")
    feed = replace(FEED, address=url, allow_private=True)
    with Store(f"sqlite:///{tmp_path}/a.db") as store, http_receiver() as receiver:
        hook = Channel("hook", "webhook", receiver.url, allow_private=True)
        watch = replace(WATCH, feeds=(feed,), channels=(hook,))
        stepper, sender = Stepper(store, watch), NetworkSender()
        visitor = FeedVisitor(store, Fetcher(pause_seconds=0), at)
        for quarter in range(80):
            if quarter == 8:
                server.pages["/feed"] = Reply(b"down", 503)
            if quarter == 40:
                server.pages["/feed"] = Reply(b"<rss version='2.0'><channel><title>T</title></channel></rss>")
            if quarter in (20, 44):
                stepper = Stepper(store, watch)
            with store.look() as connection:
                states = find_feed_states(connection, (feed,))
            for due in decide_visits((feed,), states, at.now()):
                visitor.visit(due)
            stepper.step(at.now())
            deliver(store, watch, at, sender)
            at.on(minutes=15)
        told = [json.loads(body)["messages"][0] for _, body in receiver.got]
    server.close()
    assert [(one["kind"], one["alert"]["about"]) for one in told] == [
        ("alert", "not_watching"),
        ("all_clear", "not_watching"),
    ]
    assert told[1]["references"] == [told[0]["id"]] and told[1]["why"] == "It is watched again."
    alarm, clear = (datetime.fromisoformat(one["decided_at"]).replace(tzinfo=None) for one in told)
    assert alarm == START + timedelta(hours=3)
    assert timedelta() <= clear - (START + timedelta(hours=10)) <= timedelta(hours=2)
