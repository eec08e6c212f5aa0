import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.alerts import DECIDED_AT, channel, message, watch
from vedette.errors import UsageError
from vedette.store import outbox
from vedette.store.store import Store
from vedette.views.cli import build_app


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store in whose outbox two deliveries wait and one is dead."""
    made = f"sqlite:///{tmp_path}/vedette.db"
    with Store(made) as store, store.begin() as connection:
        found = outbox.enqueue(connection, watch(channel()), [message(one) for one in "abc"], DECIDED_AT)
        outbox.mark_failed(connection, found[0].key, DECIDED_AT, "channel one: answered 422", most_attempts=1)
    return made


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(build_app("outbox"), ["outbox", words[0], "--store", url, *words[1:]])


def keys(url: str, *states: str) -> list[str]:
    options = [word for state in states for word in ("--state", state)]
    return [one["key"] for one in json.loads(run(url, "list", "--json", *options).output)["deliveries"]]


def test_the_list_says_what_waits_and_what_is_dead_and_why(url: str) -> None:
    done = run(url, "list")
    assert done.exit_code == 1  # some are dead
    assert "dead  harbour-watch/one  1 message" in done.output
    assert "1 attempt: channel one: answered 422" in done.output and "3 deliveries" in done.output
    assert run(url, "list", "--state", "waiting").exit_code == 0


def test_a_dead_delivery_is_tried_again(url: str) -> None:
    (dead,) = keys(url, "dead")
    assert json.loads(run(url, "retry", dead, "--json").output) == {"retried": [dead], "overtaken": [], "not_dead": []}
    assert keys(url, "dead") == [] and len(keys(url, "waiting")) == 3
    assert run(url, "retry", "--all").exit_code == 0
    done = run(url, "retry", "none")
    assert done.exit_code == 1 and "no dead delivery has this key" in done.output


def test_what_is_dropped_is_gone_for_good(url: str) -> None:
    done = run(url, "drop", "--all")
    assert (done.exit_code, "1 dropped" in done.output) == (0, True)
    assert keys(url, "dead") == [] and len(keys(url, "dropped")) == 1
    assert run(url, "drop", "none").exit_code == 1


def test_wrong_use_is_said(url: str) -> None:
    for words in (("retry",), ("drop", "a", "--all"), ("list", "--state", "lost")):
        assert isinstance(run(url, *words).exception, UsageError)
