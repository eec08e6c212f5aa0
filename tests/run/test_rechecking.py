from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.alerts import DECIDED_AT, alert, message, watch
from tests.run.receivers import SetClock
from vedette.errors import FetchError
from vedette.evidence.warc import WarcFolder
from vedette.model.capture import Content, Page
from vedette.model.feed import Feed
from vedette.run.fetch import Asked, Fetched
from vedette.run.rechecking import PageChecker, is_due
from vedette.run.verifying import verify_store
from vedette.sources.made import Defaults
from vedette.sources.page import read_page
from vedette.store.captures import append_capture, changes
from vedette.store.intake import Sighting, queued_reports, take_in
from vedette.store.messages import add_messages
from vedette.store.store import Store

URL = "https://gazette.example/northport"
FEED = Feed("f", "Example Gazette", "feed", "https://gazette.example/feed", allow_private=True)


def page_of(words: str) -> bytes:
    paragraph = f"<p>{words} {'The port authority said so on Sunday in a statement to reporters. ' * 12}</p>"
    return f"<html><head><title>Harbour</title></head><body><article>{paragraph}</article></body></html>".encode()


@dataclass
class Web:
    """Answers with what is on the page now; None: no answer."""

    body: bytes | None = field(default_factory=lambda: page_of("Three were hurt."))
    status: int = 200
    asked: list[Asked] = field(default_factory=list)

    def fetch(self, asked: Asked) -> Fetched:
        self.asked.append(asked)
        if self.body is None:
            raise FetchError("no answer")
        return Fetched(asked.url + "?moved", self.status, (), self.body)


@dataclass
class Scene:
    store: Store
    web: Web
    clock: SetClock
    checker: PageChecker
    folder: Path

    def kinds(self, **later: float) -> list[str]:
        self.clock.on(**later)
        return [one.kind for one in self.checker.check()]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A store with an alert that rests on one captured page."""
    web, clock, on = Web(), SetClock(DECIDED_AT), watch(feeds=(FEED,))
    with Store(f"sqlite:///{tmp_path}/vedette.db") as store, WarcFolder(tmp_path / "kept") as captures:
        assert web.body is not None
        report = read_page(web.body, URL, Defaults(), URL)
        (kept,) = captures.keep([Content(URL, DECIDED_AT, web.body, 200)])
        with store.begin() as connection:
            take_in(connection, "f", [Sighting(report, URL)], DECIDED_AT)
            append_capture(connection, kept, feed_id="f", report_id=report.id, text_sha256=report.text_sha256)
            add_messages(connection, [message(about=alert(report_ids=(report.id,)))])
        yield Scene(store, web, clock, PageChecker(store, on, web, captures, clock), tmp_path / "kept")


def test_a_page_is_looked_at_again_as_it_ages(scene: Scene) -> None:
    assert scene.kinds() == []
    for hours, n_asked in ((0.5, 0), (1, 1), (1, 1), (23, 2), (48, 3), (24 * 5, 4), (24 * 24, 5)):
        assert scene.kinds(hours=hours) == []
        assert len(scene.web.asked) == n_asked
    assert all(one.take_gone and one.allow_private for one in scene.web.asked)


def test_a_page_that_says_something_else_is_noted_and_read_again(scene: Scene) -> None:
    scene.web.body = page_of("Nobody was hurt.")
    assert scene.kinds(hours=2) == ["changed"]
    assert scene.kinds(days=1) == []
    with scene.store.look() as connection:
        queued = [one.report for one in queued_reports(connection, 10)]
    assert [one.text.startswith("Nobody") for one in queued] == [False, True]
    assert queued[0].id == queued[1].id and "the page changed" in queued[1].notes[-1]
    assert verify_store(scene.store, scene.folder).problems == ()


def test_a_page_that_is_gone_and_comes_back_is_noted(scene: Scene) -> None:
    whole = scene.web.body
    scene.web.body, scene.web.status = b"not here", 404
    assert scene.kinds(hours=2) == ["gone"]
    scene.web.body, scene.web.status = whole, 200
    assert scene.kinds(days=1) == ["back"]
    with scene.store.look() as connection:
        assert [one.kind for one in changes(connection)] == ["gone", "back"]


def test_a_page_that_gives_no_answer_rests_and_nothing_is_concluded(scene: Scene) -> None:
    scene.web.body = None
    assert scene.kinds(hours=2) == []
    assert scene.kinds(minutes=5) == []
    assert len(scene.web.asked) == 1
    assert scene.kinds(hours=1) == []
    assert len(scene.web.asked) == 2


def test_pages_that_no_alert_rests_on_are_left_alone(scene: Scene) -> None:
    scene.checker.watch = replace(scene.checker.watch, name="Another watch")
    assert scene.kinds(hours=2) == [] and scene.web.asked == []


@pytest.mark.parametrize(
    ("first", "last", "now", "due"),
    [(0, 0, 0.9, False), (0, 0, 1, True), (0, 1, 23, False), (0, 1, 24, True), (0, 800, 900, False)],
)
def test_what_is_due_is_decided_by_age_alone(first: float, last: float, now: float, due: bool) -> None:
    at = datetime(2026, 3, 1)
    page = Page(URL, "r", None, at + timedelta(hours=first), at + timedelta(hours=last), None)
    assert is_due(page, at + timedelta(hours=now)) is due
