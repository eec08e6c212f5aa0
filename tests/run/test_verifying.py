import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from tests.build import event, reading
from tests.run.receivers import SetClock
from tests.run.stamping_authority import Authority, stamping_authority
from vedette.errors import FetchError, UsageError
from vedette.evidence.warc import WarcFolder
from vedette.evidence.warc_read import erase_record, read_record
from vedette.model.capture import Content
from vedette.run.backing_up import back_up
from vedette.run.captures_backup import folder_beside
from vedette.run.capturing import erase_report_content
from vedette.run.stamping import Stamper, stamp_head
from vedette.run.verifying import verify_store
from vedette.store.captures import all_stamps, append_capture, chain, record_erasure, warc_files
from vedette.store.reports import add_reports
from vedette.store.store import Store
from vedette.store.tables import reports
from vedette.store.tables_captures import captures, stamps
from vedette.views.cli import build_app

AT = datetime(2026, 3, 1, 12, 0, 0)


class Kept:
    """A store with five captured pages and their files."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "vedette.db"
        self.folder = folder / "vedette.captures"
        self.store = Store(f"sqlite:///{self.path}")
        contents = [
            Content(f"https://gazette.example/{n}", AT + timedelta(minutes=n), f"<p>page {n}</p>".encode(), 200)
            for n in range(1, 6)
        ]
        with WarcFolder(self.folder) as files:
            kept = files.keep(contents)
        with self.store.begin() as connection:
            self.links = [append_capture(connection, one, report_id=f"r{n}") for n, one in enumerate(kept, 1)]
        self.warc = self.folder / kept[0].warc_file

    def problems(self, *roots: bytes, anchors: dict[int, str] | None = None) -> list[tuple[str, int | None]]:
        found = verify_store(self.store, self.folder, roots, anchors).problems
        return [(one.code, one.number) for one in found]

    def change(self, number: int, /, **values: object) -> None:
        with self.store.begin() as connection:
            connection.execute(update(captures).where(captures.c.number == number).values(**values))

    def remove(self, number: int) -> None:
        """Takes a link out as a forger would, who does not ask for foreign keys."""
        with closing(sqlite3.connect(self.path)) as raw, raw:
            raw.execute("DELETE FROM captures WHERE number = ?", [number])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with stamping_authority(tmp_path / "tsa") as one:
        yield one


def stamp(kept: Kept, authority: Authority) -> None:
    assert stamp_head(kept.store, authority.url, AT, allow_private=True) is not None


def test_what_was_kept_holds(kept: Kept) -> None:
    check = verify_store(kept.store, kept.folder)
    assert check.problems == ()
    assert (check.chain.n_links, check.chain.n_contents) == (5, 5)
    assert check.chain.head == (5, kept.links[-1].link_hash)


def test_an_empty_store_holds(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/vedette.db") as store:
        check = verify_store(store, tmp_path / "none")
    assert (check.problems, check.chain.head) == ((), None)


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_a_changed_byte_in_a_file_is_found_with_its_place(kept: Kept, where: str) -> None:
    link = kept.links[2]
    length = kept.links[3].kept.warc_offset - link.kept.warc_offset
    data = bytearray(kept.warc.read_bytes())
    data[link.kept.warc_offset + {"first": 0, "middle": length // 2, "last": length - 1}[where]] ^= 1
    kept.warc.write_bytes(data)
    (found,) = verify_store(kept.store, kept.folder).problems
    assert (found.code, found.number) == ("content", 3)
    assert f"{kept.warc.name}, byte {link.kept.warc_offset:,}" in found.words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [(b"page 3", b"page 9", "content was changed"), (b"HTTP/1.1 200", b"HTTP/1.1 404", "headers were changed")],
)
def test_a_record_written_anew_by_a_forger_is_found(kept: Kept, old: bytes, new: bytes, words: str) -> None:
    begin, end = kept.links[2].kept.warc_offset, kept.links[3].kept.warc_offset
    data = kept.warc.read_bytes()
    for level in (9, 6, 1, 0):
        forged = gzip.compress(gzip.decompress(data[begin:end]).replace(old, new), level, mtime=0)
        if len(forged) <= end - begin:
            break
    kept.warc.write_bytes(data[:begin] + forged + data[end - (end - begin - len(forged)) : end] + data[end:])
    found = verify_store(kept.store, kept.folder).problems
    assert [(one.code, one.number) for one in found] == [("content", 3)] and words in found[0].words


def test_a_missing_file_is_found(kept: Kept) -> None:
    kept.warc.unlink()
    assert kept.problems() == [("content", n) for n in range(1, 6)]


@pytest.mark.parametrize(
    "values",
    [
        {"url": "https://other.example/"},
        {"url": None},
        {"url_sha256": "0" * 64},
        {"fetched_at": AT},
        {"content_sha256": "0" * 64},
        {"report_id": "other"},
        {"feed_id": "other"},
        {"status": None},
        {"n_bytes": 1},
        {"text_sha256": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_row_is_found(kept: Kept, values: dict[str, object]) -> None:
    kept.change(3, **values)
    assert ("link", 3) in kept.problems()


def test_a_row_changed_with_its_hash_breaks_the_next_link(kept: Kept) -> None:
    kept.change(3, feed_id="other")
    with kept.store.look() as connection:
        forged = [link for link, _ in chain(connection)][2].link_hash
    kept.change(3, link_hash=forged)
    assert kept.problems() == [("order", 4)]


def test_a_removed_link_is_found(kept: Kept) -> None:
    kept.remove(3)
    assert kept.problems() == [("order", 4)]


def test_links_in_another_order_are_found(kept: Kept) -> None:
    for number, other in ((2, 99), (3, 2), (99, 3)):
        kept.change(number, number=other)
    assert {number for _, number in kept.problems()} == {2, 3, 4}


def test_links_cut_off_at_the_end_are_found_by_an_anchor_alone(kept: Kept) -> None:
    anchor = {5: kept.links[4].link_hash[:16]}
    assert kept.problems(anchors=anchor) == []
    kept.remove(5)
    assert kept.problems() == []
    assert kept.problems(anchors=anchor) == [("anchor", 5)]
    assert kept.problems(anchors={4: "0" * 16}) == [("anchor", 4)]


def test_a_stamp_holds_and_is_vouched_for(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    check = verify_store(kept.store, kept.folder, [authority.root])
    assert check.problems == ()
    assert (check.chain.n_stamps, check.chain.n_vouched, check.chain.stamped_to) == (1, 1, 5)
    with kept.store.look() as connection:
        (one,) = all_stamps(connection)
    assert abs(datetime.now(UTC).replace(tzinfo=None) - one.stamped_at) < timedelta(minutes=1)


def test_the_same_link_is_stamped_once(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    assert stamp_head(kept.store, authority.url, AT, allow_private=True) is None
    assert authority.n_asked == 1


def test_an_authority_that_nobody_trusts_is_found(kept: Kept, authority: Authority, tmp_path: Path) -> None:
    stamp(kept, authority)
    with stamping_authority(tmp_path / "other", "Other stamps") as other:
        assert kept.problems(other.root) == [("stamp", 5)]


def test_links_cut_off_under_a_stamp_are_found(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    kept.remove(5)
    (found,) = verify_store(kept.store, kept.folder, [authority.root]).problems
    assert (found.code, found.number) == ("stamp", 5) and "cut off" in found.words


def test_a_chain_rewritten_as_a_whole_is_found_by_its_stamp(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    before = "0" * 64
    with kept.store.look() as connection:
        links = [link for link, _ in chain(connection)]
    for link in links:
        kept.change(link.number, feed_id="forged", previous_hash=before)
        with kept.store.look() as connection:
            before = [one for one, _ in chain(connection)][link.number - 1].link_hash
        kept.change(link.number, link_hash=before)
    assert kept.problems() == [("stamp", 5)]


def test_a_changed_stamp_is_found(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    with kept.store.begin() as connection:
        connection.execute(update(stamps).values(stamped_at=AT))
    assert kept.problems(authority.root) == [("stamp", 5)]


def test_a_watch_has_its_chain_stamped_once_a_day(kept: Kept, authority: Authority) -> None:
    clock = SetClock(datetime.now(UTC).replace(tzinfo=None))
    stamper = Stamper(kept.store, authority.url, clock, allow_private=True)
    authority.answer = b"no stamp"
    assert stamper.stamp_if_due() == 600.0
    authority.answer = None
    assert [stamper.stamp_if_due(), stamper.stamp_if_due()] == [3600.0, 3600.0]
    assert authority.n_asked == 2
    clock.on(hours=25)
    assert stamper.stamp_if_due() == 3600.0
    assert authority.n_asked == 2  # nothing new to stamp
    with kept.store.begin() as connection:
        append_capture(connection, kept.links[0].kept)
    stamper.stamp_if_due()
    assert authority.n_asked == 3


@pytest.mark.parametrize("answer", [b"", b"no stamp", b"0\x03\x02\x01\x02"])
def test_an_answer_that_is_no_stamp_is_not_kept(kept: Kept, authority: Authority, answer: bytes) -> None:
    authority.answer = answer
    with pytest.raises(FetchError):
        stamp_head(kept.store, authority.url, AT, allow_private=True)
    assert verify_store(kept.store, kept.folder).chain.n_stamps == 0


def test_an_authority_on_a_private_network_is_not_asked(kept: Kept, authority: Authority) -> None:
    with pytest.raises(FetchError, match="private network"):
        stamp_head(kept.store, authority.url, AT)
    assert authority.n_asked == 0


def test_what_was_erased_is_said_and_the_chain_still_holds(kept: Kept, authority: Authority) -> None:
    stamp(kept, authority)
    erase_report_content(kept.store, kept.folder, "r3", "A. Officer", "asked for it", AT)
    check = verify_store(kept.store, kept.folder, [authority.root])
    assert check.problems == ()
    assert [(one.number, one.by, one.why) for one in check.chain.erased] == [(3, "A. Officer", "asked for it")]
    assert check.chain.n_contents == 4


def test_what_was_erased_without_a_word_is_found(kept: Kept) -> None:
    erase_record(kept.warc, kept.links[2].kept.warc_offset, "in secret")
    (found,) = verify_store(kept.store, kept.folder).problems
    assert "nothing says by whom and why" in found.words


def test_what_was_to_be_erased_and_is_still_there_is_found(kept: Kept) -> None:
    whole = kept.warc.read_bytes()
    erase_report_content(kept.store, kept.folder, "r3", "A. Officer", "asked for it", AT)
    kept.warc.write_bytes(whole)
    (found,) = verify_store(kept.store, kept.folder).problems
    assert "is still there, though it was erased by A. Officer" in found.words


def test_a_changed_text_of_a_report_is_found(kept: Kept) -> None:
    kept.store.add_reading(reading(event()), "reader", AT)
    assert verify_store(kept.store, kept.folder).n_reports == 1
    with kept.store.begin() as connection:
        connection.execute(update(reports).values(text="Other text."))
    (found,) = verify_store(kept.store, kept.folder).problems
    assert (found.code, "report r1" in found.words) == ("report", True)


def test_the_command_tells_a_store_from_a_brief_and_exits_1_on_problems(
    kept: Kept, authority: Authority, tmp_path: Path
) -> None:
    run, app = CliRunner(), build_app("verify")
    stamping = build_app("stamp")
    done = run.invoke(stamping, ["stamp", "--tsa", authority.url, "--store", f"sqlite:///{kept.path}"])
    assert "--allow-private allows it" in str(done.exception)
    done = run.invoke(
        stamping, ["stamp", "--tsa", authority.url, "--store", f"sqlite:///{kept.path}", "--allow-private"]
    )
    assert done.exit_code == 0 and "link 5 was there" in done.output
    (tmp_path / "root.pem").write_bytes(authority.root)
    ca = ["--ca", str(tmp_path / "root.pem")]
    done = run.invoke(app, ["verify", str(kept.path), *ca, "--json"])
    found = json.loads(done.output)
    assert (done.exit_code, found["holds"], found["stamps_vouched"]) == (0, True, 1)
    assert run.invoke(app, ["verify", str(kept.path), "--anchor", found["anchor"]]).exit_code == 0
    kept.change(3, url="https://other.example/")
    done = run.invoke(app, ["verify", f"sqlite:///{kept.path}", *ca])
    assert done.exit_code == 1 and "link 3: its address was changed to https://other.example/" in done.output
    done = run.invoke(app, ["verify", str(tmp_path / "root.pem")])
    assert done.exit_code != 0 and "no brief" in str(done.exception)
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n")
    done = run.invoke(app, ["verify", str(kept.path), "--ca", str(tmp_path / "bad.pem")])
    assert "holds no whole certificate in PEM" in str(done.exception)


def test_a_damaged_capture_keeps_no_words_in_the_store(kept: Kept) -> None:
    asked = replace(reading(event()).report, id="r3")
    with kept.store.begin() as connection:
        add_reports(connection, [asked], AT)
    content = bytearray(kept.warc.read_bytes())
    at = kept.links[2].kept.warc_offset
    content[at + 40 : at + 80] = b"\xff" * 40
    kept.warc.write_bytes(content)
    words = ["forget", "r3", "--by", "A. Officer", "--why", "asked for it", "--store", f"sqlite:///{kept.path}"]
    done = CliRunner().invoke(build_app("forget"), words)
    assert (done.exit_code, "1 report forgotten" in done.stdout) == (1, True)
    assert "is damaged" in done.stderr and "delete that file" in done.stderr
    assert [one.report_id for one in kept.store.erasures()] == ["r3"]


def call(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_app(words[0]), list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_a_restored_store_has_its_evidence(kept: Kept, tmp_path: Path) -> None:
    backup, again = tmp_path / "monday.gz", tmp_path / "again"
    again.mkdir()
    here = ("--store", f"sqlite:///{kept.path}")
    there = ("--store", f"sqlite:///{again / 'vedette.db'}")
    code, out = call("backup", str(backup), *here, "--json")
    assert (code, json.loads(out)["captures"]["files"]) == (0, 1)
    assert call("restore", str(backup), *there)[0] == 0
    assert call("verify", str(again / "vedette.db"))[0] == 0
    # The restored store goes on; bringing back the same once more costs it nothing.
    warc = again / "vedette.captures" / kept.warc.name
    with warc.open("ab") as file:
        file.write(b"more")
    assert call("restore", str(backup), *there, "--force")[0] == 0
    assert warc.read_bytes() == kept.warc.read_bytes() + b"more"


def test_other_captures_are_not_lost_unless_told_so(kept: Kept, tmp_path: Path) -> None:
    backup, again = tmp_path / "monday.gz", tmp_path / "again"
    there = ("--store", f"sqlite:///{again / 'vedette.db'}")
    assert call("backup", str(backup), "--store", f"sqlite:///{kept.path}")[0] == 0
    other = again / "vedette.captures" / kept.warc.name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"other")
    with pytest.raises(UsageError, match="other captures"):
        call("restore", str(backup), *there)
    with Store(f"sqlite:///{again / 'vedette.db'}") as store, store.look() as connection:
        assert warc_files(connection) == []
    assert call("restore", str(backup), *there, "--force")[0] == 0
    assert call("verify", str(again / "vedette.db"))[0] == 0


def test_captures_that_are_not_there_are_said(kept: Kept, tmp_path: Path) -> None:
    backup, here = tmp_path / "monday.gz", ("--store", f"sqlite:///{kept.path}")
    assert call("backup", str(backup), *here, "--without-captures")[0] == 0
    assert not folder_beside(backup).exists()
    kept.warc.unlink()
    code, out = call("backup", str(backup), *here, "--json")
    assert (code, json.loads(out)["captures"]["missing"]) == (1, [kept.warc.name])


def test_a_later_backup_brings_its_captures_up_to_date(kept: Kept, tmp_path: Path) -> None:
    backup, here = tmp_path / "monday.gz", ("--store", f"sqlite:///{kept.path}")
    assert call("backup", str(backup), *here)[0] == 0
    copy = folder_beside(backup) / kept.warc.name
    first = copy.stat().st_ino
    assert call("backup", str(backup), *here)[0] == 0
    assert copy.stat().st_ino == first
    erase_record(kept.warc, kept.links[1].kept.warc_offset, "asked for")
    assert call("backup", str(backup), *here)[0] == 0
    assert copy.read_bytes() == kept.warc.read_bytes()


def test_a_backup_in_the_midst_of_a_forget_holds_nothing_that_is_on_record_as_erased(
    kept: Kept, tmp_path: Path
) -> None:
    with kept.store.begin() as connection:
        record_erasure(connection, 2, "officer", "asked for", AT)
    backup = tmp_path / "backup.gz"
    back_up(kept.store, backup, kept.folder)
    saved = folder_beside(backup)
    assert verify_store(kept.store, saved).problems == ()
    assert read_record(saved / kept.warc.name, kept.links[1].kept.warc_offset).kind == "metadata"
    assert read_record(kept.warc, kept.links[1].kept.warc_offset).body == b"<p>page 2</p>"
    erase_report_content(kept.store, kept.folder, "r2", "officer", "asked for", AT)
    back_up(kept.store, backup, kept.folder)
    assert verify_store(kept.store, saved).problems == ()


@pytest.mark.parametrize(
    ("old", "new"), [(b"20260301-1", b"20260301-7"), (b"1.1\r\n", b"1.2\r\n"), (b"warcinfo", b"resource")]
)
def test_a_changed_head_of_a_file_is_found(kept: Kept, old: bytes, new: bytes) -> None:
    head = read_record(kept.warc, 0)
    whole = gzip.decompress(kept.warc.read_bytes()[: head.n_packed])
    changed = gzip.compress(whole.replace(old, new), mtime=0)
    rest = kept.warc.read_bytes()[head.n_packed :]
    kept.warc.write_bytes(changed + rest)
    found = verify_store(kept.store, kept.folder).problems
    assert any("its head: is not the one that it was begun with" in one.words for one in found)
