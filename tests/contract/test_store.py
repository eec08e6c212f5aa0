"""What every store does."""

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.build import report
from vedette.errors import MissingExtraError, StoreError, UsageError
from vedette.model.case import Judgement
from vedette.model.event import Event, OnWhoseWord, Reality, Stage
from vedette.model.reading import Reader, Reading
from vedette.model.report import Unreadable
from vedette.model.span import Span
from vedette.model.time import When
from vedette.store import tables
from vedette.store.migrate import NEWEST
from vedette.store.reports import add_reports, load_reports
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)
LATER = datetime(2021, 5, 15, 12)


def reading(text: str = "A bomb exploded in Northport.", report_id: str = "r1") -> Reading:
    blast = Event(
        id=f"e-{report_id}",
        kind="ASSAULT",
        mode="explosives",
        context=(),
        stage=Stage.CARRIED_OUT,
        reality=Reality.ACTUAL,
        background=False,
        on_whose_word=OnWhoseWord.FACT,
        evidence=(Span(0, 29),),
        trigger=Span(7, 15),
        when=When(date(2021, 5, 12), date(2021, 5, 12)),
    )
    return Reading(replace(report(text), id=report_id), Reader("0.1.0", "en 1"), (blast,))


def test_a_reading_comes_back_as_it_went_in(store: Store) -> None:
    store.add_reading(reading(), "k", NOON)
    assert list(store.readings()) == [reading()]
    assert store.find_reading(reading().report, "k") == reading()


def test_reading_the_same_report_again_changes_nothing(store: Store) -> None:
    assert store.add_reading(reading(), "k", NOON)
    assert not store.add_reading(reading(), "k", LATER)
    assert list(store.readings()) == [reading()]


def test_another_reader_reads_anew_and_the_newest_counts(store: Store) -> None:
    store.add_reading(reading(), "k1", NOON)
    assert store.find_reading(reading().report, "k2") is None
    newer = replace(reading(), events=())
    store.add_reading(newer, "k2", LATER)
    assert list(store.readings()) == [newer]


def test_the_store_can_answer_what_was_known_then(store: Store) -> None:
    store.add_reading(reading(), "k", NOON)
    store.add_reading(reading("Another.", "r2"), "k", LATER)
    assert [r.report.id for r in store.readings(as_of=NOON)] == ["r1"]
    assert [r.report.id for r in store.readings()] == ["r1", "r2"]


def test_a_changed_report_is_a_new_version(store: Store) -> None:
    store.add_reading(reading(), "k", NOON)
    changed = replace(reading(), report=replace(reading().report, title="Corrected"))
    assert store.find_reading(changed.report, "k") is None
    store.add_reading(changed, "k", LATER)
    assert list(store.readings()) == [changed]
    assert list(store.readings(as_of=NOON)) == [reading()]


def test_a_retracted_report_is_left_out_but_stays_known_for_before(store: Store) -> None:
    store.add_reading(reading(), "k", NOON)
    store.add_judgement(Judgement("r1", "editor", "retracted", "withdrawn by its outlet"), LATER)
    assert list(store.readings()) == []
    assert len(list(store.readings(as_of=NOON))) == 1
    assert store.judgements()[0].by == "editor"


def test_unreadable_reports_are_recorded_once(store: Store) -> None:
    for _ in range(2):
        store.add_unreadable(Unreadable("x", "empty", "nothing in it"), NOON)
    with store.look() as connection:
        assert len(connection.execute(tables.unreadable.select()).all()) == 1


def test_the_newest_migration_is_named() -> None:
    newest = sorted((Path(tables.__file__).parent / "migrations" / "versions").glob("0*.py"))[-1]
    assert newest.name.startswith(NEWEST)


def test_opening_again_keeps_everything(store: Store, store_url: str) -> None:
    store.add_reading(reading(), "k", NOON)
    with Store(store_url) as again:
        assert list(again.readings()) == [reading()]


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is not a database, only some words that are long enough " * 20)
    with pytest.raises(StoreError, match="could not be used"):
        Store(f"sqlite:///{tmp_path}/x.db")


def test_a_file_that_cannot_be_opened_is_said_with_its_reason(tmp_path: Path) -> None:
    for name, why in (("", "is a folder"), ("none/x.db", "there is no folder")):
        with pytest.raises(StoreError, match=why):
            Store(f"sqlite:///{tmp_path}/{name}")


def test_an_unknown_kind_of_store_is_used_wrongly() -> None:
    with pytest.raises(UsageError, match="no store"):
        Store("cassandra://host/x")


def test_passwords_stay_out_of_messages() -> None:
    with pytest.raises((StoreError, UsageError)) as caught:
        Store("sqlite://user:secret@host/x.db")
    assert "secret" not in str(caught.value)


ODD = ("a\x00b", "half \ud83d a pair", "\U0010ffff", "\U0010ffff0;", "e\u0301 \u202e\u0007 \U0001f600", "'; --")


@pytest.mark.parametrize("words", ODD)
def test_words_of_any_kind_come_back_as_they_went_in(store: Store, words: str) -> None:
    odd = reading(f"{words} exploded in Northport, {words}.", f"id {words}")
    given = replace(odd.report, title=words, source=words, url=words, taken_from=words, notes=(words,), rights=words)
    store.add_reading(replace(odd, report=given, notes=(words,)), words, NOON)
    store.add_unreadable(Unreadable(words, "empty", words, words, words), NOON)
    store.add_judgement(Judgement(given.id, words, "confirmed", words, words), NOON)
    assert list(store.readings()) == [replace(odd, report=given, notes=(words,))]
    assert store.find_reading(given, words) is not None
    assert store.judgements() == [Judgement(given.id, words, "confirmed", words, words)]


def test_a_licence_is_part_of_the_version(store: Store) -> None:
    free = reading().report
    with store.begin() as connection:
        (first, second) = add_reports(connection, [free, replace(free, rights="user's licence")], NOON)
        assert first[0] != second[0]
        assert [one.rights for _, one in load_reports(connection, [first[0], second[0]])] == [None, "user's licence"]


@pytest.mark.parametrize("prefix", ["postgresql://", "postgresql+psycopg://"])
def test_a_database_that_does_not_answer_is_said_to_be_gone(prefix: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="could not be used") as caught:
        Store(f"{prefix}user:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_without_its_driver_postgresql_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"vedette\[postgresql\]"):
        Store("postgresql://host/x")
