"""The benchmark of coded articles: codings and texts put together, on invented reports."""

import json
from pathlib import Path
from typing import Any

from benchmarks.coded_articles import CODINGS, UNSEEN, run
from benchmarks.coded_mentions import aim_at_predictions
from benchmarks.coded_texts import Article, find_articles
from benchmarks.job import Job, read_jsonl
from vedette.model.ids import sha256_hex

TEXT = "Rebels raided Northport. The raid killed two, police said."


def _event(*mentions: list[int], kinds: tuple[str, ...] = ("ASSAULT",)) -> dict[str, Any]:
    return {"mentions": list(mentions), "kinds": list(kinds), "perp": [[0, 6], "example front"]}


def _article(*events: dict[str, Any]) -> Article:
    statement = {"cue": [53, 57], "speaker": ["police"], "manner": ["said"]}
    return Article("a", TEXT, None, None, "2021-05-14", events, (statement,))


def _read(*spans: list[int], kind: str = "ASSAULT") -> dict[str, Any]:
    return {"kind": kind, "evidence": list(spans)}


def _folder(path: Path, text: str) -> tuple[Path, Path]:
    (path / "eval/invented").mkdir(parents=True)
    (path / "eval/invented/set.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    coding = {"id": "a", "set": "invented/set", "text_sha256": sha256_hex(TEXT), "published": None}
    codings = path / "codings.jsonl"
    codings.write_text(json.dumps({**coding, "events": [], "statements": []}) + "\n", encoding="utf-8")
    return codings, path


def test_words_come_from_the_text() -> None:
    gold = _article(_event([7, 13], [29, 33])).as_gold()
    (event,) = gold["events"]
    assert (event["anchor"], event["anchor_start"], event["perp"]) == ("raided", 7, ["Rebels", "example front"])
    assert gold["statements"][0]["anchor"] == "said"


def test_an_event_is_looked_for_at_the_mention_that_was_read() -> None:
    article = _article(_event([7, 13], [29, 33]))
    assert aim_at_predictions(article, {"events": [_read([25, 44])]}) == [1]
    assert aim_at_predictions(article, {"events": [_read([25, 44], kind="PROTEST")]}) == [0]
    assert aim_at_predictions(article, {"events": []}) == [0]


def test_one_event_read_stands_for_one_coded() -> None:
    article = _article(_event([7, 13], [29, 33]), _event([34, 40]))
    assert aim_at_predictions(article, {"events": [_read([0, 23], [25, 44])]}) == [0, 0]


def test_a_text_that_has_changed_is_left_out(tmp_path: Path) -> None:
    assert [article.text for article in find_articles(*_folder(tmp_path / "same", TEXT))] == [TEXT]
    assert not list(find_articles(*_folder(tmp_path / "other", TEXT + " More.")))


def test_without_the_texts_it_is_skipped(tmp_path: Path) -> None:
    assert "skipped" in run(Job(tmp_path))


def test_the_codings_hold_no_text() -> None:
    first, second = (list(read_jsonl(codings)) for codings in (CODINGS, UNSEEN))
    assert (len(first), len(second)) == (30, 14)
    assert not {row["id"] for row in first} & {row["id"] for row in second}
    for row in first + second:
        assert not {"text", "title", "url"} & row.keys()
        assert all(len(at) == 2 for event in row["events"] for at in event["mentions"])
