"""Backups while reports are forgotten: nothing that is forgotten before a backup is finished is in it."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.build import event, reading
from vedette.errors import OutputError
from vedette.run.backing_up import back_up
from vedette.store.erasure import erase_reports
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)


class Forgetting:
    """Forgets a report in the midst of each of the first backups."""

    def __init__(self, store: Store, times: int) -> None:
        self.store, self.left = store, times

    def __call__(self, rows: Iterable[Any], table: str) -> Iterable[Any]:
        found = list(rows)
        if table == "reports" and self.left:
            self.left -= 1
            with self.store.begin() as connection:
                assert erase_reports(connection, [f"r{self.left}"], "officer", "asked for", NOON)
        return found


def fill(store: Store) -> None:
    for n in range(4):
        store.add_reading(reading(event(f"e{n}"), report_id=f"r{n}", text=f"Quagmire{n} was hurt."), "k", NOON)


def test_what_is_forgotten_meanwhile_is_not_in_the_backup(store: Store, tmp_path: Path) -> None:
    fill(store)
    backup, _ = back_up(store, tmp_path / "a.gz", None, Forgetting(store, 2))
    held = gzip.decompress((tmp_path / "a.gz").read_bytes())
    assert [f"Quagmire{n}".encode() in held for n in range(4)] == [False, False, True, True]
    assert backup.n_rows["erasures"] == 2


def test_a_backup_that_is_overtaken_again_and_again_is_not_there(store: Store, tmp_path: Path) -> None:
    fill(store)
    (tmp_path / "a.gz").write_bytes(b"before")
    with pytest.raises(OutputError, match="forgotten while"):
        back_up(store, tmp_path / "a.gz", None, Forgetting(store, 3))
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir() if "a.gz" in one.name] == [("a.gz", b"before")]


def test_who_reads_an_older_state_keeps_the_bytes_and_that_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    with store.look() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM judgements").all()
        with store.begin() as writing:
            erase_reports(writing, ["r1"], "officer", "asked for", NOON)
        connection.exec_driver_sql("SELECT count(*) FROM judgements").all()
        if store.url.startswith("postgresql"):
            # It would wait for who reads the table that is written anew.
            monkeypatch.setattr("vedette.store.erasure._WRITE_ANEW", "VACUUM (FULL) reports")
            assert not store.compact()
    assert store.compact()
