"""The MUC-4 benchmark's own rules, on invented documents."""

from benchmarks.muc4_candidates import Candidate
from benchmarks.muc4_fill import best
from benchmarks.muc4_model import Model, fit, load, save
from benchmarks.muc4_templates import dateline_country
from benchmarks.muc4_train import plain

YES = Model({"good": 3.0, "better": 5.0}, -1.0)


def _candidate(words: str, *features: str, head: int, group: str | None = None) -> Candidate:
    return Candidate(words, set(features), {head}, {0}, group)


def test_one_wording_of_a_mention_is_chosen_the_most_probable() -> None:
    found = [_candidate("REBELS", "good", head=9), _candidate("ARMED REBELS", "better", head=9)]
    assert [c.words for c in best("perp_individuals", found, YES)] == ["ARMED REBELS"]


def test_a_group_is_chosen_once_under_one_of_its_names() -> None:
    found = [
        _candidate("XLF", "good", head=1, group="xlf"),
        _candidate("EXAMPLE FRONT", "better", head=8, group="xlf"),
        _candidate("OTHER FRONT", "good", head=20, group="of"),
    ]
    assert [c.words for c in best("perp_organizations", found, YES)] == ["EXAMPLE FRONT", "OTHER FRONT"]


def test_an_improbable_phrase_is_left_out() -> None:
    assert best("perp_individuals", [_candidate("REBELS", head=1)], Model({}, -3.0)) == []


def test_the_model_learns_what_parts_the_rows() -> None:
    rows = [{"a"}, {"a", "b"}, {"b"}, {"c"}] * 10
    model = fit(rows, ["a" in row for row in rows], strength=0.1)
    assert model.p({"a"}) > 0.8 > 0.2 > model.p({"b"})
    assert 0.0 < model.p({"never seen"}) < 1.0


def test_models_are_read_as_they_were_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "weights.json.gz"
    save({"x": YES}, path)
    first = path.read_bytes()
    assert load(path) == {"x": YES}
    save(load(path), path)
    assert path.read_bytes() == first


def test_words_are_compared_without_articles_and_marks() -> None:
    assert plain("THE U.S. EMBASSY") == "us embassy"


def test_a_dateline_tells_the_country() -> None:
    assert dateline_country({"place": "LIMA", "country": None}) == "PE"
    assert dateline_country({"place": "ELSEWHERE", "country": None}) is None
