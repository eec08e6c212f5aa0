"""`vedette status` tells what is wrong, and ends with 1 then."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.alerts import channel, message, watch
from vedette.model.feed import FeedState, Visit
from vedette.run.health import Health
from vedette.run.metrics import Metrics
from vedette.run.read import now
from vedette.run.standing import StandingLook
from vedette.store import outbox
from vedette.store.store import Store
from vedette.store.visits import record_visit
from vedette.store.watch_lock import beat, take_lock
from vedette.views import cli_status
from vedette.views.cli import build_app
from vedette.watching.watch_file import load_watch

TOML = """[watch]
name = "Test"
[[zones]]
name = "Town"
around = [33.3, 44.4]
out_to_km = 40
[[feeds]]
id = "f"
name = "Example Gazette"
kind = "feed"
url = "https://example.org/rss"
countries = ["IQ"]
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli_status, "BEAT_SECONDS", 0.2)
    (tmp_path / "WATCH.toml").write_text(TOML)
    return Store("sqlite:///vedette.db")


def status(*words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(build_app("status"), ["status", *words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def visit(store: Store, hours_ago: float) -> None:
    with store.begin() as connection:
        record_visit(connection, Visit("f", now() - timedelta(hours=hours_ago), "unchanged"), None)


def test_a_store_alone_has_nothing_wrong(store: Store) -> None:
    code, found = status()
    assert (code, found["troubles"], found["queue"]["n"]) == (0, [], 0)
    assert found["disk"]["free_bytes"] > 0


def test_a_watch_that_nobody_runs_and_a_dead_feed_are_wrong(store: Store) -> None:
    visit(store, 5)
    code, found = status("WATCH.toml")
    assert code == 1 and found["holder"] is None
    assert [one["state"] for one in found["sources"]] == ["not watching"]
    assert [one["state"] for one in found["zones"]] == ["not watching"]
    assert any("no process runs this watch" in one for one in found["troubles"])
    text = CliRunner().invoke(build_app("status"), ["status", "WATCH.toml"]).stdout
    assert "zone Town: not watching" in text and "wrong: " in text


def test_a_holder_whose_count_stands_still_gives_no_sign_of_life(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(store, 0.1)
    with store.begin() as connection:
        take_lock(connection, "test", "host 1", now())
    code, found = status("WATCH.toml")
    assert code == 1 and "gives no sign of life" in found["troubles"][0]

    def go_on(_seconds: float) -> None:
        with store.begin() as connection:
            beat(connection, "test", "host 1")

    monkeypatch.setattr("time.sleep", go_on)
    code, found = status("WATCH.toml")
    assert (code, found["troubles"], found["lives"]) == (0, [], True)
    assert found["zones"][0]["state"] == "cannot tell"


def test_a_watch_that_is_run_from_time_to_time_is_not_wrong(store: Store) -> None:
    visit(store, 0.2)
    code, found = status("WATCH.toml")
    assert (code, found["holder"], found["troubles"]) == (0, None, [])


def test_a_channel_where_nothing_arrives_is_wrong_once_that_has_lasted(store: Store) -> None:
    for minutes, n_wrong in ((5, 0), (50, 1)):
        at = now() - timedelta(minutes=minutes)
        with store.begin() as connection:
            (one,) = outbox.enqueue(connection, watch(channel()), [message(str(minutes))], at)
            outbox.mark_failed(connection, one.key, at, "channel one: no answer")
        code, found = status()
        assert (code, len(found["troubles"])) == (n_wrong, n_wrong)
    assert "channel one: a message since" in found["troubles"][0] and "no answer" in found["troubles"][0]


def test_a_feed_that_has_just_died_is_wrong_here_and_for_those_who_ask_the_watch(store: Store) -> None:
    feed = load_watch(Path("WATCH.toml")).feeds[0]
    for minutes, outcome in ((20, "unchanged"), (10, "failed"), (5, "failed")):
        at = now() - timedelta(minutes=minutes)
        failures = {"unchanged": 0, "failed": 2 if minutes == 5 else 1}[outcome]
        state = FeedState("f", feed.access, at, at + timedelta(hours=1), answered_at=at, n_failures=failures)
        with store.begin() as connection:
            record_visit(connection, Visit("f", at, outcome), state)  # type: ignore[arg-type]
    health, metrics = Health(lambda: 0.0), Metrics()
    StandingLook(store, load_watch(Path("WATCH.toml")), health, metrics).look(now())
    code, found = status("WATCH.toml")
    assert code == 1
    assert [one for one in found["troubles"] if "2 visits failed" in one] == health.troubles()
    figures = metrics.text().decode()
    assert 'vedette_source_state{feed="f",state="cannot_tell"} 1.0' in figures
    assert 'vedette_source_state{feed="f",state="quiet"} 0.0' in figures
    assert 'vedette_zone_state{state="cannot_tell",zone="town"} 1.0' in figures
