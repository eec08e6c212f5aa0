"""`vedette occasion`."""

import json

import pytest
from typer.testing import CliRunner

from vedette.errors import UsageError
from vedette.views.cli_occasion import app

RUN = CliRunner()
#: Countries whose announcement of Muharram 1438 is known.
OWN = ["IQ", "IR", "PK"]


def test_list_prints_dates_with_authority_and_uncertainty() -> None:
    words = ["list", "--from", "2016-10-01", "--to", "2016-10-31", "--id", "ashura"]
    done = RUN.invoke(app, words)
    assert done.exit_code == 0
    assert "2016-10-11" in done.stdout and "Umm al-Qura" in done.stdout
    found, announced = [json.loads(line) for line in RUN.invoke(app, [*words, "--json"]).stdout.splitlines()]
    assert (found["rule_id"], found["start_on"], found["days_uncertain"]) == ("ashura", "2016-10-11", 1)
    assert (announced["start_on"], announced["days_uncertain"], announced["only_in"]) == ("2016-10-12", 0, OWN)


def test_rules_prints_every_rule() -> None:
    done = RUN.invoke(app, ["rules", "--json"])
    assert {"ashura", "nowruz", "friday-prayers"} <= {json.loads(line)["id"] for line in done.stdout.splitlines()}
    assert "bahman-22" in RUN.invoke(app, ["rules"]).stdout


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--from", "yesterday"],
        ["list", "--from", "2020-02-01", "--to", "2020-01-01"],
        ["list", "--id", "no-such-feast"],
    ],
)
def test_wrong_use_is_told(words: list[str]) -> None:
    assert isinstance(RUN.invoke(app, words).exception, UsageError)
