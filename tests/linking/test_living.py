"""Reports that hang together are found while they come and go, as if all were looked at anew."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import event, place, reading
from vedette.linking.cases import find_cases
from vedette.linking.copies import find_copies
from vedette.linking.living import LivingLinks
from vedette.model.event import Stage
from vedette.model.reading import Reading

WORDS = [
    "a",
    "bomb",
    "went",
    "off",
    "near",
    "the",
    "old",
    "market",
    "gate",
    "of",
    "the",
    "town",
    "on",
    "the",
    "third",
    "day",
    "said",
    "the",
    "office",
    "of",
    "the",
    "guards",
]


@st.composite
def readings(draw: st.DrawFn) -> list[Reading]:
    found = []
    for number in range(draw(st.integers(1, 9))):
        day = (date(2021, 5, 10) + timedelta(days=draw(st.integers(0, 6)))).isoformat()
        name, lat = draw(st.sampled_from([("Northport", 10.0), ("Southport", 10.1), ("Farville", 12.0)]))
        stage = draw(st.sampled_from([Stage.CARRIED_OUT, Stage.FOILED]))
        killed = draw(st.sampled_from([None, 2, 12]))
        told = event(f"e{number}", day=day, where=place(name, lat=lat), stage=stage, killed=killed)
        text = " ".join(WORDS) if draw(st.booleans()) else f"{number} " * 20
        found.append(reading(told, report_id=f"r{number}", source=f"Outlet {number}", text=text))
    return found


@given(readings(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_groups_hold_all_that_copies_and_cases_link(found: list[Reading], rng: object) -> None:
    links = LivingLinks()
    for one in found:
        links.add(one)
    gone = [one.report.id for one in found if rng.random() < 0.3]  # type: ignore[attr-defined]
    links.remove(gone)
    left = [one for one in found if one.report.id not in gone]
    for report_id in gone:
        assert report_id not in links and not links.group(report_id)
    copies = find_copies(left)
    cases = find_cases(left, copies)
    linked = [(copy.report_id, copy.original_id) for copy in copies]
    linked += [(case.report_ids[0], other) for case in cases for other in case.report_ids]
    for one, other in linked:
        assert links.group(one) == links.group(other)
    groups = {links.group(one.report.id) for one in left}
    by_id = {one.report.id: one for one in left}
    anew = [[by_id[report_id] for report_id in sorted(group)] for group in groups]
    assert sorted(case.id for group in anew for case in find_cases(group, find_copies(group))) == sorted(
        case.id for case in cases
    )


def test_a_report_that_is_read_anew_takes_the_place_of_itself() -> None:
    links = LivingLinks()
    links.add(reading(event("a", where=place()), report_id="r1"))
    links.add(reading(event("b", where=place()), report_id="r2"))
    assert links.group("r1") == {"r1", "r2"}
    links.add(reading(event("b", where=place("Farville", lat=50.0)), report_id="r2", text="Other words."))
    assert links.group("r1") == {"r1"}
