"""What becomes of files of every kind, good and bad."""

import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest

from vedette.errors import READ_ERROR_CODES, UsageError
from vedette.model.report import Report, Unreadable
from vedette.sources.made import Defaults, read_day
from vedette.sources.paths import read_paths

ARTICLE = (
    "<html><head><title>Blast at market in Northport</title>"
    '<meta property="article:published_time" content="2021-05-12T08:00:00Z">'
    '<meta property="og:site_name" content="Example Gazette"></head><body><nav>Home</nav><article>'
    + "<p>A bomb exploded at a market in Northport on Tuesday, killing four people and wounding nine, police said.</p>"
    * 4
    + "</article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Sample Wire</title>'
    "<item><title>Two held in Northport</title><link>http://wire.example/1</link><guid>g1</guid>"
    "<pubDate>Wed, 12 May 2021 08:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;Police held two men in &lt;b&gt;Northport&lt;/b&gt;.&lt;/p&gt;</description></item>"
    "<item><title></title></item></channel></rss>"
)


def read(*paths: str | Path, stdin: bytes = b"", **defaults: object) -> list[Report | Unreadable]:
    return list(read_paths([str(p) for p in paths], Defaults(**defaults), io.BytesIO(stdin)))  # type: ignore[arg-type]


def code(item: Report | Unreadable) -> str:
    assert isinstance(item, Unreadable), item
    assert item.code in READ_ERROR_CODES
    return item.code


def one(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_one_report_without_a_date(tmp_path: Path) -> None:
    (report,) = read(one(tmp_path, "a.txt", "Police held two men in Northport.\r\nMore followed."))
    assert isinstance(report, Report)
    assert (report.published, report.source, report.text) == (
        None,
        None,
        "Police held two men in Northport.\nMore followed.",
    )


def test_a_page_gives_its_article_title_outlet_and_date(tmp_path: Path) -> None:
    (report,) = read(one(tmp_path, "a.html", ARTICLE))
    assert isinstance(report, Report)
    assert (report.title, report.source, report.published) == (
        "Blast at market in Northport",
        "Example Gazette",
        date(2021, 5, 12),
    )
    assert "Home" not in report.text


def test_a_feed_gives_a_report_an_entry_and_a_bad_entry_costs_only_itself(tmp_path: Path) -> None:
    good, bad = read(one(tmp_path, "a.xml", FEED))
    assert isinstance(good, Report)
    assert (good.id, good.published, good.source) == ("g1", date(2021, 5, 12), "Sample Wire")
    assert good.text == "Police held two men in Northport."
    assert code(bad) == "empty"


def test_json_lines_keep_their_ids_and_their_own_dates(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": "A. B.", "published": "2020-01-02"}, {"text": "C. D."}]
    first, second = read(one(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))), published=date(2021, 1, 1))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.id, first.published, second.published) == ("7", date(2020, 1, 2), date(2021, 1, 1))


def test_a_json_file_may_hold_a_list_or_one_object(tmp_path: Path) -> None:
    assert len(read(one(tmp_path, "a.json", '[{"text": "A."}, {"text": "B."}, 5]'))) == 3
    assert len(read(one(tmp_path, "b.json", '{"text": "A."}'))) == 1


def test_standard_input_is_json_lines() -> None:
    (report,) = read("-", stdin=b'{"text": "A bomb exploded."}\n')
    assert isinstance(report, Report)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "not_text"),
        ("control.txt", "\x01\x02\x03\x04 a" * 50, "not_text"),
        ("latin.txt", "explotó en Bogotá".encode("latin-1"), "wrong_encoding"),
        ("big.txt", b"a" * 9_000_000, "too_large"),
        ("long.txt", b"word " * 300_000, "too_large"),
        ("page.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_article"),
        ("binary.html", b"\x00\x01" * 500, "not_text"),
        ("other.pdf", b"%PDF-1.4", "unsupported"),
        ("none.xml", b"<a><b/></a>", "unsupported"),
        ("bomb.xml", b'<!DOCTYPE l [<!ENTITY a "aa">]><rss><channel/></rss>', "unsupported"),
        ("no.warc", b"not a web archive", "unsupported"),
        ("bad.jsonl", b"{bad", "bad_json"),
        ("type.jsonl", b'{"text": 5}', "bad_json"),
        ("title.jsonl", b'{"text": "a", "title": 5}', "bad_json"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (item,) = read(one(tmp_path, name, content))
    assert code(item) == expected
    assert isinstance(item, Unreadable)
    assert name in item.message


def test_a_line_that_is_too_large_does_not_cost_the_next(tmp_path: Path) -> None:
    large = b'{"text": "' + b"a" * 9_000_000 + b'"}\n{"text": "A bomb exploded."}\n'
    first, second = read(one(tmp_path, "a.jsonl", large))
    assert code(first) == "too_large"
    assert isinstance(second, Report)


def test_a_folder_is_read_whole_and_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt"):
        one(tmp_path, name, f"Text of {name}.")
    assert [r.taken_from and Path(r.taken_from).name for r in read(tmp_path)] == ["a.txt", "b.txt"]
    assert len(read(tmp_path / "*.txt")) == 2


def test_a_path_that_names_nothing_is_used_wrongly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read(tmp_path / "missing.txt")


def test_a_date_in_the_future_counts_as_unknown_and_is_said(tmp_path: Path) -> None:
    row = one(tmp_path, "a.jsonl", '{"text": "A bomb exploded.", "published": "2099-01-01"}')
    (report,) = read(row, latest=date(2026, 1, 1))
    assert isinstance(report, Report)
    assert report.published is None
    assert "2099-01-01" in report.notes[0]


@pytest.mark.parametrize("value", ["soon", "", "2021-13-40", "12 May"])
def test_a_date_that_cannot_be_read_is_unknown(value: str) -> None:
    assert read_day(value) is None


def test_reading_twice_gives_the_same_ids(tmp_path: Path) -> None:
    path = one(tmp_path, "a.txt", "A bomb exploded in Northport.")
    assert read(path) == read(path)


def test_persian_is_told_from_english(tmp_path: Path) -> None:
    text = "مقامات امنیتی اعلام کردند که دو نفر در پایتخت بازداشت شدند و نقشه آنها برای حمله به راهپیمایی خنثی شد."
    (report,) = read(one(tmp_path, "fa.txt", text))
    assert isinstance(report, Report)
    assert report.language == "fa"


def warc() -> bytes:
    page = ARTICLE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://gazette.example/a\r\n"
        b"WARC-Date: 2021-05-13T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:11111111-1111-1111-1111-111111111111>\r\n"
        b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    )
    return head + http + b"\r\n\r\n"


def test_a_web_archive_gives_its_pages_packed_or_not(tmp_path: Path) -> None:
    for path in (one(tmp_path, "a.warc", warc()), one(tmp_path, "b.warc.gz", gzip.compress(warc()))):
        (report,) = read(path)
        assert isinstance(report, Report)
        assert (report.url, report.published) == ("http://gazette.example/a", date(2021, 5, 12))


def test_an_archive_that_breaks_off_says_so(tmp_path: Path) -> None:
    found = read(one(tmp_path, "a.warc.gz", gzip.compress(warc())[:200]))
    assert [code(item) for item in found] == ["unsupported"]
