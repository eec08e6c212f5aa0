"""`vedette zone preview`: tables or JSON from a store that is there."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.build import event, place, reading
from vedette.errors import UsageError
from vedette.store.store import Store
from vedette.views.cli_zone import app

WATCH = '[watch]\nname = "Test"\n[[zones]]\nname = "Red zone"\naround = [10, 20]\nout_to_km = 40\n'


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    (tmp_path / "w.toml").write_text(WATCH, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 's.db'}"
    with Store(url) as store:
        store.add_reading(reading(event(where=place())), "test", datetime(2021, 5, 15))
    return ["preview", str(tmp_path / "w.toml"), "--store", url]


def test_the_numbers_are_printed_as_json(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, [*arguments, "--json", "--from", "2021-05-03", "--to", "2021-05-30"])
    found = json.loads(done.stdout)
    assert (found["n_weeks"], found["n_reports"], found["n_events"]) == (4, 1, 1)
    assert {"zone": "red-zone", "out_to_km": 20.0, "kind": "ASSAULT", "a_week": 0.25}.items() <= next(
        one for one in found["rows"] if one["out_to_km"] == 20 and one["kind"]
    ).items()


def test_less_than_a_week_gives_no_rate(arguments: list[str]) -> None:
    found = json.loads(CliRunner().invoke(app, [*arguments, "--json", "--from", "2021-05-12"]).stdout)
    assert found["rows"][0]["a_week"] is None
    assert found["rows"][0]["n_alerts"] == 1


def test_a_table_a_zone_is_printed(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, [*arguments, "--from", "2021-05-03", "--to", "2021-05-30"])
    assert done.exit_code == 0
    assert "Red zone" in done.stdout and "as set (40 km)" in done.stdout and "150 km" in done.stdout


def test_a_store_that_is_not_there_is_not_made(arguments: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [*arguments[:-1], f"sqlite:///{tmp_path / 'none.db'}"])
    assert isinstance(done.exception, UsageError)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("more", [["--from", "May"], ["--from", "2021-05-03", "--to", "2021-05-01"]])
def test_days_that_are_none_are_refused(arguments: list[str], more: list[str]) -> None:
    assert isinstance(CliRunner().invoke(app, [*arguments, *more]).exception, UsageError)
