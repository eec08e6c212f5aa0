"""Erasure: the words are gone from the files, who and when and why stay."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.build import event, reading
from tests.postgres import PostgresServer
from vedette.model.alert import Alert, Reason
from vedette.model.message import Channel, Message, Payload
from vedette.model.report import Unreadable
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.store.erasure import erase_reports, find_older
from vedette.store.intake import Sighting, queued_reports, take_in
from vedette.store.messages import add_messages, find_messages
from vedette.store.outbox import enqueue, find_payload, keep_payload
from vedette.store.readings import add_reading
from vedette.store.reports import add_reports, load_reports
from vedette.store.store import Store
from vedette.store.tables_intake import sightings

NOON, LATER, LAST = datetime(2021, 5, 14, 12), datetime(2021, 5, 15, 12), datetime(2021, 6, 1)
SECRET = "Xylophonist Quagmire"


def fill(store: Store) -> None:
    secret = reading(event(), text=f"{SECRET} was hurt by a bomb.")
    titled = replace(secret.report, title=f"{SECRET} hurt", url=f"https://example.test/{SECRET}", notes=(SECRET,))
    store.add_reading(replace(secret, report=titled), "k", NOON)
    store.add_unreadable(Unreadable("r1", "internal", f"failed on {SECRET}"), NOON)
    for n in range(50):
        store.add_reading(reading(event(f"e{n}"), report_id=f"other{n}", text="Nothing. " * n), "k", LATER)


def erase(store: Store, report_id: str = "r1") -> bool:
    with store.begin() as connection:
        return report_id in erase_reports(connection, [report_id], "data officer", "asked for by the person", LAST)


def test_who_when_why_and_the_hashes_stay(store: Store) -> None:
    fill(store)
    digest = next(store.readings()).report.text_sha256
    assert erase(store)
    (left,) = store.erasures()
    assert (left.report_id, left.by, left.why, left.erased_at) == (
        "r1",
        "data officer",
        "asked for by the person",
        LAST,
    )
    assert left.text_sha256 == digest
    assert store.has_report("r1")
    assert not erase(store)


def test_answers_about_the_past_say_that_it_was_erased(store: Store) -> None:
    fill(store)
    erase(store)
    assert [r.report.id for r in store.readings(NOON)] == []
    assert [one.report_id for one in store.erasures(as_of=NOON)] == ["r1"]
    assert store.erasures(as_of=datetime(2021, 1, 1)) == []


def test_nothing_finds_it_any_more_and_all_else_stays(store: Store) -> None:
    fill(store)
    erase(store)
    assert store.search("quagmire") == store.search("bomb") == []
    assert len(store.search("nothing", limit=99)) == 49
    assert len(list(store.readings())) == 50


def test_an_erased_report_is_not_taken_in_again(store: Store) -> None:
    fill(store)
    (held,) = (r for r in store.readings() if r.report.id == "r1")
    erase(store)
    changed = replace(held, report=replace(held.report, text="Changed.", text_sha256="0"))
    with store.begin() as connection:
        (row, is_new), again = add_reports(connection, [held.report, changed.report], LAST)
        assert not is_new
        assert again == (row, False)
        assert add_reading(connection, held, "k2", LAST) is None
        assert add_reading(connection, changed, "k", LAST) is None
        assert list(load_reports(connection, [row])) == []


def test_old_reports_are_found_by_their_newest_version(store: Store) -> None:
    fill(store)
    with store.look() as connection:
        assert find_older(connection, LATER) == ["r1"]
    corrected = reading(text="Corrected.")
    store.add_reading(corrected, "k", LAST)
    with store.look() as connection:
        assert find_older(connection, LATER) == []
        assert len(find_older(connection, LAST)) == 50


def test_the_bytes_are_gone_from_the_sqlite_files(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/v.db") as store:
        fill(store)
        assert words_left(tmp_path)
        erase(store)
        assert store.compact()
    assert words_left(tmp_path) == []


def test_a_reader_of_an_older_state_keeps_the_bytes_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedette.store.engine.WAIT_SECONDS", 0)
    with Store(f"sqlite:///{tmp_path}/v.db") as store:
        fill(store)
        with store.look() as connection:
            connection.exec_driver_sql("SELECT * FROM reports").all()
            erase(store)
            assert not store.compact()
        assert store.compact()
    assert words_left(tmp_path) == []


def test_the_bytes_are_gone_from_the_postgresql_tables(postgres: PostgresServer) -> None:
    with Store(postgres.url(postgres.new_database())) as store:
        with store.look() as connection:
            folder = connection.exec_driver_sql(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).scalar()
        fill(store)
        erase(store)
        assert store.compact()
    assert words_left(postgres.folder / "data" / "base" / str(folder)) == []


def words_left(folder: Path) -> list[Path]:
    """Files that hold a word of the secret, as written or folded."""
    marks = [word.encode() for name in SECRET.split() for word in (name, name.lower())]
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if any(mark in path.read_bytes() for mark in marks)]


def test_addresses_queue_and_alerts_lose_the_words_too(store: Store) -> None:
    fill(store)
    spoken = Reason(f"{SECRET} was hurt", "r1", Span(0, 5))
    other = Reason("in the red zone", "other1", Span(0, 5))
    alert = Alert("a1", "w", ("e1",), ("r1", "other1"), "high", f"{SECRET} hurt", (), (), 1, (spoken, other))
    watch = Watch("w", "W", "", (), (), channels=(Channel("c", "webhook", "https://example.test"),))
    message = Message("m1", "a1", "w", "alert", 1, NOON, alert, "new")
    one = next(store.readings()).report
    with store.begin() as connection:
        take_in(connection, "feed", [Sighting(one, f"https://example.test/{SECRET}")], NOON)
        add_messages(connection, [message])
        (delivery,) = enqueue(connection, watch, [message], NOON)
        keep_payload(connection, delivery.key, Payload("text/plain", SECRET.encode(), ()))
    erase(store)
    with store.look() as connection:
        (held,) = find_messages(connection, "w")
        assert held.alert == replace(alert, title="(erased)", reasons=(Reason("(erased)", "r1", None), other))
        assert find_payload(connection, delivery.key) is None
        assert queued_reports(connection) == []
        assert list(connection.execute(select(sightings.c.address)).scalars()) == [None]
