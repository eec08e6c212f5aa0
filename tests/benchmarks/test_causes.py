"""Misses grouped by cause, on rows as the scorers write them."""

import pytest

from benchmarks.causes import event_causes, form_of, place_causes, speech_causes, template_misses, timex_causes
from benchmarks.misses import group_by_cause, print_misses, said_causes


def test_the_most_frequent_cause_comes_first_and_a_row_stands_under_each_of_its_causes() -> None:
    rows = [{"error": "stage"}, {"error": "date, stage"}, {"error": "place"}]
    assert [(cause, len(held)) for cause, held in group_by_cause(rows, said_causes)] == [
        ("stage", 2),
        ("date", 1),
        ("place", 1),
    ]


def test_few_valued_fields_tell_what_was_read_for_what() -> None:
    row = {"error": "stage, place", "gold": {"stage": ["foiled"]}, "pred": {"stage": "carried_out", "where": None}}
    assert event_causes(row) == ["stage: foiled read as carried_out", "place: none read"]


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ({"error": "stage, date", "gold": {}, "pred": None}, "no event read"),
        ({"error": "relevance", "gold": [], "pred": []}, "no event read"),
        ({"error": "relevance", "gold": [], "pred": ["ASSAULT"]}, "event read where none is"),
        ({"error": "place (not stated)", "gold": {}, "pred": {"where": {}}}, "place: read where none is told"),
        ({"error": "speaker", "gold": {"anchor": "said"}}, "statement: speaker"),
        (
            {"error": "event not in the gold", "pred": {"kind": "COERCE", "reality": "possible"}},
            "event not in the gold: COERCE, told as possible",
        ),
        ({"error": "perpetrator", "gold": {}, "pred": {"actors": [{"role": "victim"}]}}, "perpetrator: none read"),
        ({"error": "country", "gold": {}, "pred": {"where": {"country": None}}}, "country: none read"),
        (
            {
                "error": "perp_on_whose_word",
                "gold": {"perp_on_whose_word": ["accused"]},
                "pred": {"actors": [{"role": "perpetrator", "on_whose_word": "fact"}]},
            },
            "perp_on_whose_word: accused read as fact",
        ),
    ],
)
def test_what_is_wrong_with_an_event(row: dict[str, object], cause: str) -> None:
    assert event_causes(row) == [cause]


def test_times_are_grouped_by_form() -> None:
    assert timex_causes({"error": "value", "gold": "2016-07", "pred": {"value": "PAST_REF"}}) == [
        "value: a month read as a vague time"
    ]
    assert timex_causes({"error": "value", "gold": "2016-07-04", "pred": {"value": "2016-07-05"}}) == [
        "value: another day"
    ]
    assert [form_of(v) for v in ("2016-W40", "P3D", "199", "XXXX-05-12", "T10:00", "2016-SU", "")] == [
        "a week", "a duration", "a decade or century", "a date without its year", "a time of day",
        "a season or part of a year", "nothing",
    ]  # fmt: skip


def test_places_are_grouped_by_writing_and_by_how_far_off() -> None:
    far = {"error": "wrong place", "pred": {"lat": 1.0, "kind": "town"}, "km": 4000.0}
    assert place_causes(far) == ["wrong place: a town, a namesake or another far away"]
    assert place_causes({"error": "missed", "words": "Old Harbour"}) == ["missed: several words"]
    assert place_causes({"error": "no answer", "pred": None}) == ["no answer: the name was not found"]


def test_statements_are_grouped_by_cue_and_by_what_is_wrong() -> None:
    assert speech_causes({"error": "missed", "gold": {"cue": "has said"}}) == ["missed: cue said"]
    assert speech_causes({"error": "speaker, content", "gold": {}, "pred": {"source": "He", "content": "x"}}) == [
        "speaker: a pronoun, not resolved",
        "content: too little of it, or too much",
    ]
    assert speech_causes({"error": "speaker", "gold": ["A"], "pred": None}) == ["speaker: none read"]


def test_templates_are_held_against_the_key_slot_by_slot() -> None:
    gold = {"docid": "D1", "templates": [{"incident_type": ["bombing"], "target": [["bridge", "the bridge"]]}]}
    found = [{"incident_type": ["bombing"], "target": ["ROAD"]}]
    rows = template_misses(gold, found, ["incident_type", "target"])
    assert [row["error"] for row in rows] == ["target missed: another read", "target too much: beside the key's"]


def test_a_table_is_printed_before_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    print_misses([{"id": "a", "error": "missed", "words": "Old Harbour"}], "words")
    assert capsys.readouterr().out.splitlines() == [
        "1 misses by cause:",
        "     1  missed",
        "-- missed: 1",
        "   a: Old Harbour |",
    ]
