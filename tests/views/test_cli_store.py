"""`vedette search`, `backup`, `restore` and `forget` on a store that is there."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.build import event, reading
from vedette.errors import UsageError
from vedette.model.event import Actor, Role
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.store.store import Store
from vedette.views.cli import build_app

NOON = datetime(2021, 5, 14, 12)
TEXT = "Samira Quagmire was hurt when the Example Front attacked Northport."


def told() -> Reading:
    victim = Actor(Role.VICTIM, Span(0, 15), None, None, "person")
    group = Actor(Role.PERPETRATOR, Span(34, 47), "Example Front", "example-front")
    return reading(replace(event(), actors=(victim, group)), text=TEXT)


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/v.db"
    with Store(address) as store:
        store.add_reading(told(), "k", NOON)
        store.add_reading(reading(event(), report_id="r2", text="A market in Southport was attacked."), "k", NOON)
    return address


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_app(words[0]), list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_search_prints_reports_with_where_the_words_stand(url: str) -> None:
    code, out = run("search", "northport", "attacked", "--store", url, "--json")
    (hit,) = [json.loads(line) for line in out.splitlines()]
    assert (code, hit["report_id"]) == (0, "r1")
    assert [TEXT[slice(*one["text"])] for one in hit["found"]] == ["attacked", "Northport"]


def test_search_finds_nothing_and_exits_1(url: str) -> None:
    assert run("search", "westport", "--store", url) == (1, "")
    assert run("search", "northport", "--as-of", "2021-05-13", "--store", url) == (1, "")


@pytest.mark.parametrize("words", ["Samira Quagmire", "samira quagmire", '"Quagmire"', "quagmire samira"])
def test_a_search_for_a_private_person_is_declined(url: str, words: str) -> None:
    with pytest.raises(UsageError, match="private persons"):
        run("search", words, "--store", url)


@pytest.mark.parametrize("words", ["Example Front", "quagmire northport", "northport", "attacked"])
def test_a_search_for_anything_else_is_not(url: str, words: str) -> None:
    assert run("search", words, "--store", url)[0] == 0


def test_a_backup_is_restored_by_the_commands(url: str, tmp_path: Path) -> None:
    file, other = str(tmp_path / "b.gz"), f"sqlite:///{tmp_path}/other.db"
    code, out = run("backup", file, "--store", url, "--json")
    assert code == 0 and json.loads(out)["rows"]["reports"] == 2
    assert run("restore", file, "--store", other)[0] == 0
    with pytest.raises(UsageError, match="--force"):
        run("restore", file, "--store", other)
    assert run("restore", file, "--store", other, "--force")[0] == 0
    with Store(other) as store, Store(url) as original:
        assert list(store.readings()) == list(original.readings())


def test_forget_deletes_and_says_what_was_not_there(url: str) -> None:
    signed = ("--by", "officer", "--why", "asked for", "--store", url, "--json")
    code, out = run("forget", "r1", "r9", *signed)
    assert (code, json.loads(out)) == (1, {"forgotten": 1, "not_found": ["r9"], "files_clean": True})
    assert run("search", "northport", "--store", url)[0] == 1
    assert run("forget", "--older-than", "30", "--dry-run", "--store", url)[1] == "1 report would be forgotten\n"
    assert json.loads(run("forget", "--older-than", "30", *signed)[1])["forgotten"] == 1


@pytest.mark.parametrize(
    "words", [["r1"], ["r1", "--by", "x"], ["--by", "x", "--why", "y"], ["r1", "--older-than", "3", "--dry-run"]]
)
def test_forget_wants_to_know_what_and_who_and_why(url: str, words: list[str]) -> None:
    with pytest.raises(UsageError):
        run("forget", *words, "--store", url)


@pytest.mark.parametrize("words", [("search", "x"), ("backup", "b.gz"), ("forget", "x", "--by", "x", "--why", "y")])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="no such store"):
        run(*words, "--store", f"sqlite:///{tmp_path}/missing.db")
    assert list(tmp_path.iterdir()) == []
