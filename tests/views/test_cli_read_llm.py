"""`vedette read --reader llm` as a command, before a server of our own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.llm_server import ChatServer, Reply, answer, chat, coded
from vedette.errors import ModelError, UsageError
from vedette.views.cli import build_app

TEXT = "A bomb exploded in Basra on Monday, killing two soldiers."


@pytest.fixture
def server() -> Iterator[ChatServer]:
    one = ChatServer()
    one.play(chat(answer(coded("exploded"))))
    yield one
    one.close()


@pytest.fixture
def env(server: ChatServer) -> dict[str, str]:
    told = {"URL": server.url, "MODEL": "example-model", "ALLOW_PRIVATE": "true", "KEY": "k-secret"}
    return {f"VEDETTE_LLM_{name}": value for name, value in told.items()}


@pytest.fixture
def reports(tmp_path: Path) -> str:
    rows = [{"id": f"r{n}", "text": f"{TEXT} It was number {n}.", "published": "2021-05-14"} for n in range(4)]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def test_readings_are_printed_and_what_was_spent_is_said_without_the_key(env: dict[str, str], reports: str) -> None:
    done = CliRunner().invoke(build_app("read"), ["read", reports, "--reader", "llm", "--explain"], env=env)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0 and [row["report"]["id"] for row in rows] == ["r0", "r1", "r2", "r3"]
    assert rows[0]["reader"]["pipeline"].startswith("example-model + ")
    assert {why["of"] for why in rows[0]["events"][0]["why"]} >= {"kind", "stage"}
    assert "4 requests" in done.stderr and "k-secret" not in done.stdout + done.stderr


def test_a_limit_ends_the_command_after_what_was_read(env: dict[str, str], reports: str) -> None:
    limited = {**env, "VEDETTE_LLM_MAX_REQUESTS": "2", "VEDETTE_LLM_AT_ONCE": "1"}
    done = CliRunner().invoke(build_app("read"), ["read", reports, "--reader", "llm"], env=limited)
    assert isinstance(done.exception, ModelError) and done.exception.exit_status == 3
    assert len(done.stdout.splitlines()) == 2


def test_a_brief_that_was_stopped_goes_on_where_it_was(
    env: dict[str, str], server: ChatServer, reports: str, tmp_path: Path
) -> None:
    words = ["brief", reports, "--reader", "llm", "--store", f"sqlite:///{tmp_path}/v.db", "-o", f"{tmp_path}/b.html"]
    server.play(chat(answer(coded("exploded"))), Reply(b"", 401))
    stopped = CliRunner().invoke(build_app("brief"), words, env={**env, "VEDETTE_LLM_AT_ONCE": "1"})
    assert isinstance(stopped.exception, ModelError) and not (tmp_path / "b.html").exists()
    server.play(chat(answer(coded("exploded"))))
    n_before = len(server.asked)
    assert CliRunner().invoke(build_app("brief"), words, env=env).exit_code == 0
    assert len(server.asked) - n_before == 3


@pytest.mark.parametrize("words", [[], ["--processes", "2"]])
def test_what_cannot_be_is_said_before_anything_is_read(
    env: dict[str, str], server: ChatServer, reports: str, words: list[str]
) -> None:
    given = {**env, **({} if words else {"VEDETTE_LLM_URL": ""})}
    done = CliRunner().invoke(build_app("read"), ["read", reports, "--reader", "llm", *words], env=given)
    assert isinstance(done.exception, UsageError) and server.asked == []
