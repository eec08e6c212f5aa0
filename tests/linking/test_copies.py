"""Copies are found, cut or led in anew, and nothing else is."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import event, place, reading
from vedette.linking.alike import find_own_events
from vedette.linking.copies import find_copies
from vedette.model.event import Event
from vedette.model.reading import Reading

WIRE = (
    "Gunmen fired on a parade in the port of Northport on Saturday and killed three people, the mayor said. "
    "Nobody has claimed the attack so far. The police closed the harbour road and asked witnesses to come forward."
)
OTHER = (
    "The harbour of Northport was reopened on Monday after repairs that took two weeks longer than planned. "
    "Traders had complained of losses, and the city council promised to pay for a part of them before the winter."
)


def one(report_id: str, text: str, day: date | None = date(2021, 5, 14), *events: Event) -> Reading:
    made = reading(*events, report_id=report_id, text=text)
    return replace(made, report=replace(made.report, published=day))


def test_the_same_words_are_a_copy_of_the_earliest() -> None:
    (copy,) = find_copies([one("b", WIRE, date(2021, 5, 15)), one("a", WIRE, date(2021, 5, 14))])
    assert (copy.report_id, copy.original_id, copy.score_similarity) == ("b", "a", 1.0)


def test_a_cut_copy_with_another_lead_is_still_one() -> None:
    cut = "Northport (Sample Wire) - " + WIRE.rsplit(". ", 1)[0]
    (copy,) = find_copies([one("a", WIRE), one("b", cut)])
    assert copy.score_similarity > 0.8


def test_another_report_on_the_same_town_is_none() -> None:
    assert find_copies([one("a", WIRE), one("b", OTHER)]) == ()


def test_an_undated_report_is_not_the_earliest() -> None:
    (copy,) = find_copies([one("a", WIRE, None), one("b", WIRE)])
    assert copy.original_id == "b"


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_reports_changes_nothing(order: list[int]) -> None:
    days = [date(2021, 5, day) for day in range(10, 15)]
    texts = [WIRE, WIRE + " More will follow.", OTHER, OTHER, "A short note."]
    reports = [one(str(at), texts[at], days[at]) for at in range(5)]
    assert find_copies([reports[at] for at in order]) == find_copies(reports)


def test_a_form_of_words_filled_in_for_another_town_or_day_is_no_copy() -> None:
    first = one("a", WIRE, date(2021, 5, 14), event("a", where=place()))
    for other in (event("b", where=place("Southport", 12.0)), event("b", where=place(), day="2021-05-13")):
        assert find_copies([first, one("b", WIRE, date(2021, 5, 14), other)]) == ()
    for other in (event("b", where=place(), killed=9), event("b"), event("b", day=None, where=place())):
        assert len(find_copies([first, one("b", WIRE, date(2021, 5, 14), other)])) == 1


def test_what_a_copy_adds_is_its_own() -> None:
    first = one("a", WIRE, date(2021, 5, 14), event("a", where=place(), killed=3))
    same, more = event("b", where=place(), killed=3), event("c", where=place(), killed=5)
    elsewhere = event("d", where=place("Southport", 12.0))
    found = [first, one("b", WIRE, date(2021, 5, 14), same, more, elsewhere)]
    assert find_own_events(found, find_copies(found)) == {"c", "d"}
