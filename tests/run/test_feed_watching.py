"""Sources that fall silent are told of by the step of the live watch."""

from datetime import datetime, timedelta
from pathlib import Path

from vedette.model.feed import Feed, Visit
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.feed_watching import VISITS_KEPT_DAYS, countries_of, forget_old_visits, load_histories
from vedette.run.stepping import Stepper
from vedette.store.store import Store
from vedette.store.visits import find_visits, record_visit
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
        assert again.step(START + timedelta(hours=6)) == ()
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
