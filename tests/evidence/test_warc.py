import gzip
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import BadInputError, OutputError
from vedette.evidence.warc import WarcFolder
from vedette.evidence.warc_read import erase_record, read_record, whole_bytes
from vedette.model.capture import Content

AT = datetime(2026, 3, 1, 12, 0, 0)


def page(n: int, body: bytes = b"<p>text</p>", **more: object) -> Content:
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "session=secret"), ("Content-Encoding", "gzip"))
    made = {"status": 200, "headers": headers, **more}
    return Content(f"https://gazette.example/{n}", AT + timedelta(seconds=n), body, **made)  # type: ignore[arg-type]


def test_what_is_kept_is_read_back_at_its_place(tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as folder:
        kept = folder.keep([page(n, b"x" * n) for n in range(20)])
    for n, one in enumerate(kept):
        record = read_record(tmp_path / one.warc_file, one.warc_offset)
        assert (record.body, record.sha256, record.kind) == (b"x" * n, one.sha256, "response")


def test_another_reader_of_web_archives_reads_the_files_and_their_digests(tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as folder:
        kept = folder.keep([page(1), page(2), Content("file:///in/a.txt", AT, b"plain", media_type="text/plain")])
    with (tmp_path / kept[0].warc_file).open("rb") as file:
        found = [(r.headers["WARC-Type"], r.stream_pos, r.reader.read()) for r in ArchiveIterator(file)]
    assert [kind for kind, _, _ in found] == ["warcinfo", "response", "response", "resource"]
    assert [at for _, at, _ in found[1:]] == [one.warc_offset for one in kept]
    assert found[3][2] == b"plain"


def test_cookies_and_passwords_are_not_kept(tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as folder:
        (kept,) = folder.keep([Content("https://me:pass@gazette.example/", AT, b"", 200, page(1).headers)])
    raw = gzip.decompress((tmp_path / kept.warc_file).read_bytes())
    assert b"secret" not in raw and b"pass" not in raw
    assert b"X-Archive-Orig-Content-Encoding: gzip" in raw
    assert kept.url == "https://gazette.example/"


def test_a_header_or_address_with_a_line_break_begins_no_other_header(tmp_path: Path) -> None:
    nasty = "x\r\nWARC-Type: metadata\r\n\r\n"
    with WarcFolder(tmp_path) as folder:
        (kept,) = folder.keep([Content(f"https://a.example/{nasty}", AT, b"body", 200, ((f"A{nasty}", nasty),))])
    record = read_record(tmp_path / kept.warc_file, kept.warc_offset)
    assert (record.kind, record.body) == ("response", b"body")


@given(st.binary(max_size=5000), st.integers(0, 400))
def test_a_torn_tail_is_cut_off_and_nothing_else(tail: bytes, cut: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with WarcFolder(folder) as writer:
            first = writer.keep([page(1, random.Random(1).randbytes(300))])[0]
            second = writer.keep([page(2, tail)])[0]
        path = folder / first.warc_file
        whole = path.read_bytes()
        path.write_bytes(whole[: max(len(whole) - cut, second.warc_offset)])
        with WarcFolder(folder) as writer:
            third = writer.keep([page(3, b"third")])[0]
        assert read_record(path, first.warc_offset).sha256 == first.sha256
        assert read_record(path, third.warc_offset).body == b"third"
        assert whole_bytes(path) == path.stat().st_size


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as one, WarcFolder(tmp_path) as other:
        first, second = one.keep([page(1)])[0], other.keep([page(2)])[0]
    assert first.warc_file != second.warc_file
    with WarcFolder(tmp_path) as later:
        assert later.keep([page(3)])[0].warc_file == first.warc_file


def test_a_full_file_is_followed_by_another_and_each_day_has_its_own(tmp_path: Path) -> None:
    with WarcFolder(tmp_path, max_file_bytes=2000) as folder:
        names = [folder.keep([page(n, random.Random(n).randbytes(900))])[0].warc_file for n in range(4)]
        next_day = folder.keep([page(60 * 60 * 24)])[0].warc_file
    assert names == [f"20260301-{n}.warc.gz" for n in (1, 1, 2, 2)]
    assert next_day == "20260302-1.warc.gz"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with WarcFolder(tmp_path) as folder:
        first = folder.keep([page(1)])[0]
        before = (tmp_path / first.warc_file).read_bytes()

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            with pytest.raises(OutputError, match="No space left"):
                folder.keep([page(2), page(3)])
        assert (tmp_path / first.warc_file).read_bytes() == before
        assert folder.keep([page(4)])[0].warc_offset == len(before)


def test_a_killed_writer_leaves_whole_records_only(tmp_path: Path) -> None:
    script = f"""
import os, signal, random
from datetime import datetime
from pathlib import Path
from vedette.evidence.warc import WarcFolder
from vedette.model.capture import Content
folder = WarcFolder(Path({str(tmp_path)!r}))
real = os.fsync
for n in range(5):
    body = random.Random(n).randbytes(5000)
    kept = folder.keep([Content(f"https://a.example/{{n}}", datetime(2026, 3, 1), body, 200)])
    print(kept[0].warc_file, kept[0].warc_offset, kept[0].sha256, flush=True)
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
folder.keep([Content("https://a.example/torn", datetime(2026, 3, 1), b"torn", 200)])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == -9
    with WarcFolder(tmp_path) as folder:
        folder.keep([page(1)])
    for line in done.stdout.splitlines():
        name, offset, digest = line.split()
        assert read_record(tmp_path / name, int(offset)).sha256 == digest


@given(st.binary(max_size=200_000))
def test_an_erased_record_is_gone_and_the_others_stay_where_they_are(body: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        with WarcFolder(Path(name)) as folder:
            kept = folder.keep([page(1), page(2, body), page(3)])
        path = Path(name) / kept[0].warc_file
        size = path.stat().st_size
        erase_record(path, kept[1].warc_offset, "by A. Officer: asked for it")
        erase_record(path, kept[1].warc_offset, "twice is once")
        assert path.stat().st_size == size
        erased = read_record(path, kept[1].warc_offset)
        assert erased.kind == "metadata" and erased.body.strip().startswith(b"erased")
        for one in (kept[0], kept[2]):
            assert read_record(path, one.warc_offset).sha256 == one.sha256
        with path.open("rb") as file:
            assert len(list(ArchiveIterator(file))) == 4


def test_an_erased_content_of_many_megabytes_is_gone(tmp_path: Path) -> None:
    with WarcFolder(tmp_path) as folder:
        kept = folder.keep([page(1, random.Random(7).randbytes(3_000_000)), page(2)])
    path = tmp_path / kept[0].warc_file
    erase_record(path, kept[0].warc_offset, "by A. Officer: asked for it")
    assert read_record(path, kept[0].warc_offset).body.startswith(b"erased: by A. Officer: asked for it")
    assert read_record(path, kept[1].warc_offset).sha256 == kept[1].sha256


@pytest.mark.parametrize("n_bytes", [1, 30, 200])
def test_damage_is_told_with_file_and_byte(tmp_path: Path, n_bytes: int) -> None:
    with WarcFolder(tmp_path) as folder:
        kept = folder.keep([page(1, random.Random(7).randbytes(500))])[0]
    path = tmp_path / kept.warc_file
    data = bytearray(path.read_bytes())
    data[kept.warc_offset + n_bytes] ^= 255
    path.write_bytes(data)
    with pytest.raises(BadInputError, match=f"byte {kept.warc_offset}"):
        read_record(path, kept.warc_offset)
