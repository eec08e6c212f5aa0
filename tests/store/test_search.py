"""Search: the same answers from SQLite and PostgreSQL, for whatever is typed."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import report
from vedette.errors import UsageError
from vedette.model.case import Judgement
from vedette.model.report import Report
from vedette.store.folding import fold
from vedette.store.reports import add_reports
from vedette.store.search import Term, parse_query
from vedette.store.store import Store

NOON, LATER = datetime(2021, 5, 14, 12), datetime(2021, 5, 15, 12)


def add(store: Store, report_id: str, text: str, title: str | None = None, at: datetime = NOON) -> Report:
    one = replace(report(text, title=title), id=report_id)
    with store.begin() as connection:
        add_reports(connection, [one], at)
    return one


def ids(store: Store, words: str, as_of: datetime | None = None) -> list[str]:
    return [hit.report_id for hit in store.search(words, as_of=as_of)]


def test_all_words_must_be_there_and_the_title_counts_more(store: Store) -> None:
    add(store, "text", "A bomb was found at the market of Northport, police said on Monday.")
    add(store, "title", "Police said on Monday that it was found at a market.", "Bomb in Northport")
    add(store, "other", "A bomb was found in Southport.")
    assert ids(store, "bomb northport") == ["title", "text"]
    assert ids(store, "BOMB Southport") == ["other"]
    assert ids(store, "bomb westport") == []


def test_phrases_beginnings_and_exclusions(store: Store) -> None:
    add(store, "a", "The Northport market was attacked.")
    add(store, "b", "The market of Northport sells football shirts.")
    assert ids(store, '"northport market"') == ["a"]
    assert ids(store, "attack*") == ["a"]
    assert ids(store, "northport -football") == ["a"]
    assert ids(store, "attack") == []


def test_marks_over_letters_do_not_count(store: Store) -> None:
    one = add(store, "a", "Une bombe a explosé à Ténéré-Ville.")
    for words in ("explose tenere", "EXPLOSÉ", "Te\u0301ne\u0301re\u0301"):
        (hit,) = store.search(words)
        assert fold(one.words(hit.found[0])) in ("explose", "tenere")


def test_a_hit_points_at_the_words_and_shows_what_is_around_them(store: Store) -> None:
    text = "Nothing here. " * 40 + "Then a bomb exploded in Northport. " + "Nothing there. " * 40
    one = add(store, "a", text, "A bomb")
    (hit,) = store.search("bomb")
    assert [(one.words(span), span.part) for span in hit.found] == [("bomb", "text"), ("bomb", "title")]
    assert "a bomb exploded in Northport" in hit.snippet
    assert hit.snippet.startswith("…") and hit.snippet.endswith("…") and len(hit.snippet) < 260


def test_only_the_newest_version_answers_and_as_of_the_one_of_that_time(store: Store) -> None:
    add(store, "a", "Ten people were hurt.")
    add(store, "a", "Twelve people were hurt.", at=LATER)
    assert ids(store, "ten") == []
    assert ids(store, "twelve") == ["a"]
    assert ids(store, "ten", NOON) == ["a"]
    assert ids(store, "twelve", NOON) == []


def test_a_retracted_report_is_shown_as_such_from_then_on(store: Store) -> None:
    add(store, "a", "Ten people were hurt.")
    store.add_judgement(Judgement("a", "editor", "retracted", "wrong"), LATER)
    assert store.search("ten")[0].retracted
    assert not store.search("ten", as_of=NOON)[0].retracted


@pytest.mark.parametrize("words", ["", "   ", "-", '""', "-bomb", "*", "\x00", "!!! ---"])
def test_a_query_without_a_word_is_used_wrongly(store: Store, words: str) -> None:
    with pytest.raises(UsageError, match="at least one word"):
        store.search(words)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[\"'()*:^+\-&|!<>\\ a-cANDORNEAR%;]{1,30}", fullmatch=True))
def test_no_query_is_malformed(store: Store, words: str) -> None:
    try:
        store.search(words)
    except UsageError:
        assert not any(not term.is_excluded for term in parse_query_or_none(words))


def parse_query_or_none(words: str) -> list[Term]:
    try:
        return parse_query(words)
    except UsageError:
        return []


def test_operators_are_words(store: Store) -> None:
    add(store, "a", "neither near nor far and so on")
    assert ids(store, "near and") == ["a"]
    assert ids(store, "near OR missing") == []
    assert ids(store, "text:near") == []
    assert ids(store, "'; DROP TABLE reports; --") == []


def test_reports_of_any_length_and_kind_are_taken_in(store: Store) -> None:
    many = " ".join(chr(0x4E00 + n % 20000) + format(n, "x") for n in range(120_000))
    odd = "\x00 half \ud800 a pair \U0010ffff bomb"
    with store.begin() as connection:
        add_reports(
            connection, [replace(report(text), id=str(n)) for n, text in enumerate([many, odd, "x" * 10**6])], NOON
        )
    assert ids(store, "bomb half") == ["1"]
    assert "bomb" in store.search("bomb")[0].snippet
