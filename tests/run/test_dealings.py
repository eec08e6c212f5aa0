"""Dealings of reports, one by one, as they are printed."""

from dataclasses import replace

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.report import Unreadable
from vedette.run import dealings
from vedette.run.dealings import Dealt, deal_all, dealt_to_json


@pytest.fixture
def _pipeline(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dealings, "load_pipeline", lambda _name: nlp)


def deal(text: str) -> Dealt:
    (found,) = deal_all([report(text)])
    assert isinstance(found, Dealt)
    return found


@pytest.mark.usefixtures("_pipeline")
def test_a_report_gives_kinds_codes_and_spans() -> None:
    text = "Norway accused Chile of poisoning the river."
    (row,) = dealt_to_json(deal(text))["dealings"]
    assert row["kind"] == "ACCUSE"
    assert row["actors"] == [{"code": "NOR", "sector": None, "text": [0, 6]}]
    assert row["recipients"] == [{"code": "CHL", "sector": None, "text": [15, 20]}]


@pytest.mark.usefixtures("_pipeline")
def test_private_persons_are_spans_and_never_names() -> None:
    assert "Smithson" not in str(
        dealt_to_json(deal("Wilma Smithson met the president of Chile in Easton."))["dealings"]
    )


@pytest.mark.usefixtures("_pipeline")
def test_what_is_in_the_title_is_said_to_be() -> None:
    (found,) = deal_all([replace(report("The river is long."), title="Norway accused Chile of lying")])
    assert isinstance(found, Dealt)
    assert dealt_to_json(found)["dealings"][0]["trigger"] == {"text": [7, 14], "in": "title"}


@pytest.mark.usefixtures("_pipeline")
def test_other_languages_are_passed_over_unparsed() -> None:
    (found,) = deal_all([replace(report("La rivière est longue."), language="fr")])
    assert isinstance(found, Dealt)
    assert (found.pipeline, found.dealings) == (None, ())


@pytest.mark.usefixtures("_pipeline")
def test_one_bad_report_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(dealings, "parse", fail)
    (bad, passed_on) = deal_all([report("Norway met Chile."), Unreadable("r2", "empty", "nothing in it", None, None)])
    assert isinstance(bad, Unreadable)
    assert bad.code == "internal"
    assert isinstance(passed_on, Unreadable)
