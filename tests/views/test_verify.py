"""Verify: a brief that was changed is caught, in words that say where."""

import json
import re
from collections.abc import Callable

import pytest

from tests.views.findings import findings
from vedette.errors import BadInputError
from vedette.evidence.seal import BLANK_SEAL, check_seal, seal
from vedette.views.brief import render_brief, verify_brief


@pytest.fixture(scope="module")
def brief() -> str:
    return render_brief(findings())


def resealed(html: str) -> str:
    """As a forger would who seals anew."""
    return seal(re.sub(r"(vedette-seal\" content=\"sha256-)[0-9a-f]{64}", r"\g<1>" + BLANK_SEAL, html, count=1))


def with_data(html: str, change: Callable[[dict], None]) -> str:  # type: ignore[type-arg]
    """The file with its data changed and sealed anew."""
    start = html.index('id="vedette-data">') + len('id="vedette-data">')
    end = html.index("</script>", start)
    data = json.loads(html[start:end])
    change(data)
    return resealed(html[:start] + json.dumps(data).replace("<", "\\u003c") + html[end:])


def codes(html: str | bytes) -> set[str]:
    return {problem.code for problem in verify_brief(html)}


@pytest.mark.parametrize("full_text", [False, True])
@pytest.mark.parametrize("watch", [False, True])
def test_a_brief_as_it_was_written_holds(watch: bool, full_text: bool) -> None:
    assert verify_brief(render_brief(findings(watch=watch), full_text=full_text).encode()) == []


def test_one_changed_byte_anywhere_is_caught(brief: str) -> None:
    data = brief.encode()
    seal_at = data.index(b'content="sha256-') + 20
    for at in [0, data.index(b"vedette-seal"), seal_at, len(data) // 2, len(data) - 1]:
        assert "seal" in codes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]), at
    for at in range(0, len(data), 997):
        assert not check_seal(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]).holds, at


@pytest.mark.parametrize("more", [b"\n", b" ", b"<!-- -->"])
def test_what_is_added_at_an_end_is_caught(brief: str, more: bytes) -> None:
    assert "seal" in codes(brief.encode() + more)
    assert "seal" in codes(more + brief.encode())


def test_changed_line_ends_are_named(brief: str) -> None:
    assert any("line ends" in one.words for one in verify_brief(brief.replace("\n", "\r\n")))


def test_a_number_changed_on_the_page_is_caught_though_sealed_anew(brief: str) -> None:
    changed = resealed(brief.replace(">6 events<", ">5 events<", 1))
    found = verify_brief(changed)
    assert {one.code for one in found} == {"count", "page"}
    assert any("5 events" in one.words and "6" in one.words for one in found)


def test_a_sentence_changed_on_the_page_is_caught_though_sealed_anew(brief: str) -> None:
    assert codes(resealed(brief.replace("near a market", "near a mosque", 1))) == {"page"}


def test_a_sentence_changed_in_the_data_is_caught(brief: str) -> None:
    def change(data: dict) -> None:  # type: ignore[type-arg]
        data["passages"][0]["text"] = data["passages"][0]["text"].upper() + "!"

    assert "passage" in codes(with_data(brief, change))


def test_a_distance_changed_in_the_data_is_caught(brief: str) -> None:
    def change(data: dict) -> None:  # type: ignore[type-arg]
        check = next(check for _, checks in data["zone_checks"] for check in checks if check["distance_km"])
        check["distance_km"] += 1

    found = verify_brief(with_data(brief, change))
    assert any(one.code == "zone" and "Red zone" in one.words for one in found)


def test_an_alert_that_was_taken_out_is_missed(brief: str) -> None:
    found = verify_brief(with_data(brief, lambda data: data["alerts"].pop()))
    assert any(one.code == "alert" and "missing" in one.words for one in found)


def test_an_alert_made_lower_is_caught(brief: str) -> None:
    found = verify_brief(with_data(brief, lambda data: data["alerts"][0].update(level="low")))
    assert any(one.code == "alert" and "differs" in one.words for one in found)


def test_whole_texts_are_held_against_their_hashes() -> None:
    html = render_brief(findings(), full_text=True)

    def change(data: dict) -> None:  # type: ignore[type-arg]
        data["readings"][0]["report"]["text_sha256"] = "0" * 64

    assert "passage" in codes(with_data(html, change))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.clear(),
        lambda data: data.update(format="vedette-brief 99"),
        lambda data: data.update(readings=None),
        lambda data: data["readings"][0]["events"][0].update(stage="flying"),
        lambda data: data["passages"][0].update(start="x"),
        lambda data: data["watch"].update(zones=[{}]),
        lambda data: data["watch"]["zones"][0].update(border=["XX", "YY"]),
        lambda data: data["alerts"][0].update(event_ids=[]),
        lambda data: data["cases"][0].update(event_ids=["nothing"]),
        lambda data: data["passages"].clear(),
        lambda data: data.update(version="9.9"),
    ],
)
def test_data_that_cannot_be_are_a_problem_and_no_crash(brief: str, change: Callable[[dict], None]) -> None:  # type: ignore[type-arg]
    verify_brief(with_data(brief, change))


def test_a_brief_of_another_version_is_not_held_against_this_ones_layout(brief: str) -> None:
    assert codes(with_data(brief, lambda data: data.update(version="9.9"))) == set()


@pytest.mark.parametrize("other", [b"", b"hello", b"\xff\xfe\x00", "<!doctype html><title>Another page</title>"])
def test_another_file_is_no_brief(other: bytes | str) -> None:
    with pytest.raises(BadInputError, match="no brief"):
        verify_brief(other)


def test_bytes_that_are_no_text_are_named(brief: str) -> None:
    assert codes(brief.encode().replace(b"market", b"mark\xff\xfe", 1)) == {"seal", "encoding"}
