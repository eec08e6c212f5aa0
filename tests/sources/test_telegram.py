"""Exports of Telegram: channels are read, persons are not."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.made import Defaults
from vedette.sources.telegram import is_export, read_export_file

POST = {
    "id": 7,
    "type": "message",
    "date": "2021-05-14T08:00:00",
    "from": "Example Channel",
    "from_id": "channel1",
    "author": "A Private Person",
    "text": ["Police held ", {"type": "bold", "text": "two men"}, " in Northport."],
    "reactions": [{"type": "emoji", "recent": [{"from": "Another Private Person"}]}],
}


def write(path: Path, *posts: dict[str, Any], kind: str = "public_channel") -> Path:
    path.write_text(json.dumps({"name": "Example Channel", "type": kind, "id": 1, "messages": list(posts)}))
    return path


def read(path: Path) -> list[Report]:
    return [one for one in read_export_file(path, Defaults()) if isinstance(one, Report)]


def test_a_post_is_a_report_without_its_persons(tmp_path: Path) -> None:
    (report,) = read(write(tmp_path / "result.json", POST, {**POST, "id": 8, "text": ""}, {"type": "service"}))
    assert (report.text, report.published, report.source) == (
        "Police held two men in Northport.",
        date(2021, 5, 14),
        "Example Channel",
    )
    assert "Private Person" not in repr(report)


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        (
            {"forwarded_from": "Other Channel", "forwarded_from_id": "channel2"},
            'forwarded from the channel "Other Channel"',
        ),
        ({"forwarded_from": "A Private Person", "forwarded_from_id": "user3"}, "forwarded; from whom is not kept"),
        ({"forwarded_from": "Nobody Knows"}, "forwarded; from whom is not kept"),
    ],
)
def test_from_whom_it_was_forwarded_is_kept_for_channels_alone(
    tmp_path: Path, fields: dict[str, str], note: str
) -> None:
    (report,) = read(write(tmp_path / "result.json", {**POST, **fields}))
    assert report.notes == (note,)


@pytest.mark.parametrize("kind", ["private_group", "personal_chat", "private_channel", "saved_messages"])
def test_what_is_not_public_is_refused_as_a_whole(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "result.json", POST, kind=kind)
    assert is_export(path)
    with pytest.raises(UnreadableReportError, match="only exports of public channels"):
        read(path)


def test_of_a_whole_export_only_the_public_channels_are_read(tmp_path: Path) -> None:
    chats = [{"name": "Me", "type": "personal_chat", "id": 2, "messages": [{**POST, "text": "private"}]}]
    chats.append({"name": "Example Channel", "type": "public_channel", "id": 1, "messages": [POST]})
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"about": "Here is the data you requested.", "chats": {"list": chats}}))
    assert is_export(path)
    assert [one.source for one in read(path)] == ["Example Channel"]


def page(*posts: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class='page_wrap'>".replace("'", '"')
        + '<div class="page_header"><div class="content"><div class="text bold">Example Channel</div></div></div>'
        + '<div class="page_body chat_page"><div class="history">' + "".join(posts) + "</div></div></div></body></html>"
    )  # fmt: skip


def html_post(number: int, sender: str, inner: str) -> str:
    return (
        f'<div class="message default clearfix" id="message{number}"><div class="body">'
        f'<div class="pull_right date details" title="14.05.2021 08:00:00 UTC+03:00">08:00</div>'
        f'<div class="from_name">{sender}</div>{inner}</div></div>'
    )


def test_an_html_export_of_a_channel_gives_its_posts(tmp_path: Path) -> None:
    path = tmp_path / "messages.html"
    forwarded = (
        '<div class="forwarded body"><div class="from_name">A Private Person</div><div class="text">Fire.</div></div>'
    )
    posts = (
        html_post(1, "Example Channel", '<div class="text">Two held.<br>More.</div>'),
        html_post(2, "Example Channel", forwarded),
    )
    path.write_text(page(*posts))
    assert is_export(path)
    first, second = read(path)
    assert (first.text, first.published, first.source) == ("Two held.\nMore.", date(2021, 5, 14), "Example Channel")
    assert (second.text, second.notes) == ("Fire.", ("forwarded; from whom is not kept",))


def test_an_html_export_of_several_senders_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "messages.html"
    path.write_text(page(html_post(1, "A Private Person", '<div class="text">Hello.</div>')))
    with pytest.raises(UnreadableReportError, match="several senders"):
        read(path)
