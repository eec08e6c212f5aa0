"""`vedette watch` as a process: a new report becomes an alert, and nothing is lost or said twice when it is killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web_server import Reply, WebServer, item, rss

pytestmark = pytest.mark.e2e
BLAST = "A car bomb exploded in Baghdad on Tuesday, killing twelve people and wounding thirty, police said."
SHOOTING = "Gunmen opened fire on a checkpoint in Baghdad on Monday, killing three soldiers, the army said."


@pytest.fixture
def server() -> Iterator[WebServer]:
    one = WebServer()
    yield one
    one.close()


class Watch:
    """A running `vedette watch`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._out, self._err = folder / "out.txt", folder / "err.txt"
        command = [sys.executable, "-m", "vedette.views.cli", "watch", "WATCH.toml", "--processes", "1"]
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self.process = subprocess.Popen([*command, *options], cwd=folder, stdout=out, stderr=err)

    @property
    def said(self) -> list[str]:
        return self._out.read_text().splitlines()

    @property
    def logged(self) -> str:
        return self._err.read_text()

    def until(self, done: Callable[[], object], seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not done():
            assert self.process.poll() is None, self.logged
            assert time.monotonic() < end, self.logged
            time.sleep(0.1)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def write_watch(folder: Path, *feeds: str) -> None:
    (folder / "WATCH.toml").write_text(
        '[watch]\nname = "Example"\nkinds = ["ASSAULT"]\n\n[[zones]]\nname = "Baghdad"\naround = [33.34, 44.40]\n'
        "out_to_km = 40\n" + "".join(f"\n[[feeds]]\n{feed}\n" for feed in feeds)
    )


def rss_feed(server: WebServer, path: str = "/feed") -> str:
    return f'name = "Example Gazette"\nkind = "feed"\nurl = "{server.url(path)}"\nevery = "1s"\nallow_private = true'


def ask(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_a_new_report_is_an_alert_within_seconds_and_a_kill_loses_and_repeats_nothing(
    tmp_path: Path, server: WebServer
) -> None:
    write_watch(tmp_path, rss_feed(server))
    server.pages["/feed"] = Reply(rss())
    port = 20_000 + os.getpid() % 10_000
    first = Watch(tmp_path, "--listen", str(port))
    first.until(lambda: server.paths().count("/feed") >= 2)
    server.pages["/feed"] = Reply(rss(item(1, BLAST, day=None)))
    published = time.monotonic()
    first.until(lambda: first.said)
    assert time.monotonic() - published < 30  # seconds when nothing else runs on the machine
    assert "Baghdad" in first.said[0]
    assert ask(port) == 200
    second = subprocess.run(
        [sys.executable, "-m", "vedette.views.cli", "watch", "WATCH.toml", "--processes", "1"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (second.returncode, "another process runs this watch" in second.stderr) == (2, True)
    first.end(signal.SIGKILL)
    server.pages["/feed"] = Reply(rss(item(1, BLAST, day=None), item(2, SHOOTING, day=None)))
    again = Watch(tmp_path, "--json-logs")
    again.until(lambda: len(again.said) == 2)
    again.until(lambda: server.paths().count("/feed") >= 6)
    assert again.end(signal.SIGTERM) == 0
    assert len(again.said) == 2
    assert '"event": "stopped"' in again.logged


def test_once_ends_by_itself_and_says_which_feed_gave_nothing(tmp_path: Path, server: WebServer) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(BLAST)
    write_watch(tmp_path, 'name = "Box"\nkind = "folder"\npath = "inbox"', rss_feed(server, "/gone"))
    watch = Watch(tmp_path, "--once")
    assert watch.process.wait(90) == 1
    assert len(watch.said) == 1
    assert "answered 404" in watch.logged


def test_an_interrupt_ends_it_with_its_status(tmp_path: Path, server: WebServer) -> None:
    write_watch(tmp_path, rss_feed(server))
    watch = Watch(tmp_path)
    watch.until(lambda: "watching" in watch.logged)
    assert watch.end(signal.SIGINT) == 130
