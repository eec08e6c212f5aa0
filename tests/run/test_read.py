"""The loop over reports: one that goes wrong costs only itself, and nothing is read twice."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language

from tests.build import report
from vedette.model.reading import Reading
from vedette.model.report import Unreadable
from vedette.run.read import read_all, read_safely, rules_hash
from vedette.store.store import Store

TEXT = "A bomb exploded in Basra on Wednesday, killing four people, police said."


class BrokenPipeline(Language):
    """A pipeline that fails on every text."""

    def pipe(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("broken")


class EndlessPipeline(Language):
    """A pipeline that never ends."""

    def pipe(self, *_: Any, **__: Any) -> Any:
        while True:
            time.sleep(0.01)


def test_a_failure_inside_the_reader_is_a_value() -> None:
    found = read_safely(report(TEXT), BrokenPipeline())
    assert isinstance(found, Unreadable)
    assert (found.id, found.code) == ("r1", "internal")
    assert "broken" in found.message


def test_a_reading_that_takes_too_long_is_given_up() -> None:
    found = read_safely(report(TEXT), EndlessPipeline(), min_seconds=0.2)
    assert isinstance(found, Unreadable)
    assert found.code == "timed_out"


def test_another_language_is_said_to_be_one(nlp: Language) -> None:
    found = read_safely(replace(report("Una bomba explotó ayer."), language="es"), nlp)
    assert isinstance(found, Reading)
    assert found.events == ()
    assert "'es'" in found.notes[0]


def test_notes_of_the_source_come_with_the_reading(nlp: Language) -> None:
    found = read_safely(replace(report(TEXT), notes=("its date lies in the future",)), nlp)
    assert isinstance(found, Reading)
    assert "its date lies in the future" in found.notes


def test_a_report_is_read_once_and_then_taken_from_the_store(tmp_path: Path, nlp: Language) -> None:
    with Store(f"sqlite:///{tmp_path}/v.db") as store:
        (first,) = read_all([report(TEXT)], store=store)
        assert isinstance(first, Reading)
        (again,) = read_all([report(TEXT)], store=store)
        assert again == first
        assert list(store.readings()) == [first]


def test_what_cannot_be_read_goes_through_and_into_the_store(tmp_path: Path) -> None:
    bad = Unreadable("x", "empty", "nothing in it")
    with Store(f"sqlite:///{tmp_path}/v.db") as store:
        assert list(read_all([bad], store=store)) == [bad]


def test_the_hash_of_the_rules_is_stable() -> None:
    assert rules_hash() == rules_hash()
    assert len(rules_hash()) == 12
