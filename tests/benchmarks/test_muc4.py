"""The MUC-4 benchmark's own rules, on invented documents."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

from benchmarks.muc4 import predict
from benchmarks.muc4_answers import plain, seen
from benchmarks.muc4_countries import dateline_country
from benchmarks.muc4_days import days
from benchmarks.muc4_encoder import encoder
from benchmarks.muc4_fill import Chosen, Fill, another, best, repeats
from benchmarks.muc4_lessons import lesson
from benchmarks.muc4_linear import Linear, fit_many, ids_of
from benchmarks.muc4_mixed import mix
from benchmarks.muc4_models import Models, load, models, save, weigh
from benchmarks.muc4_names import bare
from benchmarks.muc4_nets import fit_nets
from benchmarks.muc4_phrases import Mention, Phrase
from benchmarks.muc4_places import places
from benchmarks.muc4_rank import SLOTS, Shown, Weighed
from benchmarks.muc4_read import read, shown_by
from benchmarks.muc4_settle import sure
from benchmarks.muc4_sums import fit_sum
from benchmarks.muc4_trees import grow
from vedette.model.reading import Reading

NONE = Linear(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int16), 2.0)
TEXT = (
    "GUERRILLAS OF THE EXAMPLE LIBERATION FRONT [XLF] BLEW UP A BRIDGE WITH DYNAMITE NEAR LIMA YESTERDAY.\n\n"
    "   TWO POLICEMEN WERE KILLED IN THE ATTACK, THE AUTHORITIES REPORTED.\n"
)
ROW: dict[str, Any] = {
    "docid": "X-1",
    "text": TEXT,
    "header": {
        "raw": "LIMA, 8 MAR 89 (EXAMPLE RADIO) -- [TEXT]",
        "dateline": "LIMA, 8 MAR 89",
        "place": "LIMA",
        "country": None,
        "date": "1989-03-08",
        "source": "EXAMPLE RADIO",
        "tags": ["TEXT"],
    },
    "templates": [],
}


def _phrase(words: str, *at: int, group: str | None = None) -> Phrase:
    return Phrase(words, {words: {"whole"}}, mentions=[Mention(place, 0) for place in at], group=group)


def _shown(*found: Phrase) -> Shown:
    empty = np.zeros(0, dtype=np.int32)
    return Shown(empty, list(found), [empty for _ in found], [], 1, [], [empty], [0], [], "", "")


def _weighed(row: dict[str, Any], reading: Reading, nlp: Language) -> Weighed:
    shown = shown_by(row, reading, nlp)
    return weigh(shown, models(), encoder().tell(shown.head, shown.text, shown.starts))


def test_one_phrase_of_a_mention_is_chosen_the_most_probable() -> None:
    shown = _shown(_phrase("REBELS", 9), _phrase("ARMED REBELS", 9))
    assert [f.words for f in best("perp_individuals", shown, np.array([0.5, 0.6]), NONE)] == ["ARMED REBELS"]


def test_a_group_is_chosen_once_under_one_of_its_names() -> None:
    shown = _shown(
        _phrase("XLF", 1, group="xlf"), _phrase("EXAMPLE FRONT", 8, group="xlf"), _phrase("OTHER FRONT", 20, group="of")
    )
    told = best("perp_organizations", shown, np.array([0.5, 0.7, 0.4]), NONE)
    assert [f.words for f in told] == ["EXAMPLE FRONT", "OTHER FRONT"]


def test_an_improbable_phrase_is_left_out() -> None:
    assert best("perp_individuals", _shown(_phrase("REBELS", 1)), np.array([0.05]), NONE) == []


def test_a_longer_name_repeats_a_shorter_one() -> None:
    assert repeats(_phrase("ANA EXAMPLE", 1), _phrase("EXAMPLE", 40), "human_target_names")
    assert not repeats(_phrase("TRUCK", 1), _phrase("RED TRUCK", 40), "physical_targets")


def test_a_second_incident_shares_who_did_it_and_not_its_targets() -> None:
    front, bridge = (Fill(words, _phrase(words, 1), 0, 0.9) for words in ("EXAMPLE FRONT", "BRIDGE"))
    first = Chosen("BOMBING", {"perp_organizations": [front], "physical_targets": [bridge]})
    (second,) = another(first, 0.5, 0.6)
    assert second.again and [f.words for told in second.fills.values() for f in told] == ["EXAMPLE FRONT"]
    assert not list(another(first, 0.1, 0.1))
    assert not list(another(Chosen("BOMBING", {"physical_targets": [bridge]}), 0.5, 0.6))


def test_a_linear_model_learns_what_parts_the_rows() -> None:
    rows = [ids_of(row) for row in ({"a"}, {"a", "b"}, {"b"}, {"c"})] * 10
    model = fit_many(rows, {"": [n % 4 < 2 for n in range(40)]}, strength=0.1)[""]
    assert model.logit(ids_of({"a"})) > 1.5 > -1.5 > model.logit(ids_of({"b"}))
    assert model.logit(ids_of({"never seen"})) == pytest.approx(model.constant)


def test_networks_learn_what_features_tell_together() -> None:
    pytest.importorskip("numba")
    rows = [ids_of(row) for row in ({"a"}, {"b"}, {"a", "b"}, {"c"})] * 100
    nets = fit_nets(rows, np.array([[n % 4 < 2, n % 4 == 3] for n in range(400)]), rounds=20, left_out=0.0)
    told = [nets.logits(row) > 0 for row in rows[:4]]
    assert [list(row) for row in told] == [[True, False], [True, False], [False, False], [False, True]]


def test_trees_learn_what_no_single_number_tells() -> None:
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(800, 3))
    yes = (rows[:, 0] * rows[:, 1] > 0).astype(float)
    trees = grow(rows, yes, trees=120, depth=3, rate=0.2)
    assert ((trees.p(rows) > 0.5) == (yes > 0)).mean() > 0.9


def test_a_sum_learns_which_way_a_number_speaks() -> None:
    rows = np.random.default_rng(5).normal(size=(400, 2)) * [1.0, 100.0] + [0.0, 50.0]
    told = fit_sum(rows, (rows[:, 0] + rows[:, 1] / 100 > 0.5).astype(float))
    assert ((told.p(rows) > 0.5) == (rows[:, 0] + rows[:, 1] / 100 > 0.5)).mean() > 0.95


def test_a_place_is_named_without_the_word_for_its_sort() -> None:
    assert bare("EXAMPLE MUNICIPALITY") == ("EXAMPLE", "MUNICIPALITY")
    assert bare("DEPARTMENT OF EXAMPLE") == ("EXAMPLE", "DEPARTMENT")
    assert bare("GUATEMALA CITY") == ("GUATEMALA CITY", "")


def test_models_are_read_as_they_were_written(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    rows = np.arange(40, dtype=float)[:, None]
    linear = fit_many([ids_of({"a"}), ids_of({"b"})] * 5, {"x": [True, False] * 5}, strength=0.1)
    nets = fit_nets([ids_of({"a"}), ids_of({"b"})] * 5, np.array([[True], [False]] * 5), rounds=2, left_out=0.0)
    told = Models(linear, {"z": nets}, {"y": mix(rows, (rows[:, 0] > 20).astype(float), depth=2)})
    save(told, tmp_path / "one.npz")
    again = load(tmp_path / "one.npz")
    save(again, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert (again.mixed["y"].p(rows) == told.mixed["y"].p(rows)).all()
    assert (again.nets["z"].logits(ids_of({"a"})) == told.nets["z"].logits(ids_of({"a"}))).all()
    assert again.linear["x"].logit(ids_of({"a"})) == told.linear["x"].logit(ids_of({"a"}))


def test_words_are_compared_without_articles_and_marks() -> None:
    assert plain("THE U.S. EMBASSY") == "us embassy"


def test_a_dateline_tells_the_country() -> None:
    assert dateline_country({"place": "LIMA", "country": None}) == "PE"
    assert dateline_country({"place": "ELSEWHERE", "country": None}) is None


def test_a_report_gives_phrases_days_and_places(nlp: Language) -> None:
    reading = read(ROW, nlp)
    weighed = _weighed(ROW, reading, nlp)
    wordings = {plain(words) for phrase in weighed.shown.phrases for words in phrase.wordings}
    assert {"bridge", "dynamite", "guerrillas", "two policemen", "policemen"} <= wordings
    assert {"/1989-03-08", "1989-03-07"} <= {a.words for a in days(weighed, reading, ROW["header"], "BOMBING")}
    assert "PERU: LIMA" in {a.words for a in places(weighed, reading, ROW["header"], "BOMBING")}


def test_a_name_that_the_reader_does_not_know_may_be_a_place(nlp: Language) -> None:
    row = {
        **ROW,
        "text": "A BOMB EXPLODED IN XAMPLOTITLAN TOWN YESTERDAY. NOBODY WAS HURT, THE AUTHORITIES REPORTED.\n",
    }
    reading = read(row, nlp)
    weighed = _weighed(row, reading, nlp)
    assert "PERU: XAMPLOTITLAN" in {a.words for a in places(weighed, reading, ROW["header"], "BOMBING")}


def test_a_country_alone_is_weighed_by_how_surely_a_place_is_told(nlp: Language) -> None:
    reading = read(ROW, nlp)
    weighed = _weighed(ROW, reading, nlp)
    told = {a.words: a.features for a in places(weighed, reading, ROW["header"], "BOMBING")}
    placed = weighed.told_at(reading.places[-1].span, "BOMBING")
    assert f"BOMBING:PERU:{False}" in told["PERU"] and "place's rank:0" not in told["PERU"]
    assert f"BOMBING:PERU:{True}" in told["PERU: LIMA"] and "place's rank:0" in told["PERU: LIMA"]
    assert {f"{fact}:False" for fact in sure(*placed, "surest place")} <= told["PERU"]


def test_a_key_is_matched_with_the_phrases(nlp: Language) -> None:
    slots: dict[str, Any] = {
        key: [] for key in ("perp_individual_id", "perp_organization_id", "hum_tgt_name", "hum_tgt_description")
    }
    told = {**slots, "phys_tgt_id": [{"alts": ["BRIDGE"]}], "instrument_id": [], "perp_organization_confidence": []}
    place = {"alts": [{"country": "PERU", "path": [{"name": "LIMA", "type": "CITY"}]}]}
    day = {"alts": [{"start": "1989-03-07", "end": "1989-03-07"}]}
    key = {"incident_type": ["BOMBING"], "slots": {**told, "incident_date": [day], "incident_location": [place]}}
    reading = read(ROW, nlp)
    row = seen({**ROW, "templates": [key]}, reading, shown_by(ROW, reading, nlp))
    hit = [p.words for i, p in enumerate(row.shown.phrases) if row.fills(i, "physical_targets", "BOMBING")]
    assert hit == ["BRIDGE"] and row.is_fill("THE BRIDGE", "physical_targets")
    assert row.credit("day", "1989-03-07", "BOMBING") == 1.0
    assert row.credit("day", "1989-03-06/1989-03-08", "BOMBING") == 0.5
    assert row.credit("place", "PERU", "BOMBING") == 0.5
    taught = lesson(row, encoder().vocabulary)
    bridge = next(n for n, phrase in enumerate(row.shown.phrases) if phrase.words == "BRIDGE")
    right = taught.right["phrase"][bridge].reshape(-1, len(SLOTS))[:, list(SLOTS).index("physical_targets")]
    assert list(right) == [True, False, True, False, False]
    assert taught.right["day"].tolist() == [[False, True, False, False, True]]
    lima = taught.places.tolist().index(taught.pieces.word_at(TEXT.index("LIMA")))
    assert taught.right["place"][:, 1].nonzero()[0].tolist() == [lima]
    assert taught.right["sentence"][:, 1].tolist() == [False, True, False]


def test_an_encoder_tells_which_word_is_hit_and_with_what() -> None:
    told = encoder().tell(ROW["header"]["raw"], TEXT, [0, TEXT.index("TWO")])
    of = {word: told.of_words(told.phrase, [TEXT.index(word)]) for word in ("BRIDGE", "DYNAMITE", "AUTHORITIES")}
    hit, weapon = (list(SLOTS).index(slot) for slot in ("physical_targets", "instruments"))
    assert max(of, key=lambda word: of[word][hit]) == "BRIDGE"
    assert max(of, key=lambda word: of[word][weapon]) == "DYNAMITE"


def test_what_ships_tells_a_plain_bombing(nlp: Language) -> None:
    assert models().linear.keys() >= {"any", "BOMBING", "wording", "day right", "place right"}
    told = {template["incident_type"][0]: template for template in predict(ROW, nlp)}
    assert "BRIDGE" in told["BOMBING"]["physical_targets"]
    assert told["BOMBING"]["location"][0].startswith("PERU")
