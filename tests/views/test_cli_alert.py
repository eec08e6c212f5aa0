"""`vedette alert`, `vedette retract` and `vedette rehearse` over a store that a watch has followed."""

import json
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.build import event, place, reading
from vedette.errors import UsageError
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.run.read import now
from vedette.run.stepping import Stepper
from vedette.store.store import Store
from vedette.views.cli import build_app
from vedette.watching.watch_file import load_watch

RUN = CliRunner()
TOML = """[watch]
name = "Test"
[[zones]]
name = "Red zone"
around = [10, 20]
out_to_km = 40
"""
TEXT = "Blast at the gate of Northport."


def noon(days: int) -> datetime:
    """Noon so many days ago: verdicts bear the instant at which they are given."""
    return datetime.combine(now().date() - timedelta(days=days), time(12))


def blast(number: int, at: datetime, **more: Any) -> Reading:
    told = event(f"e{number}", day=at.date().isoformat(), where=place(), **more)
    made = reading(replace(told, trigger=Span(0, 5)), report_id=f"r{number}", source=f"Outlet {number}")
    return replace(made, report=replace(made.report, text=f"{TEXT} {number}", published=at.date()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which a watch has told of two alerts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "WATCH.toml").write_text(TOML)
    with Store("sqlite:///vedette.db") as store:
        Stepper(store, load_watch(Path("WATCH.toml"))).step(noon(20))
        store.add_reading(blast(1, noon(9)), "k", noon(9))
        store.add_reading(blast(2, noon(1), kind="PROTEST"), "k", noon(1))
    step()
    return tmp_path


def step() -> list[str]:
    with Store("sqlite:///vedette.db") as store:
        return [f"{one.kind}: {one.why}" for one in Stepper(store, load_watch(Path("WATCH.toml"))).step(now())]


def invoke(*words: str) -> str:
    done = RUN.invoke(build_app(words[0]), list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


def found(*words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(invoke(*words, "--json"))
    return made


@pytest.mark.usefixtures("folder")
def test_alerts_are_listed_shown_and_judged() -> None:
    listed = found("alert", "list", "--all")["alerts"]
    assert [one["state"] for one in listed] == ["new", "new"]
    standing = [one["id"] for one in listed if one["lives"]]
    shown = found("alert", "show", standing[0][:6])
    assert shown["reasons"][0]["text"] == "Blast"
    assert "“Blast”" in invoke("alert", "show", standing[0])
    assert found("alert", "confirm", standing[0], "--by", "editor", "--why", "seen on site")["state"] == "confirmed"
    precision = found("alert", "list")["precision"]
    assert (precision["n_confirmed"], precision["n_false"], precision["share"]) == (1, 0, 1.0)
    assert "alerts that were judged: 1, and true of these 1" in invoke("alert", "list")


@pytest.mark.usefixtures("folder")
def test_a_false_alert_is_cancelled_at_the_next_step() -> None:
    standing = [one["id"] for one in found("alert", "list")["alerts"]]
    invoke("alert", "false", standing[0], "--by", "editor", "--why", "a drill")
    assert "cancel: judged false by editor: a drill" in step()
    assert found("alert", "list", "--state", "false", "--all")["alerts"][0]["lives"] is False


@pytest.mark.usefixtures("folder")
def test_a_retracted_report_takes_its_alert_back() -> None:
    done = found("retract", "r2", "--by", "editor", "--why", "withdrawn")
    assert done["new"] and len(done["alerts"]) == 1
    assert "cancel: report r2 was retracted by editor: withdrawn" in step()
    again = found("retract", "r2", "--by", "editor", "--why", "withdrawn")
    assert again == {"report": "r2", "new": False, "alerts": []}


@pytest.mark.usefixtures("folder")
def test_a_report_that_joined_an_alert_without_a_word_is_named() -> None:
    with Store("sqlite:///vedette.db") as store:
        late = blast(2, noon(1), kind="PROTEST")
        store.add_reading(replace(late, report=replace(late.report, id="r3", text=f"{TEXT} Three.")), "k", noon(0))
    assert step() == []
    standing = [one["id"] for one in found("alert", "list")["alerts"]]
    assert found("retract", "r3", "--by", "editor", "--why", "withdrawn")["alerts"] == [standing[-1]]
    assert "part of it: r2, r3" in invoke("alert", "show", standing[-1])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ("alert", "show", "zzz"),
        ("alert", "list", "--state", "odd"),
        ("alert", "close", "a", "--by", "x"),
        ("retract", "r1", "--by", "x"),
        ("retract", "r9", "--by", "x", "--why", "y"),
        ("rehearse", "WATCH.toml", "--from", "2021-06-01", "--to", "2021-05-01"),
        ("rehearse", "WATCH.toml", "--by", "heart"),
    ],
)
def test_misuse_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        invoke(*words)


def test_a_rehearsal_says_what_the_watch_would_have_done(folder: Path) -> None:
    first, last = noon(20).date(), noon(0).date()
    rows = [f"{noon(9).date()},blast,10,20", f"{noon(4).date()},other,10,20"]
    (folder / "mattered.csv").write_text("\n".join(["date,name,lat,lon", *rows]))
    (folder / "OTHER.toml").write_text(TOML + '[[rules]]\nname = "no protests"\nkinds = ["PROTEST"]\nsilence = true\n')
    words = ("rehearse", "WATCH.toml", "--from", f"{first}", "--to", f"{last}")
    made = found(*words, "--events", "mattered.csv", "--compare", "OTHER.toml", "--messages")
    assert (made["n_alerts"], made["n_hits"], made["n_misses"]) == (2, 1, 1)
    assert made["met"][0]["lead_hours"] == -12.0
    assert made["compared"]["n_alerts"] == 1
    assert {one["kind"] for one in made["messages"]} == {"alert", "all_clear"}
    text = invoke(*words, "--events", "mattered.csv", "--compare", "OTHER.toml")
    assert "1 of 2 told" in text and "only with WATCH.toml: 1 alert\n" in text
    assert found(*words, "--by", "reported")["n_alerts"] == 2


@pytest.mark.usefixtures("folder")
def test_a_rehearsal_says_what_the_live_watch_said() -> None:
    live = [one["last"]["id"] for one in found("alert", "list", "--all")["alerts"]]
    made = found("rehearse", "WATCH.toml", "--from", f"{noon(20)}", "--messages")
    assert live and set(live) <= {one["id"] for one in made["messages"]}
