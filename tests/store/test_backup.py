"""Backups: whole or not at all, of one state, into either database."""

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.build import event, place, reading
from vedette.errors import BadInputError, OutputError, UsageError
from vedette.model.case import Judgement
from vedette.store.all_tables import metadata
from vedette.store.backup import read_backup, write_backup
from vedette.store.reports import load_reports
from vedette.store.restore import restore_backup
from vedette.store.store import Store
from vedette.store.tables import reports

NOON, LATER = datetime(2021, 5, 14, 12), datetime(2021, 5, 15, 12, 0, 0, 123456)


def fill(store: Store) -> None:
    store.add_reading(reading(event(where=place()), text="A bomb.\x00 \ud800 \U0010ffff é"), "k", NOON)
    store.add_reading(reading(event("e2", day=None), report_id="r2", text="Another."), "k", LATER)
    store.add_judgement(Judgement("r2", "editor", "retracted", "wrong"), LATER)


def back_up(store: Store, path: Path) -> Path:
    with store.look() as connection:
        write_backup(connection, path, LATER)
    return path


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_what_is_restored_answers_the_same(
    store: Store, target: str, new_store_url: Callable[[str], str], tmp_path: Path
) -> None:
    fill(store)
    path = back_up(store, tmp_path / "a.gz")
    with Store(new_store_url(target)) as other:
        with other.begin() as connection:
            backup = restore_backup(connection, path)
        assert backup.n_rows["events"] == 2
        assert list(other.readings(NOON)) == list(store.readings(NOON)) == list(store.readings())
        assert other.judgements() == store.judgements()
        assert [hit.report_id for hit in other.search("bomb")] == ["r1"]
        with other.look() as connection:
            assert write_backup(connection, tmp_path / "b.gz", LATER) == backup
        # Rows go on being numbered after those that were restored.
        assert other.add_reading(reading(report_id="r3"), "k", LATER)


def test_every_table_is_in_it(store: Store, tmp_path: Path) -> None:
    assert set(read_backup(back_up(store, tmp_path / "a.gz")).n_rows) == set(metadata.tables)


def test_a_backup_shows_one_state_while_others_write(store: Store, tmp_path: Path) -> None:
    fill(store)
    with store.look() as connection:
        connection.execute(reports.select()).all()
        store.add_reading(reading(report_id="late"), "k", LATER)
        backup = write_backup(connection, tmp_path / "a.gz", LATER)
    assert backup.n_rows["reports"] == 2


def test_a_store_that_holds_something_is_not_lost_unless_told_so(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "empty.gz")
    fill(store)
    with pytest.raises(UsageError, match="not empty"), store.begin() as connection:
        restore_backup(connection, path)
    assert len(list(store.readings(LATER))) == 1
    with store.begin() as connection:
        restore_backup(connection, path, force=True)
    assert list(store.readings()) == []
    assert store.search("bomb") == []


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def change_a_row(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(b"Another.", b"Anothex."))


def drop_a_row(content: bytes) -> bytes:
    return gzip.compress(b"".join(x for x in gzip.decompress(content).splitlines(True) if b"Another." not in x))


def drop_the_end(content: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(content).splitlines(True)[:-1]))


@pytest.mark.parametrize("damage", [cut, change_a_row, drop_a_row, drop_the_end, lambda _: b"", lambda _: b"words"])
def test_a_damaged_backup_changes_nothing(store: Store, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    fill(store)
    path = back_up(store, tmp_path / "a.gz")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadInputError), store.begin() as connection:
        restore_backup(connection, path, force=True)
    assert len(list(store.readings())) == 1


def test_a_newer_backup_is_refused(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "a.gz")
    content = gzip.decompress(path.read_bytes())
    head = json.loads(content.splitlines()[0]) | {"format": 99}
    path.write_bytes(gzip.compress(json.dumps(head).encode() + b"\n"))
    with pytest.raises(BadInputError, match="newer"), store.begin() as connection:
        restore_backup(connection, path)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OutputError), store.look() as connection:
        write_backup(connection, tmp_path / "missing" / "a.gz", LATER)
    path = back_up(store, tmp_path / "a.gz")
    before = path.read_bytes()

    def fail(_rows: object, _table: str) -> list[object]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space"), store.look() as connection:
        write_backup(connection, path, LATER, fail)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_backup_by_an_older_vedette_is_brought_up_to_date(store: Store, tmp_path: Path) -> None:
    columns = {
        "row": 7,
        "report_id": "old",
        "version_sha256": "v",
        "text_sha256": "t",
        "text": "A bomb.\x00",
        "notes": "[]",
        "recorded_at": "2021-05-14T12:00:00",
    }
    head = {"kind": "vedette backup", "format": 1, "version": "0001", "made_at": "2021-05-15T00:00:00"}
    table = {"table": "reports", "columns": list(columns)}
    lines = b"".join(
        json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in (head, table, [*columns.values()])
    )
    tail = json.dumps({"rows": {"reports": 1}, "sha256": hashlib.sha256(lines).hexdigest()}).encode()
    (tmp_path / "old.gz").write_bytes(gzip.compress(lines + tail + b"\n"))
    with store.begin() as connection:
        restore_backup(connection, tmp_path / "old.gz")
    assert [hit.report_id for hit in store.search("bomb")] == ["old"]
    with store.look() as connection:
        assert [one.text for _, one in load_reports(connection, [7])] == ["A bomb.\x00"]
