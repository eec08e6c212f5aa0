"""The preview counts what the live match would have said, by week."""

from datetime import date

from tests.build import event, place, reading
from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.watch import Watch, ZoneDistance
from vedette.model.zone import Zone
from vedette.run.pipeline import find
from vedette.run.preview import LADDER_KM, Period, PreviewRow, find_period, n_rows, preview

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), ())
PERIOD = Period(date(2021, 5, 3), date(2021, 5, 30))


def at(event_id: str, km: float, day: str | None = "2021-05-12", kind: str = "ASSAULT") -> Event:
    """An event so many km north of the zone's middle, known exactly."""
    return event(event_id, kind=kind, day=day, where=place(lat=10.0 + km / 110.6, radius_km=0.1))


def told(*events: Event) -> list[Reading]:
    return [reading(one, report_id=f"r-{one.id}", text=" ".join(f"{one.id}{n}" for n in range(40))) for one in events]


def row(rows: list[PreviewRow], km: float | None, kind: str | None = None) -> PreviewRow:
    return next(one for one in rows if (one.zone_id, one.out_to_km, one.kind) == ("z", km, kind))


def test_each_distance_counts_what_lies_within_it() -> None:
    four = (at("a", 3), at("b", 30, "2021-05-05"), at("c", 120, "2021-05-20"), at("d", 30, "2021-05-27", "PROTEST"))
    rows = list(preview(told(*four), WATCH, PERIOD))
    assert [row(rows, km).n_alerts for km in LADDER_KM] == [1, 1, 1, 3, 3, 4]
    assert [row(rows, km, "PROTEST").n_alerts for km in LADDER_KM] == [0, 0, 0, 1, 1, 1]
    assert (row(rows, 40).n_high, row(rows, 40).n_medium, row(rows, 40).n_most_in_a_week) == (2, 1, 1)


def test_the_rows_as_set_are_the_live_alerts_distances_by_kind_too() -> None:
    watch = Watch("w", "Test", "", (ZONE,), (), distances=(ZoneDistance("z", 5, ("PROTEST",)),))
    read = told(at("a", 30), at("d", 30, kind="PROTEST"))
    rows = list(preview(read, watch, PERIOD))
    assert rows[0].n_alerts == len(find(read, watch).alerts) == row(rows, None).n_alerts == 1
    assert row(rows, 40).n_alerts == 2, "a distance that is tried holds for all kinds"
    assert len(rows) == n_rows(read, watch)


def test_weeks_are_those_of_events_and_undated_events_count_by_their_report() -> None:
    rows = list(preview(told(at("a", 3, "2021-05-05"), at("b", 3, None), at("c", 3, "2020-01-01")), WATCH, PERIOD))
    whole = rows[0]
    assert (whole.n_alerts, whole.n_most_in_a_week, whole.n_outside, whole.n_undated) == (2, 1, 1, 0)


def test_copies_and_cases_count_once() -> None:
    one, other = at("a", 3), at("b", 3)
    text = "Gunmen attacked a post near the river on Wednesday, and two guards were wounded, officials told reporters."
    copied = [reading(one, report_id="r1", text=text), reading(other, report_id="r2", text=text, source="Other")]
    rows = list(preview(copied, WATCH, PERIOD))
    assert row(rows, 40).n_alerts == 1


def test_the_period_is_that_of_the_reports_unless_told() -> None:
    read = told(at("a", 3, "1994-01-01"))
    assert find_period(read, None, None) == Period(date(2021, 5, 14), date(2021, 5, 14))
    assert find_period(read, date(2021, 5, 1), None) == Period(date(2021, 5, 1), date(2021, 5, 14))
    assert find_period([], None, None) is None
    assert PERIOD.n_weeks == 4
