"""Which mail is read, and what of it."""

from datetime import date
from pathlib import Path

import pytest

from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_MAIL_BYTES
from vedette.sources.made import Defaults
from vedette.sources.mail import MailFile, find_mail, is_allowed, read_mail

ALLOWED = ("news@gazette.example",)
HEAD = "From: Gazette <news@gazette.example>\nSubject: Daily\nDate: Fri, 14 May 2021 08:00:00 +0000\n"


def read(path: Path, content: str | bytes, senders: tuple[str, ...] | None = ALLOWED) -> list[Report | Unreadable]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_mail(MailFile(path, path.name, many=path.suffix != ".eml"), Defaults(), senders))


def test_a_newsletter_gives_title_day_words_and_its_senders_domain(tmp_path: Path) -> None:
    (report,) = read(tmp_path / "a.eml", HEAD + "Message-ID: <1@x>\n\nPolice held two men.\r\nMore followed.\n")
    assert isinstance(report, Report)
    assert (report.title, report.published, report.source) == ("Daily", date(2021, 5, 14), "gazette.example")
    assert report.text == "Police held two men.\nMore followed."


def test_of_other_mail_nothing_is_read_after_its_from_line(tmp_path: Path) -> None:
    class Watched:
        """A file that says how far it was read."""

        def __init__(self, path: Path) -> None:
            self._file = path.open("rb")
            self.lines: list[bytes] = []

        def readline(self, most: int) -> bytes:
            self.lines.append(self._file.readline(most))
            return self.lines[-1]

        def read(self, most: int) -> bytes:
            raise AssertionError("it was read")

    from vedette.sources.mail import _single

    path = tmp_path / "a.eml"
    path.write_text("Received: x\nFrom: Me\n <me@home.example>\nTo: you\nSubject: private\n\nprivate\n")
    watched = Watched(path)
    assert list(_single(watched, ALLOWED)) == []  # type: ignore[arg-type]
    assert b"".join(watched.lines) == b"Received: x\nFrom: Me\n <me@home.example>\nTo: you\n"


@pytest.mark.parametrize(
    ("sender", "allowed"),
    [
        ("news@gazette.example", True),
        ("Gazette <NEWS@Gazette.example>", True),
        ("news@gazette.example.evil.example", False),
        ('"news@gazette.example" <me@evil.example>', False),
        ('"Desk, the" <news@gazette.example>', True),
        ("news@gazette.example (News Desk)", True),
        ("news@gazette.example <me@other.example>", False),
        ("<news@gazette.example> <me@other.example>", False),
        ("news@gazette.example, me@other.example", False),
        ("me@other.example (news@gazette.example)", False),
        ("me@news@gazette.example", False),
        ("", False),
        ("nobody", False),
    ],
)
def test_senders_are_held_by_their_address(sender: str, allowed: bool) -> None:
    assert is_allowed(sender, ["news@gazette.example"]) is allowed


def test_mbox_files_give_the_allowed_mails(tmp_path: Path) -> None:
    other = "From: Me <me@home.example>\nSubject: private\n\nFrom here on it is private.\n"
    content = f"From x\n{HEAD}\nFirst.\n>From here.\n\nFrom y\n{other}\nFrom z\n{HEAD}\nSecond.\n"
    found = read(tmp_path / "a.mbox", content.replace("\nFrom here on", "\n>From here on"))
    assert [one.text for one in found if isinstance(one, Report)] == ["First.\nFrom here.", "Second."]
    assert len(found) == 2


def test_of_two_parts_the_one_that_says_more_is_read(tmp_path: Path) -> None:
    content = (
        HEAD + "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        "View in your browser.\n--b\nContent-Type: text/html; charset=utf-8\n\n<html><body><h1>Daily</h1><p>Police in "
        "Northport held two men on Tuesday, a spokesman said.</p><p>Roads were closed.</p></body></html>\n--b--\n"
    )
    (report,) = read(tmp_path / "a.eml", content)
    assert isinstance(report, Report)
    assert "held two men" in report.text
    assert "Roads were closed" in report.text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD + "Content-Type: multipart/encrypted; boundary=b\n\n--b--\n", "unsupported"),
        (HEAD + "\n", "empty"),
        (HEAD + "Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\nAAA\n", "unsupported"),
        (HEAD + "\n" + "x" * (MAX_MAIL_BYTES + 1), "too_large"),
    ],
    ids=["encrypted", "empty", "no such charset", "too large"],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: str, code: str) -> None:
    (found,) = read(tmp_path / "a.eml", content)
    assert isinstance(found, Unreadable)
    assert found.code == code


def test_a_maildir_is_found_whatever_the_mail_program_did(tmp_path: Path) -> None:
    for name in ("new/1.host", "cur/2.host:2,S", "tmp/3.host", ".Sent/cur/4.host:2,S", "b.eml", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + "\nx\n")
    assert sorted(file.name for file in find_mail(tmp_path)) == ["1.host", "2.host", "4.host", "b.eml"]
