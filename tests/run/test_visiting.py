"""What visits to feeds of every temper leave in the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from tests.web_server import Reply, WebServer, item, rss
from vedette.errors import StoreError
from vedette.evidence.warc import WarcFolder
from vedette.model.feed import Feed, FeedState, Visit
from vedette.model.report import Report
from vedette.run.fetch import Fetcher, Limits
from vedette.run.visit_plan import Due
from vedette.run.visiting import FeedVisitor
from vedette.store import intake, tables, visits
from vedette.store.captures import changes, find_head
from vedette.store.reports import report_from_row
from vedette.store.store import Store
from vedette.store.tables_intake import sightings

NOON = datetime(2021, 5, 14, 12)
BLAST = "A bomb exploded at a market in Northport on Tuesday, police said."
ARTICLE = (
    "<html><head><title>Blast in Northport</title></head><body><article>"
    + f"<p>{BLAST} Four people were killed and nine wounded, and the road was closed for hours.</p>" * 3
    + "</article></body></html>"
)


class StillClock:
    """A clock that stands."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def wait(self, signal: Event, seconds: float) -> bool:
        return signal.is_set()


@pytest.fixture
def server() -> Iterator[WebServer]:
    one = WebServer()
    yield one
    one.close()


@pytest.fixture
def visitor(store: Store, tmp_path: Path) -> Iterator[FeedVisitor]:
    with WarcFolder(tmp_path / "captures") as captures:
        yield FeedVisitor(store, Fetcher(pause_seconds=0), StillClock(), captures)


def feed(address: str, kind: str = "feed", **more: object) -> Feed:
    given: dict[str, object] = {"allow_private": True, **more}
    return Feed("f", "Example Gazette", kind, address, **given)  # type: ignore[arg-type]


def state_of(store: Store, one: Feed) -> FeedState | None:
    with store.look() as connection:
        return visits.find_feed_states(connection, [one]).get(one.id)


def visit(visitor: FeedVisitor, one: Feed) -> Visit:
    return visitor.visit(Due(one, state_of(visitor.store, one), "test"))


def queued(store: Store) -> list[Report]:
    with store.look() as connection:
        return [one.report for one in intake.queued_reports(connection)]


def reported(store: Store) -> list[Report]:
    with store.look() as connection:
        return [report_from_row(row) for row in connection.execute(tables.reports.select()).mappings()]


def test_a_visit_puts_new_reports_into_the_queue_and_says_what_it_brought(
    visitor: FeedVisitor, server: WebServer
) -> None:
    server.pages["/feed"] = Reply(rss(item(1, BLAST), item(2, "Police held two men.")))
    found = visit(visitor, feed(server.url("/feed")))
    assert (found.outcome, found.n_items, found.n_new, found.status) == ("new", 2, 2, 200)
    assert [one.text for one in queued(visitor.store)] == [BLAST, "Police held two men."]
    assert queued(visitor.store)[0].source == "Example Gazette"
    with visitor.store.look() as connection:
        assert visits.find_visits(connection) == [found]
        assert intake.queue_length(connection) == (2, NOON)


def test_a_feed_that_has_not_changed_brings_nothing(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/feed"))
    server.pages["/feed"] = Reply(rss(item(1, BLAST)), headers={"ETag": '"1"'}, conditional=True)
    visit(visitor, one)
    assert visit(visitor, one).status == 304
    assert visit(visitor, one).outcome == "unchanged"
    assert server.asked[-1][1]["if-none-match"] == '"1"'
    assert len(queued(visitor.store)) == 1


def test_known_entries_are_known_to_another_process_too(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/feed"))
    server.pages["/feed"] = Reply(rss(item(1, BLAST)))
    visit(visitor, one)
    assert visit(visitor, one).n_new == 0
    again = FeedVisitor(visitor.store, visitor.fetcher, visitor.clock)
    server.pages["/feed"] = Reply(rss(item(1, BLAST), item(2, "Police held two men.")))
    assert (visit(again, one).n_new, len(queued(visitor.store))) == (1, 2)


def test_a_feed_that_may_be_asked_now_is_asked_at_once(visitor: FeedVisitor, server: WebServer) -> None:
    server.pages["/feed"] = Reply(rss(item(1, BLAST)))
    forbidden = feed(server.url("/feed"), allow_private=False)
    assert visit(visitor, forbidden).outcome == "skipped"
    before, now = state_of(visitor.store, forbidden), state_of(visitor.store, replace(forbidden, allow_private=True))
    assert before is not None and now is not None
    assert before.next_at > before.visited_at
    assert (now.next_at, now.n_failures) == (now.visited_at, 0)


def test_the_same_item_under_fifty_addresses_is_read_once(visitor: FeedVisitor, server: WebServer) -> None:
    items = [item(1, BLAST, link=f"http://gazette.example/{n}") for n in range(50)]
    server.pages["/feed"] = Reply(rss(*items))
    found = visit(visitor, feed(server.url("/feed")))
    assert (found.n_items, found.n_new) == (50, 1)
    assert len(queued(visitor.store)) == 1
    with visitor.store.look() as connection:
        assert connection.execute(select(func.count()).select_from(sightings)).scalar() == 50


def test_an_item_with_no_date_stays_undated(visitor: FeedVisitor, server: WebServer) -> None:
    server.pages["/feed"] = Reply(
        rss(
            item(1, BLAST, day=None),
            item(2, "Two men.", day="soon"),
            item(3, "Held.", day="Fri, 14 May 2090 08:00 GMT"),
        )
    )
    visit(visitor, feed(server.url("/feed")))
    assert [one.published for one in queued(visitor.store)] == [None, None, None]


def test_a_changed_entry_is_another_version_of_its_report(visitor: FeedVisitor, server: WebServer) -> None:
    for text in (BLAST, BLAST + " Three people died."):
        server.pages["/feed"] = Reply(rss(item(1, text)))
        visit(visitor, feed(server.url("/feed")))
    first, second = queued(visitor.store)
    assert (first.id, first.text) == (second.id, BLAST)


def test_short_ids_of_two_feeds_are_two_reports(visitor: FeedVisitor, server: WebServer) -> None:
    for name in ("a", "b"):
        entry = f"<item><title>{name}</title><guid>1</guid><description>Of {name}.</description></item>"
        server.pages[f"/{name}"] = Reply(rss(entry))
        visit(visitor, replace(feed(server.url(f"/{name}")), id=name))
    assert len({one.id for one in queued(visitor.store)}) == 2


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=500), "answered 500"),
        (Reply(b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><channel/></rss>'), "declares XML entities"),
        (Reply('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>'.encode("utf-16")), "declares XML entities"),
        (Reply(b"<html><body>no feed</body></html>"), "no RSS or Atom"),
        (Reply(b""), "nothing in it"),
        (Reply(bytes(1000), drip=0.01, headers={"Content-Length": "2000"}), "within"),
    ],
    ids=["500", "entities", "entities in UTF-16", "a page", "nothing", "a byte a moment"],
)
def test_a_feed_that_gives_nothing_usable_is_failed_and_left_alone_for_longer_each_time(
    visitor: FeedVisitor, server: WebServer, reply: Reply, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedette.run.visitor.Limits", lambda *_: Limits(10**6, 0.3))
    one = feed(server.url("/feed"), every_seconds=60.0)
    server.pages["/feed"] = reply
    waits = []
    for number in (1, 2):
        found = visit(visitor, one)
        assert (found.outcome, words in (found.message or "")) == ("failed", True)
        state = state_of(visitor.store, one)
        assert state is not None
        assert (state.n_failures, state.answered_at) == (number, None)
        waits.append(state.next_at - NOON)
    assert waits[0] < waits[1]


def test_a_feed_that_recovers_is_visited_at_its_pace_again(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/feed"), every_seconds=60.0)
    visit(visitor, one)
    server.pages["/feed"] = Reply(rss(item(1, BLAST)))
    visit(visitor, one)
    state = state_of(visitor.store, one)
    assert state is not None
    assert (state.n_failures, state.answered_at, (state.next_at - NOON).total_seconds()) == (0, NOON, 60.0)


def test_a_server_that_wants_to_be_left_alone_is(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/feed"), every_seconds=1.0)
    server.pages["/feed"] = Reply(status=429, headers={"Retry-After": "600"})
    visit(visitor, one)
    state = state_of(visitor.store, one)
    assert state is not None
    assert (state.next_at - NOON).total_seconds() == 600


def test_a_feed_that_moved_begins_anew(visitor: FeedVisitor, server: WebServer) -> None:
    server.pages["/a"] = server.pages["/b"] = Reply(rss(item(1, BLAST)), headers={"ETag": '"1"'}, conditional=True)
    visit(visitor, feed(server.url("/a")))
    assert visit(visitor, feed(server.url("/b"))).status == 200


def test_a_forbidden_feed_is_skipped(visitor: FeedVisitor, server: WebServer) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n")
    assert visit(visitor, feed(server.url("/feed"))).outcome == "skipped"


def test_pages_behind_entries_are_read_and_fetched_once(visitor: FeedVisitor, server: WebServer) -> None:
    server.pages["/1"] = Reply(ARTICLE.encode())
    server.pages["/feed"] = Reply(rss(item(1, "In short.", link=server.url("/1"))))
    one = feed(server.url("/feed"), follow=True)
    visit(visitor, one)
    (report,) = queued(visitor.store)
    assert (report.title, report.published, report.source) == ("News 1", date(2021, 5, 14), "Example Gazette")
    assert "Four people were killed" in report.text
    visit(FeedVisitor(visitor.store, visitor.fetcher, visitor.clock), one)
    assert server.paths() == ["/feed", "/1", "/feed"]


def test_a_page_that_cannot_be_had_leaves_the_entrys_own_words_and_is_tried_again(
    visitor: FeedVisitor, server: WebServer
) -> None:
    server.pages["/1"] = Reply(status=503)
    server.pages["/feed"] = Reply(rss(item(1, BLAST, link=server.url("/1"))), headers={"ETag": '"1"'}, conditional=True)
    one = feed(server.url("/feed"), follow=True)
    visit(visitor, one)
    assert "only the feed's own words" in queued(visitor.store)[0].notes[0]
    server.pages["/1"] = Reply(ARTICLE.encode())
    visit(visitor, one)
    short, long = queued(visitor.store)
    assert short.id == long.id
    assert len(long.text) > len(short.text)


def test_a_page_is_a_report_whose_changed_text_is_another_version(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/page"), "page")
    server.pages["/page"] = Reply(ARTICLE.encode())
    assert visit(visitor, one).n_new == 1
    server.pages["/page"] = Reply(ARTICLE.replace("<article>", "<nav>Other news</nav><article>").encode())
    assert visit(visitor, one).n_new == 0
    server.pages["/page"] = Reply(ARTICLE.replace("Four people", "Six people").encode())
    assert visit(visitor, one).n_new == 1
    del server.pages["/page"]
    for _ in range(2):
        assert visit(visitor, one).status == 404
    assert len({report.id for report in queued(visitor.store)}) == 1
    with visitor.store.look() as connection:
        assert [one.kind for one in changes(connection)] == ["changed", "gone"]


def test_what_was_fetched_is_kept_once(visitor: FeedVisitor, server: WebServer) -> None:
    one = feed(server.url("/feed"))
    server.pages["/feed"] = Reply(rss(item(1, BLAST)))
    for _ in range(3):
        visit(visitor, one)
    with visitor.store.look() as connection:
        head = find_head(connection)
    assert head is not None
    assert (head.number, head.feed_id, head.kept.url) == (1, "f", one.address)


def test_new_and_changed_files_of_a_folder_are_read(
    visitor: FeedVisitor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "in"
    one = feed(str(folder), "folder")
    assert "no such file or folder" in (visit(visitor, one).message or "")
    state = state_of(visitor.store, one)
    assert state is not None
    assert state.next_at - state.visited_at == timedelta(seconds=60)
    folder.mkdir()
    (folder / "a.txt").write_text(BLAST)
    (folder / "b.bin").write_bytes(b"\x00")
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "elsewhere.txt").write_text("elsewhere")
    found = visit(visitor, one)
    assert (found.n_new, found.n_refused) == (1, 1)
    (said,) = (getattr(one, "error", "") for one in caplog.records)
    assert said.startswith(f"{folder}/b.bin: this kind of file is not read")
    assert visit(visitor, one).n_new == 0
    (folder / "a.txt").write_text(BLAST + " Three people died.")
    assert visit(visitor, one).n_new == 1
    first, second = queued(visitor.store)
    assert first.id == second.id


def test_only_mail_of_allowed_senders_is_read(visitor: FeedVisitor, tmp_path: Path) -> None:
    new = tmp_path / "Maildir" / "new"
    new.mkdir(parents=True)
    body = "Date: Fri, 14 May 2021 08:00:00 +0000\nSubject: Daily\nMessage-ID: <1@x>\n\n" + BLAST
    (new / "1.host").write_text("From: Gazette <news@gazette.example>\n" + body)
    (new / "2.host").write_text("From: Me <me@home.example>\n" + body.replace("<1@x>", "<2@x>"))
    one = feed(str(tmp_path / "Maildir"), "mail", senders=("news@gazette.example",))
    assert visit(visitor, one).n_new == 1
    (report,) = queued(visitor.store)
    assert (report.title, report.published, report.text) == ("Daily", date(2021, 5, 14), BLAST)
    cur = tmp_path / "Maildir" / "cur"
    cur.mkdir()
    (new / "1.host").rename(cur / "1.host:2,S")
    assert visit(visitor, one).n_new == 0


def test_a_long_feed_is_taken_in_by_parts_and_found_known_after_a_crash_between_them(
    visitor: FeedVisitor, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = Reply(rss(*(item(n, f"Report {n}.") for n in range(1200))), headers={"ETag": '"1"'})
    one, n_calls = feed(server.url("/feed")), 0
    real = intake.take_in

    def break_off(*args: object) -> int:
        nonlocal n_calls
        n_calls += 1
        if n_calls == 2:
            raise StoreError("gone")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("vedette.run.visiting.take_in", break_off)
    with pytest.raises(StoreError):
        visit(visitor, one)
    assert state_of(visitor.store, one) is None
    assert len(reported(visitor.store)) == 500
    found = visit(visitor, one)
    assert (found.n_items, found.n_new, len(reported(visitor.store))) == (1200, 700, 1200)


def test_alerts_that_an_index_leads_to_are_taken_in(visitor: FeedVisitor, server: WebServer) -> None:
    alert = (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a1</identifier><sender>office.example</sender>'
        "<sent>2021-05-14T08:00:00+00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
        "<info><language>en</language><category>Security</category><event>Attack</event><urgency>Past</urgency>"
        "<severity>Severe</severity><certainty>Observed</certainty><headline>Attack in Northport</headline>"
        "<description>A bomb exploded at a market in Northport.</description></info></alert>"
    )
    server.pages["/alert.xml"] = Reply(alert.encode())
    server.pages["/index"] = Reply(rss(item(1, "Attack", link=server.url("/alert.xml"))))
    one = feed(server.url("/index"), "cap")
    assert visit(visitor, one).n_new == 1
    assert visit(visitor, one).n_new == 0
    assert server.paths().count("/alert.xml") == 1


def test_what_a_store_lost_in_a_crash_is_taken_in_again(
    visitor: FeedVisitor, server: WebServer, tmp_path: Path
) -> None:
    server.pages["/feed"] = Reply(rss(item(1, BLAST)))
    one = feed(server.url("/feed"))
    visit(visitor, one)
    with Store(f"sqlite:///{tmp_path}/restored.db") as empty:
        visitor.store = empty
        visitor.forget()
        assert visit(visitor, one).n_new == 1
