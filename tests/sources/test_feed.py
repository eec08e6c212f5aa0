"""What becomes of feeds, whole, broken, hostile and long."""

from datetime import date

import pytest

from tests.web_server import item, rss
from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.feed import CHUNK, MAX_LOOSE_BYTES, read_entries, read_feed
from vedette.sources.made import Defaults

ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://gazette.example/a/">'
    "<title>Example Gazette</title><entry><title>Two held</title><id>urn:x:1</id>"
    '<link href="1.html"/><updated>2021-05-14T08:00:00Z</updated>'
    '<content type="html">&lt;p&gt;Police held two men.&lt;/p&gt;</content></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Example Gazette</title></channel>'
    '<item rdf:about="http://gazette.example/1"><title>Two held</title><link>http://gazette.example/1</link>'
    "<description>Police held two men.</description><dc:date>2021-05-14T08:00:00Z</dc:date></item></rdf:RDF>"
)


def read(content: bytes | str) -> list[Report]:
    found = list(read_feed(content.encode() if isinstance(content, str) else content, "feed", Defaults()))
    assert all(isinstance(one, Report) for one in found)
    return [one for one in found if isinstance(one, Report)]


@pytest.mark.parametrize("content", [ATOM, RDF], ids=["Atom", "RSS 1.0"])
def test_feeds_of_each_kind_give_outlet_day_and_words(content: str) -> None:
    (report,) = read(content)
    assert (report.source, report.published, report.title) == ("Example Gazette", date(2021, 5, 14), "Two held")
    assert report.text == "Police held two men."


def test_links_are_taken_from_where_the_feed_says_that_they_begin() -> None:
    assert read(ATOM)[0].url == "http://gazette.example/a/1.html"


def test_a_feed_that_is_longer_than_a_part_is_read_to_its_end_in_order() -> None:
    entries = list(read_entries(rss(*(item(n, f"Report {n}.") for n in range(2 * CHUNK + 7))), "feed"))
    assert [entry.parts.text for entry in entries if entry.parts] == [f"Report {n}." for n in range(2 * CHUNK + 7)]
    assert len({entry.stamp for entry in entries}) == len(entries)


def test_entries_that_are_known_are_not_parsed_again() -> None:
    content = rss(item(1, "A."), item(2, "B."))
    known = {entry.stamp for entry in read_entries(content, "feed")}
    more = list(read_entries(rss(item(1, "A."), item(3, "C."), item(2, "B.")), "feed", known))
    assert [entry.parts.text if entry.parts else None for entry in more] == [None, "C.", None]


def test_a_broken_feed_is_read_by_guessing() -> None:
    content = rss(item(1, "The fair &amp; the road &nbsp; were closed.")).replace(b"</channel>", b"")
    assert "closed" in read(content)[0].text


def test_a_broken_feed_that_is_long_is_refused() -> None:
    content = rss(item(1, "x" * MAX_LOOSE_BYTES)).replace(b"</channel>", b"")
    with pytest.raises(UnreadableReportError, match="too long"):
        list(read_entries(content, "feed"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_are_not_declared_in_any_encoding(encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(item(1, "&b;")).decode().split("?>")[1]
    with pytest.raises(UnreadableReportError, match="entities"):
        list(read_entries(bomb.encode(encoding), "feed"))


def test_files_that_a_feed_points_at_are_not_opened(tmp_path: object) -> None:
    content = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + rss(item(1, "Words.")).decode().split("?>")[1]
    assert read(content)[0].text == "Words."


def test_bytes_that_name_a_file_are_not_that_file() -> None:
    with pytest.raises(UnreadableReportError, match="no RSS"):
        list(read_entries(b"/etc/passwd", "feed"))


def test_items_within_items_are_their_own_business() -> None:
    inner = "<item><title>Outer</title><description>Words.</description><media><item>x</item></media></item>"
    assert [one.title for one in read(rss(inner))] == ["Outer"]
