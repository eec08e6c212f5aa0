"""`vedette occasion`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.errors import BadInputError, UsageError
from vedette.views.cli_occasion import app
from vedette.watching.watch_file import parse_watch

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


def test_export_writes_a_calendar_and_over_it_the_next_revision(tmp_path: Path) -> None:
    out = tmp_path / "occasions.ics"
    words = ["export", "--from", "2027-01-01", "--to", "2027-12-31", "--id", "ashura", "-o", str(out)]
    assert RUN.invoke(app, words).exit_code == 0
    first = out.read_bytes()
    assert b"UID:ashura-1449@vedette" in first and b"STATUS:TENTATIVE" in first
    assert RUN.invoke(app, words).exit_code == 0
    assert out.read_bytes() == first
    out.write_text("not a calendar", encoding="utf-8")
    assert isinstance(RUN.invoke(app, words).exception, BadInputError)
    assert out.read_text(encoding="utf-8") == "not a calendar"


def test_import_prints_occasions_that_a_watch_reads(tmp_path: Path) -> None:
    file = tmp_path / "feasts.ics"
    calendar = 'SUMMARY:Fair "of\\, all"\r\nLOCATION:Town\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260305'
    file.write_text(
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{calendar}\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nSUMMARY:Bad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    done = RUN.invoke(app, ["import", str(file), "--from", "2026-01-01", "--to", "2026-12-31"])
    assert done.exit_code == 1 and "has no DTSTART" in done.stderr
    (fair,) = parse_watch('[watch]\nname = "Test"\n' + done.stdout, "w.toml").occasions
    assert (fair.name, [day.day for day in fair.dates]) == ('Fair "of, all"', [2, 3, 4])


@pytest.mark.parametrize(
    "words", [["import", "none.ics"], ["import", "x.ics", "--from", "2027-01-01", "--to", "2026-01-01"]]
)
def test_import_used_wrongly_is_told(words: list[str]) -> None:
    assert isinstance(RUN.invoke(app, words).exception, UsageError)
