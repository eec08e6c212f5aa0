"""Events of several reports become one case when kind, day and place agree, and only then."""

from hypothesis import given
from hypothesis import strategies as st

from tests.build import event, place, reading
from vedette.linking.cases import find_cases
from vedette.model.case import Case
from vedette.model.event import Event, Reality, Stage
from vedette.model.report import Copy

HERE = place()


def cases(*events: Event) -> tuple[Case, ...]:
    return find_cases([reading(one, report_id=f"r{n}", source=f"Outlet {n}") for n, one in enumerate(events)], ())


def test_two_reports_of_one_attack_are_a_case_of_two_sources() -> None:
    (case,) = cases(
        event("a", where=HERE), event("b", where=place("Northport Harbour", 10.05, 20.05), day="2021-05-13")
    )
    assert (case.event_ids, case.n_sources) == (("a", "b"), 2)


def test_copies_count_once_as_a_source() -> None:
    read = [reading(event(i, where=HERE), report_id=i, source=f"Outlet {i}") for i in ("a", "b")]
    (case,) = find_cases(read, [Copy("b", "a", 1.0)])
    assert case.n_sources == 1


def test_what_differs_is_not_linked() -> None:
    first = event("a", where=HERE)
    for other in (
        event("b", where=HERE, kind="COERCE"),
        event("b", where=HERE, day="2021-05-20"),
        event("b", where=HERE, stage=Stage.FOILED),
        event("b", where=place("Southport", 12.0, 20.0)),
        event("b", where=place("Northern Province", 10.1, 20.1, radius_km=90)),
        event("b", where=HERE, background=True),
        event("b", where=HERE, reality=Reality.NEGATED),
        event("b"),
        event("b", where=HERE, day=None),
    ):
        assert cases(first, other) == ()


def test_fewer_killed_on_the_next_day_are_another_attack() -> None:
    first = event("a", where=HERE, killed=12)
    assert cases(first, event("b", where=HERE, day="2021-05-13", killed=2)) == ()
    for other in (
        event("b", where=HERE, day="2021-05-13", killed=14),
        event("b", where=HERE, day="2021-05-13"),
        event("b", where=HERE, day="2021-05-12", killed=2),
        event("b", where=HERE, day="2021-05-11", killed=2),
    ):
        assert len(cases(first, other)) == 1


def test_two_events_of_one_report_are_not_linked() -> None:
    assert find_cases([reading(event("a", where=HERE), event("b", where=HERE))], ()) == ()


@given(st.permutations([("a", "2021-05-10"), ("b", "2021-05-11"), ("c", "2021-05-12"), ("d", "2021-05-30")]))
def test_the_order_of_reports_changes_nothing(order: list[tuple[str, str]]) -> None:
    found = cases(*(event(i, where=HERE, day=day) for i, day in order))
    assert [case.event_ids for case in found] == [("a", "b", "c")]
