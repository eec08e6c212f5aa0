from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.build import report
from vedette.errors import BadInputError
from vedette.evidence.warc import WarcFolder
from vedette.evidence.warc_read import read_record
from vedette.model.capture import NO_LINK, Capture, Content, Erasure, Kept, Stamp
from vedette.run.capturing import captures_folder, erase_report_content
from vedette.store.captures import (
    add_stamp,
    all_stamps,
    append_capture,
    captures_of_report,
    chain,
    changes,
    erasures,
    find_head,
)
from vedette.store.intake import Sighting, take_in
from vedette.store.store import Store

AT = datetime(2026, 3, 1, 12, 0, 0, 123456)


def kept(n: int = 1, *, url: str = "https://gazette.example/1", sha: str = "a" * 64, status: int | None = 200) -> Kept:
    return Kept(url, AT + timedelta(hours=n), sha, 10, status, "20260301-1.warc.gz", n * 100, "0" * 64)


def visit(store: Store, n: int, report: str | None = "r1", text: str | None = None, **more: object) -> Capture:
    with store.begin() as connection:
        return append_capture(
            connection,
            kept(n, **more),  # type: ignore[arg-type]
            feed_id="f",
            report_id=report,
            text_sha256=text,
        )


def test_links_count_without_gaps_and_hold_the_hash_of_the_one_before(store: Store) -> None:
    made = [visit(store, n, f"r{n}") for n in range(5)]
    with store.begin() as connection:
        found = list(chain(connection))
        assert find_head(connection) == made[-1]
    assert [link for link, _ in found] == made
    assert all(link.link_hash == stated for link, stated in found)
    assert [link.number for link in made] == [1, 2, 3, 4, 5]
    assert [link.previous_hash for link in made] == [NO_LINK, *(link.link_hash for link in made[:-1])]


def test_a_transaction_that_fails_leaves_no_link(store: Store) -> None:
    visit(store, 1)
    with pytest.raises(ZeroDivisionError), store.begin() as connection:
        append_capture(connection, kept(2))
        raise ZeroDivisionError
    assert visit(store, 3).number == 2


def test_several_writers_make_one_chain(store: Store, store_url: str) -> None:
    def write(writer: int) -> None:
        with Store(store_url) as own:
            for n in range(10):
                visit(own, n, f"r{writer}-{n}", url=f"https://gazette.example/{writer}/{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with store.begin() as connection:
        found = [link for link, _ in chain(connection)]
    assert [link.number for link in found] == list(range(1, 41))
    assert all(later.previous_hash == link.link_hash for link, later in pairwise(found))


def test_a_page_that_changes_goes_and_comes_back_is_noticed(store: Store) -> None:
    visit(store, 1, text="a")
    visit(store, 2, text="a", sha="b" * 64)  # only what surrounds the text is another
    visit(store, 3, text="c", sha="c" * 64)
    visit(store, 4, None, status=503, sha="d" * 64)  # tells nothing
    visit(store, 5, None, status=404, sha="e" * 64)
    visit(store, 6, None, status=410, sha="f" * 64)
    visit(store, 7, text="c", sha="c" * 64)
    visit(store, 8, "r2", text="x", url="https://gazette.example/2")
    with store.begin() as connection:
        found = changes(connection)
        assert changes(connection, "r2") == []
        assert changes(connection, since=found[1].noticed_at) == found[1:]
    assert [(one.kind, one.number, one.before_number) for one in found] == [
        ("changed", 3, 2),
        ("gone", 5, 3),
        ("back", 7, 6),
    ]
    assert {one.report_id for one in found} == {"r1"}


def test_a_feed_that_differs_at_each_visit_is_no_changed_page(store: Store) -> None:
    for n in range(3):
        visit(store, n, None, sha=str(n) * 64)
    with store.begin() as connection:
        assert changes(connection) == []


def test_an_erased_content_is_gone_and_its_link_stays(store: Store, tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as folder:
        contents = [Content(f"https://gazette.example/{n}", AT, f"page {n}".encode(), 200) for n in range(3)]
        for n, one in enumerate(folder.keep(contents)):
            with store.begin() as connection:
                append_capture(connection, one, report_id=f"r{n}")
    (gone,) = erase_report_content(store, tmp_path, "r1", "A. Officer", "asked for it", AT)
    gone = replace(gone, kept=replace(gone.kept, url=""))
    erase_report_content(store, tmp_path, "r1", "B. Officer", "once more", AT)
    with store.begin() as connection:
        assert erasures(connection) == {gone.number: Erasure(2, "A. Officer", "asked for it", AT)}
        assert captures_of_report(connection, "r1") == [gone]
    record = read_record(tmp_path / gone.kept.warc_file, gone.kept.warc_offset)
    assert b"page 1" not in record.body and record.kind == "metadata"
    with pytest.raises(BadInputError):
        read_record(tmp_path / gone.kept.warc_file, gone.kept.warc_offset + 1)


def test_stamps_are_kept_whole(store: Store) -> None:
    link = visit(store, 1)
    stamp = Stamp(link.number, link.link_hash, "https://stamps.example/", AT, bytes(range(256)))
    with store.begin() as connection:
        add_stamp(connection, stamp, AT)
        assert all_stamps(connection) == [stamp]


def test_the_folder_of_captures_lies_beside_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VEDETTE_CAPTURES", raising=False)
    assert captures_folder("sqlite:////data/vedette.db") == Path("/data/vedette.captures")
    assert captures_folder("postgresql://a@b/c") == Path("vedette.captures")
    monkeypatch.setenv("VEDETTE_CAPTURES", str(tmp_path))
    assert captures_folder("sqlite:////data/vedette.db") == tmp_path


def test_a_report_is_erased_from_the_captured_feeds_that_hold_it(store: Store, tmp_path: Path) -> None:
    entry = replace(report("Text.", title="Fire & smoke"), id="r9", url="https://gazette.example/9?a=1&b=2")
    bodies = {
        1: b"<link>https://gazette.example/9?a=1&amp;b=2</link>",
        2: b"<title>Fire &amp; smoke</title>",
        3: b"<title>Something else</title>",
    }
    contents = [Content("https://gazette.example/feed", AT, body, 200) for body in bodies.values()]
    with WarcFolder(tmp_path) as folder, store.begin() as connection:
        for one in folder.keep(contents):
            append_capture(connection, one, feed_id="f")
        take_in(connection, "f", [Sighting(entry, entry.url)], AT)
    gone = erase_report_content(store, tmp_path, "r9", "A. Officer", "asked for it", AT)
    assert [one.number for one in gone] == [1, 2]
    kinds = [read_record(tmp_path / one.kept.warc_file, one.kept.warc_offset).kind for one in gone]
    assert kinds == ["metadata", "metadata"]
    with store.look() as connection:
        assert [link.kept.url for link, _ in chain(connection)] == ["", "", "https://gazette.example/feed"]
        assert all(link.link_hash == stated for link, stated in chain(connection))
